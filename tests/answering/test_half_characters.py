"""Half of a surrogate pair in a question, as a cut string of another program may have one."""

from __future__ import annotations

import pytest

from townhall.assistant import Assistant
from townhall.settings import Settings


@pytest.fixture(scope="module")
def assistant(real_settings: Settings) -> Assistant:
    """Return an assistant over the real documents."""
    return Assistant(real_settings)


@pytest.mark.parametrize("question", ["\ud800 How many members does LGMA have?", "How many \udfff members does LGMA have?", "\ud83d"])
def test_half_a_character_is_no_fault(assistant: Assistant, question: str) -> None:
    """It is asked, searched and shown as the character that stands for what can't be read."""
    turn = assistant.ask(question)
    assert "\N{REPLACEMENT CHARACTER}" in turn.question
    turn.question.encode()
    assistant.search(question)
    assistant.context(question)
