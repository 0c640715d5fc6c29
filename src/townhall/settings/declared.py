"""All settings: defaults, overridden by ``TOWNHALL_*`` environment variables, overridden by options of the command line."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Annotated, Any
from zoneinfo import ZoneInfo

from pydantic import BeforeValidator, Field, SecretStr
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from townhall.settings.effects import ANSWERING, INGESTING, SECRET, WRITING
from townhall.settings.lists import hosts_in, keys_in, origins_in

TIME_ZONE = ZoneInfo("Europe/Brussels")
"""Where the programmes are run from: it decides what today is."""
OLLAMA_PREFIX = "ollama/"


class Settings(BaseSettings):
    """Everything that can be set; ``TOWNHALL_PORT=8000`` sets ``port``."""

    model_config = SettingsConfigDict(env_prefix="TOWNHALL_", frozen=True, extra="forbid")

    corpus: Path = Path("corpus")
    """Folder of the documents."""
    index: Path = Path("index")
    """Folder that holds the generations of the index."""
    old_generations: int = Field(default=2, ge=1)
    """Generations of the index that are kept beside the one that serves, to go back to."""
    evals: Path = Path("evals")
    """Folder of the evaluation sets, gates and baselines."""
    today: date | None = None
    """The date to assume; None for the date in Brussels."""

    host: str = "127.0.0.1"
    port: int = Field(default=7860, ge=0, le=65535)

    chroma_url: str | None = Field(default=None, pattern=r"^https?://[^\s@/]+(?:/[^\s@]*)?$")
    """Where a Chroma server holds the vectors, for several replicas: ``http://127.0.0.1:8000``. None: they lie in the index."""
    chroma_key: SecretStr | None = None
    """What a proxy in front of the Chroma server wants to be shown, as a bearer token."""

    embedding_model: str = "all-MiniLM-L6-v2"
    """The bundled model, or anything that sentence-transformers loads: a name or a folder."""
    embedding_languages: str | None = Field(default=None, pattern=r"^(?:all|[a-z]{2}(?:,[a-z]{2})*)$")
    """Languages that the model reads, as ``de,en,sl``, or ``all``. None: those that its model card names; English where there is none."""
    embedding_runtime: str = Field(default="onnx", pattern="^(onnx|torch)$")
    """``onnx`` for speed, ``torch`` for sentence-transformers itself; only the bundled model is exported to ONNX."""
    reader: str | None = None
    """Dotted name of a LlamaIndex reader class that takes the place of ours, for files of every format."""
    reader_options: Mapping[str, Any] = {}
    """Arguments of that class, as a JSON object."""
    node_parser: str | None = None
    """Dotted name of a LlamaIndex node parser class that takes the place of ours."""
    node_parser_options: Mapping[str, Any] = {}
    """Arguments of that class, as a JSON object: ``{"chunk_size": 200}``."""
    passage_pieces: int = Field(default=160, ge=32, le=250)
    """Word pieces that a passage aims at, its heading path included; the model reads 256."""
    file_size_limit: int = Field(default=50_000_000, ge=1)
    """Largest file that is read, in bytes."""
    file_seconds: float = Field(default=60.0, gt=0)
    """Longest time that reading one file may take, in seconds."""
    file_characters: int = Field(default=10_000_000, ge=1000)
    """Longest text that is taken from one file."""
    file_memory: int = Field(default=2_000_000_000, ge=500_000_000)
    """Most memory that reading one file may take, in bytes."""

    web_delay: float = Field(default=1.0, ge=0)
    """Pause between two requests to a host for web pages, in seconds; its robots.txt may want a longer one."""
    web_seconds: float = Field(default=30.0, gt=0)
    """Longest time for a web page, in seconds."""
    web_private: bool = False
    """Whether web pages may be fetched from addresses of this machine and its network: an intranet."""

    judge: str = "bundled"
    """``bundled``, ``off``, or a folder with ``judge.onnx`` and its ``tokenizer.json``."""
    candidates: int = Field(default=40, ge=1, le=1000)
    """Passages taken from each of the dense and the lexical list before they are fused."""
    rrf_k: int = Field(default=60, ge=0)
    """Constant of reciprocal rank fusion (Cormack, Clarke and Büttcher, SIGIR 2009, who used 60)."""
    support_threshold: float | None = Field(default=None, ge=0, le=1)
    """Support from which an answer is given rather than a refusal; None for the one that was fitted."""
    answer_characters: int = Field(default=700, ge=100)
    """Longest answer that is given where no list was asked for."""
    question_characters: int = Field(default=2000, ge=50)
    """Longest question that is read."""

    language_model: str | None = None
    """The model's name, as its server has it; ``ollama/NAME`` names one of an Ollama on this machine. None, and no class either: no language model
    is used and nothing is contacted."""
    language_model_server: str = Field(default="openai", pattern="^(openai|ollama)$")
    """Whose protocol the server speaks: ``openai`` or ``ollama``."""
    language_model_url: str | None = Field(default=None, pattern="^https?://")
    """Where the server is: ``http://127.0.0.1:8000/v1``; None for an Ollama where it usually is."""
    language_model_key: SecretStr | None = None
    """What the server wants to be shown, if anything."""
    language_model_class: str | None = None
    """Dotted name of a LlamaIndex language model class that takes the place of the client of that server."""
    language_model_options: Mapping[str, Any] = {}
    """Further arguments of the class, as a JSON object."""
    language_model_seconds: float = Field(default=60.0, gt=0)
    """Longest time to wait for a whole reply, in seconds, further attempts among it."""
    language_model_first_seconds: float = Field(default=20.0, gt=0)
    """Longest time to wait for a reply's first word, in seconds, further attempts among it."""
    language_model_retries: int = Field(default=2, ge=0)
    """How often a request that failed is made again."""
    language_model_window: int = Field(default=8192, ge=512)
    """How much the model can read and write at once, in its word pieces."""
    language_model_structured: bool = False
    """Whether the server is asked to hold the reply to a JSON schema; one that refuses is asked without."""
    language_model_input_price: float | None = Field(default=None, ge=0)
    """Price of a million word pieces that the model reads, in whatever currency; None: no cost is reckoned."""
    language_model_output_price: float | None = Field(default=None, ge=0)
    """Price of a million word pieces that it writes."""
    answers: str = Field(default="written", pattern="^(written|extractive)$")
    """Where a language model is named: ``written`` by it, each statement held to its quotes, or ``extractive``, as without one."""
    follow_ups: str = Field(default="written", pattern="^(written|rules)$")
    """Where it writes the answers: whether it also writes follow-up questions out in full, ``rules`` for never."""
    follow_up_seconds: float = Field(default=5.0, gt=0)
    """Longest time to wait for a follow-up question written out, in seconds; then the rules' reading is used."""

    database: str | None = None
    """SQLAlchemy's URL of the database of conversations and feedback; None for an SQLite file in the folder ``data`` beside the index."""
    retention_days: int = Field(default=90, ge=1)
    """Days after which a conversation that was not used, and feedback, is deleted."""
    admin_password: SecretStr | None = Field(default=None, min_length=8)
    """What administrators type, 8 characters at least (NIST SP 800-63B); None: nobody can sign in."""

    api_keys: Annotated[tuple[SecretStr, ...], NoDecode, BeforeValidator(keys_in)] = ()
    """What programs show to the API, each as ``key`` or ``name:key``, parted by commas or blanks; none: whoever reaches the page may use it."""
    api_rate: int = Field(default=60, ge=0, le=100_000)
    """Requests to the API that each key, or each address where there are no keys, may make in any minute; 0: as many as it likes."""
    api_origins: Annotated[tuple[str, ...], NoDecode, BeforeValidator(origins_in)] = ()
    """Origins of other sites whose scripts may use the API, as ``https://example.org``, parted by commas or blanks."""
    api_hosts: Annotated[tuple[str, ...], NoDecode, BeforeValidator(hosts_in)] = ()
    """Further names by which programs, MCP clients too, reach this server where they need no key, as ``townhall.example.org``, parted by commas or
    blanks; this machine's, ``host``, that of ``public_url`` and addresses are known."""
    public_url: str | None = Field(default=None, pattern=r"^https?://[^\s/?#]+(?:/[^\s?#]*)?$")
    """Where people reach the page: links in what the API answers begin with it."""

    visitor_password: SecretStr | None = Field(default=None, min_length=8)
    """What everybody has to type who wants to see anything; None: the page is open."""
    trusted_user_header: str | None = Field(default=None, pattern=r"^[A-Za-z][A-Za-z0-9-]*$")
    """A header by which a proxy in front says who has signed in with it; without it nothing is answered. Only the proxy may reach the server then."""
    trusted_proxies: str = "127.0.0.1"
    """Addresses of proxies in front, with commas, whose word on a visitor's address and scheme is taken; ``*`` for all."""
    questions_per_minute: int | None = Field(default=None, ge=1)
    """Questions that one address may ask in a minute; None: as many as it likes."""
    drain_seconds: float = Field(default=0.0, ge=0)
    """How long the server goes on answering after it was told to end, while ``/readyz`` says that nobody new should be sent."""
    metrics_key: SecretStr | None = Field(default=None, min_length=16)
    """What Prometheus shows as a bearer token at ``/metrics``; None: there is no such address."""
    log_format: str = Field(default="text", pattern="^(text|json)$")
    """``text`` for people, ``json`` for programs: an object a line."""
    log_level: str = Field(default="WARNING", pattern="^(DEBUG|INFO|WARNING|ERROR)$")
    """From ``INFO`` on there is a line for each request and each answer."""
    log_questions: bool = False
    """Whether the log holds what was asked. People type more about themselves than they should."""
    frame_ancestors: str = Field(default="'self'", pattern=r"^[^;,\r\n]+$")
    """Sites that may show our pages in a frame, as a Content-Security-Policy has them: ``'self' https://portal.example``."""

    operator_name: str | None = Field(default=None, min_length=1)
    """Who runs the page and answers for it; shown on its legal pages."""
    operator_contact: str | None = Field(default=None, pattern=r"^(?:https?://[^\s/]\S*|[^\s@<>:/?#%&]+@[^\s@<>:/?#%&]+)$")
    """Where people write to: an e-mail address, or the address of a page with a form."""
    removed_days: int = Field(default=30, ge=1)
    """Days for which a document that an administrator removed or replaced can be brought back; then it is deleted."""

    def database_file(self) -> Path:
        """Return where the database lies unless ``database`` names another: outside the index, which may be deleted and built again."""
        return self.index.absolute().parent / "data" / "townhall.sqlite"

    def removed_folder(self) -> Path:
        """Return where documents lie that were removed or replaced: beside the database, each index for itself."""
        index = self.index.absolute()
        return index.parent / "data" / index.name / "removed"

    def current_date(self) -> date:
        """Return the date that answers are compared with."""
        return self.today or datetime.now(TIME_ZONE).date()

    @property
    def names_language_model(self) -> bool:
        """Whether a language model is named, and where it is."""
        if self.language_model_class is not None:
            return True
        return self.language_model is not None and (self.language_model_url is not None or self.speaks_ollama)

    @property
    def speaks_ollama(self) -> bool:
        """Whether the language model is one of Ollama's."""
        return self.language_model_server == "ollama" or (self.language_model_url is None and (self.language_model or "").startswith(OLLAMA_PREFIX))

    @property
    def writes(self) -> bool:
        """Whether a language model writes the answers."""
        return self.names_language_model and self.answers == "written"

    def answer_hash(self) -> str:
        """Return twelve hexadecimal digits that change with every setting that can change an answer.

        Settings of the language model count where it writes the answers; those of its options that look like a key never do.
        """
        answering = self.model_dump(mode="json", include=set(ANSWERING))
        if self.writes:
            answering.update(self.model_dump(mode="json", include=set(WRITING)))
            answering["language_model_options"] = sorted(
                (name, repr(value)) for name, value in self.language_model_options.items() if not SECRET.search(name)
            )
        return hashlib.sha256(repr(sorted(answering.items())).encode()).hexdigest()[:12]

    def ingest_hash(self) -> str:
        """Return twelve hexadecimal digits that change with every setting that can change the index."""
        ingesting = self.model_dump(mode="json", include=set(INGESTING))
        return hashlib.sha256(repr(sorted(ingesting.items())).encode()).hexdigest()[:12]
