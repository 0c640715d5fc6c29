"""Deadlines: how each stands on a day, by what the documents give and nothing else."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from townhall.assistant import Assistant
from townhall.interfaces.web.deadlines import Deadline, DeadlineState, deadlines_of
from townhall.library import ingest
from townhall.model import FactKind
from townhall.settings import Settings

CALL = """Help for lake towns

The programme helps towns at lakes.

How to apply

Opening: {opens}
Deadline: {day}
"""
DAY = date(2026, 5, 20)
OPENS = date(2026, 3, 2)


def made(assistant: Assistant, today: date) -> tuple[Deadline, ...]:
    """Return the deadlines of an assistant's documents."""
    return deadlines_of(assistant.facts(FactKind.DEADLINE), today=today)


@pytest.fixture
def lakes(new_settings: Callable[..., Settings]) -> Assistant:
    """Return an assistant over a call that says when it opens."""
    settings = new_settings({"lakes.txt": CALL.format(opens="2 March 2026", day="20 May 2026")})
    ingest(settings)
    return Assistant(settings)


@pytest.mark.parametrize(
    ("today", "state"),
    [
        (OPENS - timedelta(days=1), DeadlineState.NOT_YET),
        (OPENS, DeadlineState.OPEN),
        (DAY, DeadlineState.OPEN),
        (DAY + timedelta(days=1), DeadlineState.PASSED),
    ],
)
def test_state(lakes: Assistant, today: date, state: DeadlineState) -> None:
    """It is not open before its first day, open on its first and its last, and passed on the day after."""
    (deadline,) = made(lakes, today)
    assert deadline.state is state
    assert deadline.opens == OPENS
    assert deadline.days == (DAY - today).days


def test_period_is_no_opening(real_assistant: Assistant) -> None:
    """A phase's period says nothing of when one can apply: without an opening day a deadline to come is open."""
    deadlines = made(real_assistant, date(2020, 1, 1))
    assert deadlines
    assert all((deadline.period is not None, deadline.opens, deadline.state) == (True, None, DeadlineState.OPEN) for deadline in deadlines)


def test_in_order_and_quoted(real_assistant: Assistant) -> None:
    """Deadlines come in the order of their days, and each value stands in its document at the offsets that are named."""
    deadlines = made(real_assistant, date(2024, 5, 1))
    assert [deadline.state for deadline in deadlines] == [DeadlineState.OPEN, DeadlineState.OPEN]
    assert [deadline.day for deadline in deadlines] == sorted(deadline.day for deadline in deadlines)
    for deadline in deadlines:
        for value in (deadline.due, deadline.sentence, deadline.programme, deadline.phase, *(deadline.period or ())):
            assert value is not None
            document = real_assistant.document(value.span.source)
            assert document is not None
            assert document.text[value.span.start : value.span.end] == value.quote


def test_identity(lakes: Assistant, new_settings: Callable[..., Settings]) -> None:
    """A deadline that moves to another day stays the same one, whatever document gives it; two of one call are told apart."""
    (before,) = made(lakes, DAY)
    moved = CALL.format(opens="2 March 2026", day="27 May 2026")
    settings = new_settings(
        {"a-copy.txt": moved, "lakes.txt": moved, "rivers.txt": moved.replace("lake", "river") + "Deadline for reports: 3 July 2026\n"}
    )
    ingest(settings)
    after = made(Assistant(settings), DAY)
    assert len({deadline.id for deadline in after}) == len(after) == 3
    assert [deadline.programme.value for deadline in after if deadline.id == before.id and deadline.programme] == ["Help for lake towns"]
