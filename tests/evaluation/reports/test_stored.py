"""A report that is read back says what the run found, and nothing of a frozen set's questions."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from townhall.errors import DatasetError
from townhall.evaluation import EvaluationReport
from townhall.evaluation.reports.stored import read_report

Run = Callable[..., EvaluationReport]


def test_report_is_read_back(run: Run, tmp_path: Path) -> None:
    """Figures, stages and wrong answers are those of the run."""
    report = run("easy.jsonl")
    found = read_report(tmp_path / "reports" / "easy.json")
    stored, made = found.sets[0], report.datasets[0]
    assert (found.passed, found.index, found.gate_failures) == (report.passed, report.index, report.gate_failures)
    assert stored.recorded == made.recorded
    assert dict(stored.stages) == made.stages
    right, expected = stored.overall["right"], made.overall["right"]
    assert right is not None
    assert expected is not None
    assert abs(right.value - expected.value) < 1e-6
    assert [wrong.id for wrong in stored.wrong or ()] == ["impossible-1"]
    wrong = (stored.wrong or ())[0]
    assert wrong.turns == made.results[1].question.turns
    assert wrong.expected.spans[0].quote == "Ada Quay"
    assert wrong.score.faults == made.results[1].score.faults


def test_frozen_sets_show_no_question(run: Run, tmp_path: Path) -> None:
    """Of a frozen set figures are read and no question is."""
    run("small-frozen.jsonl")
    stored = read_report(tmp_path / "reports" / "small-frozen.json").sets[0]
    assert stored.frozen
    assert stored.wrong is None
    assert "Ada Quay" not in repr(stored)


@pytest.mark.parametrize(
    "text", ["", "[]", "{}", "null", '{"version": 1}', '{"version": 2, "datasets": []}', "[" * 100_000, '{"version": 2, "datasets": [1]}']
)
def test_other_files_are_refused(tmp_path: Path, text: str) -> None:
    """A file that is no report, or breaks off, is refused by an error that names it, never by another."""
    path = tmp_path / "other.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(DatasetError, match=r"other\.json"):
        read_report(path)


def test_broken_off_report_is_refused(run: Run, tmp_path: Path) -> None:
    """A report that lacks a part is refused."""
    run("easy.jsonl")
    path = tmp_path / "reports" / "easy.json"
    data = json.loads(path.read_text(encoding="utf-8"))
    del data["datasets"][0]["columns"]
    path.write_text(json.dumps(data), encoding="utf-8")
    with pytest.raises(DatasetError):
        read_report(path)
