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

## Admissions

Three towns were admitted in May: Ardmoor, Bellfen and Corrie. The application of a fourth town was put off because a letter was missing.

## Accounts

Ms Harju presented the accounts of the league: income of EUR 61,000. The lorries are those of Kessler Haulage, a company from Lowick.

## Fires

Peat burned for 40 days last summer. In two towns the smoke closed the schools. The board thanked all who helped.
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


@pytest.mark.parametrize(
    "question", ["Which two towns had their schools closed by smoke?", "What was the fourth town whose application was put off?"]
)
def test_who_only_is_counted_is_not_named(report: Assistant, question: str) -> None:
    """So many of them, and one more of them, are no names: those of others aren't given for theirs."""
    answer = report.ask(question).answer
    assert answer.status is Status.NOT_IN_DOCUMENTS
    assert not any("Ardmoor" in statement.text for statement in answer.statements)


def test_those_that_are_counted_and_named_are_told(report: Assistant) -> None:
    """Where the sentence that counts them names them."""
    answer = report.ask("Which three towns were admitted in May?").answer
    assert answer.status is Status.ANSWERED
    assert "Ardmoor, Bellfen and Corrie" in answer.text


DIGGERS = "# Digger loans\n\nTowns that led a digger project in 2029 may not lead again. Summaries of the 2029 projects are on the portal.\n"


@pytest.mark.parametrize(
    ("question", "status"),
    [
        ("Which towns led a digger project in 2029?", Status.NOT_IN_DOCUMENTS),
        ("Which towns were admitted in May?", Status.ANSWERED),
    ],
)
def test_who_did_it_is_told_by_name(knowing: Callable[..., Assistant], question: str, status: Status) -> None:
    """What those who did something may or may not do says nothing of who they are."""
    assert knowing({"report.md": REPORT, "diggers.md": DIGGERS}).ask(question).answer.status is status


def test_a_person_is_no_firm(report: Assistant) -> None:
    """Where the name of a firm is asked for, whoever presented something is no answer."""
    assert report.ask("What's the name of the firm that audits the accounts of the league?").answer.status is Status.NOT_IN_DOCUMENTS


def test_a_firm_that_is_named_is_told(report: Assistant) -> None:
    """Where a sentence has its name."""
    answer = report.ask("What is the name of the company of the lorries?").answer
    assert answer.status is Status.ANSWERED
    assert "Kessler Haulage" in answer.text
