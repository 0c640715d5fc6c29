"""What the index holds, and how the corpus beside it stands: every document, every file that was not read, and what changed since."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from functools import lru_cache
from pathlib import Path

from townhall.corpus import SOURCES_FILE, visible_file, visible_files
from townhall.corpus.freshness import has_changed
from townhall.errors import NoSuchDocumentError, StoreError
from townhall.index.generation import Generation
from townhall.index.generations import current_name, open_current
from townhall.model import Document, Section
from townhall.settings import Settings


class State(StrEnum):
    """How a file of the corpus stands to the index."""

    READ = "read"
    """Answers come from it as it is."""
    CHANGED = "changed"
    """Answers come from what it was before."""
    GONE = "gone"
    """It is no longer in the corpus; answers still come from it."""
    NEW = "new"
    """It came after the last ingest."""
    SKIPPED = "skipped"
    """The last ingest could not read it."""


@dataclass(frozen=True, slots=True)
class Holding:
    """A document, or a file that isn't one yet."""

    source: str
    state: State
    title: str
    size: int | None
    """Of the file, in bytes; None where it isn't there."""
    parts: int = 0
    """Passages that answers can quote from."""
    language: str | None = None
    date: date | None = None
    reason: str | None = None
    """Why it was skipped, in words."""


@dataclass(frozen=True, slots=True)
class Holdings:
    """All of them, by path; what was skipped comes separately."""

    documents: tuple[Holding, ...]
    skipped: tuple[Holding, ...]
    made: datetime | None
    """When the index was made, in UTC; None where there is none."""
    generation: str | None

    @property
    def waiting(self) -> int:
        """How many files an ingest would do something about."""
        return sum(holding.state in {State.CHANGED, State.GONE, State.NEW} for holding in self.documents)


@dataclass(frozen=True, slots=True)
class OpenDocument:
    """A document with its text and its sections in order."""

    document: Document
    sections: tuple[Section, ...] = field(repr=False)
    state: State
    size: int | None
    """Of the file, in bytes; None where it isn't there."""
    parts: int


def holdings(settings: Settings) -> Holdings:
    """Return how documents stand; with no index, which files wait to be read.

    Raises:
        StoreError: the index is damaged.
    """
    generation = _serving(settings.index)
    if generation is None:
        return Holdings(_new(settings, known=frozenset()), (), None, None)
    parts = _parts(generation)
    manifest = generation.manifest
    documents = [
        Holding(
            source=document.source,
            state=_state(settings, document),
            title=document.title,
            size=_size(settings.corpus, document.source),
            parts=parts.get(document.source, 0),
            language=document.language,
            date=document.date,
        )
        for document in generation.bundle.documents
    ]
    # What can't be read is told as long as the file is as it was when it was skipped.
    skipped = [
        Holding(source, State.SKIPPED, source, _size(settings.corpus, source), reason=reason)
        for source, reason in sorted(manifest.skipped.items())
        if source not in manifest.corpus or visible_file(settings.corpus, source)
    ]
    new = _new(settings, known=frozenset({*manifest.corpus, *manifest.skipped}))
    return Holdings(tuple(sorted((*documents, *new), key=lambda holding: holding.source)), tuple(skipped), generation.made, manifest.generation)


def open_document(settings: Settings, source: str) -> OpenDocument | None:
    """Return a document of the index as it was read, or None.

    Raises:
        StoreError: the index is damaged.
    """
    generation = _serving(settings.index)
    document = generation.bundle.document(source) if generation else None
    if generation is None or document is None:
        return None
    sections = generation.bundle.outline_of(source)
    return OpenDocument(document, sections, _state(settings, document), _size(settings.corpus, source), _parts(generation).get(source, 0))


def show(settings: Settings, source: str) -> str:
    """Return a document's text, unchanged, as citations count in it.

    Raises:
        NoSuchDocumentError: the index holds no such document.
        StoreError: there is no index.
    """
    generation = open_current(settings.index)
    document = generation.bundle.document(source)
    if document is None:
        known = ", ".join(sorted(generation.bundle.titles)[:8])
        raise NoSuchDocumentError(f"The index holds no document {source!r}.", remedy=f"It holds {known}.")
    return document.text


def original_file(settings: Settings, source: str) -> Path | None:
    """Return the file that a document of the index was read from, or None where the index has no such document or the corpus no such file.

    Raises:
        StoreError: the index is damaged.
    """
    generation = _serving(settings.index)
    if generation is None or source not in generation.bundle.titles:
        return None
    return visible_file(settings.corpus, source)


def _state(settings: Settings, document: Document) -> State:
    if settings.corpus.is_dir() and visible_file(settings.corpus, document.source) is None:
        return State.GONE
    return State.CHANGED if has_changed(settings.corpus, document.source, document.sha256) else State.READ


def _new(settings: Settings, *, known: frozenset[str]) -> tuple[Holding, ...]:
    files = visible_files(settings.corpus) if settings.corpus.is_dir() else ()
    sources = (path.relative_to(settings.corpus).as_posix() for path in files)
    return tuple(
        Holding(source, State.NEW, source, _size(settings.corpus, source)) for source in sources if source not in known and source != SOURCES_FILE
    )


def _size(corpus: Path, source: str) -> int | None:
    try:
        return (corpus / source).stat().st_size
    except OSError:
        return None


def _serving(index: Path) -> Generation | None:
    """Return the generation that serves, opened once; None where none was ever built."""
    for _ in range(3):  # another may take its place, and it be removed, while it is opened
        name = current_name(index)
        if name is None:
            return None
        try:
            return _opened(index, name)
        except StoreError:
            if current_name(index) == name:
                raise
    return open_current(index)


@lru_cache(maxsize=1)  # one that serves no longer is let go, so that it can be removed
def _opened(index: Path, name: str) -> Generation:
    return Generation(index / "generations" / name)


@lru_cache(maxsize=1)
def _parts(generation: Generation) -> dict[str, int]:
    return generation.bundle.passages_by_document()
