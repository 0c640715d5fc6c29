"""What no fact of a call tells: sentences may, or nothing does."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from townhall.assistant import Assistant
from townhall.model import Status

DOCUMENTS = {
    "call.md": """# Orchard Fund: call for applications

## 1. Budget

EUR 400,000 are available altogether, of which EUR 60,000 are reserved for applicants with fewer than 900 inhabitants and for those applicants \
that have not applied before.

## 2. Who may apply

Private nurseries may not apply, but can be hired for up to 30 % of the eligible costs. Villages, associations of villages and parishes in Norway \
and Iceland may apply. A village that received a grant in 2024 cannot apply again.

## 3. Deadline

- The deadline for applications is 4 June 2027.
- Questions of gardeners can be sent in until 14 May 2027.
- Applications are binding until 31 December 2027.
""",
    "tools.md": """# Tools for orchards

## Formats

**TreeTally** is a data format for counts of trees. It was developed because villages count in different ways, and describes how long was counted, \
by which method, and how large the error is. Version 2 has been in force since 1 May 2026; files in version 1 are accepted until 30 April 2027.

**PickPoint** is a self-assessment of 42 questions, which takes about half a day.

## Courses

The pruning course takes place each spring and each autumn; the autumn course is fully booked.
""",
}


@pytest.fixture(scope="module")
def fund(knowing: Callable[..., Assistant]) -> Assistant:
    """Return an assistant over the documents above."""
    return knowing(DOCUMENTS, today=date(2026, 11, 23))


def test_until_when_something_else_is_taken_a_sentence_may_say(fund: Assistant) -> None:
    """It gives a day, and is of what is asked about."""
    answer = fund.ask("Our counters still write files in version 1 of TreeTally. Until when will you take those?").answer
    assert answer.status is Status.ANSWERED
    assert "30 April 2027" in answer.statements[0].text


@pytest.mark.parametrize(
    ("question", "day"),
    [
        ("Until when can gardeners send in questions?", "14 May 2027"),
        ("Until when can applications be sent in?", "4 June 2027"),
    ],
)
def test_a_sentence_of_just_what_is_asked_about_comes_before_the_deadline_of_the_call(fund: Assistant, question: str, day: str) -> None:
    """And until when something is binding is no deadline."""
    answer = fund.ask(question).answer
    assert answer.status is Status.ANSWERED
    assert day in answer.statements[0].text
    assert not any("31 December" in statement.text for statement in answer.statements)


def test_a_day_for_something_else_is_none_for_what_is_asked_about(fund: Assistant) -> None:
    """A permit of which nothing is said has no deadline."""
    answer = fund.ask("What's the deadline for the parking permit?").answer
    assert answer.status is Status.NOT_IN_DOCUMENTS


@pytest.mark.parametrize(
    ("question", "first"),
    [
        ("Who may apply?", "Villages, associations of villages and parishes"),
        ("Who exactly may apply, and from which countries? Please list all.", "Villages, associations of villages and parishes"),
        ("Our village received a grant in 2024. Are we allowed to apply again?", "A village that received a grant in 2024 cannot apply again."),
    ],
)
def test_who_may_apply_is_told_under_the_heading_that_says_so(fund: Assistant, question: str, first: str) -> None:
    """What is nearest to the question comes first, and whom it doesn't let apply after whom it does."""
    answer = fund.ask(question).answer
    assert answer.status is Status.ANSWERED
    assert next(statement.text for statement in answer.statements if not statement.lead).startswith(first)
    assert not any("EUR 400,000" in statement.text for statement in answer.statements)


def test_an_answer_without_a_word_of_the_weather_is_none_to_a_question_for_it(fund: Assistant) -> None:
    """Such a question is for no documents."""
    assert fund.ask("whats the weather going to be like in autumn").answer.status is Status.OUT_OF_SCOPE


@pytest.mark.parametrize("question", ["What's the difference between TreeTally and PickPoint?", "PickPoint / TreeTally: how do the two differ?"])
def test_two_names_held_against_each_other_are_told_of_one_by_one(fund: Assistant, question: str) -> None:
    """Each by the sentence that tells what it is."""
    answer = fund.ask(question).answer
    shown = " ".join(statement.text for statement in answer.statements)
    assert answer.status is Status.ANSWERED
    assert "TreeTally is a data format" in shown
    assert "PickPoint is a self-assessment" in shown


def test_in_what_two_differ_is_not_answered_by_what_they_are(fund: Assistant) -> None:
    """Nor is one told of that the documents don't know."""
    for question in ("Compare the prices of TreeTally and PickPoint", "What's the difference between TreeTally and LeafLog?"):
        shown = " ".join(statement.text for statement in fund.ask(question).answer.statements)
        assert not ("TreeTally is a data format" in shown and "PickPoint is a self-assessment" in shown)
