"""What a format's reader makes of a file, and how it puts it together: a text, its blocks, and what the file says of itself."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from townhall.model import Block, BlockKind

FIRST_YEAR = 1970
"""Programs that know no day write one before."""
LANGUAGE_TAG = re.compile(r"([A-Za-z]{2})(?:[-_].*)?")
CLOSE = frozenset({BlockKind.ITEM, BlockKind.ROW})
"""Kinds of which one follows the other without a blank line."""
NOT_TEXT = re.compile("[\x00-\x08\x0e-\x1f\x7f\ufeff\u00ad\u200b\u2060\ufffe\uffff\ud800-\udfff]")
"""Characters that are no part of a text: controls, soft hyphens, marks of width nought, halves of a surrogate pair."""


class UnreadableError(Exception):
    """A file can't be read, and why, in words for its owner."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Extracted:
    """A file as text. ``blocks`` and ``page_starts`` are offsets into ``text``; what the file doesn't say is None."""

    text: str
    blocks: tuple[Block, ...] = ()
    page_starts: tuple[int, ...] = ()
    title: str | None = None
    author: str | None = None
    date: date | None = None
    language: str | None = None
    """ISO 639-1 code."""
    notes: tuple[str, ...] = ()
    """What the file's owner should know, in sentences."""


@dataclass(frozen=True, slots=True)
class Metadata:
    """What a file says of itself, as it says it; blank values count as not there."""

    title: str | None = None
    author: str | None = None
    date: date | None = None
    language: str | None = None


class TextBuilder:
    """Puts a text together block by block; white space within a block is folded, so that a block is one line (a record: a line a cell).

    Raises:
        UnreadableError: by any method that adds text, once there is more than ``limit`` characters of it.
    """

    def __init__(self, *, limit: int) -> None:
        self._limit = limit
        self._parts: list[str] = []
        self._length = 0
        self._blocks: list[Block] = []
        self._pages: list[int] = []
        self._new_pages = 0

    @property
    def characters(self) -> int:
        """The length of the text so far."""
        return self._length

    def page(self) -> None:
        """Begin a new page with the next block."""
        self._new_pages += 1

    def add(self, kind: BlockKind, text: str, *, level: int = 0) -> None:
        """Add a block; one without a visible character is left out."""
        line = folded(text)
        if line:
            self._add(kind, line, level)

    def add_row(self, cells: Sequence[str]) -> None:
        """Add a row of a table without names of columns."""
        shown = [folded(cell).replace("|", "¦") for cell in cells]
        filled = [cell for cell in shown if cell]
        if len(filled) == 1:
            self._add(BlockKind.PARAGRAPH, filled[0], 0)
        elif filled:
            self._add(BlockKind.ROW, f"| {' | '.join(shown)} |", 0)

    def add_record(self, fields: Iterable[tuple[str, str]]) -> None:
        """Add a row of a table whose columns have names; cells that are blank are left out."""
        lines = [f"{label}: {value}" if label else value for label, value in ((as_label(label), folded(value)) for label, value in fields) if value]
        if lines:
            self._add(BlockKind.RECORD, "\n".join(lines), 0)

    def extend(self, text: str, *, glue: str = " ", drop: int = 0) -> None:
        """Go on with the last block, ``drop`` characters of its end left out: a paragraph that runs over to the next page."""
        line = folded(text)
        if not self._blocks or not line:
            return
        if drop:
            self._parts[-1] = self._parts[-1][:-drop]
            self._length -= drop
        self._put(glue)
        self._start_pages()
        self._put(line)
        last = self._blocks[-1]
        self._blocks[-1] = Block(last.kind, last.start, self._length, last.level)

    def done(self, about: Metadata = Metadata(), *, notes: Sequence[str] = ()) -> Extracted:
        """Return what was put together; the text ends with a line end."""
        if self._blocks:
            self._put("\n")
        self._start_pages()
        return Extracted(
            "".join(self._parts),
            tuple(self._blocks),
            tuple(self._pages),
            title=folded(about.title or "") or None,
            author=folded(about.author or "") or None,
            date=about.date,
            language=about.language,
            notes=tuple(notes),
        )

    def _add(self, kind: BlockKind, text: str, level: int) -> None:
        if self._blocks:
            self._put("\n" if kind in CLOSE and self._blocks[-1].kind is kind else "\n\n")
        self._start_pages()
        start = self._length
        self._put(text)
        self._blocks.append(Block(kind, start, self._length, level))

    def _start_pages(self) -> None:
        self._pages.extend([self._length] * self._new_pages)
        self._new_pages = 0

    def _put(self, text: str) -> None:
        if text:
            self._parts.append(text)
            self._length += len(text)
        if self._length > self._limit:
            raise UnreadableError(f"holds more than {self._limit:,} characters of text; divide it, or raise TOWNHALL_FILE_CHARACTERS")


def folded(text: str) -> str:
    """Return ``text`` on one line: white space folded, characters that are no text left out."""
    return " ".join(NOT_TEXT.sub("", text).split())


def as_label(text: str) -> str:
    """Return the name of a column as a label: the first colon that follows ends it, whatever the name holds."""
    return folded(text).replace(":", " ").strip().replace("  ", " ")


def day_of(text: str | None) -> date | None:
    """Return the day that an ISO 8601 date or moment begins with; None where it is none, or one that nobody meant."""
    try:
        day = date.fromisoformat((text or "").strip()[:10])
    except ValueError:
        return None
    return day if day.year >= FIRST_YEAR else None


def language_of(tag: str | None) -> str | None:
    """Return the ISO 639-1 code that a language tag ("de-AT", "en_US") begins with, or None."""
    match = LANGUAGE_TAG.fullmatch((tag or "").strip())
    return match[1].lower() if match else None
