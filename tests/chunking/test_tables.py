"""Rows, cells and heads of tables, and lines that begin with a label, each at its place in the text."""

from __future__ import annotations

import pytest

from townhall.chunking.lines import labelled
from townhall.chunking.tables import cells_of, tables_of

TEXT = """Fees of the pool

| Ticket | Price |
|---|---:|
| Adults | 4 euros |
| Children \\| pupils | |

| Monday | closed |
| Tuesday | 9–18 |

| Not | a table |
"""


@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_tables_are_found_with_their_cells(ending: str) -> None:
    """Rows that follow each other are a table; a rule tells that the first heads the others; an escaped bar parts no cells."""
    text = TEXT.replace("\n", ending)
    found = [
        (table.headed, [[text[slice(*cell)] for cell in cells_of(text, *row)] for row in (table.head, *table.rows)])
        for table in tables_of(text, 0, len(text))
    ]
    assert found == [
        (True, [["Ticket", "Price"], ["Adults", "4 euros"], ["Children \\| pupils", ""]]),
        (False, [["Monday", "closed"], ["Tuesday", "9–18"]]),
    ]


@pytest.mark.parametrize(
    ("rows", "headed"),
    [
        ("| Step | Date |\n| Phase 1 | 16 April 2031 |\n| Results | 2 May 2031 |", True),
        ("| Inhabitants | Lead | Partner |\n| up to 100 | 48 | 31 |\n| more | 64 | 42 |", True),
        ("| Monday | closed |\n| Tuesday | 9–18 |\n| Friday | 9–12 |", True),
        ("| Monday | 8–12 |\n| Tuesday | 9–18 |\n| Friday | 9–12 |", False),
        ("| Ada | chair |\n| Ivo | clerk |\n| Bea | guard |", False),
        ("| Step | Date |\n| Phase 1 | 16 April 2031 | noon |\n| Results | 2 May 2031 |", False),
        ("| Step | Date |\n| Phase 1 | 16 April 2031 |", False),
        ("| Step | |\n| Phase 1 | 16 April 2031 |\n| Results | 2 May 2031 |", False),
        ("| Item | 2029 | 2030 |\n| Staff | 168 | 181 |\n| Rent | 29 | 33 |", True),
        ("| Member | Fee 2029 | Fee 2030 |\n| Town | 400 | 425 |\n| Club | 90 | 95 |", True),
        ("| Lowick | 2021 | 14 |\n| Velm | 2023 | 18 |\n| Ostrey | 2024 | 9 |", False),
        ("| Lowick | 2021 |\n| Velm | 23 May 2023 |\n| Ostrey | 2024 |", False),
        ("| Item | 2,029 |\n| Staff | 168 |\n| Rent | 29 |", False),
    ],
)
def test_a_head_is_told_without_a_rule(rows: str, *, headed: bool) -> None:
    """Names over a column that has a figure or a day in each other row are a head; where rows aren't alike, or there is but one, nothing is told."""
    (table,) = tables_of(rows, 0, len(rows))
    assert table.headed is headed


def test_a_part_of_a_text_holds_its_own_tables_alone() -> None:
    """Only rows between the two offsets count; places are those of the whole text."""
    start = TEXT.index("| Monday")
    (table,) = tables_of(TEXT, start, len(TEXT))
    assert table.head == (start, TEXT.index("\n", start))


@pytest.mark.parametrize(
    "line",
    [
        "Office hours: 9 to 12",
        "- Office hours: 9 to 12",
        "• **Office hours**: 9 to 12",
        "**Office hours:** 9 to 12",
        "__Office hours__ : 9 to 12",
        "| Office hours | 9 to 12 |",
    ],
)
def test_a_label_and_its_value_are_told_apart(line: str) -> None:
    """A label is plain or bold, after a bullet or not, with the colon inside or outside, or the first of a row's two cells."""
    match = labelled(line)
    assert match is not None
    assert (match["label"], match["value"]) == ("Office hours", "9 to 12")


@pytest.mark.parametrize(
    ("line", "label", "value"),
    [
        ("- Small hall – 40 euros per hour", "Small hall", "40 euros per hour"),
        ("Small hall ..... 40 €", "Small hall", "40 €"),
        ("Adults (18 to 64) . . . . . €5.50", "Adults (18 to 64)", "€5.50"),
        ("Children under 6\tfree", "Children under 6", "free"),
        ("* **Barn** - EUR 12", "Barn", "EUR 12"),
        ("Saturday     8am to 6pm", "Saturday", "8am to 6pm"),
    ],
)
def test_a_value_may_stand_behind_a_dash_or_dots(line: str, label: str, value: str) -> None:
    """A list of prices or times may part each from its label by a dash, by dots, or by a gap."""
    match = labelled(line)
    assert match is not None
    assert (match["label"], match["value"]) == (label, value)


@pytest.mark.parametrize(
    "line",
    [
        "The hall – the old one – is closed",
        "The council passed its budget of the year – 4 million euros for roads, schools and the new library",
        "Well-being 2030",
        "Small hall 40 euros",
    ],
)
def test_a_dash_within_a_sentence_parts_no_label(line: str) -> None:
    """What follows the dash must begin with a number, and be as short as what stands before it."""
    assert labelled(line) is None


@pytest.mark.parametrize(
    "line",
    ["He came late. Then he said: nothing", "9:30 to 12", "See https://example.org", "| one | two | three |", "Office hours", "| 9 | 12 |"],
)
def test_what_is_no_label_labels_nothing(line: str) -> None:
    """A colon within running text, an hour or an address ends no label; a row of more cells has none."""
    assert labelled(line) is None


def test_a_value_may_be_blank_and_a_label_may_be_too_long() -> None:
    """A blank value is a value; of the labels only those of at most so many words count where that is asked."""
    assert (match := labelled("Contact:")) is not None
    assert not match["value"]
    assert labelled("What to bring to the first meeting: boots", words=4) is None
