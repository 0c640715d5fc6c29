"""Which questions are being answered now, so that one is either answered or stopped, and a page can ask how it stands."""

from __future__ import annotations

import threading
from collections import OrderedDict
from enum import StrEnum

REMEMBERED = 10_000
"""Questions whose state is known; of older ones nobody waits any more."""


class State(StrEnum):
    """How a question stands."""

    UNKNOWN = "unknown"
    """It waits in the queue, never arrived, or was asked before the server was started."""
    RUNNING = "running"
    DONE = "done"
    STOPPED = "stopped"


class Running:
    """Questions by the token that their page gave them; safe to use from several threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._states: OrderedDict[str, State] = OrderedDict()

    def begin(self, token: str) -> bool:
        """Begin to answer; return whether that is still wanted."""
        return self._turn(token, {State.UNKNOWN}, State.RUNNING)

    def finish(self, token: str) -> bool:
        """Be done with the answer; return whether it wasn't stopped before."""
        return self._turn(token, {State.RUNNING}, State.DONE)

    def stop(self, token: str) -> bool:
        """Stop a question, be it one that isn't known; return whether it was this call that did."""
        return self._turn(token, {State.UNKNOWN, State.RUNNING}, State.STOPPED)

    def state(self, token: str) -> State:
        """Return how a question stands."""
        with self._lock:
            return self._states.get(token, State.UNKNOWN)

    def _turn(self, token: str, wanted: set[State], state: State) -> bool:
        if not token:  # nobody will ask for it
            return True
        with self._lock:
            if self._states.get(token, State.UNKNOWN) not in wanted:
                return False
            self._states[token] = state
            while len(self._states) > REMEMBERED:
                self._states.popitem(last=False)
            return True
