"""When somebody can be reached, and until when what was spoken of is due, by the sentences of running text."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from townhall.assistant import Assistant
from townhall.model import Status

ABOUT = """# The Mill Trust

The Trust keeps eleven water mills in order. The advice line answers owners of mills on Tuesdays and Thursdays from 10:15 to 12:45, by telephone.
The grain museum is in the mill at Corrie. Its staff meet on Monday 3 May 2027 at 9:00.

## Flood badge

The flood badge is given to mills that are safe from floods. Whoever wants one fills in a form.

## Loans

Loans are for new wheels. Applications for loans are taken until 30 June 2027.
"""


@pytest.fixture(scope="module")
def assistant(knowing: Callable[..., Assistant]) -> Assistant:
    """Return an assistant that knows this page."""
    return knowing({"about.md": ABOUT})


@pytest.mark.parametrize(
    "question",
    ["When is the advice line open?", "between what hours can i reach the advice line", "advice line hours?", "When can I call the advice line?"],
)
def test_hours_are_told_by_the_sentence_that_gives_them(assistant: Assistant, question: str) -> None:
    """However it is asked when somebody can be reached, the sentence with days and hours tells."""
    answer = assistant.ask(question).answer
    assert answer.status is Status.ANSWERED
    assert "10:15 to 12:45" in answer.text


def test_hours_of_something_else_are_no_answer(assistant: Assistant) -> None:
    """Those of another desk aren't given for the one that is asked about."""
    assert "10:15" not in assistant.ask("What are the hours of the flood desk?").answer.text


def test_by_when_is_asked_of_what_was_spoken_of(assistant: Assistant) -> None:
    """The deadline of something else doesn't answer it."""
    turn = assistant.converse(["What is the flood badge?", "by when?"])
    assert "flood badge" in turn.query.text
    assert "30 June" not in turn.answer.text
    assert "30 June" in assistant.converse(["What are the loans for?", "until when?"]).answer.text
