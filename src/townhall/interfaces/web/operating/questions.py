"""Every question that comes to the server, by whichever door: it is limited, counted and timed here."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum

from townhall.errors import StoreError, TooManyError, UsageError
from townhall.interfaces.web.operating.measures import Asked, Measures
from townhall.interfaces.web.store import Store
from townhall.model import Turn
from townhall.settings import Settings

log = logging.getLogger(__name__)

COUNTED = "question"
"""What questions are counted as: one number for all doors."""
MINUTE = 60
"""Seconds in which ``questions_per_minute`` may be asked."""


class ByDoor(StrEnum):
    """By which door a question comes."""

    PAGE = "page"
    API = "api"
    """``/api`` and ``/v1``."""
    MCP = "mcp"


@dataclass(frozen=True, slots=True)
class Asker:
    """Who asks."""

    door: ByDoor
    caller: str = ""
    """What questions are counted for: an address, or ``key NAME`` for a program that shows one; empty: they aren't."""
    request: str = ""
    """What the log calls the request."""


class Questions:
    """What every question passes on its way to the assistant and back."""

    def __init__(self, settings: Settings, store: Store, measures: Measures) -> None:
        self._most = settings.questions_per_minute
        self._store = store
        self._measures = measures

    def admit(self, asker: Asker) -> None:
        """Count a question; where that isn't possible it may be asked.

        Raises:
            TooManyError: there were too many.
        """
        if self._most is None or not asker.caller:
            return
        try:
            allowance = self._store.limits.allow(COUNTED, asker.caller, most=self._most, seconds=MINUTE)
        except StoreError:
            log.exception("A question couldn't be counted.")
            return
        if not allowance:
            self._measures.limited(asker.door)
            raise TooManyError(allowance.wait)

    def answered(self, asker: Asker, ask: Callable[[], Turn]) -> Turn:
        """Return what ``ask`` answers, once the question is admitted.

        Raises:
            TooManyError: there were too many.
        """
        self.admit(asker)
        with self._noted(asker) as asked:
            turn = ask()
            asked.answered(turn, request=asker.request)
        return turn

    def growing(self, asker: Asker, turns: Iterator[Turn]) -> Iterator[Turn]:
        """Yield the turns of an answer as it grows, of a question that was admitted; one that nobody waits for any more isn't counted."""
        turn = None
        with self._noted(asker) as asked:
            for turn in turns:
                yield turn
            if turn:
                asked.answered(turn, request=asker.request)

    def followed(self, asker: Asker) -> Asked:
        """Return what follows a question that was admitted, for whoever tells by themselves how it went; use it in a ``with`` block."""
        return self._measures.asked(asker.door)

    @contextmanager
    def _noted(self, asker: Asker) -> Iterator[Asked]:
        """Follow a question, and take note of a fault; a question that was wrong in itself is none of ours."""
        with self.followed(asker) as asked:
            try:
                yield asked
            except UsageError:
                raise
            except Exception:
                asked.answered(None, request=asker.request)
                raise
