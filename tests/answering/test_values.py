"""Which of several values in a sentence a question asks for."""

from __future__ import annotations

import pytest

from townhall.answering.reading.values import Asked, has_other_role, value_span
from townhall.index.lexical import terms_of
from townhall.model import Kind

ENTRY = "Entry costs 25 euros for adults and 10 for children."
CLUBS = "Clubs get 800 euros, and youth clubs 1,200 euros."
SHARES = "The university leads the work; the port pays 2.4 million euros and the region 600,000 euros."
LASTS = "The project started in September 2023 and lasts until August 2026."
SYSTEMS = "It runs the payroll system for 27 councils and the tax system for 24 councils."


def asked(question: str, kind: Kind, role: str | None = None, *, money: bool = False) -> Asked:
    """Return what a question wants, its words taken as its terms."""
    return Asked(kind, frozenset(terms_of(question)), role, money)


@pytest.mark.parametrize(
    ("text", "question", "value"),
    [
        (ENTRY, "adults", "25 euros"),
        (ENTRY, "a child", "10 for children"),
        (CLUBS, "clubs", "800 euros"),
        (CLUBS, "youth clubs", "1,200 euros"),
        (SHARES, "the port", "2.4 million euros"),
        (SHARES, "the region", "600,000 euros"),
        ("Parking costs 25 euros, and 40 euros if it lasts longer than three hours.", "parking", "25 euros"),
    ],
)
@pytest.mark.parametrize("rival", [True, False], ids=["a judge points at another", "no judge"])
def test_the_value_of_what_is_asked_about(text: str, question: str, value: str, *, rival: bool) -> None:
    """Of several amounts the one that stands with what is asked about is taken, before it or after it, whatever a judge points at."""
    other = text.index("25") if "25" in text and not value.startswith("25") else text.rindex("euros")
    span = value_span(text, asked(question, Kind.QUANTITY, money=True), (other, other + 5) if rival else None)
    assert span is not None
    assert text[slice(*span)] == value


@pytest.mark.parametrize(("text", "question"), [(ENTRY, "pensioners"), (ENTRY, "adults and children"), (ENTRY, "entry"), (SHARES, "the university")])
def test_no_value_rather_than_a_rival(text: str, question: str) -> None:
    """Where each amount is said to be of something else, or of two things that are both asked about, none is taken."""
    assert value_span(text, asked(question, Kind.QUANTITY, money=True), (text.index("euros"), text.index("euros") + 5)) is None


@pytest.mark.parametrize(("role", "day"), [("starting", "September 2023"), ("ending", "August 2026")])
def test_the_end_of_a_period_that_is_asked_for(role: str, day: str) -> None:
    """Of the two ends of a period the one that is asked for is taken."""
    span = value_span(LASTS, asked("the project", Kind.DATE, role))
    assert span is not None
    assert LASTS[slice(*span)] == day


@pytest.mark.parametrize(("role", "days"), [(None, "4 January to 30 June 2027"), ("starting", "4 January"), ("ending", "30 June 2027")])
def test_a_day_without_its_year(role: str | None, days: str) -> None:
    """The first day of a period may leave its year to the last; where neither end is asked for, both are taken together."""
    text = "The baths are shut for repairs from 4 January to 30 June 2027."
    span = value_span(text, asked("the baths", Kind.DATE, role))
    assert span is not None
    assert text[slice(*span)] == days


@pytest.mark.parametrize(("question", "count"), [("councils payroll system", "27 councils"), ("councils tax system", "24 councils")])
def test_a_count_of_the_same_things(question: str, count: str) -> None:
    """Of two numbers of the same things the one is taken whose clause speaks of what the question does."""
    span = value_span(SYSTEMS, asked(question, Kind.QUANTITY))
    assert span is not None
    assert SYSTEMS[slice(*span)] == count


def test_a_number_of_what_is_counted() -> None:
    """Of numbers of different things the one of the thing asked for is taken, though the other's sentence goes on with the question's words."""
    text = "Eleven partners from six countries take part."
    span = value_span(text, asked("partners take part", Kind.QUANTITY))
    assert span is not None
    assert text[slice(*span)] == "Eleven partners"


@pytest.mark.parametrize(
    ("text", "role", "other"),
    [
        ("The weir is shut from 4 January to 30 June 2027.", "starting", False),
        ("The weir is shut between 4 January 2027 and 30 June 2027.", "ending", False),
        ("The weir is shut until 30 June 2027.", "starting", True),
        ("The weir was opened on 30 June 2027.", "ending", True),
    ],
)
def test_a_stretch_has_both_ends(text: str, role: str, *, other: bool) -> None:
    """Two days that are joined are a beginning and an end, whatever words stand before them; a day by itself is what its words say."""
    assert has_other_role(text, role) is other
