"""Ingest: from the files of the corpus to the generation that serves."""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

from townhall.corpus import (
    SOURCES_FILE,
    CorpusReport,
    Extracted,
    Extractions,
    Limits,
    SkippedFile,
    read_corpus,
    read_files,
    version_of,
    visible_files,
)
from townhall.errors import StoreError, UsageError
from townhall.index.build import BuildReport, build_generation, manifest_of
from townhall.index.embedding import BUNDLED_MODEL, Embedder, OnnxEmbedder, SentenceTransformersEmbedder
from townhall.index.generations import FORMAT, Generation, Manifest, open_current, publish, writing
from townhall.index.onnx_export import ensure_exported, exported_model
from townhall.locales.gazetteer import Gazetteer, ensure_gazetteer
from townhall.model import Progress
from townhall.settings import Settings

EXTRACTIONS = "extracted"
"""Folder in the index that keeps what was read from files."""


@dataclass(frozen=True, slots=True)
class IngestReport:
    """What an ingest did."""

    generation: str
    changed: bool
    """False where nothing had to be done."""
    added: tuple[str, ...]
    updated: tuple[str, ...]
    removed: tuple[str, ...]
    unchanged: tuple[str, ...]
    skipped: tuple[SkippedFile, ...]
    counts: dict[str, int]
    build: BuildReport | None
    notes: dict[str, tuple[str, ...]]
    """What the owners of documents should know of their reading, by path: pages without text, attachments that were not read."""


def ingest(
    settings: Settings, *, rebuild: bool = False, progress: Progress = lambda _what, _done, _of: None, seed: int | None = None
) -> IngestReport:
    """Bring the index up to date with the corpus; with ``rebuild`` from nothing, with ``seed`` in an order of chance.

    Raises:
        CorpusError: there is nothing to read.
        StoreBusyError: another process is ingesting.
        ModelError: the embedding model can't be used.
    """
    if not rebuild and (manifest := _current(settings)) is not None:
        return _nothing_to_do(manifest)
    # Before reading: what changes meanwhile is seen by the next ingest.
    hashes = corpus_hashes(settings.corpus)
    limits = limits_of(settings)
    kept = Extractions(settings.index / EXTRACTIONS, limits, fresh=rebuild)
    report = read_corpus(
        settings.corpus, limits=limits, reader=reader_of(settings), kept=kept, progress=lambda done, of: progress("Reading documents", done, of)
    )
    with writing(settings.index) as draft:
        previous = _previous(settings.index)
        progress("Preparing model and gazetteer", 0, 1)
        gazetteer = Gazetteer(ensure_gazetteer(settings.index))
        embedder = embedder_of(settings, export=True)
        manifest = manifest_of(
            embedder,
            ingest_settings=settings.ingest_hash(),
            corpus=hashes,
            skipped={file.source: file.reason for file in report.skipped},
            notes={document.source: list(document.notes) for document in report.documents if document.notes},
            readers=_readers(hashes),
            limits=asdict(limits),
        )
        reusable = previous if previous and not rebuild and previous.manifest.ingest_settings == settings.ingest_hash() else None
        build = build_generation(
            draft,
            manifest,
            report.documents,
            embedder=embedder,
            parser=_node_parser(settings, embedder),
            pieces=settings.passage_pieces,
            gazetteer=gazetteer,
            previous=reusable,
            progress=progress,
            seed=seed,
        )
        counts = _checked_counts(draft)
        if previous:
            previous.close()
        publish(settings.index, draft, manifest.generation)
        kept.forget_others()
    return _difference(manifest, previous.manifest if previous else None, report, counts, build)


def take_over(index: Path, other: Path) -> None:
    """Give ``index`` what doesn't depend on documents, the exported model and the list of places, where ``other`` has it and it lacks it."""
    for pattern in ("models/*.onnx", "places-*.sqlite"):
        for path in other.glob(pattern):
            target = index / path.relative_to(other)
            if not target.exists():
                target.parent.mkdir(parents=True, exist_ok=True)
                draft = target.with_name(f".{target.name}.{os.getpid()}")
                shutil.copyfile(path, draft)
                draft.replace(target)


def is_current(settings: Settings) -> bool:
    """Whether the index is there, readable, and made of the corpus as it is now with these settings."""
    return _current(settings) is not None


def embedder_of(settings: Settings, *, export: bool = False) -> Embedder:
    """Return the embedder that the settings name; with ``export`` the bundled model is first exported if need be.

    Raises:
        ModelError: the bundled weights are not the published ones.
    """
    if _is_exported(settings):
        return OnnxEmbedder(ensure_exported(settings.index) if export else exported_model(settings.index))
    return SentenceTransformersEmbedder(settings.embedding_model)


def _is_exported(settings: Settings) -> bool:
    return settings.embedding_model == BUNDLED_MODEL and settings.embedding_runtime == "onnx"


def show(settings: Settings, source: str) -> str:
    """Return a document's text, unchanged, as citations count in it.

    Raises:
        UsageError: the index holds no such document.
        StoreError: there is no index.
    """
    generation = open_current(settings.index)
    document = generation.bundle.document(source)
    if document is None:
        known = ", ".join(sorted(generation.bundle.titles)[:8])
        raise UsageError(f"The index holds no document {source!r}.", remedy=f"It holds {known}.")
    return document.text


def texts_of(corpus: Path) -> dict[str, str]:
    """Return the text of every document that can be read, by path, taken out of the files anew and not from an index."""
    if not corpus.is_dir():
        return {}
    return {source: found.text for source, _, found in read_files(corpus, limits=Limits()) if isinstance(found, Extracted)}


def files_of(corpus: Path) -> frozenset[str]:
    """Return the path of every visible file, whether there is a text in it or not."""
    return frozenset(path.relative_to(corpus).as_posix() for path in visible_files(corpus)) if corpus.is_dir() else frozenset()


def corpus_hashes(corpus: Path) -> dict[str, str]:
    """Return the SHA-256 of every visible file by its path, whether it can be read as a document or not."""
    hashes: dict[str, str] = {}
    for path in visible_files(corpus):
        try:
            with path.open("rb") as file:
                hashes[path.relative_to(corpus).as_posix()] = hashlib.file_digest(file, "sha256").hexdigest()
        except OSError:
            hashes[path.relative_to(corpus).as_posix()] = "unreadable"
    return hashes


def _current(settings: Settings) -> Manifest | None:
    """Return the serving generation's manifest if nothing would change by an ingest."""
    try:
        generation = open_current(settings.index)
        generation.check()
        generation.close()
    except StoreError:
        return None
    if _is_exported(settings) and not exported_model(settings.index).is_file():
        return None
    hashes = corpus_hashes(settings.corpus) if settings.corpus.is_dir() else {}
    made_alike = generation.manifest.ingest_settings == settings.ingest_hash() and generation.manifest.format == FORMAT
    read_alike = generation.manifest.limits == asdict(limits_of(settings)) and generation.manifest.readers == _readers(hashes)
    same = made_alike and read_alike and hashes == generation.manifest.corpus
    return generation.manifest if same else None


def _previous(index: Path) -> Generation | None:
    """Open the serving generation if it can be; a damaged one is as good as none."""
    try:
        generation = open_current(index)
        generation.check()
    except StoreError:
        return None
    return generation


def _checked_counts(draft: Path) -> dict[str, int]:
    """Check that the parts of a finished draft hold the same records, and return their counts.

    Raises:
        StoreError: they don't, so the draft must not be served.
    """
    generation = Generation(draft)
    counts = generation.check()
    generation.close()
    return counts


def _nothing_to_do(manifest: Manifest) -> IngestReport:
    skipped = tuple(SkippedFile(source, reason) for source, reason in manifest.skipped.items())
    unchanged = tuple(source for source in manifest.corpus if source not in manifest.skipped and source != SOURCES_FILE)
    return IngestReport(
        generation=manifest.generation,
        changed=False,
        added=(),
        updated=(),
        removed=(),
        unchanged=unchanged,
        skipped=skipped,
        counts=manifest.counts,
        build=None,
        notes=_notes(manifest),
    )


def _difference(manifest: Manifest, before: Manifest | None, report: CorpusReport, counts: dict[str, int], build: BuildReport) -> IngestReport:
    old = {source: sha256 for source, sha256 in before.corpus.items() if source not in before.skipped and source != SOURCES_FILE} if before else {}
    read = [document.source for document in report.documents]
    return IngestReport(
        generation=manifest.generation,
        changed=True,
        added=tuple(source for source in read if source not in old),
        updated=tuple(source for source in read if source in old and old[source] != manifest.corpus[source]),
        removed=tuple(source for source in old if source not in read),
        unchanged=tuple(source for source in read if old.get(source) == manifest.corpus[source]),
        skipped=report.skipped,
        counts=counts,
        build=build,
        notes=_notes(manifest),
    )


def _notes(manifest: Manifest) -> dict[str, tuple[str, ...]]:
    return {source: tuple(notes) for source, notes in manifest.notes.items()}


def _readers(sources: Iterable[str]) -> dict[str, str]:
    """Return what reads each file, with versions; the list of sources is no document."""
    return {source: version_of(source) for source in sources if source != SOURCES_FILE}


def limits_of(settings: Settings) -> Limits:
    """Return what reading one file may take."""
    return Limits(size=settings.file_size_limit, seconds=settings.file_seconds, characters=settings.file_characters, memory=settings.file_memory)


def reader_of(settings: Settings) -> Any:
    """Return the reader that the settings name; None for ours.

    Raises:
        UsageError: there is no such class, its options don't fit, or it reads nothing.
    """
    return _made(settings.reader, settings.reader_options, "TOWNHALL_READER", method="load_data") if settings.reader else None


def _node_parser(settings: Settings, embedder: Embedder) -> Any:
    if settings.node_parser:
        return _made(settings.node_parser, settings.node_parser_options, "TOWNHALL_NODE_PARSER", method="get_nodes_from_documents")
    from townhall.chunking.node_parser import StructureNodeParser

    return StructureNodeParser(count=embedder.count, pieces=settings.passage_pieces)


def _made(dotted: str, options: Mapping[str, Any], setting: str, *, method: str) -> Any:
    """Make an object of the class that a setting names; it has to have a method of LlamaIndex's interface."""
    module, _, name = dotted.rpartition(".")
    try:
        found = getattr(import_module(module), name)
    except (ImportError, AttributeError, ValueError) as error:
        raise UsageError(f"{setting} names {dotted!r}, which can't be imported: {error}.", remedy="Give a class as package.module.Class.") from error
    if not hasattr(found, method):
        raise UsageError(f"{setting} names {dotted!r}, which has no method {method}.", remedy="Name a class of LlamaIndex's interface.")
    try:
        return found(**options)
    except Exception as error:  # a foreign class may raise anything
        raise UsageError(f"{dotted} can't be made of {sorted(options)}: {error}.", remedy=f"Mend {setting}_OPTIONS.") from error
