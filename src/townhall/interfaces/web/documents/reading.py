"""A document as it is read: its whole text, cut where sections, pages and the quote begin and end; only empty lines between them are left out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from townhall.interfaces.web.documents.links import document_link
from townhall.library import OpenDocument
from townhall.model import SectionKind

PART = 1_000_000
"""Characters on one page; longer documents have several. A megabyte stays quick to open and to scroll on a small computer."""
BLOCK = 8_000
"""Characters of a block about which the browser decides whether it has to be laid out: text without headings is cut at an empty line after these."""
ENTRIES = 400
"""Entries of a table of contents; where there are more, only the outer levels are listed."""
DEEPEST = 6
MARKDOWN = frozenset("# \t\r")
"""What may stand around a heading in its line and isn't shown."""
_GAP = re.compile(r"\n[ \t]*\n")


@dataclass(frozen=True, slots=True)
class Piece:
    """Text of one kind."""

    text: str
    quoted: bool = False
    first: bool = False
    """Whether the quote begins here."""


@dataclass(frozen=True, slots=True)
class Block:
    """A heading, or text under it."""

    pieces: tuple[Piece, ...]
    level: int = 0
    """Of a heading in HTML, 2 to 6; 0 for text."""
    anchor: str | None = None
    page: int | None = None
    """The number of the page that begins with it."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A heading in the table of contents."""

    text: str
    link: str
    level: int
    """From 1, the outermost."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A document, or the part of a very long one that a page shows."""

    blocks: tuple[Block, ...]
    entries: tuple[Entry, ...]
    part: int
    parts: int
    quote: bool
    """Whether a quote is highlighted."""
    missed: bool
    """Whether the address names a quote that can't be in this document."""
    before: str | None
    """Address of the part before; None for the first."""
    after: str | None


@dataclass(frozen=True, slots=True)
class _Headed:
    start: int
    end: int
    level: int
    text: str
    """What is shown: the line without Markdown's marks; other marks, such as a bullet, belong to it."""


def reading(opened: OpenDocument, *, start: str | None = None, end: str | None = None, part: str | None = None) -> Reading:
    """Return what a page shows.

    Args:
        opened: the document.
        start: where the quote begins, as an address gives it.
        end: where it ends; a quote that doesn't lie in the text is left out.
        part: which part of a long document, from 1; that of the quote where it isn't given.
    """
    document = opened.document
    text = document.text
    quote = _quote(start, end, len(text))
    edges = _part_edges(text)
    number = _number(part)
    if number is None or not 1 <= number < len(edges):
        number = next(n for n, (left, right) in enumerate(pairwise(edges), 1) if (quote[0] if quote else 0) < right or right == len(text))
    window = edges[number - 1], edges[number]
    headed = _headings(opened)
    count = len(edges) - 1
    blocks, shown = _with_anchor(_blocks(text, window, headed, document.page_starts, quote))
    return Reading(
        blocks=tuple(blocks),
        entries=_entries(document.source, headed, edges),
        part=number,
        parts=count,
        quote=shown,
        missed=quote is None and (start is not None or end is not None),
        before=document_link(document.source, part=number - 1) if number > 1 else None,
        after=document_link(document.source, part=number + 1) if number < count else None,
    )


def _number(text: str | None) -> int | None:
    """Return a number as an address may hold it; None for anything else."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 12 else None  # noqa: PLR2004 - longer than any document


def _quote(start: str | None, end: str | None, length: int) -> tuple[int, int] | None:
    first, last = _number(start), _number(end)
    return (first, last) if first is not None and last is not None and first < last <= length else None


def _part_edges(text: str) -> list[int]:
    """Return where parts begin, and the end of the last one; they break at an empty line, or at any line, where there is one near."""
    edges = [0]
    while len(text) - edges[-1] > PART + PART // 4:
        aim = edges[-1] + PART
        gap = _GAP.search(text, aim, aim + PART // 8)
        line = text.find("\n", aim, aim + PART // 8)
        edges.append(gap.end() if gap else line + 1 if line >= 0 else aim)
    return [*edges, len(text)]


def _headings(opened: OpenDocument) -> list[_Headed]:
    """Return the headings that stand on lines of their own, in order."""
    text = opened.document.text
    found: dict[int, _Headed] = {}
    for section in opened.sections:
        heading = section.heading
        if heading is None or section.kind is not SectionKind.BODY:
            continue
        first = text.rfind("\n", 0, heading.start) + 1
        last = text.find("\n", heading.end)
        last = len(text) if last < 0 else last
        around = text[first : heading.start] + text[heading.end : last]
        if any(character.isalnum() for character in around):
            continue  # in the middle of a line
        shown = heading.text if set(around) <= MARKDOWN else text[first:last]
        found.setdefault(first, _Headed(first, last, len(section.parents) + 1, shown))
    return [found[start] for start in sorted(found)]


def _entries(source: str, headed: Sequence[_Headed], edges: Sequence[int]) -> tuple[Entry, ...]:
    deepest = max((heading.level for heading in headed), default=1)
    while deepest > 1 and sum(heading.level <= deepest for heading in headed) > ENTRIES:
        deepest -= 1
    entries: list[Entry] = []
    for heading in headed:
        if heading.level <= deepest and len(entries) < ENTRIES:
            part = next(n for n, right in enumerate(edges[1:], 1) if heading.start < right)
            link = f"#at-{heading.start}" if len(edges) == 2 else f"{document_link(source, part=part)}#at-{heading.start}"  # noqa: PLR2004 - one part
            entries.append(Entry(" ".join(heading.text.split()), link, heading.level))
    return tuple(entries)


def _blocks(text: str, window: tuple[int, int], headed: Sequence[_Headed], page_starts: Sequence[int], quote: tuple[int, int] | None) -> list[Block]:
    first, last = window
    headings = {heading.start: heading for heading in headed if first <= heading.start and heading.end <= last}
    pages = {start: number for number, start in enumerate(page_starts, 1) if first <= start < last}
    cuts = {first, last, *headings, *(heading.end for heading in headings.values()), *pages}
    blocks = []
    for left, right in pairwise(sorted(cuts)):
        heading = headings.get(left)
        if heading and right == heading.end:
            level = min(heading.level + 1, DEEPEST)
            blocks.append(Block(_pieces(text, left, right, quote, shown=heading.text), level, f"at-{left}", pages.get(left)))
            continue
        for number, (start, end) in enumerate(pairwise(_smaller(text, left, right))):
            page = pages.get(left) if number == 0 else None
            if page or text[start:end].strip():
                blocks.append(Block(_pieces(text, *_without_blank_edges(text, start, end), quote), page=page))
    return blocks


def _with_anchor(blocks: list[Block]) -> tuple[list[Block], bool]:
    """Mark where the quote begins, and say whether it is there."""
    for place, block in enumerate(blocks):
        for index, piece in enumerate(block.pieces):
            if piece.quoted:
                pieces = (*block.pieces[:index], replace(piece, first=True), *block.pieces[index + 1 :])
                return [*blocks[:place], replace(block, pieces=pieces), *blocks[place + 1 :]], True
    return blocks, False


def _without_blank_edges(text: str, start: int, end: int) -> tuple[int, int]:
    """Leave out the empty lines around a block: the page sets headings and text apart by itself."""
    stretch = text[start:end]
    blank = len(stretch) - len(stretch.lstrip())
    first = start + stretch.rfind("\n", 0, blank) + 1 if blank else start  # the first line keeps its indent
    return first, max(first, start + len(stretch.rstrip()))


def _smaller(text: str, start: int, end: int) -> list[int]:
    """Return where to cut a long stretch, its beginning and its end included."""
    cuts = [start]
    while end - cuts[-1] > BLOCK + BLOCK // 2:
        aim = cuts[-1] + BLOCK
        gap = _GAP.search(text, aim, end)
        if not gap or gap.end() - aim > BLOCK:
            line = text.find("\n", aim, end)
            if line < 0:
                break
            cuts.append(line + 1)
        else:
            cuts.append(gap.end())
    return [*dict.fromkeys((*cuts, end))]


def _pieces(text: str, start: int, end: int, quote: tuple[int, int] | None, *, shown: str | None = None) -> tuple[Piece, ...]:
    """Cut a stretch where the quote begins and ends; a heading without a quote is shown without the marks around it."""
    if quote is None or quote[1] <= start or quote[0] >= end:
        return (Piece(text[start:end] if shown is None else " ".join(shown.split())),)
    left, right = max(start, quote[0]), min(end, quote[1])
    cut = (Piece(text[start:left]), Piece(text[left:right], quoted=True), Piece(text[right:end]))
    return tuple(piece for piece in cut if piece.text)
