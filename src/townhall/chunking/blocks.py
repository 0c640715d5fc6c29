"""The outline of a document whose format says what is a heading, a row, a record: its blocks, brought under their headings."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from townhall.chunking.labels import is_contact
from townhall.chunking.lines import LABEL_WORDS, labelled
from townhall.chunking.naming import is_name, naming_column
from townhall.chunking.plain import outline_plain
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
        self.naming: dict[int, str | None] = {}
        """By the start of a record the label that names what the records around it are of."""
        self.nameless: set[int] = set()
        """The starts of records that no label names, as hardly any of those around them has a name: they go by what they begin with."""

    def sections(self, blocks: Sequence[Block]) -> list[Section]:
        for table in self.tables(blocks):
            self.naming |= dict.fromkeys((block.start for block in table), self.naming_of(table))
            self.nameless |= set() if self.has_names(table) else {block.start for block in table}
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
        name = self.name_of(block, lines)
        if name is None:
            self.found.append(self.body_of(block.start, block.end, path))
            return
        start, value, end = lines[name]
        heading = self.heading(value, end)
        first = block.start
        if not name and block.start not in self.nameless:
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

    def tables(self, blocks: Sequence[Block]) -> list[list[Block]]:
        """Return the runs of records that follow each other and have labels in common."""
        tables: list[list[Block]] = []
        heads: set[str] = set()
        previous: Block | None = None
        for block in blocks:
            if block.kind is BlockKind.RECORD:
                own = {self.label(line) for line in self.lines(block)}
                if previous is None or previous.kind is not BlockKind.RECORD or heads.isdisjoint(own):
                    tables.append([])
                    heads = set()
                tables[-1].append(block)
                heads |= own
            previous = block
        return tables

    def naming_of(self, table: Sequence[Block]) -> str | None:
        """Return the label that names what the records of a table are of; None where the first that could does."""
        records = [{self.label(line): self.text[line[1] : line[2]] for line in self.lines(block)} for block in table]
        heads = dict.fromkeys(label for record in sorted(records, key=len, reverse=True) for label in record if label)
        return naming_column({head: [record.get(head, "") for record in records] for head in heads})

    def has_names(self, table: Sequence[Block]) -> bool:
        """Whether under any label at least half of a table's records have what could be a name."""
        lines = [line for block in table for line in self.lines(block)]
        named = Counter(label for line in lines if (label := self.label(line)) and is_name(self.text[line[1] : line[2]]))
        return any(2 * number >= len(table) for number in named.values())

    def label(self, line: tuple[int, int, int]) -> str:
        """Return the label of a record's line; nothing for a value that has none."""
        return self.text[line[0] : line[1]].rstrip(": ")

    def name_of(self, block: Block, lines: list[tuple[int, int, int]]) -> int | None:
        """Return the line that names what a record is of: the one that says so, else the first that could; None if none does."""
        naming = self.naming.get(block.start)
        if block.start in self.nameless:
            return next((number for number, line in enumerate(lines) if line[0] < line[1] < line[2]), None)
        could = [number for number, line in enumerate(lines) if line[0] < line[1] and is_name(self.text[line[1] : line[2]])]
        named = [number for number in could if self.label(lines[number]) == naming]
        return next(iter((*named, *could)), None)

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
