"""Limits hold exactly, for all who share the database, and tell nobody's address."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import URL

from townhall.storage import Allowance, Database, Limits
from townhall.storage.limits import FREE_GUESSES, GUESSES_FORGOTTEN, LONGEST_WAIT

ADDRESS = "192.0.2.17"


@pytest.fixture
def limits(database: Database, clock: Any) -> Limits:
    """Return the limits of an empty database."""
    return Limits(database, clock=clock)


def test_no_more_than_that_many_in_any_stretch_of_time(limits: Limits, clock: Any) -> None:
    """However attempts are spread, no stretch of the given length holds more than are allowed, and the wait is told exactly."""
    allowed = []
    for _ in range(200):
        if limits.allow("ask", ADDRESS, most=3, seconds=10):
            allowed.append(clock.now)
        clock.move(seconds=0.7)
    assert all((later - earlier).total_seconds() >= 10 for earlier, later in zip(allowed, allowed[3:], strict=False))
    assert len(allowed) == 42  # 140 seconds: 14 stretches of 10 with 3 in each
    while not (last := limits.allow("ask", ADDRESS, most=3, seconds=10)):
        clock.move(seconds=last.wait)
    assert last.wait > 0
    assert not limits.allow("ask", ADDRESS, most=3, seconds=10)


def test_the_wait_is_exact(limits: Limits, clock: Any) -> None:
    """Who waits as long as was said is let in; who comes a little earlier isn't."""
    limits.allow("ask", ADDRESS, most=2, seconds=10)
    clock.move(seconds=4)
    assert limits.allow("ask", ADDRESS, most=2, seconds=10) == Allowance(allowed=True, wait=6)
    assert limits.allow("ask", ADDRESS, most=2, seconds=10) == Allowance(allowed=False, wait=6)
    clock.move(seconds=5.5)
    assert limits.allow("ask", ADDRESS, most=2, seconds=10) == Allowance(allowed=False, wait=0.5)
    clock.move(seconds=0.5)
    assert limits.allow("ask", ADDRESS, most=2, seconds=10)


def test_each_is_counted_for_itself(limits: Limits) -> None:
    """Another address, or another thing that is tried, has a count of its own."""
    assert limits.allow("ask", "ab", most=1, seconds=10)
    assert not limits.allow("ask", "ab", most=1, seconds=10)
    assert limits.allow("ask", "abc", most=1, seconds=10)
    assert limits.allow("aska", "b", most=1, seconds=10)


def test_replicas_count_together(url: URL) -> None:
    """Many threads over two openings of a database are allowed exactly as many as one would be."""
    replicas = [Limits(opened) for opened in (Database(url), Database(url))]
    with ThreadPoolExecutor(8) as pool:
        done = list(pool.map(lambda each: bool(replicas[each % 2].allow("ask", ADDRESS, most=7, seconds=3600)), range(40)))
    assert sum(done) == 7
    for replica in replicas:
        replica._database.close()  # noqa: SLF001 - it was opened here


def test_guesses_wait_longer_and_longer(limits: Limits, clock: Any) -> None:
    """A few wrong guesses cost nothing; then each doubles the wait, up to the longest; impatience costs nothing more."""
    waits = []
    for _ in range(FREE_GUESSES + 13):
        allowance = limits.guess("sign-in", ADDRESS)
        assert allowance
        assert not (allowance.wait and limits.guess("sign-in", ADDRESS))
        waits.append(allowance.wait)
        clock.move(seconds=allowance.wait)
    assert waits[: FREE_GUESSES - 1] == [0] * (FREE_GUESSES - 1)
    assert waits[FREE_GUESSES - 1 : FREE_GUESSES + 3] == [1, 2, 4, 8]
    assert waits[-1] == LONGEST_WAIT == max(waits)


@pytest.mark.parametrize("way", ["right", "time"])
def test_guesses_are_forgotten(limits: Limits, clock: Any, way: str) -> None:
    """Whoever guesses right, or leaves off for a day, begins anew."""
    while not (allowance := limits.guess("sign-in", ADDRESS)).wait:
        pass
    if way == "right":
        limits.right("sign-in", ADDRESS)
    else:
        clock.move(seconds=GUESSES_FORGOTTEN)
    assert limits.guess("sign-in", ADDRESS) == Allowance(allowed=True, wait=0)
    assert allowance


def test_guesses_at_once_are_as_many(limits: Limits) -> None:
    """Guesses that are made all at once are counted each: no more of them are looked at than one after the other."""
    with ThreadPoolExecutor(8) as pool:
        done = list(pool.map(lambda _: bool(limits.guess("sign-in", ADDRESS)), range(30)))
    assert sum(done) == FREE_GUESSES


def test_the_address_is_not_stored(sqlite: Database, file: Path, bytes_of: Callable[[Path], bytes]) -> None:
    """Neither the address nor a hash that could be made without the database's key is in the files; two databases hash it differently."""
    limits = Limits(sqlite)
    limits.allow("ask", ADDRESS, most=1, seconds=10)
    limits.guess("sign-in", ADDRESS)
    assert ADDRESS.encode() not in bytes_of(file)
    other = Database(URL.create("sqlite", database=str(file.with_name("other.sqlite"))))
    assert limits._hash("ask", ADDRESS) != Limits(other)._hash("ask", ADDRESS)  # noqa: SLF001 - what is stored
    other.close()
