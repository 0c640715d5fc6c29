"""Prices and times that stand in the lines of a list, with bullets, dots or dashes, rather than in a table."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest

from townhall.assistant import Assistant
from townhall.model import Answer, Status

BARNS = """# Barns and rooms of Hollin

## Opening hours

- Monday to Thursday: 8am to 9pm
- Saturday: 9am to midnight
- Sunday: closed

## Hire charges

Prices include heating.

- Small barn – 40 euros per hour
- Great barn – 85 euros per hour
- Loft – 25 euros per hour
- Kitchen (with any barn) – 15 euros per hour

## Seats

| Room | Seats |
|---|---|
| Small barn | 60 |
| Great barn | 220 |
| Loft | 25 |
"""
BATHS = """DRUMLOW BATHS

SWIMMING

Adults (18 to 64) ............ €5.50
Children 6 to 17 ............. €3.00
Children under 6 ............. free
Seniors 65 and over .......... €4.00
Family ticket ................ €14.00

COURSES

Beginners' lesson: €12 per session
Aqua fitness: €8 per session
Lifeguard course: €160 per term
Diving course: €210 per term

OPENING HOURS

Mon-Fri: 6.30am - 9pm
Sat: 8am - 6pm
Sun: 9am - 1pm
"""


@pytest.fixture(scope="module")
def ask(knowing: Callable[..., Assistant]) -> Callable[[str], Answer]:
    """Return ``ask("question")``: its answer from these lists."""
    assistant = knowing({"barns.md": BARNS, "baths.txt": BATHS})
    return lambda question: assistant.ask(question).answer


def statements(answer: Answer) -> list[str]:
    """Return the statements of an answer but what leads it."""
    assert answer.status is Status.ANSWERED, answer.reason
    return [statement.text for statement in answer.statements if not statement.lead]


@pytest.mark.parametrize(
    ("question", "value"),
    [
        ("How much is the small barn?", "40 euros per hour"),
        ("how much is the kitchen", "15 euros per hour"),
        ("What is the price of the loft per hour?", "25 euros per hour"),
        ("What does the lifeguard course cost?", "€160 per term"),
        ("How much does a senior pay at the baths?", "€4.00"),
        ("How much is a family ticket?", "€14.00"),
    ],
)
def test_the_line_that_a_question_names_gives_the_price(ask: Callable[[str], Answer], question: str, value: str) -> None:
    """A label is named by its own words, without its range and its brackets; the price leads, and its line follows."""
    answer = ask(question)
    assert [statement.text for statement in answer.statements if statement.lead] == [value]
    assert len(statements(answer)) == 1


@pytest.mark.parametrize(
    ("question", "line"),
    [
        ("What does it cost to swim for a child of 4?", "Children under 6: free"),
        ("How much is swimming for a 10 year old?", "Children 6 to 17: €3.00"),
        ("How much is swimming for someone aged 70?", "Seniors 65 and over: €4.00"),
        ("how much does an adult of 30 pay for swimming", "Adults (18 to 64): €5.50"),
    ],
)
def test_an_age_falls_into_the_range_of_a_label(ask: Callable[[str], Answer], question: str, line: str) -> None:
    """Of a list by age the one line answers in whose range the age lies that is asked about."""
    assert statements(ask(question)) == [line]


def test_lines_that_are_named_alike_are_all_given(ask: Callable[[str], Answer]) -> None:
    """Whoever asks for children without an age gets the price of each age, and none of them leads."""
    answer = ask("How much do children pay at the baths?")
    assert statements(answer) == ["Children 6 to 17: €3.00", "Children under 6: free"]
    assert not any(statement.lead for statement in answer.statements)


@pytest.mark.parametrize(
    ("question", "lines"),
    [
        ("Which barn is cheapest?", ["Small barn: 40 euros per hour"]),
        ("Which barn is the most expensive?", ["Great barn: 85 euros per hour"]),
        ("Which barn costs at most 50 euros?", ["Small barn: 40 euros per hour"]),
        ("Which course is cheapest?", ["Aqua fitness: €8 per session", "Lifeguard course: €160 per term"]),
        ("Which room is the largest?", ["Great barn · Seats: 220"]),
    ],
)
def test_lines_are_listed_by_a_bound(ask: Callable[[str], Answer], question: str, lines: Sequence[str]) -> None:
    """What is cheapest is so among the lines that are called what is asked for, and among those paid for by the same span; large isn't dear."""
    assert statements(ask(question)) == lines


@pytest.mark.parametrize(
    ("question", "line"),
    [
        ("Are the barns open on Sunday?", "Sunday: closed"),
        ("When are the barns open on Wednesday?", "Monday to Thursday: 8am to 9pm"),
        ("What time do the baths close on Saturday?", "Sat: 8am - 6pm"),
        ("When do the baths open on Tuesday?", "Mon-Fri: 6.30am - 9pm"),
    ],
)
def test_the_line_of_a_day_gives_the_hours(ask: Callable[[str], Answer], question: str, line: str) -> None:
    """A day of the week is found in its own list, by its name, its short name, or the range that it lies in."""
    assert statements(ask(question)) == [line]


@pytest.mark.parametrize(
    "question", ["How much is the large barn?", "What does the great barn cost per day?", "How much is the stable?", "Which barn is the loudest?"]
)
def test_a_price_of_another_thing_is_no_answer(ask: Callable[[str], Answer], question: str) -> None:
    """What no line is called, and a span of time that none is paid for by, is refused."""
    assert not ask(question).status.shows_an_answer


def test_a_line_is_quoted_as_it_stands(ask: Callable[[str], Answer]) -> None:
    """A statement says label and value; the quote is the whole line."""
    answer = ask("How much is a family ticket?")
    assert [citation.quote for citation in answer.citations] == ["Family ticket ................ €14.00"]
