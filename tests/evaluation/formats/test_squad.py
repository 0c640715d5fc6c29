"""SQuAD files: what they become, and which are refused with the place that is wrong."""

from __future__ import annotations

import copy
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from townhall.errors import DatasetError
from townhall.evaluation.data.dataset import Dataset
from townhall.evaluation.data.texts import CorpusTexts
from townhall.evaluation.formats.conversion import Conversion
from townhall.evaluation.formats.squad import read_squad
from townhall.model import Status

MISLEADING = '# Not a heading\r\n\r\n* Contact person:\r\n\r\n["x"] 28 ships; 28 crews \u2028 of 28.\u00a0'
"""Marks of structure, line ends of every kind, and an answer that stands there three times."""
FILE: dict[str, Any] = {
    "version": "v2.0",
    "data": [
        {
            "title": "Harbour_Cities",
            "paragraphs": [
                {
                    "context": MISLEADING,
                    "qas": [
                        {
                            "id": "a",
                            "question": "How many crews are there?",
                            "is_impossible": False,
                            "answers": [{"text": "28", "answer_start": MISLEADING.index("28 crews")}],
                        },
                        {"id": "b", "question": "Who is the captain?", "is_impossible": True, "answers": []},
                    ],
                },
                {
                    "context": "Ada Quay leads the office in Norland.",
                    "qas": [
                        {
                            "id": 3,
                            "question": "Who leads the office?",
                            "answers": [{"text": "Ada Quay", "answer_start": 0}, {"text": "Quay", "answer_start": 4}],
                        }
                    ],
                },
            ],
        }
    ],
}
Loaded = Callable[[Conversion], tuple[Dataset, CorpusTexts]]
Write = Callable[[Path, Any], Path]


def test_texts_come_through_unchanged(tmp_path: Path, write_json: Write, loaded: Loaded) -> None:
    """A paragraph that looks like headings, bullets and fields is written character by character, and its answer is found at the one right place."""
    conversion = read_squad(write_json(tmp_path / "squad.json", FILE), language="en", given=False)
    dataset, texts = loaded(conversion)
    (span,) = dataset.questions[0].spans
    (place,) = span.places
    start = MISLEADING.index("28 crews")
    assert place.start <= start < place.end
    assert texts.holds(place, MISLEADING[place.start : place.end])
    assert MISLEADING[: place.start].count("28") == 1


def test_questions(tmp_path: Path, write_json: Write, loaded: Loaded) -> None:
    """An answerable question expects one of its answers, said and cited; another a refusal, with no gold answer."""
    dataset, _ = loaded(read_squad(write_json(tmp_path / "squad.json", FILE), language="en", given=False))
    counted, impossible, led = dataset.questions
    assert (counted.answers, impossible.answers, led.answers) == (("28",), (), ("Ada Quay", "Quay"))
    assert counted.status == (Status.ANSWERED, Status.PARTIAL)
    assert impossible.wants_refusal
    assert [fact.shown for fact in led.facts] == ["Ada Quay or Quay"]
    assert led.spans[0].quote == "Ada Quay"
    assert led.id == "3"
    assert not led.sources


def test_given(tmp_path: Path, write_json: Write, loaded: Loaded) -> None:
    """Where paragraphs are given each question keeps to its own."""
    dataset, texts = loaded(read_squad(write_json(tmp_path / "squad.json", FILE), language="en", given=True))
    first, second, third = (question.sources for question in dataset.questions)
    assert first == second != third
    assert all(texts.has(source) for (source,) in (first, third))


def test_answers_that_stand_elsewhere(tmp_path: Path, write_json: Write, loaded: Loaded) -> None:
    """An answer whose place is off is found by its text, at the place nearest to the one that is named, and a note says so."""
    file = copy.deepcopy(FILE)
    question = file["data"][0]["paragraphs"][0]["qas"][0]
    question["answers"][0]["answer_start"] += 3
    conversion = read_squad(write_json(tmp_path / "squad.json", file), language="en", given=False)
    assert conversion.notes[0].startswith("1 answers stand elsewhere")
    assert conversion.rows[0]["spans"] == read_squad(write_json(tmp_path / "squad.json", FILE), language="en", given=False).rows[0]["spans"]
    assert loaded(conversion)


@pytest.mark.parametrize(
    ("path", "value", "place", "problem"),
    [
        (("data",), None, "", "'data' is missing"),
        (("data",), "no", "data", '"no" is not a list'),
        (("data", 0, "paragraphs", 1, "context"), 7, "data[0].paragraphs[1].context", "7 is not a text"),
        (("data", 0, "paragraphs", 1, "context"), " ", "data[0].paragraphs[1].context", "blank"),
        (("data", 0, "paragraphs", 1, "context"), "a \ud800", "data[0].paragraphs[1].context", "half of a pair (U+D800)"),
        (("data", 0, "paragraphs", 0, "qas", 1, "question"), None, "data[0].paragraphs[0].qas[1]", "'question' is missing"),
        (("data", 0, "paragraphs", 0, "qas", 1, "is_impossible"), False, "data[0].paragraphs[0].qas[1]", "no answer, and is_impossible is false"),
        (("data", 0, "paragraphs", 0, "qas", 1, "id"), True, "data[0].paragraphs[0].qas[1].id", "true is not a text"),
        (
            ("data", 0, "paragraphs", 0, "qas", 0, "answers", 0, "text"),
            "29",
            "data[0].paragraphs[0].qas[0].answers[0]",
            "'29' is not in its paragraph",
        ),
        (("data", 0, "paragraphs", 0, "qas", 0, "answers", 0, "answer_start"), "3", "qas[0].answers[0].answer_start", '"3" is not a whole number'),
    ],
)
def test_refuses(tmp_path: Path, write_json: Write, *, path: tuple[Any, ...], value: Any, place: str, problem: str) -> None:
    """What isn't SQuAD is refused with file, place and problem."""
    file = copy.deepcopy(FILE)
    holder = file
    for key in path[:-1]:
        holder = holder[key]
    holder[path[-1]] = value
    with pytest.raises(DatasetError) as caught:
        read_squad(write_json(tmp_path / "squad.json", file), language="en", given=False)
    assert "squad.json" in caught.value.cause
    assert place in caught.value.cause
    assert problem in caught.value.cause
