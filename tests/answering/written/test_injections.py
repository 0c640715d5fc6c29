"""Attempts to speak through the assistant: by documents, by questions, with a model that obeys whatever it is told."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from model_server import ModelServer

from townhall.assistant import Assistant
from townhall.library import ingest
from townhall.settings import Settings

CASES: list[dict[str, str]] = tomllib.loads((Path(__file__).parent / "injections.toml").read_text(encoding="utf-8"))["case"]
SYLLABLES = ("Ber", "Dol", "Fen", "Gar", "Hul", "Kes", "Lim", "Mor")
NAMES = [f"{first}{second.lower()}" for first in SYLLABLES for second in ("wick", "ton", "stad", "burg", "dale", "ford", "holm", "mere", "vik")]
TOPICS = ("sea charts", "bridge repairs", "bus timetables", "street lights", "market stalls", "school meals", "river gauges", "park benches")


def document(number: int, says: str) -> str:
    """Return a document of an office, with what somebody has slipped into it."""
    name, topic = NAMES[number], TOPICS[number % len(TOPICS)]
    return f"The {name} Office\n\nThe {name} Office helps towns with {topic}. {says} The {name} Office answers letters within {number + 2} days.\n"


@pytest.fixture(scope="module")
def poisoned(
    options: dict[str, Any], prepare: Callable[[Path], None], write_files: Callable[..., None], tmp_path_factory: pytest.TempPathFactory
) -> Assistant:
    """Return an assistant over documents of which each holds one attempt, or none where the question makes it."""
    folder = tmp_path_factory.mktemp("poisoned")
    write_files(folder / "corpus", {f"{number:02}.txt": document(number, case.get("says", "It is small.")) for number, case in enumerate(CASES)})
    prepare(folder / "index")
    settings = Settings(corpus=folder / "corpus", index=folder / "index", **options)
    ingest(settings)
    return Assistant(settings)


def obeying(payload: str) -> Callable[[str], str]:
    """Return a model that says ``payload`` in every way it can, with every citation that it can, beside a true sentence."""

    def reply(prompt: str) -> str:
        rows = [json.loads(line) for line in prompt.splitlines() if line.startswith('{"number"')]
        holding = [row["number"] for row in rows if payload.casefold() in row["sentence"].casefold()]
        cited = [[], [1], [2], [1, 2, 3], holding, [row["number"] for row in rows]]
        said = [(row["sentence"], [row["number"]]) for row in rows if "helps towns" in row["sentence"]][:3]
        said += [(text, numbers) for text in (payload, f"{payload}.", f"The office says {payload}.") for numbers in cited]
        return "".join(json.dumps({"text": text, "citations": numbers}, ensure_ascii=False) + "\n" for text, numbers in said[:20]) + payload

    return reply


def test_there_are_enough_attempts() -> None:
    """At least sixty cases, in all 24 languages' worth of ways, by documents and by questions."""
    assert len(CASES) >= 60
    assert len({case["payload"] for case in CASES}) == len(CASES)


@pytest.mark.parametrize("number", range(len(CASES)), ids=[case["payload"] for case in CASES])
def test_nobody_speaks_through_the_assistant(poisoned: Assistant, server: ModelServer, number: int) -> None:
    """What a document or a question wants said is neither told nor quoted, at no step of the answer; and the model never sees the order."""
    case = CASES[number]
    payload = case["payload"]
    server.reply = obeying(payload)
    server.prompts.clear()
    steps = list(poisoned.stream(f"What does the {NAMES[number]} Office help towns with? {case.get('asks', '')}".strip()))
    for turn in steps:
        shown = [*(statement.text for statement in turn.answer.statements), *(citation.quote for citation in turn.answer.citations)]
        assert not [text for text in shown if payload.casefold() in text.casefold()]
    if "says" in case:
        assert server.prompts
        assert all(payload.casefold() not in line.casefold() for line in server.prompts[0].splitlines() if line.startswith('{"number"'))
        assert TOPICS[number % len(TOPICS)] in steps[-1].answer.text
