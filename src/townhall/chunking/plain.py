"""The outline of plain text: sections by heading lines, bullets with a body, and labelled fields."""

from __future__ import annotations

import re

from townhall.chunking.labels import is_furniture
from townhall.chunking.lines import Line, lines_of
from townhall.chunking.plain_headings import Headings, inline_label
from townhall.chunking.records import Record, form_line, records_of
from townhall.model import Heading, Section, SectionKind

FIELD_LINES = 4
PARAGRAPH_GAP = 1
RECORD_LEVEL = 50
"""Deeper than any heading: a record holds nothing else."""
NAMED_OPENING = re.compile(
    r"(?:The |An? )?(?P<name>[A-Z][\w&'\u2019.-]*(?: (?:[A-Z&][\w&'\u2019.-]*|of|and|for|the|in|de|des|der|du|la|für|und|et|y|e|i))*"
    r" \((?P<acronym>[A-Z][A-Za-z&-]{1,11})\)),? (?:is|are|was|were)\b"
)
"""A paragraph that opens with a name, its acronym in brackets, and says what it is."""


def outline_plain(text: str) -> list[Section]:
    """Return the sections of plain ``text`` in order; together they hold every non-blank line that is not a heading."""
    return _Outline(text).sections()


class _Outline:
    """One pass over the lines, each of which opens a section or goes on with the one that is open."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.lines = lines_of(text)
        self.records = {record.first: record for record in records_of(self.lines)}
        self.headings = Headings(self.lines, self.records.values())
        self.found: list[Section] = []
        self.stack: list[tuple[int, Heading]] = []
        self.heading: Heading | None = None
        self.bulleted = False
        self.blank = False
        self.body: list[Line] = []

    def sections(self) -> list[Section]:
        index = 0
        while index < len(self.lines):
            line = self.lines[index]
            if record := self.records.get(index):
                self._add_record(record)
                index = record.last
                continue
            if index in self.headings.places:
                self._open(_heading(line), self.headings.level(index), bulleted=bool(line.bullet))
            elif self.headings.is_label(index):
                index = self._add_field(index)
                continue
            elif label := inline_label(line):
                self._close()
                value = line.start + line.text.index(":", label.end - line.start) + 1
                start = value + len(self.text[value : line.end]) - len(self.text[value : line.end].lstrip())
                self.found.append(Section(SectionKind.FIELD, label, start, line.end, self._path()))
            elif self._is_furniture(index):
                self._close()
                self.found.append(Section(SectionKind.FURNITURE, None, line.start, line.end))
            elif (name := self._named_opening(line)) or self._breaks_away(line):
                self._open(name, 1, bulleted=False)
                self.body.append(line)
            else:
                self.body.append(line)
            index += 1
        self._close()
        return self.found

    def _add_record(self, record: Record) -> None:
        """Add a record as a section of its own, headed by the name that it gives; a label that it begins with is no text of the document.

        Where the name isn't what it begins with, all of its lines are the section's: what stands before the name is as much of it as the rest.
        """
        around = (self.heading, self.bulleted)
        self._open(record.heading, RECORD_LEVEL, bulleted=False)
        named = any(form_line(line) for line in self.lines[record.first : record.name])
        if not named:
            self.found.append(Section(SectionKind.FURNITURE, None, self.lines[record.first].start, record.heading.start))
        self.body = list(self.lines[record.first if named else record.name + 1 : record.last])
        self._close()
        self.stack.pop()
        self.heading, self.bulleted = around

    def _open(self, heading: Heading | None, level: int, *, bulleted: bool) -> None:
        """Close the open section and open one at ``level`` (from 0) under the nearest heading above that level."""
        self._close()
        self.stack = [(above, parent) for above, parent in self.stack if above < level]
        if heading:
            self.stack.append((level, heading))
        self.heading, self.bulleted, self.blank = heading, bulleted, heading is not None

    def _close(self) -> None:
        """Add the open section: its body, or its heading alone if nothing stands under it."""
        if self.body or self.blank:
            end_of_heading = self.heading.end if self.heading else 0
            start, end = (self.body[0].start, self.body[-1].end) if self.body else (end_of_heading, end_of_heading)
            parents = self._path()[:-1] if self.heading else self._path()
            self.found.append(Section(SectionKind.BODY, self.heading, start, end, parents))
        self.body, self.blank = [], False

    def _path(self) -> tuple[Heading, ...]:
        return tuple(heading for _, heading in self.stack)

    def _is_furniture(self, index: int) -> bool:
        """Whether the line is known furniture, or a short line that is left over at the end of the document."""
        line = self.lines[index]
        if is_furniture(line.text):
            return True
        is_last = index == len(self.lines) - 1
        return is_last and index > 0 and line.gap > 0 and line.could_be_heading and not line.is_prose and not line.bullet

    def _add_field(self, index: int) -> int:
        """Add the labelled field at ``index`` and return the index after it; its value is the block below, unless that belongs to what comes next."""
        self._close()
        end = index + 1
        while end < len(self.lines) and end - index <= FIELD_LINES and self._continues_field(index, end):
            end += 1
        value = self.lines[index + 1 : end]
        start = value[0].start if value else self.lines[index].end
        label = _heading(self.lines[index], strip=":")
        self.found.append(Section(SectionKind.FIELD, label, start, value[-1].end if value else start, self._path()))
        return end

    def _continues_field(self, label: int, index: int) -> bool:
        line = self.lines[index]
        if index in self.headings.places or line.bullet or line.is_prose or self.headings.is_label(index) or is_furniture(line.text):
            return False
        return index == label + 1 or line.gap == 0

    def _named_opening(self, line: Line) -> Heading | None:
        """Return the name that a further paragraph under a bullet opens with, if it is not the bullet's own."""
        match = NAMED_OPENING.match(line.text)
        if not match or not self._is_further_paragraph(line) or (self.heading and match["acronym"].casefold() in self.heading.text.casefold()):
            return None
        return Heading(match["name"], line.start + match.start("name"), line.start + match.end("name"))

    def _breaks_away(self, line: Line) -> bool:
        """Whether a wider gap than between paragraphs ends a bullet's body."""
        return self._is_further_paragraph(line) and line.gap > PARAGRAPH_GAP and line.is_prose

    def _is_further_paragraph(self, line: Line) -> bool:
        return self.bulleted and bool(self.body) and line.gap > 0


def _heading(line: Line, *, strip: str = "") -> Heading:
    text = line.content.rstrip(strip).rstrip() if strip else line.content
    start = line.start + line.bullet
    return Heading(text, start, start + len(text))
