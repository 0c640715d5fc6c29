"""From the lines of a PDF's pages to blocks: paragraphs put together again, headings by how they are set."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from townhall.corpus.formats.extracted import TextBuilder
from townhall.corpus.formats.pdf_heads import LARGER, Page, without_running_heads
from townhall.corpus.formats.pdf_layout import Line
from townhall.corpus.formats.pdf_lines import Piece
from townhall.corpus.formats.pdf_tables import beyond_wrapped, is_another_row, with_wrapped
from townhall.model import BlockKind

BULLET = re.compile(r"(?:[•▪◦‣●∙·○■□➢➤✓❖\uf0b7\uf0a7]|[–—-](?= )|o(?= )|\(?(?:\d{1,2}|[a-z]|[ivx]{1,4})[.)](?= ))\s*")
ENDS_SENTENCE = re.compile(r"[.!?…:;]['\"\u201d\u2019»)\]]*$")
HEADING_WORDS = 25
HEADING_LINES = 4
LEADING = 1.45
"""Times the usual distance between lines, from which on a paragraph ends."""
SHORT_LINE = 0.85
"""Share of a column's width up to which a line that ends a sentence ends a paragraph."""
LOWEST = 6
"""Level of the smallest headings."""


@dataclass(frozen=True, slots=True)
class Bookmark:
    """An entry of a PDF's own table of contents."""

    title: str
    page: int
    """From 0."""
    level: int
    """From 1."""


@dataclass(slots=True)
class _Paragraph:
    lines: list[Line]
    kind: BlockKind = BlockKind.PARAGRAPH
    level: int = 0


def add_pages(pages: Sequence[Page], builder: TextBuilder, *, bookmarks: Iterable[Bookmark] = ()) -> None:
    """Add all pages; a paragraph that goes on at the top of the next page is one."""
    kept = without_running_heads(pages)
    every = [line for page in kept for line in page]
    style = _Style(every, list(bookmarks))
    words = Counter(word.casefold() for line in every for word in re.findall(r"[\w-]+", line.text))
    before: _Paragraph | None = None
    for number, page in enumerate(kept):
        builder.page()
        for place, paragraph in enumerate(style.paragraphs(page, number)):
            if place == 0 and before is not None and _runs_over(before, paragraph):
                glue, drop = joint(before.lines[-1].text, paragraph.lines[0].text, words)
                builder.extend(_text(paragraph.lines, words), glue=glue, drop=drop)
            elif paragraph.kind is BlockKind.ROW:
                for line in paragraph.lines:
                    builder.add_row(_cells(line))
            else:
                builder.add(paragraph.kind, _text(paragraph.lines, words), level=paragraph.level)
            before = paragraph


class _Style:
    """How a document is set: its running text, its headings, and the distance between its lines."""

    def __init__(self, lines: Sequence[Line], bookmarks: Sequence[Bookmark]) -> None:
        sizes: Counter[float] = Counter()
        bold: Counter[bool] = Counter()
        for line in lines:
            sizes[_rounded(line.size)] += len(line.text)
            bold[line.bold] += len(line.text)
        self.size = sizes.most_common(1)[0][0] if sizes else 10.0
        self.bold = bold[True] > bold[False]
        self.leading = self._leading(lines)
        self.bookmarks = {(_squeezed(mark.title), mark.page): mark.level for mark in bookmarks}
        larger = {_rounded(line.size) for line in lines if _rounded(line.size) >= LARGER * self.size and any(map(str.isalpha, line.text))}
        self.levels = {size: min(level, LOWEST - 1) for level, size in enumerate(sorted(larger, reverse=True), 1)}

    def paragraphs(self, page: Sequence[Line], number: int) -> list[_Paragraph]:
        """Return the paragraphs of a page in order."""
        found: list[_Paragraph] = []
        right = {line.column: max(other.x1 for other in page if other.column == line.column) for line in page}
        left = {line.column: min(other.x0 for other in page if other.column == line.column) for line in page}
        for index, line in enumerate(page):
            table = found[-1].lines if found and found[-1].kind is BlockKind.ROW else None
            if table and (wrapped := with_wrapped(table, line)):
                table[-1] = wrapped
                continue
            is_row = self._is_row(page, index) or (table is not None and is_another_row(table, line))
            kind = BlockKind.ROW if is_row else BlockKind.ITEM if BULLET.match(line.text) else BlockKind.PARAGRAPH
            if found and self._continues(found[-1], line, kind, left=left[line.column], right=right[line.column]):
                found[-1].lines.append(line)
            else:
                found.append(_Paragraph([line], kind))
        for paragraph in found:
            if level := self._heading_level(paragraph, number):
                paragraph.kind, paragraph.level = BlockKind.HEADING, level
        return found

    def _continues(  # noqa: PLR0911 - one return for each sign of an end
        self, paragraph: _Paragraph, line: Line, kind: BlockKind, *, left: float, right: float
    ) -> bool:
        last = paragraph.lines[-1]
        if kind is BlockKind.ROW or paragraph.kind is BlockKind.ROW:
            return kind is paragraph.kind
        if kind is BlockKind.ITEM or abs(_rounded(line.size) - _rounded(last.size)) > 0.6 or line.bold is not last.bold:  # noqa: PLR2004 - points
            # A list's item that is no item but a number at a line's end is rare; a change of font within a paragraph isn't.
            return kind is not BlockKind.ITEM and line.column == last.column and _mid_sentence(last, line) and line.size == last.size
        if line.column != last.column:
            return _mid_sentence(last, line)
        step = last.y0 - line.y0
        if not 0 < step <= LEADING * max(self.leading, line.size) and not _mid_sentence(last, line):
            return False
        if step > 2 * LEADING * max(self.leading, line.size):
            return False
        width = right - left
        if line.x0 - left > 0.6 * line.size and abs(last.x0 - left) < 1 and paragraph.kind is BlockKind.PARAGRAPH and not _mid_sentence(last, line):
            return False  # its first line is indented
        if last.x1 - left < SHORT_LINE * width and ENDS_SENTENCE.search(last.text):
            return False
        # A line that stops early though the next word would have fitted is a line by itself.
        first_word = line.text.split(maxsplit=1)[0]
        room = right - last.x1
        return room < (len(first_word) + 2) * 0.55 * line.size or _mid_sentence(last, line)

    def _is_row(self, page: Sequence[Line], index: int) -> bool:
        """Whether a line is a row of a table: it and one beside it are of several pieces, but for lines between them that go on with cells."""
        line = page[index]
        if len(_cells(line)) < 2:  # noqa: PLR2004 - several
            return False
        before, after = page[:index][::-1], page[index + 1 :]
        return any(len(_cells(other)) > 1 for side in (before, after) for other in beyond_wrapped(line, side))

    def _heading_level(self, paragraph: _Paragraph, page: int) -> int:
        """Return the level of a heading, 0 for what is none."""
        text = " ".join(line.text for line in paragraph.lines)
        if paragraph.kind is BlockKind.ROW or len(paragraph.lines) > HEADING_LINES or len(text.split()) > HEADING_WORDS:
            return 0
        if marked := self.bookmarks.get((_squeezed(text), page)):
            return min(marked, LOWEST)
        if not (text[0].isupper() or text[0].isdigit()) or not any(map(str.isalpha, text)) or text.endswith((".", ",", ";")):
            return 0
        first = paragraph.lines[0]
        if level := self.levels.get(_rounded(first.size)):
            return level
        is_bold = all(line.bold for line in paragraph.lines) and not self.bold
        return LOWEST if is_bold and not text.endswith(":") and _rounded(first.size) >= self.size - 0.6 else 0

    @staticmethod
    def _leading(lines: Sequence[Line]) -> float:
        steps = [
            above.y0 - below.y0 for above, below in pairwise(lines) if above.column == below.column and 0 < above.y0 - below.y0 < 4 * above.size + 12
        ]
        return median(steps) if steps else 12.0


def joint(before: str, after: str, words: Counter[str]) -> tuple[str, int]:
    """Return what joins two lines, and how many characters of the first one's end are left out: its hyphen, unless the word is written with one."""
    if not before.endswith("-") or before.endswith(" -") or not after[:1].isalpha():
        return " ", 0
    head = re.search(r"[\w-]*-$", before)
    tail = re.match(r"[\w-]*", after)
    if head is None or tail is None or not after[0].islower():
        return "", 0
    hyphened, plain = (head[0] + tail[0]).casefold(), (head[0][:-1] + tail[0]).casefold()
    return ("", 0) if words[hyphened] > words[plain] else ("", 1)


def _text(lines: Sequence[Line], words: Counter[str]) -> str:
    text = lines[0].text
    for line in lines[1:]:
        glue, drop = joint(text, line.text, words)
        text = (text[:-drop] if drop else text) + glue + line.text
    return text


def _cells(line: Line) -> list[str]:
    """Return the cells of a line: a sign of currency, or a bullet, belongs to what follows it, a bracket or a per cent sign to what it follows."""
    cells: list[str] = []
    glue = False
    for piece in line.pieces:
        closes = piece.text in {")", "%", ")%", "pts"}
        if cells and (glue or closes):
            cells[-1] += ("" if closes or cells[-1] in "$€£(" else " ") + piece.text
        else:
            cells.append(piece.text)
        glue = piece.text in {"$", "€", "£", "("} or (len(cells) == 1 and _is_mark(piece.text, line.pieces[1:2]))
    return cells


def _is_mark(text: str, after: Sequence[Piece]) -> bool:
    """Whether a line's first piece is a bullet or a number of what follows, set apart from it."""
    return bool(after) and after[0].text[:1].isalpha() and bool(BULLET.fullmatch(text + " ") or NUMBERING.fullmatch(text))


NUMBERING = re.compile(r"(?:\d+\.)*\d{1,3}\.?|\(?[A-Za-z\d]{1,3}[.)]|§+ ?\d*")
"""What stands before a heading or an item, set apart from it."""


def _mid_sentence(last: Line, line: Line) -> bool:
    """Whether a line goes on with a sentence that the one before began."""
    return not ENDS_SENTENCE.search(last.text) and line.text[:1].islower() and not BULLET.match(line.text)


def _runs_over(before: _Paragraph, after: _Paragraph) -> bool:
    """Whether the first paragraph of a page goes on with the last one of the page before."""
    kinds = {BlockKind.PARAGRAPH, BlockKind.ITEM}
    return before.kind in kinds and after.kind is BlockKind.PARAGRAPH and _mid_sentence(before.lines[-1], after.lines[0])


def _rounded(size: float) -> float:
    return round(size * 2) / 2


def _squeezed(text: str) -> str:
    return re.sub(r"\W+", "", text).casefold()
