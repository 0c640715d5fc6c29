"""Which sentence answers, of several that stand near each other: the day, the winner, the way to pay, and nobody but an office."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from townhall.assistant import Assistant
from townhall.model import Status

ALLOTMENTS = """# Allotments of Hollin

## Rents

The rent is set by the size of the plot. It is due within 21 days of the letter that we send each March.
You can give up a plot until 30 September.

## The Hollin Cup

The Hollin Cup 2026 went to Brackley for its hedges. The jury praised above all that they had been laid by hand. The cup is worth 200 pounds.
The cup for 2027 will be announced in March; entries close on 30 June 2027.

## Applications

Applications for the greenhouse grant are due by 31 May 2027.
"""
CLASSES = """<html><head><title>Evening classes in Drumlow</title></head><body><h1>Evening classes</h1>
<h2>Paying</h2><p>Invoices are sent in March. The fee is due in April. Please quote the invoice number and your name. We cannot accept cheques
or cards; payment is by bank transfer only. Those who join after 1 July pay half the fee for their first year. If you cannot pay on time, write to
the school before the due date. It can agree to payment in two instalments. A fee of €45 is charged with the second reminder.
The fee includes tea but not books.</p>
<h2>School board</h2><p>The School Board has nine members: the President, two Vice-Presidents, the Treasurer and five teachers. The Secretary
General may sign contracts up to €5,000; above that the Treasurer signs as well.</p></body></html>"""


@pytest.fixture(scope="module")
def assistant(knowing: Callable[..., Assistant]) -> Assistant:
    """Return an assistant that knows these documents."""
    return knowing({"allotments.md": ALLOTMENTS, "classes.html": CLASSES})


def test_a_day_without_its_year_is_a_date(assistant: Assistant) -> None:
    """A day is asked for and given: until 30 September, whatever the year."""
    answer = assistant.ask("Until when can I give up a plot?").answer
    assert [statement.text for statement in answer.statements if statement.lead] == ["30 September"]


def test_what_is_due_within_some_days(assistant: Assistant) -> None:
    """A time to pay in answers when something is due, though other things have deadlines by a date."""
    answer = assistant.ask("When is the rent due?").answer
    assert "within 21 days" in answer.text
    assert "31 May" not in answer.text


def test_of_a_fee_something_else_may_be_asked(assistant: Assistant) -> None:
    """Whether a fee includes something is no question for an amount."""
    for question in ("Does the fee include books?", "Is tea included in the fee?", "Do those who join after 1 July pay the whole fee?"):
        answer = assistant.ask(question).answer
        assert answer.status is Status.ANSWERED
        assert ("The fee includes tea but not books." if "include" in question else "pay half the fee") in answer.text


def test_what_only_stands_under_the_same_heading_is_left_out(assistant: Assistant) -> None:
    """A question that names the heading ("Paying") isn't answered with all that stands under it."""
    answer = assistant.ask("can I pay by cheque").answer
    assert "payment is by bank transfer only." in answer.text
    assert "two instalments" not in answer.text


def test_who_won_may_be_no_person(assistant: Assistant) -> None:
    """Who won something may be a place, named in the sentence that names what was won."""
    assert "went to Brackley" in assistant.ask("who won the hollin cup 2026").answer.text


def test_an_office_is_no_name(assistant: Assistant) -> None:
    """Who holds an office isn't answered by a sentence that names but the office and a body."""
    assert assistant.ask("Who is the treasurer of the school?").answer.status is Status.NOT_IN_DOCUMENTS


@pytest.mark.parametrize("question", ["Is the flu jab free for me?", "What do I pay for the flu jab at 45?"])
def test_what_holds_for_all_others_belongs_to_the_rule(knowing: Callable[..., Assistant], question: str) -> None:
    """A sentence that begins with those whom a rule leaves out is shown with it, and the rule with it."""
    rules = "The flu jab is free for everyone aged 60 and over and for pregnant women. All others pay 21 euros. We are open on Mondays."
    text = knowing({"jabs.md": f"# Jabs\n\n## Flu\n\n{rules}\n"}).ask(question).answer.text
    assert "aged 60 and over" in text
    assert "All others pay 21 euros." in text


SURVEY = """# Survey of the Ridge Towns

## Housing

The rise in rents has slowed since 2024. The report puts this down to new rules on short-term lets rather than to new building.

## Buses

Ridership of the night bus grew by 22 % in two years. The buses are green.
"""


def test_why_something_is_so_stands_with_it(knowing: Callable[..., Assistant]) -> None:
    """Where the sentence after the one that is meant says why, it is shown, too; another sentence isn't."""
    survey = knowing({"survey.md": SURVEY})
    assert "short-term lets" in survey.ask("how come rents aren't rising as fast any more?").answer.text
    assert "green" not in survey.ask("why did ridership of the night bus grow?").answer.text
