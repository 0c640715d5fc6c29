"""What an ingest did, or would do, file by file."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from townhall.corpus import SOURCES_FILE, SkippedFile
from townhall.index.build import BuildReport
from townhall.index.manifest import Manifest


@dataclass(frozen=True, slots=True)
class IngestReport:
    """What an ingest did."""

    generation: str
    changed: bool
    """False where nothing had to be done."""
    added: tuple[str, ...]
    updated: tuple[str, ...]
    moved: tuple[tuple[str, str], ...]
    """Documents with the same contents under another path: the old one and the new one. They are neither among those added nor removed."""
    removed: tuple[str, ...]
    unchanged: tuple[str, ...]
    skipped: tuple[SkippedFile, ...]
    counts: dict[str, int]
    build: BuildReport | None
    notes: dict[str, tuple[str, ...]]
    """What the owners of documents should know of their reading, by path: pages without text, attachments that were not read."""


@dataclass(frozen=True, slots=True)
class Difference:
    """How documents differ from those of a manifest, by their hashes."""

    added: tuple[str, ...]
    updated: tuple[str, ...]
    moved: tuple[tuple[str, str], ...]
    removed: tuple[str, ...]
    unchanged: tuple[str, ...]


def difference(before: Manifest | None, read: Collection[str], hashes: Mapping[str, str]) -> Difference:
    """Return how the documents ``read`` differ from those before; ``hashes`` are those of all files."""
    old = documents_of(before) if before else {}
    added = [source for source in read if source not in old]
    removed = [source for source in old if source not in read]
    gone: dict[str, list[str]] = {}
    for source in removed:
        gone.setdefault(old[source], []).append(source)
    moved = tuple((gone[hashes[source]].pop(0), source) for source in added if gone.get(hashes[source]))
    left, came = {before for before, _ in moved}, {now for _, now in moved}
    return Difference(
        added=tuple(source for source in added if source not in came),
        updated=tuple(source for source in read if source in old and old[source] != hashes[source]),
        moved=moved,
        removed=tuple(source for source in removed if source not in left),
        unchanged=tuple(source for source in read if old.get(source) == hashes[source]),
    )


def list_notes(
    before: Manifest | None, listed: Iterable[str], hashes: Mapping[str, str], moved: Iterable[tuple[str, str]]
) -> dict[str, tuple[str, ...]]:
    """Return what the owner of the list of sources should know of it: which files it lists that aren't there, and where they are now.

    It is told once: when a file goes, and when the list changes. ``hashes`` are those of the files that are there.
    """
    if not (before is None or before.corpus.get(SOURCES_FILE) != hashes.get(SOURCES_FILE)):
        listed = [source for source in listed if source in before.corpus]
    now = dict(moved)
    notes = tuple(
        f"it lists {source}, which is now {now[source]}: rename it there" if source in now else f"it lists {source}, which isn't there"
        for source in listed
        if source not in hashes
    )
    return {SOURCES_FILE: notes} if notes else {}


def documents_of(manifest: Manifest) -> dict[str, str]:
    """Return the hashes of the files that were read as documents, by path."""
    return {source: sha256 for source, sha256 in manifest.corpus.items() if source not in manifest.skipped and source != SOURCES_FILE}


def nothing_to_do(manifest: Manifest) -> IngestReport:
    """Return the report of an ingest that found everything as it was."""
    return IngestReport(
        generation=manifest.generation,
        changed=False,
        added=(),
        updated=(),
        moved=(),
        removed=(),
        unchanged=tuple(documents_of(manifest)),
        skipped=tuple(SkippedFile(source, reason) for source, reason in manifest.skipped.items()),
        counts=manifest.counts,
        build=None,
        notes=notes_of(manifest),
    )


def notes_of(manifest: Manifest) -> dict[str, tuple[str, ...]]:
    """Return what the owners of documents should know of their reading, by path."""
    return {source: tuple(notes) for source, notes in manifest.notes.items()}
