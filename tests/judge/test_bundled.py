"""The judge that the package carries, and where the assistant asks it."""

from __future__ import annotations

from pathlib import Path

import pytest

from townhall import library
from townhall.assistant import Assistant
from townhall.judge import Judge, Reading, judge_named
from townhall.settings import Settings

SENTENCES = (
    "The harbour of Turku was enlarged in 1901.",
    "Its cranes were built by a firm from Gothenburg.",
    "Since then the ferries to the islands leave from there.",
)
TEXT = "The harbour\n\n" + " ".join(SENTENCES) + "\n"


@pytest.fixture(scope="module")
def bundled() -> Judge:
    """The bundled judge."""
    judge = judge_named("bundled")
    assert judge is not None
    return judge


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """A corpus of one short text, indexed."""
    folder: Path = tmp_path_factory.mktemp("harbour")
    (folder / "corpus").mkdir()
    (folder / "corpus" / "harbour.txt").write_text(TEXT, encoding="utf-8")
    chosen = Settings(corpus=folder / "corpus", index=folder / "index")
    library.ingest(chosen)
    return chosen


@pytest.mark.parametrize(
    ("question", "sentence", "answer"),
    [
        ("When was the harbour of Turku enlarged?", 0, "1901"),
        ("Who built the cranes?", 1, "Gothenburg"),
    ],
)
def test_it_finds_the_sentence_that_answers(bundled: Judge, question: str, sentence: int, answer: str) -> None:
    """The answering sentence has the highest odds, and the answer lies in the span that is pointed at."""
    (verdicts,) = bundled.answers([Reading(question, "", SENTENCES)])
    assert max(range(3), key=lambda number: verdicts[number].answers) == sentence
    assert answer in SENTENCES[sentence][slice(*verdicts[sentence].span)]


def test_only_its_languages_are_judged(settings: Settings) -> None:
    """A question in English goes to the judge, one in another language doesn't."""
    assistant = Assistant(settings)
    assert assistant.context("Who built the cranes of the harbour?").judge is not None
    assert assistant.context("Wer hat die Kräne des Hafens gebaut?").judge is None


def test_without_it_questions_are_answered(settings: Settings) -> None:
    """Switched off, the assistant answers from the same sentences, and says so in the settings' hash."""
    question = "When was the harbour of Turku enlarged?"
    with_judge = Assistant(settings).ask(question).answer
    without = Assistant(settings.model_copy(update={"judge": "off"})).ask(question).answer
    assert "1901" in without.statements[0].text
    assert with_judge.settings != without.settings
