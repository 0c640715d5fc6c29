"""Directories whose bodies are named in prose below their countries, one of which has none; deadlines that records give."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from townhall.assistant import Assistant
from townhall.model import Status

TODAY = date(2031, 3, 12)
DOCUMENTS = {
    "centres.md": """# Support centres of the Bog Network

## Austria (and, for the time being, Hungary)

The Donaumoos Service Centre in Linz is hosted by the port company, and it also advises Hungarian towns until a centre opens in Budapest.

Contact: Edda Rieth, telephone +43 732 555 0146, e.rieth@donaumoos.example

## Croatia

Centar Malih Luka in Rijeka advises in Croatian and, for towns across the border, in Slovene. Slovenia has no centre of its own.

Contact: Dorian Mat, telephone +385 51 555 073, d.mat@luke.example

## Netherlands

Steunpunt Veenwater in Dordrecht advises Dutch towns. It does not lend equipment.

Contact: Femke Oud, telephone +31 78 555 0135, f.oud@veenwater.example

## Spain

The contract with the former centre in Gijón ended on 31 December 2030 and a successor has not been appointed. Until then Spanish towns are
asked to turn to Linz.
""",
    "call.md": """# Moss Call 2031

| Step | Date |
| --- | --- |
| Phase 1: expression of interest (two pages) | 16 April 2031 |
| Phase 2: full application | 2 July 2031 |
""",
    "courses.csv": """No.,Date,Title,City,Room,Register by
W1,Wed 21 May 2031,From fence to fen,Nantes,Salle Estuaire,2031-04-07
W2,Thu 19 June 2031,Pumps without surprises,Bremen,Raum Weser 2,2031-05-13
W3,Fri 19 September 2031,Talking before the mire floods,Turku,,2031-08-13
""",
    "minutes.txt": """BOG NETWORK
Minutes of the meeting of the board

1. General Assembly
The election of a new chair is on the agenda, as Ms Fenn will not stand again. Candidates have
until 31 July 2031 to come forward.
""",
}


@pytest.fixture(scope="module")
def bogs(knowing: Callable[..., Assistant]) -> Assistant:
    """Return an assistant over the documents."""
    return knowing(DOCUMENTS)


@pytest.mark.parametrize("question", ["Who supports towns in Spain?", "Who is the contact for Spain?", "We are a town near Gijón. Who helps us?"])
def test_what_stands_under_a_country_without_a_body(bogs: Assistant, question: str) -> None:
    """Where a directory says of a country why it names no body there, that is the answer."""
    found = bogs.ask(question).answer
    assert (found.status, found.cards) == (Status.ANSWERED, ())
    assert "turn to Linz" in found.text


@pytest.mark.parametrize("question", ["Who supports towns in Slovenia?", "Who is the contact for Slovenia?"])
def test_sentences_that_name_a_country_are_the_nearest(bogs: Assistant, question: str) -> None:
    """A country that is but named in another one's entry has no body; the sentences are shown as related."""
    found = bogs.ask(question).answer
    assert found.status is Status.NOT_IN_DOCUMENTS
    assert "Slovenia has no centre of its own." in found.text


def test_a_body_of_two_countries_is_that_of_each(bogs: Assistant) -> None:
    """The heading of an entry names both, and the list of countries has both."""
    for country in ("Austria", "Hungary"):
        found = bogs.ask(f"Who supports towns in {country}?").answer
        assert found.status is Status.ANSWERED
        assert "Edda Rieth" in found.text
    assert {"Austria", "Hungary"} <= {statement.text.partition(":")[0] for statement in bogs.ask("Which countries are covered?").answer.statements}


@pytest.mark.parametrize("question", ["What is the phone number of the Danish support centre?", "Phone of your contact in Denmark?"])
def test_a_country_without_an_entry_has_nobody_elses_number(bogs: Assistant, question: str) -> None:
    """A number is given of the country's body or of nobody."""
    found = bogs.ask(question).answer
    assert found.status is Status.NOT_IN_DOCUMENTS
    assert "+31" not in found.text


@pytest.mark.parametrize(
    ("question", "day"),
    [
        ("Can we still send in an expression of interest for the Moss Call?", "2031-04-16"),
        ("Until when can we hand in phase two of the Moss Call?", "2031-07-02"),
        ("Can I still register for the Nantes course?", "2031-04-07"),
        ("What is the deadline to register for the course in Turku?", "2031-08-13"),
    ],
)
def test_the_deadline_that_is_meant(bogs: Assistant, question: str, day: str) -> None:
    """What is handed in by name, and what a course's own record says, tells which deadline is asked for."""
    found = bogs.ask(question, today=TODAY).answer
    assert [card.fields["date"].value for card in found.cards if "date" in card.fields] == [day]


def test_what_no_deadline_is_for_is_told_by_a_sentence(bogs: Assistant) -> None:
    """An office that somebody stands for is what the question is about: no other deadline is shown for it."""
    found = bogs.ask("Until when can people put themselves forward as chair?", today=TODAY).answer
    assert found.cards == ()
    assert "31 July 2031" in found.text


def test_a_phase_is_no_record(bogs: Assistant) -> None:
    """Phases of one call are told by their numbers, wherever more of the question's words stand."""
    found = bogs.ask("When is the deadline of phase two of the Moss Call, is it two pages?", today=TODAY).answer
    assert [card.fields["date"].value for card in found.cards if "date" in card.fields] == ["2031-07-02"]


def test_a_cell_that_a_row_leaves_blank_is_refused(bogs: Assistant) -> None:
    """A course that is known by its town and whose room isn't given has no other course's room."""
    assert bogs.ask("Which room is the Turku course in?", today=TODAY).answer.status is Status.NOT_IN_DOCUMENTS
    assert "Raum Weser 2" in bogs.ask("Which room is the Bremen course in?", today=TODAY).answer.text


def test_which_one_is_asked_of_what_was_spoken_of(bogs: Assistant) -> None:
    """Two words that ask which room are about the course that the question before was about."""
    first = bogs.ask("When is the course in Bremen?", today=TODAY)
    assert "Raum Weser 2" in bogs.ask("which room?", turns=(first,), today=TODAY).answer.text
