"""Questions for the names of several."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from townhall.assistant import Assistant
from townhall.model import Status

REPORT = """# Annual report of the Mire League

## Who we are

At the end of the year the league had 14 full members and six observers. Together they look after 87 mires.

## What we did

The study "The Price of Peat" showed that a basket of groceries costs a fifth more in our villages than in the next town.
The league invites its members to try out new ways of saving water and of moving goods in winter.

## Elections

The auditors are Pirkko Lahtinen and Sean Moy. They were elected for one year.
"""


@pytest.fixture(scope="module")
def report(knowing: Callable[..., Assistant]) -> Assistant:
    """Return an assistant that knows a report."""
    return knowing({"report.md": REPORT})


@pytest.mark.parametrize("question", ["Can you give me the names of the six observers?", "names of the full members please"])
def test_a_number_of_names_is_no_answer(report: Assistant, question: str) -> None:
    """How many there are tells nobody's name."""
    assert report.ask(question).answer.status in {Status.NOT_IN_DOCUMENTS, Status.OUT_OF_SCOPE}


def test_names_that_are_given_are_told(report: Assistant) -> None:
    """Where a sentence has them."""
    answer = report.ask("What are the names of the auditors?").answer
    assert answer.status is Status.ANSWERED
    assert "Pirkko Lahtinen" in answer.text
