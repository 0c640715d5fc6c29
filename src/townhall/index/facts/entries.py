"""Entries: what may be an organisation, however the document sets it: a headed section, a table's row, an item of a list."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from townhall.chunking.labels import field_kind
from townhall.chunking.lines import labelled
from townhall.chunking.naming import naming_column
from townhall.index.facts.fields import Field, Row, fields_under, inline_fields, tables_in
from townhall.index.facts.page import Page
from townhall.index.facts.under_places import bodies_under
from townhall.model import FactValue, Heading, Section, Sentence

LETTER = re.compile(r"(?:From|By) (?:the )?(?=[^\W\d_a-z])")
"""What a letter's heading says before the name of its sender."""
ITEM = re.compile(r"^[ \t]*[*•–-][ \t]+(?P<mark>\*\*|__)(?P<lead>[^*_\n]+)(?P=mark)(?P<between>:?[ \t]*[–—-]?[ \t]*)(?P<rest>[^\n]*)$", re.MULTILINE)
"""An item of a list that begins in bold."""
SHORTEST = 3
"""Items of one kind that make a list of entries."""
NAMED = re.compile(r"(?P<name>[^.;:,\n]{2,60})(?=[.;:,]|$)")
PERSONAL = frozenset({"contact", "email", "phone"})


@dataclass(frozen=True, slots=True)
class Entry:
    """What a document says of something that has a name."""

    section: Section
    name: Heading
    start: int
    end: int
    """The text about it."""
    fields: tuple[Field, ...]
    places: tuple[FactValue, ...] = ()
    """Texts that say where it is: the lead of its item, a cell."""
    is_section: bool = True

    @property
    def is_headed(self) -> bool:
        """Whether its name stands in its section's heading, and not in the text below."""
        return self.name.start < self.section.start

    def field(self, kind: str) -> Field | None:
        """Return its first field of a kind that has a value, else the first."""
        of_kind = [field for field in self.fields if field.kind == kind]
        return next((field for field in of_kind if field.value), of_kind[0] if of_kind else None)


def entries(page: Page) -> list[Entry]:
    """Return the page's entries in order; a table's row or an item is one only if a field of it says whom to write to."""
    found: list[Entry] = []
    for section in page.bodies:
        if section.heading:
            named = _named_below(page, section)
            found.extend(named or ([_headed(page, section, section.heading)] if page.parts(section)[0] is section else []))
        found.extend(_rows(page, section))
        found.extend(_items(page, section))
    return _with_blank_contacts(page, found)


def is_record(page: Page, entry: Entry) -> bool:
    """Whether an entry is a record, named by the value of one of its labels."""
    text, name = page.document.text, entry.name.start
    return entry.is_section and labelled(text[text.rfind("\n", 0, name) + 1 : name]) is not None


def _with_blank_contacts(page: Page, found: list[Entry]) -> list[Entry]:
    """Return entries, those records with a blank field for a contact that have none where others of their table have: blank cells are left out."""
    columns: dict[tuple[Heading, ...], FactValue] = {}
    records = {id(entry) for entry in found if is_record(page, entry) and not page.is_place(entry.name.text)}
    for entry in found:
        if id(entry) in records and (field := entry.field("contact")):
            columns.setdefault(entry.section.path[:-1], field.label)
    blank = [columns.get(entry.section.path[:-1]) if id(entry) in records and not entry.field("contact") else None for entry in found]
    return [replace(entry, fields=(*entry.fields, Field(label, None))) if label else entry for entry, label in zip(found, blank, strict=True)]


def sentences_of(page: Page, entry: Entry) -> list[Sentence]:
    """Return the sentences of an entry."""
    parts = page.parts(entry.section)
    return [sentence for part in parts for sentence in page.sentences(part) if entry.start <= sentence.start and sentence.end <= entry.end]


def _headed(page: Page, section: Section, heading: Heading) -> Entry:
    if field_kind(heading.text) == "contact" and section.parents:
        heading = section.parents[-1]  # "Contact" is no name: whose contact it is stands above
    letter = LETTER.match(heading.text)
    name = Heading(heading.text[letter.end() :], heading.start + letter.end(), heading.end) if letter else heading
    return Entry(section, name, section.start, page.parts(section)[-1].end, tuple(fields_under(page, section)))


def _named_below(page: Page, section: Section) -> list[Entry]:
    """Return the entries of a section under a place's name, each up to where the next one begins."""
    names = bodies_under(page, section)
    if not names:
        return []
    fields, starts = fields_under(page, section), [section.start, *(name.start for name in names[1:])]
    stop = next((part.start for part in page.parts(section) if part.start > section.start), len(page.document.text))
    return [
        Entry(section, name, start, min(end, section.end), tuple(field for field in fields if start <= field.label.span.start < end))
        for name, start, end in zip(names, starts, [*starts[1:], stop], strict=True)
    ]


def _rows(page: Page, section: Section) -> Iterator[Entry]:
    for rows in tables_in(page, section):
        naming = _naming(rows)
        if naming is not None and not PERSONAL.isdisjoint(field.kind or "" for field in rows[0].cells):
            yield from (entry for row in rows if (entry := _row(section, row, naming)) is not None)


def _naming(rows: Sequence[Row]) -> str | None:
    """Return the head of the column that names the rows of a table: one that says so, or, where another gives countries, the one that can."""
    heads = {field.label.value: field.kind for field in rows[0].cells}
    records = [{field.label.value: field.value.value if field.value else "" for field in row.cells} for row in rows]
    naming = naming_column({head: [record.get(head, "") for record in records] for head in heads})
    first = next(iter(heads), None)
    found = naming or (first if first is not None and heads[first] is None else None)
    return found if found is not None and (heads[found] == "name" or "country" in heads.values()) else None


def _row(section: Section, row: Row, naming: str) -> Entry | None:
    name = next((field.value for field in row.cells if field.label.value == naming and field.value), None)
    if name is None:
        return None
    return Entry(section, _heading(name), row.start, row.end, row.cells, is_section=False)


def _items(page: Page, section: Section) -> Iterator[Entry]:
    """Yield the items that begin with a name, or with a place and then a name, and have a contact."""
    found = [entry for match in ITEM.finditer(page.document.text, section.start, section.end) if (entry := _item(page, section, match))]
    if len(found) >= SHORTEST:
        yield from found


def _item(page: Page, section: Section, match: re.Match[str]) -> Entry | None:
    fields = inline_fields(page, *match.span("rest"))
    if PERSONAL.isdisjoint(field.kind or "" for field in fields):
        return None
    lead = page.value(match["lead"], match.start("lead"), match.end("lead"))
    named = NAMED.match(match["rest"])
    if page.is_place(lead.value) and named:
        name = page.value(named["name"].strip(), match.start("rest"), match.start("rest") + len(named["name"].rstrip()))
        return Entry(section, _heading(name), *match.span(), tuple(fields), (lead,), is_section=False)
    return Entry(section, _heading(lead), *match.span(), tuple(fields), is_section=False)


def _heading(value: FactValue) -> Heading:
    return Heading(value.value, value.span.start, value.span.end)
