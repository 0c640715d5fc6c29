"""What was answered in conversations, remembered for those that go on: programs send a conversation anew with every question."""

from __future__ import annotations

import json
import threading
from collections import OrderedDict
from collections.abc import Sequence
from datetime import date
from hashlib import sha256

from townhall.model import Turn

REMEMBERED = 500
"""Turns."""
PLAYED, STEP = 20, 10
"""Of a longer conversation at least so many of the last questions are played. Its beginning is left out in steps, so that what is remembered
fits for some requests."""


class Memory:
    """The last turns that were answered; safe to use from several threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._turns: OrderedDict[bytes, Turn] = OrderedDict()

    def recall(self, key: bytes) -> Turn | None:
        """Return a turn, None where it isn't remembered."""
        with self._lock:
            if key in self._turns:
                self._turns.move_to_end(key)
            return self._turns.get(key)

    def remember(self, key: bytes, turn: Turn) -> None:
        """Remember a turn; the one that hasn't been asked for longest is forgotten for it."""
        with self._lock:
            self._turns[key] = turn
            self._turns.move_to_end(key)
            while len(self._turns) > REMEMBERED:
                self._turns.popitem(last=False)


def key_of(generation: str, today: date, sources: Sequence[str], questions: Sequence[str]) -> bytes:
    """Return what a turn is remembered by: the index, the day, the documents kept to, and the questions up to its own."""
    return sha256(json.dumps([generation, today.isoformat(), *sources, None, *questions]).encode()).digest()


def first_played(questions: int) -> int:
    """Return the index of the first question that is played, of so many."""
    return max(0, (questions - PLAYED) // STEP * STEP)
