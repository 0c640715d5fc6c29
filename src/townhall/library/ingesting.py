"""Ingest: from the files of the corpus to the generation that serves."""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from importlib import import_module
from importlib.metadata import version
from pathlib import Path
from typing import Any

from townhall.corpus import (
    SOURCES_FILE,
    Extracted,
    Extractions,
    Limits,
    SourceInfo,
    read_corpus,
    read_files,
    version_of,
    visible_files,
)
from townhall.errors import StoreError, UnreachableError, UsageError
from townhall.index import generations
from townhall.index.build import Before, build_generation, manifest_of
from townhall.index.chroma_server import ChromaServer, server_of
from townhall.index.embedding import BUNDLED_MODEL, Embedder, OnnxEmbedder, SentenceTransformersEmbedder
from townhall.index.generations import FORMAT, Generation, open_current, publish, tidy, writing
from townhall.index.onnx_export import ensure_exported, exported_model
from townhall.index.pin import remove_pin
from townhall.library.fetching import infos_of
from townhall.library.report import IngestReport, difference, documents_of, list_notes, notes_of, nothing_to_do
from townhall.locales.gazetteer import Gazetteer, ensure_gazetteer
from townhall.model import Progress
from townhall.settings import Settings

EXTRACTIONS = "extracted"
"""Folder in the index that keeps what was read from files."""


@dataclass(frozen=True, slots=True)
class _Found:
    """The corpus as it stands, without what is in its documents."""

    hashes: dict[str, str]
    infos: dict[str, SourceInfo]
    readers: dict[str, str]
    told: dict[str, str]


def ingest(
    settings: Settings, *, rebuild: bool = False, progress: Progress = lambda _what, _done, _of: None, seed: int | None = None
) -> IngestReport:
    """Bring the index up to date with the corpus; with ``rebuild`` from nothing, with ``seed`` in an order of chance.

    Raises:
        CorpusError: there is nothing to read.
        StoreBusyError: another process is ingesting.
        ModelError: the embedding model can't be used.
        UnreachableError: the Chroma server that is set doesn't answer.
    """
    # Before reading: what changes meanwhile is seen by the next ingest.
    found = _found(settings)
    previous = whole_generation(settings)
    try:
        if not rebuild and previous and _is_current(settings, previous, found):
            tidy(settings.index, keep=settings.old_generations, chroma=server_of(settings))
            remove_pin(settings.index)
            return nothing_to_do(previous.manifest)
        return _ingest(settings, found, previous, rebuild=rebuild, progress=progress, seed=seed)
    finally:
        if previous:
            previous.close()


def _ingest(settings: Settings, found: _Found, previous: Generation | None, *, rebuild: bool, progress: Progress, seed: int | None) -> IngestReport:
    chroma = server_of(settings)
    if chroma:
        chroma.check()  # before everything is read and embedded for nothing
    with writing(settings.index, chroma=chroma) as draft:
        limits = limits_of(settings)
        kept = Extractions(settings.index / EXTRACTIONS, limits, fresh=rebuild)
        before = None if rebuild or previous is None else _before(settings, previous, found)
        same = before.same if before else frozenset()
        report = read_corpus(
            settings.corpus,
            limits=limits,
            reader=reader_of(settings),
            kept=kept,
            same=same,
            infos=found.infos,
            progress=lambda done, of: progress("Reading documents", done, of),
        )
        progress("Preparing model and gazetteer", 0, 1)
        gazetteer = Gazetteer(ensure_gazetteer(settings.index))
        embedder = embedder_of(settings, export=True)
        for source in same:
            kept.keep(source, found.hashes[source])
        # A file that was changed between looking and reading is in the index as it was read.
        hashes = found.hashes | {document.source: document.sha256 for document in report.documents}
        read = [*same, *(document.source for document in report.documents)]
        old_notes = before.generation.manifest.notes if before else {}
        manifest = manifest_of(
            embedder,
            ingest_settings=settings.ingest_hash(),
            corpus=hashes,
            skipped={file.source: file.reason for file in report.skipped},
            notes={source: old_notes[source] for source in same if source in old_notes}
            | {document.source: list(document.notes) for document in report.documents if document.notes},
            readers=found.readers,
            limits=asdict(limits),
            told=found.told,
            derived_by=_derived_by(settings),
        )
        build = build_generation(
            draft,
            manifest,
            report.documents,
            embedder=embedder,
            parser=_node_parser(settings, embedder),
            pieces=settings.passage_pieces,
            gazetteer=gazetteer,
            before=before,
            progress=progress,
            seed=seed,
            chroma=chroma,
        )
        counts = _checked_counts(draft, chroma)
        publish(settings.index, draft, manifest.generation, keep=settings.old_generations, chroma=chroma)
        kept.forget_others()
    changes = difference(previous.manifest if previous else None, sorted(read), hashes)
    return IngestReport(
        generation=manifest.generation,
        changed=True,
        **asdict(changes),
        skipped=report.skipped,
        counts=counts,
        build=build,
        notes=list_notes(previous.manifest if previous else None, found.infos, hashes, changes.moved) | notes_of(manifest),
    )


def plan(settings: Settings, *, progress: Progress = lambda _what, _done, _of: None) -> IngestReport:
    """Return what an ingest would do, and write nothing; what is new or changed is read to see whether it can be.

    Raises:
        CorpusError: there is nothing to read.
    """
    found = _found(settings)
    previous = whole_generation(settings)
    try:
        manifest = previous.manifest if previous else None
        if previous and _is_current(settings, previous, found):
            return nothing_to_do(previous.manifest)
        before = _before(settings, previous, found) if previous else None
    finally:
        if previous:
            previous.close()
    same = before.same if before else frozenset()
    report = read_corpus(
        settings.corpus,
        limits=limits_of(settings),
        reader=reader_of(settings),
        same=same,
        infos=found.infos,
        progress=lambda done, of: progress("Reading documents", done, of),
    )
    read = sorted([*same, *(document.source for document in report.documents)])
    changes = difference(manifest, read, found.hashes | {document.source: document.sha256 for document in report.documents})
    return IngestReport(
        generation=manifest.generation if manifest else "",
        changed=True,
        **asdict(changes),
        skipped=report.skipped,
        counts=manifest.counts if manifest else {},
        build=None,
        notes=list_notes(manifest, found.infos, found.hashes, changes.moved)
        | {document.source: document.notes for document in report.documents if document.notes},
    )


def is_writing(settings: Settings) -> bool:
    """Whether an ingest writes the index now, be it one of another process or machine."""
    return generations.is_writing(settings.index)


def check_vectors(settings: Settings) -> None:
    """Look whether the Chroma server answers, if one is set.

    Raises:
        UnreachableError: it doesn't.
    """
    if chroma := server_of(settings):
        chroma.check()


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
    """Whether the index is there, readable, and made of the corpus as it is now with these settings.

    Raises:
        UnreachableError: the Chroma server that is set doesn't answer: that can't be told.
    """
    previous = whole_generation(settings)
    if previous is None:
        return False
    previous.close()
    return _is_current(settings, previous, _found(settings))


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


def _found(settings: Settings) -> _Found:
    """Look at the corpus; one that isn't there holds nothing."""
    there = settings.corpus.is_dir()
    hashes = corpus_hashes(settings.corpus) if there else {}
    infos = infos_of(settings) if there else {}
    told = {source: hashlib.sha256(repr(info).encode()).hexdigest()[:16] for source, info in infos.items() if source in hashes}
    return _Found(hashes, infos, _readers(hashes), told)


def _is_current(settings: Settings, generation: Generation, found: _Found) -> bool:
    """Whether an ingest would change nothing; it also moves vectors to where they are set to lie."""
    manifest = generation.manifest
    if generation.is_on_server != (server_of(settings) is not None):
        return False
    if _is_exported(settings) and not exported_model(settings.index).is_file():
        return False
    made_alike = manifest.ingest_settings == settings.ingest_hash() and manifest.format == FORMAT
    read_alike = manifest.limits == asdict(limits_of(settings)) and manifest.readers == found.readers
    return made_alike and read_alike and (found.hashes, found.told) == (manifest.corpus, manifest.told)


def _before(settings: Settings, previous: Generation, found: _Found) -> Before | None:
    """Return what of the generation before is of use: its vectors, its words, and the documents that are the same in every respect."""
    old = previous.manifest
    if old.ingest_settings != settings.ingest_hash() or old.format != FORMAT:
        return None
    derived_alike = old.derived_by == _derived_by(settings)
    if not derived_alike or old.limits != asdict(limits_of(settings)):
        return Before(previous, same_words=derived_alike)
    same = frozenset(
        source
        for source, sha256 in documents_of(old).items()
        if found.hashes.get(source) == sha256
        and found.readers.get(source) == old.readers.get(source)
        and found.told.get(source) == old.told.get(source)
        and source in old.texts
    )
    return Before(previous, same, same_words=True)


def _derived_by(settings: Settings) -> str:
    """Return what passages and facts are derived by: this program, and its list of places."""
    return f"townhall {version('townhall')}, {ensure_gazetteer(settings.index).name}"


def whole_generation(settings: Settings) -> Generation | None:
    """Open the serving generation if it can be; a damaged one is as good as none, and so is one on a server that isn't set any more.

    Raises:
        UnreachableError: the server that is set doesn't answer: what lies there may be in order.
    """
    chroma = server_of(settings)
    try:
        generation = open_current(settings.index, chroma=chroma)
    except StoreError:
        return None
    try:
        generation.check()
    except UnreachableError:
        generation.close()
        if chroma:
            raise
        return None
    except StoreError:
        generation.close()
        return None
    return generation


def _checked_counts(draft: Path, chroma: ChromaServer | None) -> dict[str, int]:
    """Check that the parts of a finished draft hold the same records, and return their counts.

    Raises:
        StoreError: they don't, so the draft must not be served.
    """
    generation = Generation(draft, chroma=chroma)
    counts = generation.check()
    generation.close()
    return counts


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
