"""What a message leaves to the turn before it, and what it doesn't."""

from __future__ import annotations

import pytest

from townhall.assistant import Assistant
from townhall.model import Kind

SUPPORT = "Who supports us in Denmark?"
CONTACT = "Who is the contact person in Denmark?"


@pytest.mark.parametrize(
    ("before", "question"),
    [
        (SUPPORT, "What is the helpdesk?"),
        (SUPPORT, "Who can apply?"),
        (SUPPORT, "List the subgroups"),
        (CONTACT, "Which mayor learned about bridges and what did he say?"),
        (CONTACT, "What did Emil Ford say?"),
    ],
)
def test_a_whole_question_takes_nothing_over(valley: Assistant, before: str, question: str) -> None:
    """A question that says all it asks is read and answered as if nothing had been said before; its pronoun means what it names itself."""
    after, alone = valley.converse([before, question]), valley.ask(question)
    assert after.answer.carried == ()
    assert (after.query.kind, after.query.slots, after.query.text) == (alone.query.kind, alone.query.slots, question)
    assert after.answer.text == alone.answer.text


@pytest.mark.parametrize(
    ("before", "question", "kind", "carried"),
    [
        (SUPPORT, "and the contact person?", Kind.CONTACT, [("place", "DK")]),
        (SUPPORT, "And who is the contact?", Kind.CONTACT, [("place", "DK")]),
        (CONTACT, "what's his position?", Kind.DEFINITION, [("person", "Ada Quay")]),
        (CONTACT, "Does she have an e-mail address?", Kind.CONTACT, [("person", "Ada Quay")]),
    ],
)
def test_a_name_is_taken_over(valley: Assistant, before: str, question: str, kind: Kind, carried: list[tuple[str, str]]) -> None:
    """A question that goes on, or that refers by a pronoun, is asked of the name in the turn before, which the standalone question tells."""
    turn = valley.converse([before, question])
    assert turn.query.kind is kind
    assert [(slot.name, slot.value) for slot in turn.answer.carried] == carried
    assert turn.query.text != question
    assert "Ada Quay, Head of Office" in turn.answer.text


@pytest.mark.parametrize("question", ["What about Portugal?", "no, I meant Portugal", "and Portugal?"])
@pytest.mark.parametrize(("before", "kind"), [(SUPPORT, Kind.SUPPORT), (CONTACT, Kind.CONTACT)])
def test_the_old_question_is_asked_of_a_new_name(valley: Assistant, before: str, kind: Kind, question: str) -> None:
    """Another place, named alone or as a correction, takes over the question and not the place."""
    turn = valley.converse([before, question])
    assert (turn.query.kind, turn.query.values("place")) == (kind, ("PT",))
    assert turn.query.text == before.replace("Denmark", "Portugal")
    assert "Ivo Novak, Chair" in turn.answer.text
