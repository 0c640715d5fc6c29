"""Lists in running text: announced by one sentence, told by those after it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from townhall.assistant import Assistant
from townhall.model import Status

BRIEF = """# Why small harbours hesitate

## What we asked

We wrote to ninety harbours about power from the quay. A connection costs two million euros on average.

## What keeps them

The harbours without plans could name several reasons. Nineteen said that the grid takes too long. Fifteen feared that ships would not use
it. Eleven had no staff for a tender.

A follow-up is planned for 2032. Its questions are the same.
"""


@pytest.fixture(scope="module")
def harbours(knowing: Callable[..., Assistant]) -> Assistant:
    """Return an assistant over the brief."""
    return knowing({"brief.md": BRIEF})


@pytest.mark.parametrize("question", ["What reasons did harbours without plans name?", "List the reasons why harbours have no plans for power"])
def test_all_that_is_announced_is_told(harbours: Assistant, question: str) -> None:
    """Where a sentence says that there are several reasons, the sentences to the end of its paragraph are the answer, and none after it."""
    found = harbours.ask(question).answer
    assert found.status is Status.ANSWERED
    assert [statement.text for statement in found.statements if statement.citations][-3:] == [
        "Nineteen said that the grid takes too long.",
        "Fifteen feared that ships would not use it.",
        "Eleven had no staff for a tender.",
    ]


def test_what_is_only_spoken_of_is_no_list(harbours: Assistant) -> None:
    """A plural that isn't what is asked for brings no list along."""
    found = harbours.ask("What does a connection cost the harbours on average?").answer
    assert "Nineteen" not in found.text
