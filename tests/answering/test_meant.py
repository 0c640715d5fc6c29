"""Questions for the deadline of one thing, beside those of many others."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from townhall.assistant import Assistant
from townhall.model import Status

RULES = """# Fees of the Ridge Towns

## Annual fee

- **New members** pay half the fee in their first year. Towns that come back within five years of leaving do not get this reduction.
- **Shrinking towns** pay 20 % less. The reduction must be requested by 31 March 2027.

## Payment

Invoices are sent in February. The fee is due by 30 April 2027. Members that have not paid by 31 August 2027 lose their votes.
"""
MINUTES = """MINUTES OF THE BOARD
Thursday 19 February 2027

1. General Assembly
The Assembly takes place in Velm on 5 November. Motions from members must reach the office eight weeks before the Assembly,
that is by 10 September 2027.

2. Any other business
Expense claims for travel to meetings are to be sent within 30 days.
"""
COURSES = """date,title,place,register by
2027-03-26,Writing a good letter,online,2027-03-24
2027-05-07,Night ferries,Velm,2027-04-22
2027-07-02,Summer school,Ardmoor,2027-05-15
"""


@pytest.fixture(scope="module")
def assistant(knowing: Callable[..., Assistant]) -> Assistant:
    """Return an assistant that knows these documents."""
    return knowing({"fees.md": RULES, "minutes.txt": MINUTES, "courses.csv": COURSES})


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("until when can i get a motion in", "10 September 2027"),
        ("by when do motions have to be in?", "10 September 2027"),
        ("deadline for paying the fee?", "30 April 2027"),
        ("What is the deadline for the reduction for shrinking towns?", "31 March 2027"),
        ("What's the deadline for travel claims?", "within 30 days"),
    ],
)
def test_the_deadline_that_is_meant_is_told_alone(assistant: Assistant, question: str, told: str) -> None:
    """The sentence that speaks of the thing gives it, and no other deadline stands beside it."""
    answer = assistant.ask(question, today=date(2027, 3, 1)).answer
    assert answer.status is Status.ANSWERED, answer.reason
    assert told in answer.text
    others = {"10 September 2027", "30 April 2027", "31 March 2027", "24 March 2027", "22 April 2027", "15 May 2027", "five years"} - {told}
    assert not any(other in answer.text for other in others)


def test_whether_it_is_too_late_is_told_by_the_deadline_that_is_meant(assistant: Assistant) -> None:
    """What the question tells may stand in the sentence before the one that gives the day; no other call stands beside it."""
    question = "Our town is shrinking and should pay less, we only heard of it now. Are we too late to ask for it?"
    answer = assistant.ask(question, today=date(2027, 4, 2)).answer
    assert answer.status is Status.ANSWERED
    assert "31 March 2027" in answer.text
    assert "22 April 2027" not in answer.text


def test_the_deadline_of_what_is_nowhere_is_refused(assistant: Assistant) -> None:
    """What no sentence speaks of has none."""
    assert assistant.ask("What is the deadline for the photo contest?", today=date(2027, 3, 1)).answer.status is Status.NOT_IN_DOCUMENTS
