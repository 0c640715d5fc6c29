"""What a person needs to know when something doesn't work: versions, the index's health, the model, what is off."""

from __future__ import annotations

import platform
from collections.abc import Callable
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version

from townhall.errors import TownhallError
from townhall.index.embedding import BUNDLED_MODEL, check_bundled_weights
from townhall.index.generations import open_current
from townhall.library import corpus_hashes, is_current
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
    return [
        Finding("versions", None, ", ".join([f"python {platform.python_version()}", *(_version(name) for name in PACKAGES)])),
        _try("documents", lambda: f"{len(corpus_hashes(settings.corpus))} files in {settings.corpus}"),
        _try("model", lambda: f"{settings.embedding_model}, {_weights(settings)}, by {settings.embedding_runtime}"),
        _try("index", lambda: _index_health(settings)),
        Finding("up to date", (current := is_current(settings)), "the index holds the documents as they are" if current else "run `townhall ingest`"),
        Finding("language model", None, "none is configured: answers are the documents' own sentences"),
        Finding("network", None, "nothing is contacted"),
    ]


def _try(name: str, look: Callable[[], str]) -> Finding:
    try:
        return Finding(name, True, look())
    except TownhallError as error:
        return Finding(name, False, str(error))


def _weights(settings: Settings) -> str:
    return f"weights {check_bundled_weights()[:12]}… as published" if settings.embedding_model == BUNDLED_MODEL else "weights not checked"


def _index_health(settings: Settings) -> str:
    generation = open_current(settings.index)
    counts = generation.bundle.counts()
    vectors = generation.vectors.count()
    generation.lexical.scores(["health"])
    generation.close()
    agree = "the parts agree" if vectors == counts["units"] else f"but {vectors} vectors: run `townhall ingest --rebuild`"
    return f"generation {generation.manifest.generation}: {counts['documents']} documents, {counts['units']} distinct passages, {counts['facts']} facts; {agree}"


def _version(package: str) -> str:
    try:
        return f"{package} {version(package)}"
    except PackageNotFoundError:
        return f"{package} is not installed"
