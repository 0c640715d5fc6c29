"""Runs as datasets of RAGAS and inspect_ai: of a real run, and back again."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from townhall.errors import DatasetError
from townhall.evaluation import run_evaluation
from townhall.evaluation.formats.export import UNANSWERED, Target, export
from townhall.evaluation.formats.ragas import read_ragas
from townhall.settings import Settings

QUESTION = "How many harbour cities does the Harbour Cities Network support?"
COMMON: dict[str, Any] = {"language": "en", "today": "2024-05-01"}
ROWS: list[dict[str, Any]] = [
    {
        **COMMON,
        "id": "members",
        "messages": [{"role": "user", "content": QUESTION}],
        "status": ["answered"],
        "facts": [{"number": 28}],
        "spans": [{"source": "north.txt", "quote": "supports 28 harbour cities"}],
        "category": "number",
    },
    {
        **COMMON,
        "id": "weather",
        "messages": [{"role": "user", "content": "Hello"}, {"role": "user", "content": "What will the weather be like?"}],
        "status": ["out_of_scope", "not_in_documents"],
        "category": "refuse",
    },
]


@pytest.fixture(scope="module")
def report(settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the report of a run of two questions on the small corpus."""
    folder = tmp_path_factory.mktemp("report")
    (folder / "small.jsonl").write_text("".join(json.dumps(row) + "\n" for row in ROWS), encoding="utf-8")
    run_evaluation(settings, [folder / "small.jsonl"], out=folder / "report.json")
    return folder / "report.json"


def rows_of(path: Path) -> list[dict[str, Any]]:
    """Return the objects of a JSONL file."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def test_ragas(report: Path, tmp_path: Path) -> None:
    """A sample has RAGAS's fields: what was asked, said and retrieved, and what was expected; our own adapter reads it."""
    assert export(report, Target.RAGAS, tmp_path / "samples.jsonl") == 2
    members, weather = rows_of(tmp_path / "samples.jsonl")
    assert members["user_input"] == QUESTION
    assert "28" in members["response"]
    assert members["reference"] == "28"
    assert members["reference_contexts"] == ["supports 28 harbour cities"]
    assert any("supports 28 harbour cities" in context for context in members["retrieved_contexts"])
    assert len(members["retrieved_contexts"]) == len(members["retrieved_context_ids"])
    assert weather["user_input"] == "Hello\nWhat will the weather be like?"
    assert weather["reference"] == UNANSWERED
    assert weather["response"]
    back = read_ragas(tmp_path / "samples.jsonl", language="en")
    assert [row["answers"] for row in back.rows] == [["28"], [UNANSWERED]]


def test_inspect(report: Path, tmp_path: Path) -> None:
    """A sample has inspect_ai's fields: a text or messages as input, a target, an id, and the rest as metadata."""
    export(report, Target.INSPECT, tmp_path / "samples.jsonl")
    members, weather = rows_of(tmp_path / "samples.jsonl")
    assert set(members) == {"input", "target", "id", "metadata"}
    assert (members["input"], members["target"], members["id"]) == (QUESTION, "28", "members")
    assert [message["role"] for message in weather["input"]] == ["user", "user"]
    assert weather["target"] == UNANSWERED
    assert weather["metadata"]["right"] is True


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"datasets": None}, "'datasets' is missing"),
        ({"datasets": [{"name": "frozen", "results": None}]}, "its sets are frozen"),
        ({"datasets": [{"name": "old", "results": [{"id": "a", "turns": ["b"]}]}]}, "datasets[0].results[0]: 'answer' is missing"),
    ],
)
def test_refuses(tmp_path: Path, change: dict[str, Any], problem: str) -> None:
    """A report that shows no question, or isn't one, is refused with its place."""
    (tmp_path / "report.json").write_text(json.dumps(change), encoding="utf-8")
    with pytest.raises(DatasetError) as caught:
        export(tmp_path / "report.json", Target.RAGAS, tmp_path / "samples.jsonl")
    assert problem in caught.value.cause
    assert not (tmp_path / "samples.jsonl").exists()


def test_several_sets(report: Path, tmp_path: Path) -> None:
    """Where a report is of several sets their names stand before the ids, so that these stay apart."""
    written = json.loads(report.read_text(encoding="utf-8"))
    (dataset,) = written["datasets"]
    written["datasets"] = [dataset, {**dataset, "name": "other"}]
    (tmp_path / "two.json").write_text(json.dumps(written), encoding="utf-8")
    export(tmp_path / "two.json", Target.INSPECT, tmp_path / "samples.jsonl")
    assert [row["id"] for row in rows_of(tmp_path / "samples.jsonl")] == ["small/members", "small/weather", "other/members", "other/weather"]


def test_the_command(report: Path, tmp_path: Path, townhall: Callable[..., Any]) -> None:
    """``townhall eval export`` writes the file and says how many rows it has."""
    done = townhall("eval", "export", str(report), str(tmp_path / "samples.jsonl"), "--format", "inspect")
    assert (done.status, done.out) == (0, "")
    assert "2 rows" in done.err
    assert len(rows_of(tmp_path / "samples.jsonl")) == 2
