"""A document, its structure, and places in it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Span:
    """A place in one document: ``source`` is the document's path relative to the corpus."""

    source: str
    start: int
    end: int


class BlockKind(StrEnum):
    """What a block of a document is, by the document's own mark-up or lay-out."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    ITEM = "item"
    """An item of a list."""
    ROW = "row"
    """A row of a table whose columns have no names: its cells between vertical bars."""
    RECORD = "record"
    """A row of a table whose columns have names: a line "Name of the column: cell" for each cell that isn't blank."""


@dataclass(frozen=True, slots=True)
class Block:
    """A part of a document's text that stands by itself; blocks come in order and don't overlap."""

    kind: BlockKind
    start: int
    end: int
    level: int = 0
    """Of a heading, from 1, the outermost; 0 for everything else."""


@dataclass(frozen=True, slots=True)
class Document:
    """One file of the corpus: plain text and Markdown decoded, nothing normalised; other formats as the text that was taken out of them."""

    source: str
    text: str
    sha256: str
    """Of the file's bytes, in lower-case hexadecimal."""
    title: str
    publisher: str | None = None
    date: date | None = None
    link: str | None = None
    language: str | None = None
    """ISO 639-1 code."""
    page_starts: tuple[int, ...] = ()
    """Offset of each page's first character, for formats that have pages; page numbers count from 1."""
    author: str | None = None
    blocks: tuple[Block, ...] = ()
    """The structure that the file's format gives; empty for plain text and Markdown, whose structure is in the text."""
    notes: tuple[str, ...] = ()
    """What its owner should know of the reading: pages without text, attachments that were not read."""

    def page_of(self, offset: int) -> int | None:
        """Return the page that holds ``offset``, counted from 1; None for a document without pages."""
        if not self.page_starts:
            return None
        return max(1, sum(start <= offset for start in self.page_starts))


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading as it stands in the text; ``text`` equals the document's text between the offsets."""

    text: str
    start: int
    end: int


class SectionKind(StrEnum):
    """What part a section plays in its document."""

    BODY = "body"
    FIELD = "field"
    """A labelled field under an entry ("Contact person"); its heading is the label."""
    FURNITURE = "furniture"
    """Text of the page and not of the document ("Link to website"); neither indexed nor cited."""


@dataclass(frozen=True, slots=True)
class Section:
    """A headed part of a document: an entry, a bullet's body, a chapter, a field of an entry.

    ``start`` and ``end`` enclose the body without its heading; they are equal where the body is blank. A record that doesn't begin with
    its name holds it.
    """

    kind: SectionKind
    heading: Heading | None
    start: int
    end: int
    parents: tuple[Heading, ...] = ()
    """From the outermost in; without ``heading``."""

    @property
    def path(self) -> tuple[Heading, ...]:
        """The headings from the outermost in, this section's own last."""
        return (*self.parents, self.heading) if self.heading else self.parents
