"""A conversation over HTTP: its questions come anew with every request, and are played in order."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Collection, Iterator, Sequence
from datetime import date

from townhall.assistant import Assistant
from townhall.model import SlotKey, Turn
from townhall.settings import Settings

REMEMBERED = 500
"""Turns that are remembered, so that a conversation that goes on isn't answered from its beginning each time."""
PLAYED, STEP = 20, 10
"""Of a longer conversation at least so many of the last questions are played. Its beginning is left out in steps, so that what is remembered
fits for some requests."""

_Prefix = tuple[str, date, tuple[str, ...], tuple[str, ...]]
"""The generation, the day, the documents kept to, and the questions up to the turn's own: with equal ones an answer is equal."""


class Player:
    """Answers the last question of a conversation; safe to use from several threads."""

    def __init__(self, assistant: Assistant, settings: Settings) -> None:
        self._assistant = assistant
        self._settings = settings
        self._lock = threading.Lock()
        self._turns: OrderedDict[_Prefix, Turn] = OrderedDict()

    def stream(
        self,
        questions: Sequence[str],
        *,
        dropped: Collection[SlotKey] = (),
        today: date | None = None,
        sources: Sequence[str] = (),
        id: str = "",
    ) -> Iterator[Turn]:
        """Yield the last question's turn as its answer grows, the whole of it last; arguments and errors as in ``Assistant.ask``."""
        kept = tuple(questions[first_played(len(questions)) :])
        day = today or self._settings.current_date()
        generation = self._assistant.generation
        turns: list[Turn] = []
        for number, question in enumerate(kept[:-1], 1):
            prefix = (generation, day, tuple(sources), kept[:number])
            turn = self._remembered(prefix) or self._assistant.ask(question, turns=turns, today=day, sources=sources)
            self._remember(prefix, turn)
            turns.append(turn)
        last = None
        for last in self._assistant.stream(kept[-1], turns=turns, dropped=dropped, today=day, sources=sources, id=id):
            yield last
        if last is not None and not dropped:  # an answer that was to leave something out is no part of the same conversation asked anew
            self._remember((generation, day, tuple(sources), kept), last)

    def _remembered(self, prefix: _Prefix) -> Turn | None:
        with self._lock:
            return self._turns.get(prefix)

    def _remember(self, prefix: _Prefix, turn: Turn) -> None:
        with self._lock:
            self._turns[prefix] = turn
            self._turns.move_to_end(prefix)
            while len(self._turns) > REMEMBERED:
                self._turns.popitem(last=False)


def first_played(questions: int) -> int:
    """Return the index of the first question that is played, of so many."""
    return max(0, (questions - PLAYED) // STEP * STEP)


def last_of(turns: Iterator[Turn]) -> Turn:
    """Return the last of the turns: the whole answer."""
    *_, last = turns
    return last
