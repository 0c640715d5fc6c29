"""Columns and rows that are for everybody whom another one isn't for."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from townhall.assistant import Assistant
from townhall.model import Status

COURSES = """Code,Course,Place,Fee members (EUR),Fee others (EUR)
C01,Dry stone walling,Quern Hall,40,75
C02,Hedge laying,Tarn Farm,25,60
C03,Bees for beginners,Quern Hall,0,members only
"""
ROOMS = """# Village hall

## Hire

| Who | Evening (EUR) | Day (EUR) |
|---|---|---|
| Members | 20 | 45 |
| Others | 50 | 110 |
"""


@pytest.fixture(scope="module")
def assistant(knowing: Callable[..., Assistant]) -> Assistant:
    """Return an assistant that knows these documents."""
    return knowing({"courses.csv": COURSES, "hall.md": ROOMS})


@pytest.mark.parametrize(
    ("question", "value"),
    [
        ("How much is dry stone walling for members?", "40"),
        ("How much is dry stone walling if we are not members?", "75"),
        ("What does hedge laying cost for non-members?", "60"),
        ("What does C02 cost for non-members?", "60"),
        ("How much is hedge laying for somebody who isn't a member?", "60"),
        ("How much is bees for beginners for non-members?", "members only"),
        ("How much is an evening at the hall for non-members?", "50"),
    ],
)
def test_whoever_is_not_meant_by_one_column_is_meant_by_others(assistant: Assistant, question: str, value: str) -> None:
    """Who isn't a member reads the column, or the row, that is for others, and never the members' one."""
    answer = assistant.ask(question).answer
    assert answer.status is Status.ANSWERED
    assert answer.statements[0].text == value
