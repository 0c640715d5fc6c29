"""The outline of plain text: sections by heading lines, bullets with a body, and labelled fields.

No mark-up says what is a heading, so three signs together do: the line looks like one, running text follows, and it stands apart
(a blank line or the end of a paragraph before it). The rules hold for directory pages, bulleted overviews and articles alike.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

from townhall.chunking.labels import folded, is_contact, is_furniture
from townhall.chunking.lines import LABEL_WORDS, NUMBERING, Line, blocks_of, lines_of, wrapped_lines
from townhall.chunking.records import Record, form_line, records_of
from townhall.model import Heading, Section, SectionKind

FIELD_LINES = 4
PARAGRAPH_GAP = 1
TITLE_LINES = 4
"""Lines that a title may take with what stands right below it."""
RECORD_LEVEL = 50
"""Deeper than any heading: a record holds nothing else."""
NAMED_OPENING = re.compile(
    r"(?:The |An? )?(?P<name>[A-Z][\w&'\u2019.-]*(?: (?:[A-Z&][\w&'\u2019.-]*|of|and|for|the|in|de|des|der|du|la|für|und|et|y|e|i))*"
    r" \((?P<acronym>[A-Z][A-Za-z&-]{1,11})\)),? (?:is|are|was|were)\b"
)
"""A paragraph that opens with a name, its acronym in brackets, and says what it is."""


@dataclass(frozen=True, slots=True)
class _Style:
    """How a heading is set; headings of one level are set alike."""

    bullet: bool
    apart: bool
    """A blank line follows."""
    capitals: bool
    depth: int
    """Levels of its number: 2 for "1.3"; 0 without one."""


def outline_plain(text: str) -> list[Section]:
    """Return the sections of plain ``text`` in order; together they hold every non-blank line that is not a heading."""
    return _Outline(text).sections()


class _Outline:
    """One pass over the lines, each of which opens a section or goes on with the one that is open."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.lines = lines_of(text)
        blocks = blocks_of(self.lines)
        self.wrapped = {id(line) for block in blocks if wrapped_lines(block) for line in block}
        self.begins = {id(block[0]) for block in blocks}
        self.repeated = Counter(folded(line.text) for line in self.lines if line.text.endswith(":"))
        self.records = {record.first: record for record in records_of(self.lines)}
        self.recorded = {index for record in self.records.values() for index in range(record.first, record.last)}
        self.headings = {index for index in range(len(self.lines)) if index not in self.recorded and self._is_heading(index)}
        self.headings |= self._set_alike()
        self.title = 0 if self._heads_title() else self._title()
        self.headings.update({0} if self.title == 0 else ())
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
            if index in self.headings:
                self._open(_heading(line), self._level(index), bulleted=bool(line.bullet))
            elif self._is_label(index):
                index = self._add_field(index)
                continue
            elif label := _inline_label(line):
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

    def _is_heading(self, index: int) -> bool:
        line = self.lines[index]
        following = self.lines[index + 1] if index + 1 < len(self.lines) else None
        if following is None or not line.could_be_heading or line.is_columns or id(line) in self.wrapped:
            return False
        if self._is_label(index) or is_furniture(line.text):
            return False
        if following.bullet or not (self._opens_prose(index + 1) or self._heads_form(line, following)):
            return False
        if line.bullet:
            return True
        previous = self.lines[index - 1] if index else None
        stands_apart = previous is None or line.gap > 0 or previous.ends_with_full_stop
        return stands_apart and not line.is_prose and (id(following) in self.begins or id(following) not in self.wrapped)

    def _set_alike(self) -> set[int]:
        """Return the lines with a number or in capitals that stand apart and are set like a heading, though no running text follows: "9. Contact"."""
        styles = {self._style(index) for index in self.headings if self._is_marked(index)}
        return {
            index
            for index in range(len(self.lines) - 1)
            if index not in self.recorded and self.lines[index].gap > 0 and self.lines[index].could_be_heading
            if self._is_marked(index) and not self._is_marked(index + 1) and not self.lines[index].bullet
            if not (id(self.lines[index]) in self.wrapped or self._is_label(index) or is_furniture(self.lines[index].text))
            if self._style(index) in styles
        }

    def _is_marked(self, index: int) -> bool:
        content = self.lines[index].content
        return NUMBERING.match(content) is not None or content.isupper()

    def _opens_prose(self, index: int) -> bool:
        line = self.lines[index]
        return line.is_prose or line.is_columns or id(line) in self.wrapped or index in self.recorded or _inline_label(line) is not None

    def _heads_form(self, line: Line, following: Line) -> bool:
        """Whether a line with a number or in capitals stands by itself above labelled lines: "2. FEES"."""
        marked = NUMBERING.match(line.content) is not None or line.content.isupper()
        return marked and line.gap > 0 and following.gap > 0 and form_line(following) is not None

    def _is_label(self, index: int) -> bool:
        line = self.lines[index]
        if is_contact(line.text):
            return line.text.endswith(":") or not self._heads_prose(index)
        return line.text.endswith(":") and line.words <= LABEL_WORDS and self.repeated[folded(line.text)] > 1

    def _heads_prose(self, index: int) -> bool:
        """Whether running text follows after a blank line: then a label without a colon is a heading."""
        following = self.lines[index + 1] if index + 1 < len(self.lines) else None
        return following is not None and following.gap > 0 and following.is_prose and not following.bullet

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
        if index in self.headings or line.bullet or line.is_prose or self._is_label(index) or is_furniture(line.text):
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

    def _style(self, index: int) -> _Style:
        line = self.lines[index]
        numbering = NUMBERING.match(line.content)
        depth = numbering["chapter"].count(".") + 1 if numbering and numbering["chapter"] else int(bool(numbering))
        return _Style(bool(line.bullet), self.lines[index + 1].gap > 0, line.content.isupper(), depth)

    def _heads_title(self) -> bool:
        """Whether the first line is a title with lines of its own below it, none of them running text: a subtitle, a version, a day."""
        if len(self.headings - {0}) < 2 or not self.lines[0].could_be_heading or self.lines[0].bullet:  # noqa: PLR2004 - it needs headings under it
            return False
        below = next((index for index in range(1, len(self.lines)) if self.lines[index].gap), len(self.lines))
        own = self.lines[:below]
        return (
            1 < below <= TITLE_LINES
            and not any(index in self.recorded or self._is_label(index) for index in range(below))
            and not any(line.is_prose or form_line(line) for line in own)
        )

    def _title(self) -> int | None:
        """Return the index of the document's title: a first line set unlike every heading below it."""
        if 0 not in self.headings or len(self.headings) < 2:  # noqa: PLR2004 - a title needs a heading under it
            return None
        others = {self._style(index) for index in self.headings if index}
        return 0 if self._style(0) not in others else None

    def _level(self, index: int) -> int:
        return 0 if index == self.title else max(1, self._style(index).depth)


def _inline_label(line: Line) -> Heading | None:
    """Return the label of a field whose value stands on the same line ("Contact: …"), if it is a label that is known."""
    match = form_line(line)
    if match is None or not match["value"].strip() or not is_contact(match["label"]):
        return None
    return Heading(match["label"], line.start + match.start("label"), line.start + match.end("label"))


def _heading(line: Line, *, strip: str = "") -> Heading:
    text = line.content.rstrip(strip).rstrip() if strip else line.content
    start = line.start + line.bullet
    return Heading(text, start, start + len(text))
