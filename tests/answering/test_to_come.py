"""Questions for what came of something that the documents only announce."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from townhall.assistant import Assistant
from townhall.model import Status

LETTER = """# Letter to friends of the beck, no. 12

## The Otter Prize

Nominations for the Otter Prize 2027 close tomorrow, 27 February. There are 19 entries so far. The winner will be named at the assembly in Velm.
Last year's winner, Lowick, has turned the prize of 5,000 euros into a pond.

## The Heron Award

The jury of the Heron Award 2027 will choose a town in May. The Heron Award 2026 went to Ostrey.
"""


@pytest.fixture(scope="module")
def letter(knowing: Callable[..., Assistant]) -> Assistant:
    """Return an assistant over a newsletter."""
    return knowing({"letter.md": LETTER})


@pytest.mark.parametrize("question", ["Who won the Otter Prize 2027?", "Which town has won the Otter Prize 2027?"])
def test_what_will_be_is_not_what_was(letter: Assistant, question: str) -> None:
    """Who has won isn't said where the winner will be named."""
    assert letter.ask(question).answer.status is Status.NOT_IN_DOCUMENTS


@pytest.mark.parametrize(
    ("question", "given"),
    [
        ("Where will the winner of the Otter Prize be named?", "Velm"),
        ("Who won the Otter Prize last year?", "Lowick"),
        ("Which town won the Heron Award 2026?", "Ostrey"),
    ],
)
def test_what_was_or_is_asked_as_to_come_is_told(letter: Assistant, question: str, given: str) -> None:
    """What the documents tell as done is given, and so is what will be where that is what is asked."""
    answer = letter.ask(question).answer
    assert answer.status is Status.ANSWERED
    assert given in answer.text
