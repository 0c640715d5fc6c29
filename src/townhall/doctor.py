"""What a person needs to know when something doesn't work: versions, the index's health, the model, what is off."""

from __future__ import annotations

import platform
from collections.abc import Callable
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version

from townhall.errors import CorpusError, StoreError, TownhallError
from townhall.index.embedding import BUNDLED_MODEL, check_bundled_weights
from townhall.index.generations import FORMAT, generation_folders, open_current
from townhall.judge import judge_named
from townhall.language_model import is_configured
from townhall.library import corpus_hashes, is_current, wants_web
from townhall.settings import Settings

PACKAGES = ("townhall", "chromadb", "llama-index-core", "sentence-transformers", "torch", "onnxruntime", "gradio", "bm25s")


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at: ``ok`` is None where there is nothing to judge."""

    name: str
    ok: bool | None
    detail: str


def diagnose(settings: Settings) -> list[Finding]:
    """Look at everything; nothing is changed, nothing leaves the machine."""
    current = is_current(settings)
    return [
        Finding("versions", None, ", ".join([f"python {platform.python_version()}", *(_version(name) for name in PACKAGES)])),
        _try("documents", lambda: _documents(settings)),
        _try("model", lambda: f"{settings.embedding_model}, {_weights(settings)}, by {settings.embedding_runtime}"),
        _try("judge", lambda: _judge(settings)),
        _try("index", lambda: _index_health(settings)),
        Finding("up to date", current, "the index holds the documents as they are" if current else "run `townhall ingest`"),
        Finding("language model", None, _language_model(settings)),
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
    return f"{len(corpus_hashes(settings.corpus))} files in {settings.corpus}"


def _language_model(settings: Settings) -> str:
    if not is_configured(settings):
        return "none is configured: answers are the documents' own sentences"
    where = settings.language_model_class or settings.language_model_url
    return f"{settings.language_model or 'without a name'} by {where}: asked by `townhall eval --language-model`, and by nothing else"


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
    generation = open_current(settings.index)
    try:
        counts = generation.check()
    finally:
        generation.close()
    if generation.manifest.format != FORMAT:
        raise StoreError(f"The index has format {generation.manifest.format}, this Townhall writes {FORMAT}.", remedy="Run `townhall ingest`.")
    records = f"{counts['documents']} documents, {counts['units']} distinct passages, {counts['facts']} facts"
    kept = len(generation_folders(settings.index)) - 1
    return f"generation {generation.folder.name} of {generation.made:%Y-%m-%d}: {records}; the parts agree; {kept} kept to go back to"


def _version(package: str) -> str:
    try:
        return f"{package} {version(package)}"
    except PackageNotFoundError:
        return f"{package} is not installed"
