"""What a question takes from the turns before it."""

from __future__ import annotations

import pytest
from understanding import Understand

from townhall.model import Kind


@pytest.mark.parametrize(
    ("questions", "kind", "country"),
    [
        (("Who supports us in Slovenia?", "And in Croatia?"), Kind.SUPPORT, "HR"),
        (("Who is the contact person in Sweden?", "what about Cyprus"), Kind.CONTACT, "CY"),
        (("Who supports us in Slovenia?", "No, I meant Malta"), Kind.SUPPORT, "MT"),
        (("Who supports us in Slovenia?", "thanks", "and in Poland?"), Kind.SUPPORT, "PL"),
        (("Wer unterstützt Städte in Slowenien?", "Und in Malta?"), Kind.SUPPORT, "MT"),
    ],
)
def test_a_new_place_keeps_the_old_question(understand: Understand, questions: tuple[str, ...], kind: Kind, country: str) -> None:
    """A fragment that names another place asks the same of it, small talk in between passed over."""
    query = understand(*questions)
    assert (query.kind, query.values("place")) == (kind, (country,))


def test_a_place_is_carried_over_and_marked(understand: Understand) -> None:
    """A question that needs a place takes that of the turn before, marked as carried, and says it in the standalone question."""
    query = understand("Who supports us in Slovenia?", "Whom do I write to?")
    (slot,) = [slot for slot in query.slots if slot.name == "place"]
    assert (query.kind, slot.value, slot.carried) == (Kind.CONTACT, "SI", True)
    assert query.asked == "Whom do I write to?"
    assert "Slovenia" in query.text


@pytest.mark.parametrize("correction", ["no wait, not the Brussels region, we are a Flemish town", "not in Brussels, in Flanders"])
def test_a_place_that_is_not_meant_is_left_out(understand: Understand, correction: str) -> None:
    """Of two places in a correction the one that is denied is not asked about."""
    query = understand("Who is the contact in Brussels?", correction)
    assert (query.kind, query.values("region")) == (Kind.CONTACT, ("Flanders",))


def test_a_question_of_its_own_carries_nothing(understand: Understand) -> None:
    """A whole question about something else takes nothing from the turn before."""
    assert not any(slot.carried for slot in understand("Who supports us in Slovenia?", "What are the deadlines for applications?").slots)
    assert not any(slot.carried for slot in understand("Who supports us in Slovenia?", "Who supports cities in Malta?").slots)
