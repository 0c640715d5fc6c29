"""The lines of a text as structure sees them: non-blank, with exact offsets and what each looks like."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from townhall.locales.structure import spellings

BULLET = re.compile(r"(?:[•▪◦‣●∙·○*\-\u2013\u2014])[ \t\u00a0]+(?=\S)")
NUMBERING = re.compile(r"(?:(?P<chapter>\d+(?:\.\d+)*)[.)]?|[A-Z][.)]|[IVXLC]+[.)])[ \t\u00a0]+(?=\S)")
SENTENCE_END = re.compile(r"[.!?…:;]['\"\u201d\u2019»)\]]*$")
FULL_STOP = re.compile(r"[.!?…]['\"\u201d\u2019»)\]]*$")
LONGEST_LABEL = 60
"""Longest label, in characters, and so in words."""
LABELLED = re.compile(
    rf"(?:{BULLET.pattern})?(?P<mark>\*\*|__|\*|_)?(?P<label>[^\W\d_](?:[^.:|*\n]|\.(?=\S| [^\W\d_A-Z])){{0,{LONGEST_LABEL}}}?)[ \t\u00a0]*"
    r"(?:(?(mark)(?::(?P=mark)|(?P=mark)[ \t]*:)|:))(?:[^\S\n]+|$)(?P<value>[^\n]*)",
    re.MULTILINE,
)
"""A line that a label and a colon begin, plain or bold, after a bullet or not."""
ROW_OF_TWO = re.compile(rf"\|[ \t]*(?P<label>[^\W\d_][^|\n]{{0,{LONGEST_LABEL}}}?)[ \t]*\|[ \t]*(?P<value>[^|\n]*?)[ \t]*\|$", re.MULTILINE)
"""A row of a table with two cells, of which the first labels the second."""
PARTED = re.compile(
    rf"(?:{BULLET.pattern})?(?P<mark>\*\*|__)?(?P<label>[^\W\d_](?:[^:|\n]){{0,{LONGEST_LABEL}}}?)(?(mark)(?P=mark))"
    r"(?:[ \t\u00a0]*(?P<leaders>\.{3,}|\u2026+|(?:[ \t]\.){3,}|_{3,})[ \t\u00a0]*|[ \t\u00a0]+[-\u2013\u2014][ \t\u00a0]+|\t[ \t]*|[ ]{3,})"
    rf"(?P<value>(?:\*\*|__)?(?:[\u20ac$\u00a3]\s?|[A-Z]{{3}}\s)?\d[^|\n]*|(?i:{'|'.join(map(re.escape, spellings('rows', 'free')))})\.?)$",
    re.MULTILINE,
)
"""A line whose label a dash, dots or a gap parts from what begins with a number or says that nothing is to be paid: "Small hall ..... 40 €"."""
DATED = re.compile(rf"\d[^|\n]{{0,{LONGEST_LABEL}}}?(?::|[ \t][\u2013\u2014-])[ \t]+\S")
"""How a line of a calendar begins: with a day or an hour, and what parts it from what is on: "3 December 2026: Webinar"."""
COLUMNS = re.compile(r"[^\s.!?:;][ \t]{2,}(?=\S).*?[^\s.!?:;][ \t]{2,}(?=\S)")
"""What a line of a table has that is set with blanks: two gaps that no sentence's end explains."""
GAP = re.compile(r"(?<=\S)[ \t]{2,}(?=\S)")
"""What parts the columns of such a line."""
LABEL_WORDS = 4
"""Longest label of a field, in words."""
PRICED_WORDS = 8
"""Longest label and longest value of a line without a colon, in words: a longer one is a sentence with a dash in it."""

HEADING_CHARACTERS = 140
HEADING_WORDS = 20
PROSE_WORDS = 8
"""Fewer words than this are a name, a label or a heading rather than a sentence of prose, unless they fill the line."""
CAPITALS = 5
"""Shortest heading in capitals, in characters."""
LONG_LINE = 120
WRAPPED_LINE = 40
"""Shorter lines than this are not the product of wrapping a paragraph."""


@dataclass(frozen=True)
class Line:
    """A non-blank line; ``start`` and ``end`` enclose its text without the white space around it."""

    text: str
    start: int
    end: int
    gap: int
    """Blank lines before it."""

    @cached_property
    def bullet(self) -> int:
        """Length of the bullet that the line begins with, 0 if there is none."""
        match = BULLET.match(self.text)
        return match.end() if match else 0

    @cached_property
    def content(self) -> str:
        """The text after the bullet."""
        return self.text[self.bullet :]

    @cached_property
    def words(self) -> int:
        """Words of the content."""
        return len(self.content.split())

    @property
    def is_capitals(self) -> bool:
        """Whether the line is in capitals, as a heading may be, and no acronym."""
        return len(self.content) >= CAPITALS and self.content.isupper()

    @cached_property
    def is_columns(self) -> bool:
        """Whether the line is set in columns by blanks: "A2  Order the meters      Ana Kos      20 March"."""
        return COLUMNS.search(self.content) is not None

    @cached_property
    def columns(self) -> frozenset[int]:
        """Where the columns of a line begin that is set with blanks, without the first one."""
        return frozenset(match.end() for match in GAP.finditer(self.text))

    @property
    def is_dated(self) -> bool:
        """Whether the line begins as one of a calendar does."""
        return DATED.match(self.content) is not None

    @property
    def is_prose(self) -> bool:
        """Whether the line reads as running text."""
        return len(self.content) > LONG_LINE or self.words > HEADING_WORDS or (self.words >= PROSE_WORDS and self.ends_sentence)

    @property
    def ends_sentence(self) -> bool:
        """Whether the line ends as a sentence, or the introduction of a list, does."""
        return bool(SENTENCE_END.search(self.text))

    @property
    def ends_with_full_stop(self) -> bool:
        """Whether the line ends as a whole sentence does."""
        return bool(FULL_STOP.search(self.text))

    @property
    def could_be_heading(self) -> bool:
        """Whether the line by itself looks like a heading: short, begun like one, not ended like a sentence (a question may be one)."""
        content = self.content
        first = content.lstrip("\"'\u201c\u2018«(")[:1]
        return (
            len(content) <= HEADING_CHARACTERS
            and self.words <= HEADING_WORDS
            and (first.isupper() or first.isdigit())
            and any(character.isalpha() for character in content)
            and not content.endswith((".", "!", ";", ",", "…", ":"))
        )


def lines_of(text: str) -> list[Line]:
    """Return the non-blank lines of ``text``; any line break that Unicode knows ends one."""
    lines: list[Line] = []
    position, gap = 0, 0
    for raw in text.splitlines(keepends=True):
        stripped = raw.strip().strip("\ufeff").strip()
        if stripped:
            start = position + raw.index(stripped)
            lines.append(Line(stripped, start, start + len(stripped), gap))
            gap = 0
        else:
            gap += 1
        position += len(raw)
    return lines


def labelled(text: str, *, words: int = LONGEST_LABEL) -> re.Match[str] | None:
    """Return the ``label``, of at most so many words, and the ``value``, which may be blank, of a line or a row of two cells; None for others."""
    match = LABELLED.match(text) or ROW_OF_TWO.match(text) or parted(text)
    return match if match and len(match["label"].split()) <= words else None


def parted(text: str) -> re.Match[str] | None:
    """Return the ``label`` and the ``value`` of a line of a list that writes no colon between the two; None for others."""
    match = PARTED.match(text)
    short = match is not None and max(len(match["label"].split()), len(match["value"].split())) <= PRICED_WORDS
    return match if short else None


def is_labelled(text: str) -> bool:
    """Whether a line has a label and a value."""
    match = labelled(text)
    return match is not None and bool(match["value"].strip())


def labelled_lines(lines: list[Line]) -> bool:
    """Whether ``lines``, which stand together without a blank line, are a list of labelled values: each begins with its label."""
    return len(lines) > 1 and all(is_labelled(line.text) for line in lines)


def wrapped_lines(lines: list[Line]) -> bool:
    """Whether ``lines``, which stand together without a blank line, are one paragraph broken to a width.

    They are if most of them, the last one aside, fill a width and stop in mid-sentence, unless each has a label of its own. Where some do, a
    sentence may end with others that leave no room for the word that follows.
    """
    if labelled_lines(lines):
        return False
    inner = [(line, following) for line, following in pairwise(lines) if len(line.text) >= WRAPPED_LINE]
    broken = sum(not line.ends_sentence for line, _ in inner)
    width = max((len(line.text) for line in lines), default=0)
    full = sum(line.ends_sentence and not _has_room(line, following, width) for line, following in inner) if broken else 0
    return len(lines) > 1 and (broken + full) * 2 > len(lines) - 1


def _has_room(line: Line, following: Line, width: int) -> bool:
    """Whether the first word of the line that follows would have gone on a line of a width."""
    return len(line.text) + 1 + len(following.text.partition(" ")[0]) <= width


def blocks_of(lines: list[Line]) -> list[list[Line]]:
    """Group lines that stand together: a blank line ends a block, so does a heading above others; a line of a calendar, or in columns, begins one."""
    blocks: list[list[Line]] = []
    for line in lines:
        if not blocks or line.gap or _parts(blocks, line):
            blocks.append([])
        blocks[-1].append(line)
    return blocks


def _is_numbered_heading(line: Line, following: Line) -> bool:
    """Whether a line has a number and ends before the text right below it would have had to: "3. Budget" above a paragraph."""
    numbered = NUMBERING.match(line.content) is not None and NUMBERING.match(following.content) is None and not (line.bullet or following.bullet)
    return numbered and line.could_be_heading and following.content[:1].isupper() and _has_room(line, following, len(following.text))


def _is_justified(block: list[Line], line: Line) -> bool:
    """Whether a line goes on with a paragraph that blanks stretch to a width: each line ends where the others do, with its gaps elsewhere.

    The last line of a paragraph is set without.
    """
    before = block[-1]
    return _are_stretched(before, line) or (len(block) > 1 and not line.is_columns and _are_stretched(block[-2], before))


def _are_stretched(line: Line, other: Line) -> bool:
    """Whether two lines that stand together fill one width, and few of their gaps end at one place, as those of a table do."""
    alike = len(line.columns & other.columns) * 2 >= max(1, min(len(line.columns), len(other.columns)))
    return len(line.text) == len(other.text) >= WRAPPED_LINE and not alike


def _parts(blocks: list[list[Line]], line: Line) -> bool:
    """Whether a line is none of the block that it stands right below."""
    before = blocks[-1][-1]
    if before.is_capitals and not line.is_capitals:
        return True
    if (before.is_columns or line.is_columns) and not _is_justified(blocks[-1], line):
        return True
    if len(blocks[-1]) == 1 and _is_numbered_heading(before, line):
        return True
    # What comes after a calendar whose lines are whole doesn't go on from its last one.
    whole = len(blocks) > 1 and not blocks[-1][0].gap and all(len(block) == 1 and block[0].is_dated for block in blocks[-2:])
    return before.is_dated and (line.is_dated or (whole and not line.content[:1].islower()))
