"""The directory as a file for spreadsheets: RFC 4180 in UTF-8, one row a contact, every value with its quote's place."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator

from townhall.interfaces.directory import Directory, Entry, Person
from townhall.model import FactValue

PROVED = ("name", "country", "about", "contact")
"""Values whose quote stands in the row."""
COLUMNS = (
    "country_code",
    "country",
    "region",
    "name",
    "acronyms",
    "other_names",
    "about",
    "contact_state",
    "contact_name",
    "contact_role",
    "contact_email",
    "contact_phone",
    *(f"{value}_{what}" for value in PROVED for what in ("quote", "document", "start", "end")),
)
"""Names of the columns, the same in every language so that programs can rely on them. ``start`` and ``end`` count characters, ``end`` exclusive."""
FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet takes for the beginning of a formula."""
MARK = "\N{ZERO WIDTH NO-BREAK SPACE}"
"""What tells Excel that a file is UTF-8."""


def csv_of(directory: Directory, *, country: Callable[[str], str]) -> str:
    """Return the directory as the text of a CSV file, to be encoded as UTF-8; ``country`` names a country by its code.

    A cell that a spreadsheet would compute gets an apostrophe in front, quotes included.
    """
    written = io.StringIO(newline="")
    rows = csv.writer(written, lineterminator="\r\n")
    rows.writerow(COLUMNS)
    for entry in directory.entries:
        rows.writerows(_defused(_row(entry, person, country)) for person in entry.persons or (None,))
    return MARK + written.getvalue()


def _row(entry: Entry, person: Person | None, country: Callable[[str], str]) -> Iterator[str]:
    yield entry.code or ""
    yield country(entry.code) if entry.code else ""
    yield _text(entry.region)
    yield _text(entry.name)
    yield "; ".join(acronym.value for acronym in entry.acronyms)
    yield "; ".join(name.value for name in entry.other_names)
    yield _text(entry.about)
    yield str(entry.contact)
    for value in (person.name, person.role, person.email, person.phone) if person else (None,) * 4:
        yield _text(value)
    contact = next(iter(person.values), None) if person else entry.blank
    for proof in (entry.name, entry.country, entry.about, contact):
        yield from _place(proof)


def _text(value: FactValue | None) -> str:
    return value.value if value else ""


def _place(value: FactValue | None) -> tuple[str, str, str, str]:
    return (value.quote, value.span.source, str(value.span.start), str(value.span.end)) if value else ("",) * 4


def _defused(cells: Iterable[str]) -> list[str]:
    return [f"'{cell}" if cell.startswith(FORMULA) else cell for cell in cells]
