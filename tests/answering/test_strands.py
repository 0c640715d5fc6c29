"""Deadlines of a call whose strands have days of their own, and what a corrigendum puts off or leaves as it is."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from townhall.assistant import Assistant
from townhall.model import Status

CALL = """# Call 5: Bridge Pairs

Published by the River Office on 8 January 2027.

## 1. Strands

| Strand | Who leads | Budget |
|---|---|---|
| K, Hamlets | a town with fewer than 20,000 inhabitants | EUR 1 million |
| L, Boroughs | a city with 20,000 inhabitants or more | EUR 2 million |

## 2. Timetable

| Step | Strand K | Strand L |
|---|---|---|
| Concept note (phase 1) | 17 May 2027 | 10 May 2027 |
| Shortlist published | 2 June 2027 | 2 June 2027 |
| Full proposal (phase 2) | 30 August 2027 | 30 August 2027 |
| Award decision | by 22 October 2027 | by 22 October 2027 |
| Latest start of project | 1 February 2028 | 1 March 2028 |
"""
CORRIGENDUM = """RIVER OFFICE

CORRIGENDUM No 1 TO CALL 5 (BRIDGE PAIRS)
20 April 2027

1. Section 2, timetable, Strand K
   For "17 May 2027" read "31 May 2027".
   The deadline for concept notes in Strand L (10 May 2027) does not change.
"""
COURSES = """# Courses 2027

| Title | Date | Place | Register by |
|---|---|---|---|
| Concept notes that get read | 5 July 2027 | Lowick | 3 July 2027 |
| Budgets for beginners | 12 September 2027 | Velm | 10 September 2027 |
"""
TODAY = date(2027, 5, 12)


@pytest.fixture(scope="module")
def office(knowing: Callable[..., Assistant]) -> Assistant:
    """Return an assistant over a call, its corrigendum, and a calendar of courses."""
    return knowing({"call-5-bridge-pairs.md": CALL, "call-5-corrigendum.txt": CORRIGENDUM, "courses.md": COURSES})


@pytest.mark.parametrize(
    ("question", "given", "left_out"),
    [
        (
            "We are a town of 9,000 inhabitants. Can we still hand in a concept note for Call 5?",
            ["Strand K: open until 31 May 2027"],
            ["Strand L", "L, Bo"],
        ),
        (
            "Our city has 60,000 inhabitants. Can we still hand in a concept note for Call 5?",
            ["Strand L: the deadline has passed"],
            ["Strand K", "K, Ha"],
        ),
        ("What is the deadline for concept notes in Strand L?", ["10 May 2027", "does not change"], ["31 May", "get read"]),
        ("What is the deadline for concept notes?", ["Strand K: open until 31 May 2027", "Strand L: the deadline has passed"], ["get read"]),
        ("What are the deadlines of Call 5?", ["Strand K", "Strand L", "phase 2: open until 30 August 2027"], ["2028"]),
    ],
)
def test_the_strand_that_is_meant(office: Assistant, question: str, given: list[str], left_out: list[str]) -> None:
    """A deadline says of which strand it is, and those of a strand for places of another size, or of another name, aren't shown.

    The last day on which a project may start is no deadline, and a thing that is handed in names no course that is called by it.
    """
    answer = office.ask(question, today=TODAY).answer
    assert answer.status is Status.ANSWERED
    assert all(text in answer.text for text in given), answer.text
    assert not any(text in answer.text for text in left_out), answer.text


@pytest.mark.parametrize(
    ("question", "given"),
    [
        ("By when is the award decision taken in Call 5?", "22 October 2027"),
        ("When do we find out who is on the shortlist of Call 5?", "2 June 2027"),
    ],
)
def test_by_when_something_is_known(office: Assistant, question: str, given: str) -> None:
    """The day on which something is decided or told is none of the deadlines by which one applies."""
    answer = office.ask(question, today=TODAY).answer
    assert given in answer.text
    assert "open until" not in answer.text
