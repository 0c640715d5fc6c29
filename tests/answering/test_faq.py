"""An FAQ: which of its questions is asked, and that an answer's yes or no is one to its own question; what is beside the point isn't shown."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from townhall.assistant import Assistant
from townhall.model import Status

DOCUMENTS = {
    "faq.md": """# Quayside Programme: frequently asked questions

## Who can apply?

Municipalities can apply as lead applicant. Universities and chambers of commerce can take part as partners.

## Does my town need a partner from another country?

No. A project may be run by a single municipality. Projects with partners from two countries receive five additional points.

## May we submit more than one application?

A municipality may be lead applicant of one application only. It can be partner in any number of others.

## Is the purchase of land eligible?

The purchase of land is eligible up to 10 % of the total eligible costs. The purchase of vehicles is not eligible.

## In which language do we write?

Applications may be written in English, French or German. The one-page summary must be in English.

## How much is paid?

The scheme has three strands. In strand A 90 % of the costs are paid, in strand B 75 %.

## When is the deadline?

Applications for the third call must be submitted by 18 February 2027. The results will be announced in June 2027.

## What does the conference cost?

The annual conference in Brodny costs 120 euros for members and 260 euros for others.
""",
}


@pytest.fixture(scope="module")
def faq(knowing: Callable[..., Assistant]) -> Assistant:
    """Return an assistant over the document above."""
    return knowing(DOCUMENTS, today=date(2026, 11, 22))


@pytest.mark.parametrize(
    ("question", "first"),
    [
        ("do we need a partner for quayside?", "No. A project may be run by a single municipality."),
        ("is buying land eligible in the quayside programme", "The purchase of land is eligible up to 10 %"),
    ],
)
def test_a_yes_or_a_no_is_of_what_is_asked(faq: Assistant, question: str, first: str) -> None:
    """What stands under the question that is asked comes first, and of its sentences the one that speaks of the thing asked about."""
    assert faq.ask(question).answer.text.startswith(first)


def test_a_no_to_another_question_is_not_shown(faq: Assistant) -> None:
    """The "No." under another heading would deny what is asked here."""
    text = faq.ask("can one town hand in two applications to quayside").answer.text
    assert "one application only" in text
    assert "No." not in text


def test_what_the_judge_rules_out_beside_a_sure_answer_is_not_shown(faq: Assistant) -> None:
    """A sentence that only stands beside the answer isn't shown with it."""
    text = faq.ask("in which languages can I write my application?").answer.text
    assert "English, French or German" in text
    assert "two countries" not in text


def test_of_several_amounts_none_leads_where_others_are_asked_for(faq: Assistant) -> None:
    """What those pay who are not members isn't what members pay: the sentence tells both."""
    text = faq.ask("how much is the conference in brodny for non members").answer.text
    assert "260 euros" in text
    assert not text.startswith("120 euros [")


@pytest.mark.parametrize("question", ["when does the fourth call of quayside open", "what is the funding rate for strand d"])
def test_another_of_numbered_things_is_not_the_one_asked_for(faq: Assistant, question: str) -> None:
    """The day of the third call isn't that of the fourth, nor the rate of one strand that of another, nor the number of strands a rate."""
    assert faq.ask(question).answer.status is Status.NOT_IN_DOCUMENTS


@pytest.mark.parametrize(
    ("question", "shown"), [("when are the results of the third call announced", "June 2027"), ("what is the funding rate for strand b", "75 %")]
)
def test_the_one_asked_for_is_told(faq: Assistant, question: str, shown: str) -> None:
    """The one that is numbered as it is asked for answers."""
    assert shown in faq.ask(question).answer.text
