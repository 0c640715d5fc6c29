"""What an answer must look like, told from the question."""

from __future__ import annotations

import pytest

from townhall.answering.reading.types import holds_asked, holds_kind, lacks_form
from townhall.model import Kind, Query, Slot


def asked(kind: Kind, *, attribute: str = "", concept: str = "") -> Query:
    """Return a question of a kind, for an attribute, with a concept."""
    slots = (Slot("attribute", attribute, attribute),) if attribute else ()
    return Query(text="", asked="", language="en", kind=kind, slots=slots, concepts=frozenset({concept}))


@pytest.mark.parametrize(
    ("query", "good", "bad"),
    [
        (asked(Kind.OTHER, attribute="money"), "The budget of this call is 14.5 million euros.", "It funded 31 of 96 applications."),
        (asked(Kind.OTHER, attribute="money"), "A bicycle is refunded at 20p a mile.", "Of all riders 20 per cent came."),
        (asked(Kind.OTHER, attribute="money"), "A night costs 250 Kč.", "A night has 8 hours."),
        (asked(Kind.OTHER, attribute="money"), "A ticket costs 3000 Ft.", "The pond is 12 ft deep."),
        (asked(Kind.OTHER, attribute="money"), "Deposit (EUR): 60", "Weight (kg): 60"),
        (asked(Kind.OTHER, attribute="money"), "A lost key costs 65 and a lost card 10.", "A lost key costs 3 days of waiting."),
        (asked(Kind.OTHER, attribute="money"), "Rent a month: 780 to 920", "The rent of 2024 was too high."),
        (asked(Kind.OTHER, attribute="money"), "A deposit of 20 is taken.", "The rate is 5 %."),
        (asked(Kind.OTHER, attribute="money"), "It is 400 crowns.", "It is paid at 12:00."),
        (asked(Kind.QUANTITY, concept="share"), "It pays 60 per cent of the costs.", "The third call funded 31 projects."),
        (asked(Kind.QUANTITY, concept="share"), "Two thirds of the towns took part.", "A third call is planned."),
        (asked(Kind.DATE, concept="clock"), "The office opens at 08:30.", "The office opens on Monday."),
        (asked(Kind.PERSON, concept="who_is"), "The chair is Ms Carlotta Brisebois.", "The chair is elected by the board."),
        (asked(Kind.PERSON, concept="who_is"), "It was Ada Lovelace (ACM).", "It uses Near Field Communication (NFC)."),
        (asked(Kind.CONTACT, attribute="phone"), "Ring +32 00 410 77 99.", "Write to the desk."),
    ],
)
def test_what_cannot_be_missed(query: Query, good: str, bad: str) -> None:
    """An amount, a percentage, an hour, a person or a telephone number is there or isn't; another number is none of them."""
    assert (lacks_form(good, query), lacks_form(bad, query)) == (False, True)
    assert (holds_asked(good, query), holds_asked(bad, query)) == (True, False)


def test_a_unit_in_the_label() -> None:
    """A number is a duration where its label gives the unit."""
    assert holds_kind("Loan period (weeks): 3", Kind.DURATION)
    assert not holds_kind("Lanes (of 25 m): 3", Kind.DURATION)


def test_most_questions_ask_for_no_form() -> None:
    """Where an answer may look like anything, nothing is missed."""
    query = asked(Kind.OTHER)
    assert holds_asked("It depends.", query) is None
    assert not lacks_form("It depends.", query)


def test_who_does_something_may_be_an_office() -> None:
    """Only where it is asked who somebody is, a person must be named."""
    assert not lacks_form("The Office decides.", asked(Kind.PERSON))
