"""Things told by their place in a sentence: the phrases that name them, those named side by side, and the pronouns that stand for them."""

from __future__ import annotations

import pytest

from townhall.query.things import coordinated, in_place_of, phrases_in, things_in

SINGULAR = {"it", "its", "this", "that"}


@pytest.mark.parametrize(
    ("question", "phrases"),
    [
        ("Who is in charge of the night ferry to Velm?", ["the night ferry to Velm"]),
        ("who looks after the hedges in Lowick", ["the hedges in Lowick"]),
        ("Did the choir get its rooms at the brewery?", ["the choir", "rooms at the brewery"]),
        ("What did the council recommend for Lowick?", ["the council", "Lowick"]),
        ("who decides if I can use a kiln", ["a kiln"]),
        ("Is it good for people's sleep?", ["good for people's sleep"]),
    ],
)
def test_phrases(question: str, phrases: list[str]) -> None:
    """A phrase is what stands in the question, from its article on, without what is asked of it or what it does."""
    assert phrases_in(question) == phrases


def test_phrases_without_words() -> None:
    """What is left out is in no phrase: a phase that is carried over by itself."""
    assert phrases_in("When does the kiln fund's fifth phase close?", without={"fifth", "phase"}) == ["the kiln fund"]


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("Who is the mayor of Velm and of Lowick?", [["Velm", "Lowick"]]),
        ("Who are the mayors of Velm, Lowick and Ostrey?", [["Velm", "Lowick", "Ostrey"]]),
        ("What does the ferry to Velm and the kiln cost?", [["Velm", "kiln"]]),
        ("What does the ferry to Velm cost, and where is the kiln?", []),
    ],
)
def test_side_by_side(question: str, expected: list[list[str]]) -> None:
    """Things are named side by side where nothing but commas and an "and" stands between them, their own prepositions and articles aside."""
    assert [[thing.text for thing in things] for things in coordinated(question, things_in(question))] == expected


@pytest.mark.parametrize(
    ("question", "asked"),
    [
        ("how much does it cost?", "how much does the kiln cost?"),
        ("Its price?", "The kiln's price?"),
        ("and when do we get that one?", "and when do we get the kiln?"),
        ("is it possible to rent it?", "is it possible to rent the kiln?"),
        ("who is responsible for that?", "who is responsible for the kiln?"),
        ("is it true that nobody pays?", None),
        ("does that day count?", None),
        ("who stands in for him?", None),
    ],
)
def test_in_place_of_a_pronoun(question: str, asked: str | None) -> None:
    """A thing takes the place of the first pronoun that means something, and of none that tells which of others is meant."""
    assert in_place_of(question, "the kiln", SINGULAR) == asked
