"""Sweeps: which choices are tried, what is held against what, and what the chart shows."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from townhall.errors import UsageError
from townhall.evaluation.data.dataset import Dataset
from townhall.evaluation.reports.report import Latency
from townhall.evaluation.reports.sweep_report import chart, write_sweep
from townhall.evaluation.sweep import check_open, grid, sweep_rows
from townhall.evaluation.trial import Trial, choice_of, settings_with, tried
from townhall.settings import Settings


def test_every_combination() -> None:
    """Every value of every setting is tried with every other, the last setting's quickest."""
    assert grid(["candidates=20,40", "rrf_k=30, 60"]) == (
        "candidates=20,rrf_k=30",
        "candidates=20,rrf_k=60",
        "candidates=40,rrf_k=30",
        "candidates=40,rrf_k=60",
    )


@pytest.mark.parametrize(
    ("texts", "problem"),
    [
        ([], "Nothing is to be varied"),
        (["rrf_k=1", "rrf_k=2"], "rrf_k is named twice"),
        (["rrf_k"], "no choice"),
        (["host=a"], "'host' is no setting"),
    ],
)
def test_no_sweep(texts: list[str], problem: str) -> None:
    """What can't be swept is refused before anything is run."""
    with pytest.raises(UsageError, match=problem):
        grid(texts)


def test_frozen_sets_are_not_swept() -> None:
    """Settings are not chosen by a set that is to judge them."""
    with pytest.raises(UsageError, match="is a frozen set"):
        check_open(Path("core-frozen.jsonl"))


@pytest.fixture
def trials(settings: Settings, dataset: Callable[..., Dataset], tmp_path: Path) -> tuple[Trial, Trial]:
    """Return two real trials of one question: as it is, and with a threshold that nothing reaches."""
    span = {"source": "north.txt", "quote": "trains  officials in Hilland"}
    row = {"messages": [{"role": "user", "content": "Who trains officials?"}], "facts": [{"text": ["Hill Towns"]}], "spans": [span], "forbidden": []}
    dataset(row)
    first, second = (
        tried(choice, settings_with(settings, choice_of(choice)), [tmp_path / "small.jsonl"])[0]
        for choice in ("support_threshold=none", "support_threshold=1")
    )
    return first, second


def timed(trial: Trial, median: float) -> Trial:
    """Return a trial as if its answers had taken so many milliseconds."""
    return Trial(trial.label, trial.figures, Latency(median, median, median), trial.recorded)


def test_rows_and_page(trials: tuple[Trial, Trial], tmp_path: Path) -> None:
    """Each choice is held against the first; those that another beats in quality and quickness are told apart; page and JSON hold them all."""
    good, bad = timed(trials[0], 10), timed(trials[1], 20)
    rows = sweep_rows([good, bad])
    assert [row.unbeaten for row in rows] == [True, False]
    assert [row.unbeaten for row in sweep_rows([good, timed(bad, 5)])] == [True, True]
    assert rows[0].against_first is None
    assert rows[1].against_first is not None
    assert rows[1].against_first.losses == ("q-1",)
    write_sweep("small", rows, tmp_path / "sweep.html")
    page = (tmp_path / "sweep.html").read_text(encoding="utf-8")
    assert "number 1 gives most right answers: 100.0 % with support_threshold=none" in page
    assert "<script" not in page
    written = json.loads((tmp_path / "sweep.json").read_text(encoding="utf-8"))
    assert [choice["figures"]["right"] for choice in written["choices"]] == [1, 0]


def test_better_is_higher_and_quicker_further_left(trials: tuple[Trial, Trial]) -> None:
    """On the chart a better choice stands further up and a quicker one further left, all within the frame."""
    found = chart(sweep_rows([timed(trials[0], 10), timed(trials[1], 20)]))
    good, bad = found.points
    assert good.y < bad.y
    assert good.x < bad.x
    assert all(0 <= value <= 100 for point in found.points for value in (point.x, point.y, point.low, point.high))
