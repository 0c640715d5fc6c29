"""The thing that a question is about, and a follow-up that names another one."""

from __future__ import annotations

import pytest

from townhall.assistant import Assistant
from townhall.query.things import things_in
from townhall.query.topics import asked_of_first


@pytest.mark.parametrize(
    ("question", "things"),
    [
        ("What is the deadline for the Courtyard Grant?", ["Courtyard Grant"]),
        ("until when can I apply for street music?", ["street music"]),
        ("What is the library's budget?", ["library"]),
        ("how much for lodging at the river fair", ["lodging", "river fair"]),
        ("How much is refunded for lunch?", ["lunch"]),
        ("How long are newspapers kept?", ["newspapers"]),
        ("What is the price of a garden shed?", ["garden shed"]),
        ("When is the meeting of Night-time Mobility?", ["meeting", "Night-time Mobility"]),
        ("How long can we keep a meter at the moment?", ["meter"]),
        ("What does a town of 30,000 pay in 2026?", ["town", "30,000", "2026"]),
    ],
)
def test_things(question: str, things: list[str]) -> None:
    """Things are the words that neither ask nor lead to others."""
    assert [thing.text for thing in things_in(question)] == things


@pytest.mark.parametrize(
    ("before", "question", "asked"),
    [
        ("What does a tent cost?", "and a caravan?", "What does a caravan cost?"),
        ("What does a tent cost for a family?", "and for a school class?", "What does a tent cost for a school class?"),
        ("Until when can I register for the fair?", "what about the summer camp?", "Until when can I register for the summer camp?"),
        ("What is the deadline for the Yard Grant?", "What about the Street Music Grant?", "What is the deadline for the Street Music Grant?"),
        ("How much is refunded for lunch?", "and dinner?", "How much is refunded for dinner?"),
        ("How fast is a dripping tap repaired?", "and a burst pipe?", "How fast is a burst pipe repaired?"),
        ("When is the fair open on Fridays for families?", "and saturdays?", "When is the fair open on saturdays for families?"),
        ("Who chairs Yard Music?", "and the vice-chair?", "Who is the vice-chair of Yard Music?"),
        ("How long can we keep a tent at the moment?", "no, I meant a caravan", "How long can we keep a caravan at the moment?"),
        ("When is the meeting of Night-time Mobility?", "and of Yard Music?", "When is the meeting of Yard Music?"),
        ("What does the small tent cost?", "and the big one?", "What does the big tent cost?"),
        ("What does the Lowick ferry cost?", "and the Ostrey one?", "What does the Ostrey ferry cost?"),
        ("What is the maximum in Group A?", "and in Group B?", "What is the maximum in Group B?"),
        ("What is Ms Kaye's room?", "and Anton Fell's?", "What is Anton Fell's room?"),
        ("Is there a minimum for a roof?", "what about old windows", "Is there a minimum for old windows?"),
        ("What is the fee of the camp?", "and what does the library lend?", "and what does the library lend?"),
        ("What is the fee of the camp?", "what about the library, when does it open?", "when does the library open?"),
    ],
)
def test_the_old_question_is_asked_of_a_new_thing(valley: Assistant, before: str, question: str, asked: str) -> None:
    """Another thing, named alone, stands in the place of the one that was asked about; a question of its own stays as it is."""
    assert valley.converse([before, question]).query.text == asked


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("what about the library, when does it open?", "when does the library open?"),
        ("what about the library?", None),
        ("and the library, when does it open?", None),
        ("when does the library open, and the pool?", None),
    ],
)
def test_what_is_asked_of_the_thing_that_comes_first(text: str, asked: str | None) -> None:
    """Only words that put a thing first, and a question after it, are read so."""
    assert asked_of_first(text, "en") == asked
