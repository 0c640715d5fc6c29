"""What a person needs to know when something doesn't work: versions, the index's health, the model, what is off."""

from __future__ import annotations

import platform
from collections.abc import Callable
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from time import monotonic

from townhall.corpus import SOURCES_FILE, read_sources
from townhall.errors import CorpusError, LanguageModelError, StoreError, TownhallError
from townhall.index.chroma_server import ChromaServer, server_of
from townhall.index.embedding import BUNDLED_MODEL, check_bundled_weights
from townhall.index.generations import generation_folders, open_current
from townhall.index.manifest import FORMAT
from townhall.judge import judge_named
from townhall.language_model import Fault, FaultKind, Message, Talker, is_configured
from townhall.language_model.faults import address_of, advice_on
from townhall.library import corpus_hashes, is_current, kept_back, wants_web
from townhall.settings import Settings
from townhall.storage import open_database

PACKAGES = ("townhall", "chromadb", "llama-index-core", "sentence-transformers", "torch", "onnxruntime", "gradio", "bm25s")

NONE = "none is configured: answers are the documents' own sentences"
LISTED = 5
"""Files that are named at most."""
TINY = "Reply with the word yes."
"""What a language model is asked to see whether it answers."""
FIRST_SECONDS = 20.0
"""Longest wait for its first word."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at: ``ok`` is None where there is nothing to judge."""

    name: str
    ok: bool | None
    detail: str


def diagnose(settings: Settings) -> list[Finding]:
    """Look at everything; nothing is changed, and nothing is contacted but the servers that are set: of vectors, database, language model."""
    server = server_of(settings)
    return [
        Finding("versions", None, ", ".join([f"python {platform.python_version()}", *(_version(name) for name in PACKAGES)])),
        _try("documents", lambda: _documents(settings)),
        _try("model", lambda: f"{settings.embedding_model}, {_weights(settings)}, by {settings.embedding_runtime}"),
        _try("judge", lambda: _judge(settings)),
        *([_try("vectors", lambda: _vectors(server))] if server else []),
        _try("index", lambda: _index_health(settings)),
        _up_to_date(settings),
        _try("database", lambda: _database(settings)),
        Finding("page", None, _page(settings)),
        _try("language model", lambda: _language_model(settings)) if is_configured(settings) else Finding("language model", None, NONE),
        _try("web pages", lambda: "fetched by `townhall ingest`, as web.toml says" if wants_web(settings) else "none: there is no web.toml"),
        Finding("network", None, _network(settings)),
    ]


def _try(name: str, look: Callable[[], str]) -> Finding:
    try:
        return Finding(name, ok=True, detail=look())
    except TownhallError as error:
        return Finding(name, ok=False, detail=str(error))


def _documents(settings: Settings) -> str:
    if not settings.corpus.is_dir():
        raise CorpusError(f"There is no folder {settings.corpus}.", remedy="Put the documents there, or name another folder with --corpus DIR.")
    found, listed = corpus_hashes(settings.corpus), read_sources(settings.corpus)
    missing = sorted(set(listed) - set(found))
    told = f"; {SOURCES_FILE} lists {len(missing)} that aren't there: {', '.join(missing[:LISTED])}" if missing else ""
    return f"{len(found) - (SOURCES_FILE in found)} files in {settings.corpus}{told}"


def _language_model(settings: Settings) -> str:
    seconds = round(spoken_to(settings), 1)
    use = "it writes the answers" if settings.writes else "asked by `townhall eval --language-model`, and by nothing else"
    return f"{settings.language_model or 'without a name'} by {address_of(settings)}: answers after {seconds} s; {use}"


def spoken_to(settings: Settings) -> float:
    """Ask the language model something tiny, and return the seconds until its first word.

    Raises:
        LanguageModelError: it doesn't answer; told is why, as far as it can be known, and what mends it.
    """
    talker = Talker(settings.model_copy(update={"language_model_retries": 0}))
    talker.prepare()
    talk = talker.talk([Message("user", TINY)])
    begun = monotonic()
    try:
        said = next(talker.words(talk, first=min(FIRST_SECONDS, settings.language_model_first_seconds)), None)
        fault = None if said else Fault(FaultKind.GARBLED, "an empty reply")
    except Fault as caught:
        fault = caught
    if fault:
        advice = advice_on(fault, settings)
        raise LanguageModelError(f"{advice.cause[:1].upper()}{advice.cause[1:]}.", remedy=advice.remedy)
    return monotonic() - begun


def _network(settings: Settings) -> str:
    try:
        web = wants_web(settings)
    except CorpusError:
        web = False
    asked = [*(["that model when it is asked"] if is_configured(settings) else []), *(["those web pages by `townhall ingest`"] if web else [])]
    return f"nothing is contacted, but {' and '.join(asked)}" if asked else "nothing is contacted"


def _weights(settings: Settings) -> str:
    return f"weights {check_bundled_weights()[:12]}… as published" if settings.embedding_model == BUNDLED_MODEL else "weights not checked"


def _judge(settings: Settings) -> str:
    judge = judge_named(settings.judge)
    return "off: sentences are ranked without it" if judge is None else f"{settings.judge}, weights {judge.sha256[:12]}…"


def _index_health(settings: Settings) -> str:
    generation = open_current(settings.index, chroma=server_of(settings))
    try:
        counts = generation.check()
    finally:
        generation.close()
    if generation.manifest.format != FORMAT:
        raise StoreError(f"The index has format {generation.manifest.format}, this Townhall writes {FORMAT}.", remedy="Run `townhall ingest`.")
    records = f"{counts['documents']} documents, {counts['units']} distinct passages, {counts['facts']} facts"
    kept = len(generation_folders(settings.index)) - 1
    return f"generation {generation.folder.name} of {generation.made:%Y-%m-%d}: {records}; the parts agree; {kept} kept to go back to"


def _vectors(server: ChromaServer) -> str:
    server.check()
    return f"on the Chroma server at {server.url}, which answers"


def _database(settings: Settings) -> str:
    if settings.database is None and not settings.database_file().is_file():
        return f"none yet: {settings.database_file()} is made when somebody asks the page"
    database = open_database(settings, create=False)
    try:
        database.check()
    finally:
        database.close()
    return f"{database.name} answers"


def _page(settings: Settings) -> str:
    """Say who may see the page and what is told of it: what an operator can have got wrong without noticing."""
    if settings.trusted_user_header:
        who = f"for whoever a proxy names in {settings.trusted_user_header}: only the proxy may reach the server"
    else:
        who = "for those with the visitors' password" if settings.visitor_password else "open to everybody who reaches it"
    figures = "figures at /metrics for those with the key" if settings.metrics_key else "no figures"
    questions = "questions stand in the log" if settings.log_questions and settings.log_level in {"DEBUG", "INFO"} else "no questions in the log"
    administrators = "administrators sign in with their password" if settings.admin_password else "nobody can sign in as an administrator"
    return f"{who}; {administrators}; {figures}; {questions}"


def _up_to_date(settings: Settings) -> Finding:
    try:
        current = is_current(settings)
        pin = None if current else kept_back(settings)
    except TownhallError as error:
        return Finding("up to date", ok=False, detail=str(error))
    if pin:
        told = f"chosen on {pin.since:%Y-%m-%d %H:%M} UTC: it stays until the documents change or you run `townhall ingest`"
        return Finding("up to date", None, f"no, the generation {pin.generation} was {told}")
    return Finding("up to date", current, "the index holds the documents as they are" if current else "run `townhall ingest`")


def _version(package: str) -> str:
    try:
        return f"{package} {version(package)}"
    except PackageNotFoundError:
        return f"{package} is not installed"
