"""Example questions: made of what the documents hold, answered, in the page's words."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest

from townhall.assistant import Assistant
from townhall.interfaces.web.ask.examples import GROUPS, SHOWN, Examples, general
from townhall.library import ingest
from townhall.locales.messages import page_words
from townhall.model import FactKind, Status
from townhall.settings import Settings

NewSettings = Callable[..., Settings]


@pytest.mark.parametrize("name", ["assistant", "valley"])
def test_examples_are_answered(request: pytest.FixtureRequest, name: str) -> None:
    """Whatever the documents, each group has one to three questions, and every one is answered."""
    assistant: Assistant = request.getfixturevalue(name)
    groups = Examples(assistant).tried("en")
    assert {group.key for group in groups} <= set(GROUPS)
    assert all(1 <= len(group.questions) <= SHOWN for group in groups)
    for group in groups:
        for question in group.questions:
            assert assistant.ask(question).answer.status is Status.ANSWERED


def test_examples_name_what_is_there(assistant: Assistant) -> None:
    """The questions name countries and programmes of the documents; a reader's own country comes first."""
    words = page_words("sl")
    first, *_ = Examples(assistant).tried("sl")
    assert words.country("SI") in first.questions[0]
    programmes = {fact.get("programme") for fact in assistant.facts(FactKind.DEADLINE)}
    shown = [question for group in Examples(assistant).tried("en") for question in group.questions]
    assert any(programme and programme in question for programme in programmes for question in shown)


def test_general_ones_until_then(assistant: Assistant) -> None:
    """Nobody waits for the questions to be tried: general ones are shown, later the others."""
    examples = Examples(assistant)
    assert examples.of("en") == general(page_words("en"))
    for _ in range(600):
        if examples.of("en") != general(page_words("en")):
            break
        time.sleep(0.1)
    assert examples.of("en") == examples.tried("en")


def test_nothing_to_ask_about(new_settings: NewSettings) -> None:
    """Where the documents hold no country, no deadline and no programme there are general questions; and so where there is no index."""
    settings = new_settings({"page.txt": "A heading\n\nNothing in particular is said here.\n"})
    assert Examples(Assistant(settings)).of("en") == general(page_words("en"))
    ingest(settings)
    assert Examples(Assistant(settings)).tried("en")
