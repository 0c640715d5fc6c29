"""Reports and minutes in running prose: what a sentence must be read with, and what it only seems to answer."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from townhall.assistant import Assistant
from townhall.model import Answer, Status

PLAN = """# Plan for the mills 2033

## Aims

Aim 1. The pond is dredged by 2031. The mud goes to the brickworks, which pays for the lorries. Cost: 40,000 crowns. Responsible: Olga Brandt.

Aim 2. The mills use half as much water as in 2024. The order of work follows from the state of the wheels. Responsible: Piet Solberg.

## Projects

| Project | Manager | Budget |
|---|---|---|
| Upper weir | Tilda Marsh | 120,000 |
| Fish ladder, phase 2 | Jonas Ek | 35,000 |
"""
REPORT = """# Annual report 2025 of the Mill Trust

## The year in figures

The trust lent 1,300 books on milling, a few less than in 2024.

On 31 December the trust employed nine people. There were 391 volunteers.
The Trust's Board consists of a chair and two lay members elected for four years.
The chair is Ada Quill; her deputy is Jan Moss.

One of the nine was its bookkeeper, Leopold Sabo, who resigned the next day.

## Fees

A certificate of residence costs 8 euros, a certificate of conduct 13 euros.

## Parking

The rules apply in the five resident zones. A permit creates no claim to a space.

## Complaints

Complaints about the conduct of staff are not objections. They go to the Ombudsperson, Mr Tobias Hall, room 2.11.
The Ombudsperson cannot alter decisions.

## The old hall

The draft can be commented on until 31 May 2026 at one of four evenings in the old hall.

## Questions of the public

Mr Flood asked why no spare shaft was kept. The maker went out of business in 2017.
"""


@pytest.fixture(scope="module")
def plan(knowing: Callable[..., Assistant]) -> Assistant:
    """Return an assistant that knows a plan."""
    return knowing({"plan.md": PLAN})


@pytest.fixture(scope="module")
def report(knowing: Callable[..., Assistant]) -> Assistant:
    """Return an assistant that knows a report."""
    return knowing({"report.md": REPORT})


def ask(assistant: Assistant, question: str) -> Answer:
    """Return the answer of a day in March."""
    return assistant.ask(question, today=date(2026, 3, 12)).answer


@pytest.mark.parametrize(
    ("question", "name"),
    [
        ("Who is responsible for dredging the pond?", "Olga Brandt"),
        ("Who answers for the water of the mills?", "Piet Solberg"),
        ("Who is in charge of the upper weir?", "Tilda Marsh"),
        ("Who is responsible for the fish ladder?", "Jonas Ek"),
    ],
)
def test_who_is_in_charge_is_told_at_a_paragraphs_end_or_under_a_head(plan: Assistant, question: str, name: str) -> None:
    """A line that but names somebody is of all of its paragraph, and whoever is in charge may be called a manager."""
    answer = ask(plan, question)
    assert answer.status is Status.ANSWERED
    assert answer.statements[0].text == name


@pytest.mark.parametrize(
    "question",
    [
        "number of volunteers at the trust in 2024",
        "Who are the two lay members of the Board?",
        "Name the people who sit on the Board of the trust.",
        "who followed sabo as bookkeeper",
        "fee for a birth certificate",
        "Number of spaces for residents in zone C?",
        "when was the old hall built",
    ],
)
def test_what_is_like_the_answer_is_refused(report: Assistant, question: str) -> None:
    """A number of another year or of other things, names that are counted or the question's own, the fee of another thing, a day to come."""
    assert ask(report, question).status in {Status.NOT_IN_DOCUMENTS, Status.OUT_OF_SCOPE}


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("number of volunteers at the trust in 2025", "391"),
        ("fee for a certificate of residence", "8 euros"),
        ("How many resident zones are there?", "five"),
        ("Where does one take a complaint about staff?", "Tobias Hall"),
        ("Why is there no spare shaft?", "out of business"),
    ],
)
def test_what_is_the_answer_is_shown(report: Assistant, question: str, expected: str) -> None:
    """With what goes on from it: a sentence between two that are shown, and the answer to a question that is told."""
    answer = ask(report, question)
    assert answer.status is Status.ANSWERED
    assert expected in answer.text
