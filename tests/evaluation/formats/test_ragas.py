"""RAGAS datasets: contexts become documents, references what answers are compared with."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest

from townhall.errors import DatasetError
from townhall.evaluation.data.dataset import Dataset
from townhall.evaluation.data.texts import CorpusTexts
from townhall.evaluation.formats.conversion import Conversion
from townhall.evaluation.formats.ragas import read_ragas

SAMPLE: dict[str, Any] = {
    "user_input": "Where do ships dock?",
    "reference": "In the harbour.",
    "retrieved_contexts": ["Ships dock in the harbour.", "Hills are high."],
    "reference_contexts": ["Ships dock in the harbour."],
    "response": None,
}
TALK = [{"content": "Hello", "type": "human"}, {"content": "Hi", "type": "ai"}, {"content": "Where do ships dock?", "type": "human"}]
Loaded = Callable[[Conversion], tuple[Dataset, CorpusTexts]]
WriteLines = Callable[[Path, Iterable[Any]], Path]


def test_samples(tmp_path: Path, write_jsonl: WriteLines, write_json: Callable[[Path, Any], Path], loaded: Loaded) -> None:
    """A context is one document however often it stands there; the reference is the gold answer; a conversation keeps the human's turns."""
    samples = [SAMPLE, {**SAMPLE, "user_input": TALK, "reference": None}]
    conversion = read_ragas(write_jsonl(tmp_path / "samples.jsonl", samples), language="en")
    dataset, _ = loaded(conversion)
    first, second = dataset.questions
    assert sorted(file.text for file in conversion.files) == ["Hills are high.", "Ships dock in the harbour."]
    assert (first.answers, second.answers) == (("In the harbour.",), None)
    assert second.turns == ("Hello", "Where do ships dock?")
    assert [judged.grade for judged in first.relevant] == [1]
    assert read_ragas(write_json(tmp_path / "samples.json", samples), language="en") == conversion


@pytest.mark.parametrize(
    ("change", "place", "problem"),
    [
        ({"user_input": None}, "line 2", "'user_input' is missing"),
        ({"user_input": [{"content": "Hi", "type": "ai"}]}, "line 2", "no message of the type human"),
        ({"retrieved_contexts": "text"}, "line 2, retrieved_contexts", '"text" is not a list'),
        ({"reference_contexts": ["a", " "]}, "line 2, reference_contexts[1]", "blank"),
        ({"reference": ["a"]}, "line 2, reference", "is not a text"),
    ],
)
def test_refuses(tmp_path: Path, write_jsonl: WriteLines, change: dict[str, Any], place: str, problem: str) -> None:
    """A sample that isn't of the format is refused with its place."""
    with pytest.raises(DatasetError) as caught:
        read_ragas(write_jsonl(tmp_path / "samples.jsonl", [SAMPLE, {**SAMPLE, **change}]), language="en")
    assert f"samples.jsonl, {place}: " in caught.value.cause
    assert problem in caught.value.cause


def test_contexts_are_needed(tmp_path: Path, write_jsonl: WriteLines) -> None:
    """A dataset without any context has no documents to ask."""
    with pytest.raises(DatasetError, match="holds no context"):
        read_ragas(write_jsonl(tmp_path / "samples.jsonl", [{"user_input": "Hi", "reference": "Hello"}]), language="en")
