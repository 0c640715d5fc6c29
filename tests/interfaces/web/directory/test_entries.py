"""The directory: each organisation once, and nothing on it that the documents don't show."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable

import pytest

from townhall.assistant import Assistant
from townhall.interfaces.web.directory import COLUMNS, ContactState, Directory, Entry, csv_of, directory_of
from townhall.library import ingest
from townhall.locales.messages import messages
from townhall.model import FactKind, FactValue
from townhall.settings import Settings

GUILDS = """Guild of Mills in Portugal (GMP)

The Guild of Mills in Portugal supports towns that have mills. It was founded by millers.

Contact person:

League of Canals in Finland (LCF)

The League of Canals in Finland supports towns that have canals. It was founded by boatmen.

Contact: =cmd|' /C calc'!A0, Head of "Locks", aino@canals.example

Union of Orchards (UOO)

The Union of Orchards supports towns that have fruit trees. It was founded by gardeners.
"""


def made(assistant: Assistant) -> Directory:
    """Return the directory of an assistant's documents."""
    return directory_of(assistant.facts(FactKind.ORGANISATION), assistant.facts(FactKind.CONTACT))


def values(entry: Entry) -> list[FactValue]:
    """Return everything that an entry shows."""
    single = (entry.name, entry.country, entry.region, entry.about, entry.blank)
    persons = [value for person in entry.persons for value in person.values]
    return [value for value in (*single, *entry.acronyms, *entry.other_names, *persons) if value]


@pytest.fixture
def guilds(new_settings: Callable[..., Settings]) -> Assistant:
    """Return an assistant over three organisations: a blank contact, a hostile one, and one without a country or contact."""
    settings = new_settings({"guilds.txt": GUILDS, "again.txt": GUILDS.partition("League")[0]})
    ingest(settings)
    return Assistant(settings)


def test_everything_is_quoted(real_assistant: Assistant) -> None:
    """What an entry shows stands in its document at the offsets that are named."""
    entries = made(real_assistant).entries
    assert entries
    for value in (value for entry in entries for value in values(entry)):
        document = real_assistant.document(value.span.source)
        assert document is not None
        assert document.text[value.span.start : value.span.end] == value.quote


def test_each_once(real_assistant: Assistant) -> None:
    """An organisation that stands on several pages is one entry that names its other places."""
    entries = made(real_assistant).entries
    names = [entry.name.value for entry in entries]
    assert len(names) == len(set(names))
    assert any(entry.also_in for entry in entries)
    assert all(entry.name.span not in entry.also_in for entry in entries)


def test_countries(real_assistant: Assistant) -> None:
    """A country with an entry is covered; one without isn't; organisations of Europe stand by themselves."""
    directory = made(real_assistant)
    assert "SI" in directory.covered
    assert "DE" not in directory.covered
    assert not directory.of("DE")
    assert directory.of("EU")
    assert sum(len(directory.of(code)) for code in (*directory.covered, "EU", None)) == len(directory.entries)


def test_contact_states(guilds: Assistant) -> None:
    """A blank field, a contact and none at all are three different things."""
    states = {entry.acronyms[0].value: entry.contact for entry in made(guilds).entries}
    assert states == {"GMP": ContactState.BLANK, "LCF": ContactState.GIVEN, "UOO": ContactState.NONE}


def test_without_country(guilds: Assistant) -> None:
    """An organisation whose country the documents don't give is in the directory too."""
    assert [entry.acronyms[0].value for entry in made(guilds).of(None)] == ["UOO"]


def read(text: str) -> list[dict[str, str]]:
    """Read a CSV file as a program would."""
    assert text.startswith("\ufeff")
    return list(csv.DictReader(io.StringIO(text[1:], newline=""), strict=True))


def test_table(real_assistant: Assistant) -> None:
    """The file has each entry with the quotes of the row, at offsets that hold."""
    directory = made(real_assistant)
    rows = read(csv_of(directory, country=messages("de").country))
    assert {row["name"] for row in rows} == {entry.name.value for entry in directory.entries}
    assert next(row for row in rows if row["country_code"] == "SI")["country"] == "Slowenien"
    for row in rows:
        document = real_assistant.document(row["name_document"])
        assert document is not None
        assert document.text[int(row["name_start"]) : int(row["name_end"])] == row["name_quote"]


def test_table_is_rfc_4180(guilds: Assistant) -> None:
    """Lines end as the RFC says, every row has every column, and quotation marks in a value survive."""
    text = csv_of(made(guilds), country=messages("en").country)
    assert text.endswith("\r\n")
    assert "\n" not in text.replace("\r\n", "")
    rows = read(text)
    assert all(list(row) == list(COLUMNS) and None not in row.values() for row in rows)
    assert 'Head of "Locks"' in [row["contact_role"] for row in rows]


def test_table_computes_nothing(guilds: Assistant) -> None:
    """What a spreadsheet would take for a formula is text in it."""
    cells = [cell for row in read(csv_of(made(guilds), country=messages("en").country)) for cell in row.values()]
    assert any(cell.startswith("'=cmd") for cell in cells)
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]
