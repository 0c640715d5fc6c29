"""Questions in the language that documents are in."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from townhall.assistant import Assistant
from townhall.library import ingest
from townhall.model import Status
from townhall.settings import Settings

ENGLISH = """# The mill

The mill is open on Sundays from 10:00 to 16:00. Applications for guided tours are sent by post.
"""
GERMAN = """Das Mühlenbüro

Öffnungszeiten
Das Mühlenbüro ist montags von 8:00 bis 12:00 Uhr geöffnet.

Anmeldung
Mitzubringen sind ein Ausweis und eine Bestätigung des Müllers.
"""


@pytest.fixture(scope="module")
def mill(prepare: Callable[[Path], None], tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    """Return an assistant over a document in English and one in German."""
    folder = tmp_path_factory.mktemp("mill")
    prepare(folder / "index")
    (folder / "corpus").mkdir()
    (folder / "corpus" / "mill.md").write_text(ENGLISH, encoding="utf-8")
    (folder / "corpus" / "muehle.txt").write_text(GERMAN, encoding="utf-8")
    settings = Settings(corpus=folder / "corpus", index=folder / "index")
    ingest(settings)
    return Assistant(settings)


@pytest.mark.parametrize(
    ("question", "quote"),
    [
        ("Wann hat das Mühlenbüro geöffnet?", "Das Mühlenbüro ist montags von 8:00 bis 12:00 Uhr geöffnet."),
        ("Was brauche ich für die Anmeldung?", "Mitzubringen sind ein Ausweis und eine Bestätigung des Müllers."),
    ],
)
def test_own_words_are_searched(mill: Assistant, question: str, quote: str) -> None:
    """Where a document is in the question's language it is found by the question's own words, not only by English ones for them."""
    answer = mill.ask(question).answer
    assert answer.status is Status.ANSWERED
    assert quote in [citation.quote for citation in answer.citations]
