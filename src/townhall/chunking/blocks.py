"""The outline of a document whose format says what is a heading, a row, a record: its blocks, brought under their headings."""

from __future__ import annotations

from collections.abc import Sequence

from townhall.chunking.labels import field_kind, is_contact
from townhall.chunking.lines import LABEL_WORDS, labelled
from townhall.chunking.plain import outline_plain
from townhall.chunking.records import NAME_WORDS
from townhall.locales.ranges import range_of
from townhall.locales.weekdays import is_day
from townhall.model import Block, BlockKind, Heading, Section, SectionKind


def outline_blocks(text: str, blocks: Sequence[Block]) -> list[Section]:
    """Return the sections of a document in the order of its text.

    One without headings and records is read like plain text, whose rules find what was only typed to look like a heading.
    """
    if not any(block.kind in {BlockKind.HEADING, BlockKind.RECORD} for block in blocks):
        return outline_plain(text)
    return _Outline(text).sections(blocks)


class _Outline:
    def __init__(self, text: str) -> None:
        self.text = text
        self.found: list[Section] = []
        self.stack: list[tuple[int, Heading]] = []
        self.headed = False
        """Whether nothing has followed the last heading yet: then it is a section by itself."""
        self.body: list[Block] = []

    def sections(self, blocks: Sequence[Block]) -> list[Section]:
        for block in blocks:
            if block.kind is BlockKind.HEADING:
                self.close()
                self.stack = [(level, heading) for level, heading in self.stack if level < block.level]
                self.stack.append((block.level, self.heading(block.start, block.end)))
                self.headed = True
            elif block.kind is BlockKind.RECORD:
                self.close()
                self.add_record(block)
            elif block.kind is not BlockKind.ROW and (field := self.field(block)):
                self.close()
                self.found.append(field)
            else:
                self.body.append(block)
        self.close()
        return self.found

    def close(self) -> None:
        """Add the open section: its body, or its heading alone if nothing stands under it."""
        heading = self.stack[-1][1] if self.stack else None
        if self.body:
            self.found.append(Section(SectionKind.BODY, heading, self.body[0].start, self.body[-1].end, self.parents()))
        elif self.headed and heading:
            self.found.append(Section(SectionKind.BODY, heading, heading.end, heading.end, self.parents()))
        self.body, self.headed = [], False

    def add_record(self, block: Block) -> None:
        """Add a record as a section of its own, headed by the name that it gives; a label that it begins with is no text of the document.

        Where the name isn't what it begins with, all of its lines are the section's: what stands before the name is as much of it as the rest.
        """
        lines = self.lines(block)
        path = tuple(heading for _, heading in self.stack)
        name = self.name_of(lines)
        if name is None:
            self.found.append(self.body_of(block.start, block.end, path))
            return
        start, value, end = lines[name]
        heading = self.heading(value, end)
        first = block.start
        if not name:
            self.found.append(Section(SectionKind.FURNITURE, None, start, value))
            first = lines[1][0] if len(lines) > 1 else end
        self.found.append(Section(SectionKind.BODY, heading, first, block.end, path))

    @staticmethod
    def body_of(start: int, end: int, path: tuple[Heading, ...]) -> Section:
        """Return a body under the last heading of ``path``, or under none."""
        return Section(SectionKind.BODY, path[-1] if path else None, start, end, path[:-1])

    def lines(self, block: Block) -> list[tuple[int, int, int]]:
        """Return a record's lines: where each begins, where its value does, and where it ends."""
        lines: list[tuple[int, int, int]] = []
        start = block.start
        for line in self.text[block.start : block.end].split("\n"):
            label, colon, _ = line.partition(": ")
            lines.append((start, start + len(label) + 2 if colon else start, start + len(line)))
            start += len(line) + 1
        return lines

    def name_of(self, lines: list[tuple[int, int, int]]) -> int | None:
        """Return the line that names what a record is of: the one that says so, else the first that could; None if none does."""
        named = [number for number, line in enumerate(lines) if field_kind(self.text[line[0] : line[1]].rstrip(": ")) == "name"]
        could = [number for number, line in enumerate(lines) if line[0] < line[1] and self.is_name(self.text[line[1] : line[2]])]
        return next((number for number in named if number in could), could[0] if could else None)

    @staticmethod
    def is_name(value: str) -> bool:
        """Whether a value could be a name: short, with more letters than digits in it, no day and no range of numbers ("more than 500")."""
        letters, digits = sum(map(str.isalpha, value)), sum(map(str.isdigit, value))
        named = letters > digits and letters > 1 and range_of(value) is None
        return len(value.split()) <= NAME_WORDS and named and not is_day(value)

    def field(self, block: Block) -> Section | None:
        """Return the field that a block is ("Contact: …"), if its label is one that is known."""
        match = labelled(self.text[block.start : block.end], words=LABEL_WORDS)
        if match is None or not match["value"].strip() or not is_contact(match["label"]):
            return None
        heading = self.heading(block.start + match.start("label"), block.start + match.end("label"))
        return Section(SectionKind.FIELD, heading, block.start + match.start("value"), block.end, tuple(heading for _, heading in self.stack))

    def parents(self) -> tuple[Heading, ...]:
        """Return the headings above the last one, without those that say the same as one below: a title often stands twice."""
        path = [heading for _, heading in self.stack]
        said = [" ".join(heading.text.split()).casefold() for heading in path]
        return tuple(heading for number, heading in enumerate(path[:-1]) if said[number] not in said[number + 1 :])

    def heading(self, start: int, end: int) -> Heading:
        """Return the text between two offsets as a heading."""
        return Heading(self.text[start:end], start, end)
