"""Questions for sums that were asked for, and for sums that were given."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from townhall.assistant import Assistant
from townhall.model import Status

MINUTES = """# Minutes of the board of the Mire League

## Working groups

Reeds: the group asked for EUR 9,000 for a study of the age of old dykes. The board granted EUR 6,000.

Owls: the group requested EUR 4,000 for nest boxes. The request was put off to the next meeting.

## Office

The office was given EUR 700 for a new stove.
"""


@pytest.fixture(scope="module")
def minutes(knowing: Callable[..., Assistant]) -> Assistant:
    """Return an assistant that knows the minutes of a meeting."""
    return knowing({"minutes.md": MINUTES})


@pytest.mark.parametrize(
    ("question", "sum_told"),
    [
        ("How much money did the Reeds group get for its study of old dykes?", "6,000"),
        ("how much was granted to the reeds group in the end", "6,000"),
        ("How much did the Reeds group ask for?", "9,000"),
        ("How much money did the Owls group request for nest boxes?", "4,000"),
    ],
)
def test_the_verb_of_a_question_tells_which_sum_is_meant(minutes: Assistant, question: str, sum_told: str) -> None:
    """What was given isn't what was asked for."""
    answer = minutes.ask(question).answer
    assert answer.status is Status.ANSWERED, answer.reason
    assert sum_told in answer.statements[0].text


def test_a_sum_asked_for_is_no_sum_given(minutes: Assistant) -> None:
    """Where the documents tell but the one, the other is refused."""
    answer = minutes.ask("How much money was the Owls group granted for nest boxes?").answer
    assert answer.status is Status.NOT_IN_DOCUMENTS, answer.text


@pytest.mark.parametrize(
    ("text", "question", "told"),
    [
        ("Of those who applied for a place, 45 children were taken.", "How many children were given a place?", "45"),
        ("The requested sum of 12,000 euros was paid in full to the rowing club.", "How much did the rowing club get?", "12,000"),
        ("The owls group requested EUR 4,000 and gets EUR 1,500.", "How much does the owls group get?", "1,500"),
    ],
)
def test_what_is_told_of_both_sides_or_counts_others_is_told(knowing: Callable[..., Assistant], text: str, question: str, told: str) -> None:
    """A sentence of one side alone, and of money, is refused; any other may hold the answer."""
    answer = knowing({"report.md": f"# Report of the year\n\n{text}\n"}).ask(question).answer
    assert answer.status is Status.ANSWERED, answer.reason
    assert told in answer.text


@pytest.mark.parametrize("question", ["How much was the rowing club granted?", "How many euros was the rowing club granted?"])
def test_a_sum_to_be_paid_is_none_that_was(knowing: Callable[..., Assistant], question: str) -> None:
    """What somebody asked to be paid wasn't paid."""
    assistant = knowing({"report.md": "# Report of the year\n\nThe rowing club requested 12,000 euros to be paid in May.\n"})
    answer = assistant.ask(question).answer
    assert answer.status is Status.NOT_IN_DOCUMENTS, answer.text
