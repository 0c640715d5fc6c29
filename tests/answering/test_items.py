"""Lists written as items, and countries named by a city: what of them an answer shows."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from townhall import library
from townhall.answering.reading.whereabouts import asked_places
from townhall.answering.sentences.ranking import rank_sentences
from townhall.assistant import Assistant
from townhall.model import Status
from townhall.settings import Settings

RING = """# The Ring of Desks

The Ring meets each February in a village hall.

## What a desk has to fulfil

A desk belongs to the Ring of Desks if it

1. serves at least ten villages,
2. has no share in a company that sells energy,
3. answers a first letter within fifteen days,
4. sends its figures to the Ring each January.

A desk that forgets its figures twice loses its vote. The Ring publishes a leaflet on stoves.
"""
BRIDGES = """# Two ways to mend a bridge

Two members tried out a way to mend stone bridges. They are Helsingborg and Sofia.
The Helsingborg way begins with the arches and takes a year.
The Sofia way begins with the railings and takes a month.
The rest is the same in both ways.
"""
GROUPS = """# Working groups

## Money

The money group brings the forces of its members together for greener towns. The group will draw up joint plans for what towns buy. It
helps towns to mix funds from home and from abroad. Partnerships with banks will be sought.

## Law

The law group removes hurdles to services across borders. It meets in May.
"""


@pytest.fixture
def ask(new_settings: Callable[..., Settings]) -> Assistant:
    """Return an assistant over both documents."""
    settings = new_settings({"ring.md": RING, "bridges.md": BRIDGES})
    library.ingest(settings)
    return Assistant(settings)


def test_a_list_is_given_whole_and_in_order(ask: Assistant) -> None:
    """Asked for a list that the document writes as items, all items are given as they follow, what leads up to them first, each cited by itself."""
    answer = ask.ask("List everything a desk has to fulfil to belong to the Ring").answer
    assert answer.status is Status.ANSWERED
    assert [statement.text for statement in answer.statements] == [
        "A desk belongs to the Ring of Desks if it",
        "1. serves at least ten villages,",
        "2. has no share in a company that sells energy,",
        "3. answers a first letter within fifteen days,",
        "4. sends its figures to the Ring each January.",
    ]
    assert len({citation.start for citation in answer.citations}) == len(answer.statements)


@pytest.mark.parametrize(
    ("people", "meant", "other"),
    [("Swedish", "begins with the arches", "begins with the railings"), ("Bulgarian", "begins with the railings", "begins with the arches")],
)
def test_a_city_stands_for_its_country(ask: Assistant, people: str, meant: str, other: str) -> None:
    """Asked of a country, a sentence that names a city which lies there comes before one alike that names a city elsewhere."""
    context = ask.context(f"How does the {people} way to mend a bridge begin?")
    ranking = rank_sentences(context, context.hits)
    assert ranking is not None
    order = [candidate.evidence.sentence.text for candidate in ranking.candidates]
    assert [asked_places(context, text) for text in order if meant in text] == [frozenset({people.lower()})]
    assert [asked_places(context, text) for text in order if other in text] == [frozenset()]
    assert next(i for i, text in enumerate(order) if meant in text) < next(i for i, text in enumerate(order) if other in text)


CALLS = "Programme,City,Application deadline\nGreen Streets,Koeln,1 May 2027\nSmart Lamps,Bonn,2 June 2027\n"


def test_deadlines_of_records_are_their_own(new_settings: Callable[..., Settings]) -> None:
    """A table's rows each have a deadline under their own name, and who asks for one by its name gets that one."""
    settings = new_settings({"calls.csv": CALLS})
    library.ingest(settings)
    assistant = Assistant(settings)
    day = date(2026, 11, 22)
    one = assistant.ask("What is the deadline of Smart Lamps?", today=day).answer
    assert [card.fields["programme"].value for card in one.cards] == ["Smart Lamps"]
    assert "2 June 2027" in one.statements[0].text
    both = assistant.ask("What are the deadlines?", today=day).answer
    assert [(card.fields["programme"].value, card.fields["date"].value) for card in both.cards] == [
        ("Green Streets", "2027-05-01"),
        ("Smart Lamps", "2027-06-02"),
    ]


def test_a_list_in_prose_is_told_to_its_end(knowing: Callable[..., Assistant]) -> None:
    """Where what is listed is told a sentence each, the list goes on to the end of its passage, and not into another."""
    found = knowing({"groups.md": GROUPS}).ask("Please enumerate what the money group has undertaken to do.").answer
    for part in ("joint plans", "mix funds", "Partnerships"):
        assert part in found.text
    assert "hurdles" not in found.text


NOTE = """# Call for second lives

## The concept note

The concept note is written in English on the form in Atrium and has no more than 8 pages. It comes with:

- a letter by the mayor of the lead town, signed by hand;
- a map of the quarter at a scale of 1:2 000 or 1:5 000;
- up to six photographs of the present state;
- a rough budget on the one-page table.

In Phase 1 partners do not need to send letters of their own. Costs of preparing the application are not refunded.

## How applications are assessed

A concept note passes with at least 65 points.
At most 90 concept notes are invited; if more than 90 reach 65 points, the ranking in each strand decides.

A full application needs at least 70 points in total and at least half of the points in each criterion.
"""


def test_a_sentence_that_leads_up_to_items_is_shown_with_them(knowing: Callable[..., Assistant]) -> None:
    """It says nothing by itself, whichever sentence stands first."""
    answer = knowing({"call.md": NOTE}).ask("What do we have to attach to the concept note?").answer
    assert answer.status is Status.ANSWERED, answer.reason
    assert all(item in answer.text for item in ("a letter by the mayor", "a map of the quarter", "up to six photographs", "a rough budget"))
