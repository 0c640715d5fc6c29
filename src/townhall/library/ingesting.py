"""Ingest: from the files of the corpus to the generation that serves."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import asdict
from pathlib import Path

from townhall.corpus import Extractions, read_corpus
from townhall.index.build import build_generation, manifest_of
from townhall.index.chroma_server import ChromaServer, server_of
from townhall.index.generation import Generation
from townhall.index.generations import publish, tidy, writing
from townhall.index.onnx_export import remove_other_exports
from townhall.index.pin import remove_pin
from townhall.library.looking import Found, found_in
from townhall.library.making import embedder_of, limits_of, node_parser_of, reader_of
from townhall.library.report import IngestReport, difference, list_notes, notes_of, nothing_to_do
from townhall.library.standing import before_of, derived_by, stands, whole_generation
from townhall.locales.detector import ensure_detector
from townhall.locales.gazetteer import Gazetteer, ensure_gazetteer
from townhall.model import Progress
from townhall.settings import Settings

EXTRACTIONS = "extracted"
"""Folder in the index that keeps what was read from files."""


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
    found = found_in(settings)
    previous = whole_generation(settings)
    try:
        if not rebuild and previous and stands(settings, previous, found):
            tidy(settings.index, keep=settings.old_generations, chroma=server_of(settings))
            remove_pin(settings.index)
            return nothing_to_do(previous.manifest)
        return _ingest(settings, found, previous, rebuild=rebuild, progress=progress, seed=seed)
    finally:
        if previous:
            previous.close()


def _ingest(settings: Settings, found: Found, previous: Generation | None, *, rebuild: bool, progress: Progress, seed: int | None) -> IngestReport:
    chroma = server_of(settings)
    if chroma:
        chroma.check()  # before everything is read and embedded for nothing
    with writing(settings.index, chroma=chroma) as draft:
        limits = limits_of(settings)
        kept = Extractions(settings.index / EXTRACTIONS, limits, fresh=rebuild)
        before = None if rebuild or previous is None else before_of(settings, previous, found)
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
        progress("Preparing the model", 0, 1)
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
            derived_by=derived_by(settings),
        )
        build = build_generation(
            draft,
            manifest,
            report.documents,
            embedder=embedder,
            parser=node_parser_of(settings, embedder),
            pieces=settings.passage_pieces,
            open_gazetteer=lambda: Gazetteer(ensure_gazetteer(settings.index)),
            before=before,
            progress=progress,
            seed=seed,
            chroma=chroma,
        )
        counts = _checked_counts(draft, chroma)
        with suppress(OSError):  # it is unpacked in memory then, where a question needs it
            ensure_detector(settings.index)
        publish(settings.index, draft, manifest.generation, keep=settings.old_generations, chroma=chroma)
        kept.forget_others()
        remove_other_exports(settings.index)
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
    found = found_in(settings)
    previous = whole_generation(settings)
    try:
        manifest = previous.manifest if previous else None
        if previous and stands(settings, previous, found):
            return nothing_to_do(previous.manifest)
        before = before_of(settings, previous, found) if previous else None
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


def _checked_counts(draft: Path, chroma: ChromaServer | None) -> dict[str, int]:
    """Check that the parts of a finished draft hold the same records, and return their counts.

    Raises:
        StoreError: they don't, so the draft must not be served.
    """
    generation = Generation(draft, chroma=chroma)
    counts = generation.check()
    generation.close()
    return counts
