"""Notices: what one says has changed follows what another document still says."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from townhall.assistant import Assistant
from townhall.model import Status

DOCUMENTS = {
    "courses.csv": """No.,Date,Title,City,Room
W1,Thu 19 June 2031,From fence to fen,Nantes,Salle Estuaire
W2,Fri 20 June 2031,Pumps without surprises,Bremen,Raum Weser 2
""",
    "sums.md": """# Lump sums of the Moss Call

| Inhabitants | Lead town | Partner town |
| --- | --- | --- |
| 10,000 to 49,999 | 48,000 euros | 31,000 euros |
| 50,000 to 149,999 | 64,000 euros | 42,000 euros |
""",
    "desks.md": """# Desks

## Fen Desk

The Fen Desk helps villages in Belgium with pumps.

Contact: Aline Grosse, +32 81 555 0129
""",
    "notice.txt": """BOG NETWORK - NOTICE OF CHANGES
Marshton, 5 March 2031

1. Course W1, "From fence to fen", Nantes
The course planned for 19 June is postponed because the hall is under repair. It will take place on 24 September 2031 in the same town.

2. Moss Call, lump sums
The lump sum for a partner town of 50,000 to 149,999 inhabitants should read 45,000 euros, not 42,000.

3. Fen Desk
The telephone number of the Fen Desk is +32 81 555 0192. Two digits had been swapped.
""",
}


@pytest.fixture(scope="module")
def bogs(knowing: Callable[..., Assistant]) -> Assistant:
    """Return an assistant over the documents."""
    return knowing(DOCUMENTS)


@pytest.mark.parametrize(
    ("question", "changed"),
    [
        ("When is the course in Nantes?", "24 September 2031"),
        ("What is the lump sum for a partner town of 60,000 inhabitants?", "45,000 euros"),
        ("What is the phone number of the Fen Desk?", "+32 81 555 0192"),
    ],
)
def test_what_has_changed_is_told(bogs: Assistant, question: str, changed: str) -> None:
    """A day that was moved, an amount and a number that were wrong: the sentence that gives the new one is part of the answer, with its proof."""
    found = bogs.ask(question).answer
    assert found.status is Status.ANSWERED
    assert any(changed in citation.quote for citation in found.citations)


def test_a_value_that_has_changed_does_not_lead(bogs: Assistant) -> None:
    """The amount that holds no longer isn't set alone in front."""
    found = bogs.ask("What is the lump sum for a partner town of 60,000 inhabitants?").answer
    assert not any(statement.lead for statement in found.statements)


@pytest.mark.parametrize("question", ["When is the course in Bremen?", "What is the lump sum for a partner town of 20,000 inhabitants?"])
def test_what_has_not_changed_brings_no_notice(bogs: Assistant, question: str) -> None:
    """A notice about another course says nothing of this one."""
    found = bogs.ask(question).answer
    assert found.status is Status.ANSWERED
    assert not any(citation.source == "notice.txt" for citation in found.citations)


DIRECTORY = {
    "guild.md": """# Who helps where

## Guild of Norland Ports

The Guild of Norland Ports helps harbour towns in France with digital maps.

Contact person: Ada Quay, a.quay@guild.example

## League of Lake Towns

The League of Lake Towns unites towns around the lakes in Germany.

Contact person: Ben Mere, b.mere@lakes.example
""",
    "news.md": """# News

## Notices

The annual dinner of the Guild of Norland Ports has been moved to the Harbour Hotel.

The summer school of the League of Lake Towns is postponed. It will take place in September.

Ada Quay has been replaced by Nell Tarn.
""",
}


@pytest.fixture(scope="module")
def ports(knowing: Callable[..., Assistant]) -> Assistant:
    """Return an assistant over a directory with news of those who are in it."""
    return knowing(DIRECTORY)


@pytest.mark.parametrize(
    "question", ["Who helps towns in Germany?", "What is the League of Lake Towns?", "Who is the contact of the League of Lake Towns?"]
)
def test_what_else_somebody_puts_off_is_no_change(ports: Assistant, question: str) -> None:
    """That an organisation's event is moved changes nothing of who it is and how it is reached, and still less does another one's."""
    found = ports.ask(question).answer
    assert found.status is Status.ANSWERED
    assert not any(citation.source == "news.md" for citation in found.citations)


def test_who_has_been_replaced_is_told_alone(ports: Assistant) -> None:
    """A notice that names the contact is told, without those in the paragraphs beside it."""
    found = ports.ask("Who is the contact of the Guild of Norland Ports?").answer
    assert [citation.quote for citation in found.citations if citation.source == "news.md"] == ["Ada Quay has been replaced by Nell Tarn."]


MOVED = """# Workshops 2027

| Title | Date | City | Room |
|---|---|---|---|
| Walls that float | 11 June 2027 | Ostrey | Blue Hall |
| Cranes at night | 10 September 2027 | Velm | Attic |
| Sensors for piers | 15 October 2027 | Lowick | Cellar |
"""
MOVING = """# Notice of changes

## Workshop "Walls that float", Ostrey

The workshop planned for 11 June is postponed because of floods.
It will take place on 24 September 2027 in the same city; the room will be announced later.

## Office hours

The office is closed on 2 May.
"""


@pytest.fixture(scope="module")
def moved(knowing: Callable[..., Assistant]) -> Assistant:
    """Return an assistant over a programme, and a notice that changes a day of it."""
    return knowing({"workshops.md": MOVED, "notice.md": MOVING})


def test_what_is_to_be_told_later_takes_the_place_of_what_was_told(moved: Assistant) -> None:
    """A notice that leaves open what is asked for is all that is shown: the room that was given before holds no longer."""
    answer = moved.ask("Which room is the workshop Walls that float in?").answer
    assert answer.status is Status.PARTIAL
    assert "the room will be announced later" in answer.text
    assert "Blue Hall" not in answer.text


def test_a_notice_says_of_what_it_is(moved: Assistant) -> None:
    """Beside rows of other things a notice is shown with the heading that says what has changed; not beside the row itself."""
    listed = moved.ask("Give me all the workshops from September on").answer
    assert "Cranes at night" in listed.text
    assert 'Workshop "Walls that float", Ostrey · The workshop planned for 11 June' in listed.text
    assert "Ostrey · The workshop planned" not in moved.ask("When is the workshop Walls that float in Ostrey?").answer.text
