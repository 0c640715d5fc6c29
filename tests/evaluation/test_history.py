"""The history keeps what each run found, whatever happens to the file."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from townhall.evaluation import EvaluationReport
from townhall.evaluation.history import add_to_history, measured_of, read_history
from townhall.evaluation.metrics.figures import METRIC_NAMES

Run = Callable[..., EvaluationReport]
NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)


def test_runs_are_read_back_in_order(run: Run, tmp_path: Path) -> None:
    """What was written is read back, every figure with its interval, the oldest run first."""
    report, path = run("easy.jsonl"), tmp_path / "somewhere" / "history.jsonl"
    add_to_history(report, path, time=NOON)
    add_to_history(report, path, time=NOON - timedelta(days=1))
    earlier, later = read_history(path)
    assert (earlier.time, later.time) == (NOON - timedelta(days=1), NOON)
    expected = measured_of(report, time=NOON)[0]
    assert (later.dataset, later.sha256, later.questions, later.index, later.settings, later.code) == (
        "easy",
        report.datasets[0].sha256,
        3,
        report.index,
        report.settings,
        expected.code,
    )
    assert set(later.figures) == set(METRIC_NAMES)
    for name, found in later.figures.items():
        measured = report.datasets[0].overall[name]
        assert (found is None) == (measured is None)
        if found and measured:
            assert abs(found.value - measured.value) < 1e-6
            assert abs(found.low - measured.low) < 1e-6
            assert found.n == measured.n


def test_damaged_lines_are_left_out(run: Run, tmp_path: Path) -> None:
    """A line that breaks off, or is of something else, takes nothing with it."""
    path = tmp_path / "history.jsonl"
    add_to_history(run("easy.jsonl"), path, time=NOON)
    good = path.read_text(encoding="utf-8")
    path.write_bytes(b'{"time": "2026-01-01"}\n\xff\xfe\n[1, 2]\n' + good.encode() + good[: len(good) // 2].encode())
    assert [each.time for each in read_history(path)] == [NOON]


def test_no_history_is_empty(tmp_path: Path) -> None:
    """Where nothing has run there is no history, and no error."""
    assert read_history(tmp_path / "none.jsonl") == ()
