"""The catalogue: what the index that serves holds, for those who search and read in it themselves."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from townhall.errors import StoreError
from townhall.index.embedding import Vectors
from townhall.locales.words import whole_characters
from townhall.model import Document, Fact, FactKind, Hit
from townhall.opened import Openings
from townhall.retrieval import DENSE, LEXICAL, Searcher
from townhall.settings import Settings


@dataclass(frozen=True, slots=True)
class SectionView:
    """A section around a citation: ``text`` begins at ``start`` of the document's text."""

    title: str
    heading_path: tuple[str, ...]
    text: str
    start: int


class Catalogue:
    """Passages, documents and facts of the newest generation; safe to use from several threads.

    ``searcher`` is the class that searches in it.
    """

    def __init__(self, settings: Settings, searcher: type[Searcher] = Searcher) -> None:
        self._settings = settings
        self._openings = Openings(settings, searcher)

    @property
    def generation(self) -> str:
        """Name of the generation that serves.

        Raises:
            StoreError: there is no index, or it is damaged.
        """
        return self._openings.current().generation.manifest.generation

    @property
    def made(self) -> datetime:
        """When that generation was made, in UTC.

        Raises:
            StoreError: there is no index, or it is damaged.
        """
        return self._openings.current().generation.made

    @property
    def passages(self) -> int:
        """How many distinct passages that generation holds.

        Raises:
            StoreError: there is no index, or it is damaged.
        """
        return self._openings.current().generation.manifest.counts["units"]

    def page_of(self, hit: Hit) -> int | None:
        """Return the page on which a passage begins, from 1; None in a document without pages."""
        document = self.document(hit.passage.source)
        return document.page_of(hit.passage.start) if document else None

    def search(self, text: str, *, k: int = 10, sources: Sequence[str] = (), lists: Collection[str] = (DENSE, LEXICAL)) -> list[Hit]:
        """Return up to ``k`` passages for ``text``, best first; ``lists`` as in ``Searcher.search``. There are none for a blank one.

        Raises:
            UsageError: no document matches ``sources``.
        """
        opened = self._openings.current()
        opened.require(sources)
        if not text.strip():
            return []
        return opened.searcher.search(whole_characters(text[: self._settings.question_characters]), k, sources=sources, lists=lists)

    def embed(self, text: str) -> Vectors:
        """Return the vector that a search for ``text`` compares passages with, shape (dimensions,)."""
        return self._openings.current().searcher.embed(whole_characters(text[: self._settings.question_characters]))

    def document(self, source: str) -> Document | None:
        """Return a document of the index, or None."""
        return self._openings.current().generation.bundle.document(source)

    def documents(self) -> tuple[Document, ...]:
        """Return every document of the index, without its text."""
        return self._openings.current().generation.bundle.documents

    def facts(self, kind: FactKind) -> tuple[Fact, ...]:
        """Return every fact of a kind that the documents hold, in the order of the corpus."""
        return self._openings.current().facts[kind]

    def section(self, source: str, start: int, end: int) -> SectionView:
        """Return the section, with its heading, that holds ``start`` to ``end`` of a document.

        Raises:
            StoreError: the index holds no such document.
        """
        bundle = self._openings.current().generation.bundle
        document, section = bundle.document(source), bundle.section_around(source, start)
        if document is None:
            raise StoreError(f"The index holds no document {source!r}.", remedy="It may have been removed; ask again.")
        if section is None:
            return SectionView(document.title, (), document.text[start:end], start)
        first = min(start, section.start, section.heading.start if section.heading else section.start)
        last = max(end, section.end)
        path = tuple(heading.text for heading in section.path)
        if path and path[0].casefold() == document.title.casefold():  # the title is shown beside the path
            path = path[1:]
        return SectionView(document.title, path, document.text[first:last], first)
