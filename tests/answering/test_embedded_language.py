"""Questions in a language that the embedding model reads are embedded as they are asked; their words are still looked up in the lexicon."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from townhall.assistant import Assistant

DOCUMENTS = {
    "town.md": """# The town

## Deadline

The deadline for an application is 3 May 2027.

## Waste

Glass is collected on Monday.

## Trees

Oaks are protected.
"""
}
QUESTION = "Bis wann läuft die Antragsfrist?"


@pytest.fixture(scope="module")
def towns(knowing: Callable[..., Assistant]) -> dict[str, Assistant]:
    """Return an assistant whose model is said to read German, and one whose model reads English."""
    return {languages: knowing(DOCUMENTS, embedding_languages=languages) for languages in ("de,en", "en")}


def test_the_question_itself_is_embedded(towns: dict[str, Assistant]) -> None:
    """What is embedded is the question in its own words where the model reads them, else what the lexicon makes of it."""
    read, unread = (towns[languages].ask(QUESTION).query for languages in ("de,en", "en"))
    assert (read.embedded_text, read.search_text) == (QUESTION, unread.search_text)
    assert unread.embedded_text == unread.search_text != QUESTION


def test_the_lexicon_still_helps(towns: dict[str, Assistant]) -> None:
    """The lexicon's words are searched for beside it: a deadline is found whatever the model makes of its German name."""
    assert "3 May 2027" in towns["de,en"].ask(QUESTION).answer.text


def test_a_follow_up_is_embedded_as_it_stands_alone(towns: dict[str, Assistant]) -> None:
    """What a follow-up takes over is embedded with it."""
    query = towns["de,en"].converse(["Wer hilft uns in Lettland?", "und in Malta?"]).query
    assert "Malta" in query.embedded_text
    assert "hilft" in query.embedded_text
