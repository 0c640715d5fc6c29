"""Questions for what is in and what is out, over lists in one line and lists of items."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from townhall.assistant import Assistant
from townhall.model import Status

CALL = """# Bridge Fund of the Fell Towns

## Purpose

The Bridge Fund helps towns to mend old footbridges. It has EUR 90,000 a year.

## Costs

Eligible costs: timber and stone, wages of craftspeople, surveys by engineers, hire of scaffolding.

Not eligible: purchase of vehicles, legal fees, road surfaces, works begun before the award.

## Visits

The Fund visits every bridge. Towns pay for the meals of the visitors.
"""
CAMP = """# Camp at Heron Mere

The camp is open from May to September.

## What is included in the price

- tents for six
- breakfast and supper
- life jackets

## Not allowed at the camp

- dogs
- fireworks
- loud music after ten
"""
ELIGIBLE = "Eligible costs: timber and stone, wages of craftspeople, surveys by engineers, hire of scaffolding."
NOT_ELIGIBLE = "Not eligible: purchase of vehicles, legal fees, road surfaces, works begun before the award."


@pytest.fixture(scope="module")
def assistant(knowing: Callable[..., Assistant]) -> Assistant:
    """Return an assistant that knows these documents."""
    return knowing({"call.md": CALL, "camp.md": CAMP})


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("Is the hire of scaffolding eligible?", ELIGIBLE),
        ("Are legal fees paid?", NOT_ELIGIBLE),
        ("Does the Bridge Fund cover road surfaces?", NOT_ELIGIBLE),
        ("Would the fund pay for new cars?", NOT_ELIGIBLE),
        ("Which costs does the Bridge Fund cover?", ELIGIBLE),
        ("What costs are eligible? Give me the complete list.", ELIGIBLE),
        ("Which costs are not covered?", NOT_ELIGIBLE),
        ("Are dogs allowed at the camp?", "Not allowed at the camp · dogs"),
        ("Are life jackets included in the price?", "What is included in the price · life jackets"),
    ],
)
def test_a_list_of_what_is_in_or_out_tells_it(assistant: Assistant, question: str, said: str) -> None:
    """The line in which a thing stands, or the kind of thing that it is, says by its label whether it is in; who asks for all of it gets all."""
    answer = assistant.ask(question).answer
    assert answer.status is Status.ANSWERED
    assert [statement.text for statement in answer.statements] == [said]


@pytest.mark.parametrize("question", ["Do they pay for the meals of visitors?", "Is a concert eligible?", "Do they accept applications in French?"])
def test_what_no_list_has_is_left_to_the_sentences(assistant: Assistant, question: str) -> None:
    """A thing that isn't of a list's kinds, or is asked of something else, isn't answered from it."""
    answer = assistant.ask(question).answer
    assert not any(statement.text in {ELIGIBLE, NOT_ELIGIBLE} for statement in answer.statements[:1])
