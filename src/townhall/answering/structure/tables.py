"""The tables that passages with the question's words are of: rows between bars, records in a section or a paragraph each, lists of prices."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import takewhile

from townhall.answering.context import Context
from townhall.answering.reading.forms import HOUR, MONEY
from townhall.chunking.labels import field_kind
from townhall.chunking.lines import Line, blocks_of, labelled, lines_of
from townhall.chunking.naming import naming_column
from townhall.chunking.tables import Place, cells_of, is_row, tables_of
from townhall.index.lexical import stems_listed, terms_of
from townhall.locales.structure import words
from townhall.locales.weekdays import is_day
from townhall.locales.words import folded_phrase
from townhall.model import Heading, Passage, SectionKind

FEWEST, MOST = 2, 500
"""Rows that make a table, and up to which one is looked through: what holds of more is no list to read."""
SEVERAL = 3
"""Labelled lines with which a text begins that is a record, whatever it goes on with."""
MARKS = " \t*_`"
HEADLESS = ""
"""The head of a list's only column, which has none: of what its values are, they tell themselves."""


Field = tuple[str, str, Place]
"""A label, its value, which may be blank, and where the line stands."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell that isn't blank, or a record's value."""

    text: str
    place: Place
    """Of what is quoted for it: the row, the line."""


@dataclass(frozen=True, slots=True)
class Row:
    """A row, named by its cell under a head that says so, else by the first; or a record, named by its heading."""

    name: str
    place: Place
    """Of what is quoted for the name."""
    cells: Mapping[str, Cell]
    """By the heads of their columns."""
    title: str = ""
    """The line that a record stands under, beside its name: "**Scholarships**"."""


@dataclass(frozen=True, slots=True)
class Table:
    """Rows with the same columns; places are offsets into the text of ``source``."""

    source: str
    naming: str
    """The head above the names, or the label before them; that of its section for a list; nothing for records with a heading each."""
    rows: tuple[Row, ...]
    kind: frozenset[str]
    """Stems for what its rows are: of its headings and the head above the names, and those that most names hold."""
    heads: Mapping[str, Place | None]
    """The columns beside the names, and where their head is quoted, if not with each cell."""
    told_above: frozenset[str] = frozenset()
    """Stems of the paragraph that it follows, which says what it is for: "Each member pays a fee, which depends on its size."."""


def tables_near(context: Context, *, unworded: bool = False) -> Iterator[Table]:
    """Yield the tables that passages with the question's words are of, each once: between bars, of records, or lists.

    With ``unworded`` the passages nearest in meaning are looked through too: a list may call Saturday "Sat".
    """
    yield from tables_among(context, [*context.worded, *(hit.passage for hit in (context.hits if unworded else ()))])


def tables_among(context: Context, passages: Sequence[Passage]) -> Iterator[Table]:
    """Yield the tables that some passages are of, each once."""
    seen: set[tuple[str, tuple[int, ...]]] = set()
    for passage in passages:
        headings = passage.headings
        readers = ((_between_bars, headings), (_of_blocks, headings), (records_around, headings[:-1]), (_of_lists, headings))
        for place, (found, path) in enumerate(readers):
            key = passage.source, (place, *(heading.start for heading in path))
            if key in seen:
                continue
            for table in found(context, passage):  # a note beside records is none of them, and hides none
                seen.add(key)
                yield table


def _between_bars(context: Context, passage: Passage) -> Iterator[Table]:
    source = passage.source
    section, document = context.bundle.section_around(source, passage.start), context.bundle.document(source)
    if section is None or document is None:
        return
    for table in tables_of(document.text, section.start, section.end):
        if not (table.headed and FEWEST <= len(table.rows) <= MOST):
            continue
        heads = _texts(document.text, table.head)
        columns = dict(zip(heads, zip(*(_texts(document.text, place) for place in table.rows), strict=False), strict=False))
        called = (head for head in heads if field_kind(head) == "name")
        naming = naming_column(columns) or next(called, next((head for head in heads if not all(map(is_day, columns.get(head, ())))), heads[0]))
        rows = []
        for place in table.rows:
            cells = {head: Cell(cell, place) for head, cell in zip(heads, _texts(document.text, place), strict=False) if cell}
            if (name := cells.pop(naming, None)) is not None:
                rows.append(Row(name.text, place, cells))
        others = {head: table.head for head in heads if head and head != naming}
        before = document.text[section.start : table.head[0]].rstrip()
        above = _stems(context, source, before[before.rfind("\n") + 1 :])
        yield Table(source, naming, tuple(rows), _kind(context, source, (*context.above(passage), naming), rows), others, above)


def _texts(text: str, row: Place) -> list[str]:
    """Return a row's cells, without what sets them in bold."""
    return [text[slice(*cell)].strip(MARKS) for cell in cells_of(text, *row)]


def _of_blocks(context: Context, passage: Passage) -> Iterator[Table]:
    """Yield the records of a section that are a paragraph each, all beginning with the same label, which heads their names."""
    source = passage.source
    section, document = context.bundle.section_around(source, passage.start), context.bundle.document(source)
    # A passage may begin in the middle of a record.
    if section is None or document is None or sum(labelled(line.text) is not None for line in lines_of(passage.text)) < FEWEST:
        return
    blocks = [found for block in blocks_of(lines_of(document.text[section.start : section.end])) if (found := _block(block, section.start))]
    naming = next((fields[0][0] for _, fields in blocks), None)
    rows = []
    for title, ((label, name, place), *cells) in blocks:
        if label == naming:
            rows.append(Row(name, place, {head: Cell(value, at) for head, value, at in cells}, title))
    if naming and FEWEST <= len(rows) <= MOST:
        heads = dict.fromkeys(head for row in rows for head in row.cells)
        above = _stems(context, source, document.text[section.start : rows[0].place[0]])
        yield Table(source, naming, tuple(rows), _kind(context, source, (*context.above(passage), naming), rows), heads, above)


def _block(lines: Sequence[Line], start: int) -> tuple[str, list[Field]] | None:
    """Return the title of a paragraph that is a record, if it has one, and its fields, the first with a value; None for any other paragraph."""
    title, fields = _titled(lines, start)
    whole = len(fields) == len(lines) - bool(title) and len(fields) >= FEWEST
    return (title, fields) if whole and fields[0][1] else None


def records_around(context: Context, passage: Passage) -> Iterator[Table]:
    """Yield the table that a passage is a record of, with a section for each; nothing where it is none."""
    source = passage.source
    document = context.bundle.document(source)
    if document is None or not passage.headings or not _labels(passage.text):
        return
    rows: list[Row] = []
    before = ""
    labels: Counter[str] = Counter()
    for section in context.bundle.outline_of(source):
        if section.path == passage.headings[:-1] and not rows:
            before = document.text[section.start : section.end]  # what the records are for: "Grants of calls published in 2026 (Call 3)"
        if section.kind is not SectionKind.BODY or section.heading is None or section.path[:-1] != passage.headings[:-1]:
            continue
        text = document.text[section.start : section.end]
        lines = _labels(text, section.start)
        if len({label for label, _, _ in lines}) < max(len(lines), bool(text.strip())):
            continue  # no record, or several
        labels[_label_of(document.text, section.heading)] += 1
        cells = {label: Cell(value, place) for label, value, place in lines if not place[0] <= section.heading.start < place[1]}
        title, _ = _titled(lines_of(text), section.start)
        rows.append(Row(section.heading.text, (section.heading.start, section.heading.end), cells, title))
    # A record of something without a name is named by another label.
    naming = max(labels, key=labels.__getitem__, default="")
    rows = [replace(row, cells={head: cell for head, cell in row.cells.items() if head != naming}) for row in rows]
    heads = dict.fromkeys(head for row in rows for head in row.cells)
    if FEWEST <= len(rows) <= MOST:
        above = context.above(passage)[:-1]
        yield Table(source, naming, tuple(rows), _kind(context, source, (*above, source, naming), rows), heads, _stems(context, source, before))


def _label_of(text: str, name: Heading) -> str:
    """Return the label in front of a record's name, "Service" of "Service: Hearing test"; nothing for a heading of its own."""
    match = labelled(text[text.rfind("\n", 0, name.start) + 1 : name.end])
    return match["label"].strip(MARKS) if match else ""


def _of_lists(context: Context, passage: Passage) -> Iterator[Table]:
    """Yield the lines of a section that give a price each, and those that give a time."""
    source = passage.source
    section, document = context.bundle.section_around(source, passage.start), context.bundle.document(source)
    if section is None or document is None:
        return
    lines = list(_listed(document.text[section.start : section.end], section.start))
    for holds in (is_price, is_time):
        rows = tuple(row for row in lines if holds(row.cells[HEADLESS].text))
        if FEWEST <= len(rows) <= MOST:
            naming = section.heading.text if section.heading else ""
            yield Table(source, naming, rows, _kind(context, source, context.above(passage), rows), {HEADLESS: None})


def _listed(text: str, start: int) -> Iterator[Row]:
    """Yield the lines whose label names what their value is of: "Small hall: 40 euros", but not "Fee: 40 euros" of a record."""
    plain = stems_listed("values", "shared", "sums")
    for line in lines_of(text):
        match = None if is_row(line.text) else labelled(line.text)
        if match and match["value"].strip() and not plain.issuperset(terms_of(match["label"])):
            place = start + line.start, start + line.end
            yield Row(match["label"].strip(MARKS), place, {HEADLESS: Cell(match["value"].strip(MARKS), place)})


def is_price(value: str) -> bool:
    """Whether a value is one amount of money, or says that nothing is to be paid."""
    return len(MONEY.findall(value)) == 1 or folded_phrase(value) in words("rows", "free")


def is_time(value: str) -> bool:
    """Whether a value gives a time of the day, or says that something is open or closed."""
    return bool(HOUR.search(MONEY.sub(" ", value))) or folded_phrase(value) in words("periods", "states")


def _labels(text: str, start: int = 0) -> list[Field]:
    """Return the lines of a record, which begins at ``start``; nothing for a text that isn't one.

    That is a text of such lines alone, or one that begins with several before it goes on otherwise. A title may stand above them.
    """
    lines = lines_of(text)
    title, fields = _titled(lines, start)
    return fields if len(fields) >= SEVERAL or (len(fields) == len(lines) and not title) else []


def _titled(lines: Sequence[Line], start: int) -> tuple[str, list[Field]]:
    """Return the line that stands above those of a record, if one does, and the record's fields."""
    first = replace(lines[0], text=lines[0].text.strip(MARKS)) if len(lines) > 1 else None
    titled = first is not None and first.could_be_heading and labelled(lines[0].text) is None and not is_row(first.text)
    fields = takewhile(lambda line: labelled(line.text), lines[titled:])
    return first.text if first and titled else "", _fields(list(fields), start)


def _fields(lines: Sequence[Line], start: int) -> list[Field]:
    found = ((line, labelled(line.text)) for line in lines)
    return [(match["label"], match["value"].strip(), (start + line.start, start + line.end)) for line, match in found if match]


def _kind(context: Context, source: str, above: Sequence[str], rows: Sequence[Row]) -> frozenset[str]:
    names = [_stems(context, source, row.name) for row in rows]
    common = {stem for name in names for stem in name if sum(stem in other for other in names) * 2 > len(names)}
    # "the surplus of the network": whose document it is, its first lines say.
    owner = _stems(context, source, context.opening(source, whole=True)) & stems_listed("organisations", "nouns")
    return _stems(context, source, "\n".join(above)) | common | owner


def _stems(context: Context, source: str, text: str) -> frozenset[str]:
    return frozenset(context.stems(text, context.language_of(source)))
