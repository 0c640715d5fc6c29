"""Labelled values: lines of a form or a list, cells of a table, "Label: value" in the middle of a list's item."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import zip_longest

from townhall.chunking.labels import field_kind, is_blank, is_contact
from townhall.chunking.lines import LABEL_WORDS, labelled, lines_of
from townhall.chunking.tables import Place, cells_of, is_rule, tables_of
from townhall.index.facts.page import Page
from townhall.model import FactValue, Section, SectionKind

INLINE = re.compile(r"(?:^|(?<=[.;,] ))(?P<label>[^\W\d_][^:.;\n]{0,40}?):[ \t]+(?P<value>.+?)(?=\.? *$|[.;] +(?=[^\W\d_a-z]))", re.MULTILINE)
"""A label with its value in the middle of a line; it ends with the sentence."""
EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
PHONE = re.compile(r"(?<![\w.])\+?\d[\d ()/.-]{6,}\d")
DETAILS = {"email": EMAIL, "phone": PHONE}
"""How what reaches somebody is written."""
MARKS = " \t*_`"


@dataclass(frozen=True, slots=True)
class Field:
    """A label with its value, which is blank where the document says that there is none."""

    label: FactValue
    value: FactValue | None

    @property
    def kind(self) -> str | None:
        """What it gives (``contact``, ``country``), or None where the label is not known."""
        return _kind(self.label.value)


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
    for part in page.parts(section):
        yield from _lines_of(page, part)


def _lines_of(page: Page, section: Section) -> Iterator[Field]:
    lines = lines_of(page.text(section))
    for line, following in zip_longest(lines, lines[1:]):
        start = section.start + line.start
        heads_table = following is not None and is_rule(following.text)
        if heads_table:
            continue
        match = labelled(line.text, words=LABEL_WORDS)
        if match and not _kind(match["label"]) and (inside := inline_fields(page, start, section.start + line.end)):
            yield from inside  # "Head: Ana Kos. Present contact: Ivo Novak, ivo@…"
        elif match:
            label = page.value(match["label"], start + match.start("label"), start + match.end("label"))
            yield Field(label, _value(page, start + match.start("value"), start + match.end("value")))


def inline_fields(page: Page, start: int, end: int) -> list[Field]:
    """Return the fields in the middle of a line whose labels are known."""
    return [
        Field(page.value(match["label"], match.start("label"), match.end("label")), _value(page, *match.span("value")))
        for match in INLINE.finditer(page.document.text, start, end)
        if _kind(match["label"])
    ]


def _kind(label: str) -> str | None:
    """Return what a label gives; one that ends on a word for a contact gives one: "Deputy and present contact"."""
    said = label.split()
    qualified = 1 < len(said) <= LABEL_WORDS and is_contact(said[-1])
    return field_kind(label) or ("contact" if qualified else None)


def _value(page: Page, start: int, end: int) -> FactValue | None:
    """Return what stands between two offsets without blanks and marks; None where that says nothing."""
    text = page.document.text[start:end]
    plain = text.strip().strip(MARKS)
    if is_blank(plain):
        return None
    first = start + text.index(plain)
    return page.value(plain, first, first + len(plain))


def tables_in(page: Page, section: Section) -> list[list[Row]]:
    """Return the tables of a section whose columns have heads, each as its rows without the head."""
    return [
        [_row(page, cells_of(page.document.text, *table.head), row) for row in table.rows]
        for table in tables_of(page.document.text, section.start, section.end)
        if table.headed
    ]


def _row(page: Page, head: list[Place], row: Place) -> Row:
    labels = [_stripped(page, *label) for label in head]
    fields = [
        Field(page.value(page.document.text[slice(*label)], *label), _value(page, *cell))
        for label, cell in zip(labels, cells_of(page.document.text, *row), strict=False)
        if label[0] < label[1]
    ]
    return Row(*row, tuple(fields))


def _stripped(page: Page, start: int, end: int) -> Place:
    text = page.document.text[start:end]
    plain = text.strip(MARKS)
    first = start + (text.index(plain) if plain else 0)
    return first, first + len(plain)
