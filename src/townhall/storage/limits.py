"""Limits: how often something may be tried, counted in the database so that all replicas count together.

What is counted for (an address, say) is never stored, only a hash of it under the database's own key.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from townhall.errors import StoreBusyError
from townhall.storage.database import Database
from townhall.storage.tables import attempts, utc_now
from townhall.storage.tokens import keyed_hash

FREE_GUESSES = 5
"""Wrong guesses that cost no wait: people mistype."""
LONGEST_WAIT = 15 * 60
"""In seconds: about a hundred guesses a day for whoever never stops, as many as NIST SP 800-63B admits before an account is locked."""
GUESSES_FORGOTTEN = 24 * 60 * 60
"""Seconds after the last wrong guess until they no longer count."""
TRIES = 10

Times = list[float]
"""Seconds since 1970, oldest first."""
Step = Callable[[Times, float], "tuple[Times, float, Allowance]"]
"""From what was counted and the time now: what is counted then, until when it matters, and what is allowed."""


@dataclass(frozen=True, slots=True)
class Allowance:
    """Whether an attempt may be made; it is true where it may."""

    allowed: bool
    wait: float
    """Seconds until the next one may be made; 0 for at once."""
    left: int = 0
    """How many more may be made at once, where a number is what limits them."""

    def __bool__(self) -> bool:
        return self.allowed


class Limits:
    """Counts attempts.

    Every method raises StoreError where the database can't be used.
    """

    def __init__(self, database: Database, *, clock: Callable[[], datetime] = utc_now) -> None:
        self._database = database
        self._clock = clock

    def allow(self, name: str, key: str, *, most: int, seconds: float) -> Allowance:
        """Allow ``most`` attempts in any ``seconds``, and count this one if it is allowed.

        Args:
            name: what is tried; each is counted for itself.
            key: who tries, as an address.
            most: how many attempts are allowed, at least 1.
            seconds: in what time.
        """

        def step(times: Times, now: float) -> tuple[Times, float, Allowance]:
            recent = [time for time in times if time > now - seconds]
            if len(recent) < most:
                recent.append(now)
                wait = 0.0 if len(recent) < most else recent[0] + seconds - now
                allowance = Allowance(allowed=True, wait=wait, left=most - len(recent))
            else:
                allowance = Allowance(allowed=False, wait=recent[-most] + seconds - now)
            return recent, recent[-1] + seconds, allowance

        return self._counted(name, key, step)

    def guess(self, name: str, key: str) -> Allowance:
        """Allow a guess at a secret, or say how long to wait: the more were wrong, the longer.

        A guess counts as wrong from now on, until ``right`` is called: so that many at once are as many, not one.
        """

        def step(times: Times, now: float) -> tuple[Times, float, Allowance]:
            wrong = times if times and times[-1] > now - GUESSES_FORGOTTEN else []
            waited = now - wrong[-1] if wrong else 0.0
            due = _wait_after(len(wrong))
            if waited < due:
                return wrong, wrong[-1] + GUESSES_FORGOTTEN, Allowance(allowed=False, wait=due - waited)
            wrong = [*wrong, now]
            return wrong, now + GUESSES_FORGOTTEN, Allowance(allowed=True, wait=_wait_after(len(wrong)))

        return self._counted(name, key, step)

    def right(self, name: str, key: str) -> None:
        """Forget the wrong guesses of somebody who then knew."""
        with self._database.writing() as connection:
            connection.execute(delete(attempts).where(attempts.c.key == self._hash(name, key)))

    def _hash(self, name: str, key: str) -> str:
        return keyed_hash(self._database.key, name, key)

    def _counted(self, name: str, key: str, step: Step) -> Allowance:
        hashed = self._hash(name, key)
        for _ in range(TRIES):
            try:
                return self._count(hashed, step)
            except IntegrityError:  # another process made the row at the same time: now it is there to be locked
                continue
        raise StoreBusyError(f"Attempts can't be counted in {self._database.name}: too many at once.", remedy="Try again.")

    def _count(self, hashed: str, step: Step) -> Allowance:
        with self._database.writing() as connection:
            found = connection.execute(select(attempts.c.times).where(attempts.c.key == hashed).with_for_update()).scalar()
            # After the lock is held: who waited for it counts from when it was their turn.
            times, until, allowance = step(json.loads(found) if found else [], self._clock().timestamp())
            values = {"times": json.dumps(times), "until": datetime.fromtimestamp(until, UTC)}
            if found is None:
                connection.execute(insert(attempts).values(key=hashed, **values))
            else:
                connection.execute(update(attempts).where(attempts.c.key == hashed).values(**values))
        return allowance


def _wait_after(wrong: int) -> float:
    """Return the seconds to wait after so many wrong guesses: none for the first ones, then 1, 2, 4 and so on up to the longest."""
    if wrong < FREE_GUESSES:
        return 0.0
    return float(min(2 ** min(wrong - FREE_GUESSES, 30), LONGEST_WAIT))
