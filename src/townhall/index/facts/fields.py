"""Labelled values: lines of a form or a list, cells of a table, "Label: value" in the middle of a list's item."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from townhall.chunking.labels import field_kind, is_blank
from townhall.chunking.records import LABEL_WORDS
from townhall.index.facts.page import Page
from townhall.model import FactValue, Section, SectionKind

LINE = re.compile(
    r"^[ \t]*(?:[*•–-][ \t]+)?(?P<mark>\*\*|__)?(?P<label>[^\W\d_][^:|*\n]{0,60}?)[ \t\u00a0]*"
    r"(?:(?(mark)(?::(?P=mark)|(?P=mark)[ \t]*:)|:))(?P<value>[^\S\n]+[^\n]*|$)",
    re.MULTILINE,
)
"""A line with a label, plain or bold, after a bullet or not."""
INLINE = re.compile(r"(?:^|(?<=[.;,] ))(?P<label>[^\W\d_][^:.;\n]{0,40}?):[ \t]+(?P<value>.+?)(?=\.? *$|[.;] +(?=[^\W\d_a-z]))", re.MULTILINE)
"""The same in the middle of a line; it ends with the sentence."""
ROW = re.compile(r"^[ \t]*\|(?P<cells>.*)\|[ \t]*$", re.MULTILINE)
CELL = re.compile(r"[^|]*(?:\||$)")
RULE = re.compile(r"[ \t:|-]*-{2,}[ \t:|-]*")
MARKS = " \t*_`"


@dataclass(frozen=True, slots=True)
class Field:
    """A label with its value, which is blank where the document says that there is none."""

    label: FactValue
    value: FactValue | None

    @property
    def kind(self) -> str | None:
        """What it gives (``contact``, ``country``), or None where the label is not known."""
        return field_kind(self.label.value)


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table, with the heads of its columns as labels."""

    start: int
    end: int
    cells: tuple[Field, ...]


def fields_under(page: Page, section: Section) -> list[Field]:
    """Return the labelled lines of a section, and the fields that the outline found under its heading."""
    return sorted([*_lines(page, section), *_sections(page, section)], key=lambda field: field.label.span.start)


def _sections(page: Page, section: Section) -> Iterator[Field]:
    for other in page.sections:
        label = other.heading
        if other.kind is SectionKind.FIELD and label and section.heading and other.path[-2:-1] == (section.heading,):
            yield Field(page.value(label.text, label.start, label.end), _value(page, other.start, other.end))


def _lines(page: Page, section: Section) -> Iterator[Field]:
    for match in LINE.finditer(page.document.text, section.start, section.end):
        if len(match["label"].split()) <= LABEL_WORDS:
            label = page.value(match["label"], match.start("label"), match.end("label"))
            yield Field(label, _value(page, *match.span("value")))


def inline_fields(page: Page, start: int, end: int) -> list[Field]:
    """Return the fields in the middle of a line whose labels are known."""
    return [
        Field(page.value(match["label"], match.start("label"), match.end("label")), _value(page, *match.span("value")))
        for match in INLINE.finditer(page.document.text, start, end)
        if field_kind(match["label"])
    ]


def _value(page: Page, start: int, end: int) -> FactValue | None:
    """Return what stands between two offsets without blanks and marks; None where that says nothing."""
    text = page.document.text[start:end]
    plain = text.strip().strip(MARKS)
    if is_blank(plain):
        return None
    first = start + text.index(plain)
    return page.value(plain, first, first + len(plain))


def tables_in(page: Page, section: Section) -> list[list[Row]]:
    """Return the tables of a section, each as its rows without the head."""
    tables: list[list[Row]] = []
    head: list[tuple[int, int]] = []
    ruled = False
    position = -1
    for match in ROW.finditer(page.document.text, section.start, section.end):
        cells = _cells(match)
        if match.start() != position + 1 or not head:
            head, ruled = cells, False
        elif RULE.fullmatch(match["cells"]):
            ruled = True
            tables.append([])
        elif ruled:
            tables[-1].append(_row(page, match, head, cells))
        position = match.end()
    return [rows for rows in tables if rows]


def _row(page: Page, match: re.Match[str], head: list[tuple[int, int]], cells: list[tuple[int, int]]) -> Row:
    fields = [
        Field(page.value(page.document.text[slice(*label)].strip(MARKS), *_stripped(page, *label)), _value(page, *cell))
        for label, cell in zip(head, cells, strict=False)
        if page.document.text[slice(*label)].strip(MARKS)
    ]
    start, end = _stripped(page, match.start(), match.end(), " \t")
    return Row(start, end, tuple(fields))


def _cells(match: re.Match[str]) -> list[tuple[int, int]]:
    """Return the spans of a row's cells."""
    spans: list[tuple[int, int]] = []
    position, end = match.span("cells")
    while position <= end:
        cell = CELL.match(match.string, position, end)
        stop = cell.end() if cell else end
        bar = int(stop > position and match.string[stop - 1] == "|" and stop <= end)
        spans.append((position, stop - bar))
        if not bar:
            break
        position = stop
    return spans


def _stripped(page: Page, start: int, end: int, marks: str = MARKS) -> tuple[int, int]:
    text = page.document.text[start:end]
    plain = text.strip(marks)
    first = start + (text.index(plain) if plain else 0)
    return first, first + len(plain)
