"""A conversation that is sent anew with every question is played once, and no longer than it has to be."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from townhall.assistant import Assistant
from townhall.memory import PLAYED, REMEMBERED, STEP, Memory, first_played
from townhall.model import Turn
from townhall.settings import Settings

QUESTIONS = ("Who supports cities in Slovenia?", "And the contact person?", "And in Malta?")


def test_no_more_is_played_than_fits() -> None:
    """However long a conversation is, a bounded number of its questions is played, and always the last ones."""
    left = [(questions, questions - first_played(questions)) for questions in range(1, 500)]
    assert all(played == questions for questions, played in left if questions <= PLAYED)
    assert all(PLAYED <= played < PLAYED + STEP for questions, played in left if questions > PLAYED)


class Counting(Assistant):
    """The real assistant, which counts its answers."""

    asked = 0

    def stream(self, question: str, **options: Any) -> Iterator[Turn]:
        """Count one more."""
        self.asked += 1
        return super().stream(question, **options)


@pytest.fixture(scope="module")
def counting(real_settings: Settings) -> Counting:
    """Return such an assistant over the real documents."""
    return Counting(real_settings)


def test_what_was_played_is_not_played_again(counting: Counting) -> None:
    """A conversation that goes on costs one answer a request; another day or other documents are another conversation."""
    memory = Memory()

    def costs(number: int, **options: Any) -> int:
        before = counting.asked
        assert counting.converse(QUESTIONS[:number], memory=memory, **options).answer.question == QUESTIONS[number - 1]
        return counting.asked - before

    assert [costs(1), costs(2), costs(3), costs(3)] == [1, 1, 1, 1]
    assert costs(3, today=date(2030, 1, 1)) == 3
    assert costs(3, sources=["national-*"]) == 3


def test_a_search_answers_nothing(counting: Counting) -> None:
    """A conversation is searched for by its last question as it stands by itself, and no answer to that one is made."""
    before = counting.asked
    text = counting.search_text(QUESTIONS[:2])
    assert counting.asked - before == 1
    assert text == counting.converse(QUESTIONS[:2]).query.search_text
    assert "Slovenia" in text


def test_what_is_remembered_is_bounded(counting: Counting) -> None:
    """The turn that was asked for longest ago is forgotten first; a question that is too long to be read isn't remembered at all."""
    memory = Memory()
    turn = counting.ask(QUESTIONS[0])
    keys = [number.to_bytes(4, "big") for number in range(REMEMBERED + 1)]
    for key in keys[:-1]:
        memory.remember(key, turn)
    assert memory.recall(keys[0]) is turn
    memory.remember(keys[-1], turn)
    assert [memory.recall(key) is turn for key in keys[:3]] == [True, False, True]
    endless = ("why " * 1000, QUESTIONS[0])
    before = counting.asked
    for _ in range(2):
        counting.converse(endless, memory=memory)
    assert counting.asked - before == 4
