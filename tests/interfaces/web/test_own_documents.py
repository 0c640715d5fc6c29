"""The page over somebody's own documents: a town's programme that names no country."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from fastapi.testclient import TestClient

from townhall.assistant import Assistant
from townhall.interfaces.application import application_of
from townhall.interfaces.web.ask.export import as_text
from townhall.interfaces.web.ask.rendering import Renderer
from townhall.library import ingest
from townhall.locales.messages import page_words
from townhall.model import Status
from townhall.settings import Settings

TODAY = date(2024, 5, 1)
PROGRAMME = """# Willow Programme

It pays towns for willows.

## Deadlines

| Step | First call | Second call |
| --- | --- | --- |
| Call opens | 1 May 2024 | 1 November 2024 |
| Deadline for applications | 2 June 2024 | 3 December 2024 |

## Contact

Contact person: Sorrel Quick, department of trees
"""


@pytest.fixture
def settings(new_settings: Callable[..., Settings]) -> Settings:
    """Return settings of an index over one programme."""
    made = new_settings({"willows.md": PROGRAMME})
    ingest(made)
    return made


@pytest.fixture
def willows(settings: Settings) -> Assistant:
    """Return an assistant over that programme."""
    return Assistant(settings)


def test_an_answer_of_such_documents(willows: Assistant) -> None:
    """A table's row is shown without the lines between its cells; what is missing of several things is said, and taken along when copied."""
    turn = willows.converse(["What are the deadlines, and what is its budget?"])
    assert turn.answer.status is Status.PARTIAL
    view = Renderer(willows, page_words("en"), today=TODAY).answered(1, turn)
    texts = [statement.text for statement in view.statements]
    assert "Deadline for applications · 2 June 2024 · 3 December 2024" in texts
    assert not any("|" in text for text in texts)
    assert view.missing is not None
    assert f"What the documents don’t give: {view.missing}" in as_text(turn.answer, page_words("en"))


def test_no_map_where_no_country_is_named(settings: Settings, willows: Assistant) -> None:
    """A directory without countries is its table alone, and counts no countries."""
    page = TestClient(application_of(settings, willows)).get("/directory").text
    assert "Willow Programme" in page
    assert 'class="map"' not in page
    assert "0 countries" not in page
