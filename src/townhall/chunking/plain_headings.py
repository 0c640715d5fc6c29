"""Which lines of plain text are headings, and of what level.

No mark-up says what is a heading, so three signs together do: the line looks like one, running text follows, and it stands apart
(a blank line or the end of a paragraph before it). The rules hold for directory pages, bulleted overviews and articles alike.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from townhall.chunking.labels import folded, is_contact, is_furniture
from townhall.chunking.lines import LABEL_WORDS, NUMBERING, Line, blocks_of, wrapped_lines
from townhall.chunking.records import Record, form_line
from townhall.model import Heading

TITLE_LINES = 4
"""Lines that a title may take with what stands right below it."""


@dataclass(frozen=True, slots=True)
class _Style:
    """How a heading is set; headings of one level are set alike."""

    bullet: bool
    apart: bool
    """A blank line follows."""
    capitals: bool
    depth: int
    """Levels of its number: 2 for "1.3"; 0 without one."""


class Headings:
    """The headings among the lines of a text that aren't of its records."""

    def __init__(self, lines: Sequence[Line], records: Iterable[Record]) -> None:
        self._lines = lines
        blocks = blocks_of(list(lines))
        self._wrapped = {id(line) for block in blocks if wrapped_lines(block) for line in block}
        self._begins = {id(block[0]) for block in blocks}
        self._repeated = Counter(folded(line.text) for line in lines if line.text.endswith(":"))
        self._recorded = {index for record in records for index in range(record.first, record.last)}
        self.places = {index for index in range(len(lines)) if index not in self._recorded and self._is_heading(index)}
        """Their positions among the lines."""
        self.places |= self._set_alike()
        self._title_at = 0 if self._heads_title() else self._title()
        self.places.update({0} if self._title_at == 0 else ())

    def _is_heading(self, index: int) -> bool:
        line = self._lines[index]
        following = self._lines[index + 1] if index + 1 < len(self._lines) else None
        if following is None or not line.could_be_heading or line.is_columns or id(line) in self._wrapped:
            return False
        if self.is_label(index) or is_furniture(line.text):
            return False
        if following.bullet or not (self._opens_prose(index + 1) or self._heads_form(line, following)):
            return False
        if line.bullet:
            return True
        previous = self._lines[index - 1] if index else None
        stands_apart = previous is None or line.gap > 0 or previous.ends_with_full_stop
        return stands_apart and not line.is_prose and (id(following) in self._begins or id(following) not in self._wrapped)

    def _set_alike(self) -> set[int]:
        """Return the lines with a number or in capitals that stand apart and are set like a heading, though no running text follows: "9. Contact"."""
        styles = {self._style(index) for index in self.places if self._is_marked(index)}
        return {
            index
            for index in range(len(self._lines) - 1)
            if index not in self._recorded and self._lines[index].gap > 0 and self._lines[index].could_be_heading
            if self._is_marked(index) and not self._is_marked(index + 1) and not self._lines[index].bullet
            if not (id(self._lines[index]) in self._wrapped or self.is_label(index) or is_furniture(self._lines[index].text))
            if self._style(index) in styles
        }

    def _is_marked(self, index: int) -> bool:
        content = self._lines[index].content
        return NUMBERING.match(content) is not None or content.isupper()

    def _opens_prose(self, index: int) -> bool:
        line = self._lines[index]
        return line.is_prose or line.is_columns or id(line) in self._wrapped or index in self._recorded or inline_label(line) is not None

    def _heads_form(self, line: Line, following: Line) -> bool:
        """Whether a line with a number or in capitals stands by itself above labelled lines: "2. FEES"."""
        marked = NUMBERING.match(line.content) is not None or line.content.isupper()
        return marked and line.gap > 0 and following.gap > 0 and form_line(following) is not None

    def is_label(self, index: int) -> bool:
        """Whether a line is the label of a field whose value stands below it."""
        line = self._lines[index]
        if is_contact(line.text):
            return line.text.endswith(":") or not self._heads_prose(index)
        return line.text.endswith(":") and line.words <= LABEL_WORDS and self._repeated[folded(line.text)] > 1

    def _heads_prose(self, index: int) -> bool:
        """Whether running text follows after a blank line: then a label without a colon is a heading."""
        following = self._lines[index + 1] if index + 1 < len(self._lines) else None
        return following is not None and following.gap > 0 and following.is_prose and not following.bullet

    def _style(self, index: int) -> _Style:
        line = self._lines[index]
        numbering = NUMBERING.match(line.content)
        depth = numbering["chapter"].count(".") + 1 if numbering and numbering["chapter"] else int(bool(numbering))
        return _Style(bool(line.bullet), self._lines[index + 1].gap > 0, line.content.isupper(), depth)

    def _heads_title(self) -> bool:
        """Whether the first line is a title with lines of its own below it, none of them running text: a subtitle, a version, a day."""
        if len(self.places - {0}) < 2 or not self._lines[0].could_be_heading or self._lines[0].bullet:  # noqa: PLR2004 - it needs headings under it
            return False
        below = next((index for index in range(1, len(self._lines)) if self._lines[index].gap), len(self._lines))
        own = self._lines[:below]
        return (
            1 < below <= TITLE_LINES
            and not any(index in self._recorded or self.is_label(index) for index in range(below))
            and not any(line.is_prose or form_line(line) for line in own)
        )

    def _title(self) -> int | None:
        """Return the index of the document's title: a first line set unlike every heading below it."""
        if 0 not in self.places or len(self.places) < 2:  # noqa: PLR2004 - a title needs a heading under it
            return None
        others = {self._style(index) for index in self.places if index}
        return 0 if self._style(0) not in others else None

    def level(self, index: int) -> int:
        """Return how deep a heading stands: 0 for the document's title."""
        return 0 if index == self._title_at else max(1, self._style(index).depth)


def inline_label(line: Line) -> Heading | None:
    """Return the label of a field whose value stands on the same line ("Contact: …"), if it is a label that is known."""
    match = form_line(line)
    if match is None or not match["value"].strip() or not is_contact(match["label"]):
        return None
    return Heading(match["label"], line.start + match.start("label"), line.start + match.end("label"))
