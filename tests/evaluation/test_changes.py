"""What changed between two runs: metrics, questions, stages; and what can't be compared."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console

from townhall.errors import DatasetError
from townhall.evaluation import EvaluationReport
from townhall.evaluation.changes import SetChanges, StageChange, changes
from townhall.evaluation.metrics.figures import PER_QUESTION
from townhall.evaluation.recorded import Recorded
from townhall.evaluation.reports.as_json import write_json
from townhall.evaluation.reports.changes_table import changes_json, render_changes
from townhall.evaluation.reports.reading import read_run

WRONG = "not retrieved"
LATE = [{"source": "south.txt", "quote": "Cities apply"}, {"source": "north.txt", "quote": "trains  officials"}]
"""What is not found first, so that measures of the ranking are fractions."""


def recorded(right: str, *, sha256: str = "a" * 64, **others: object) -> Recorded:
    """Return a run of the set core in which the questions at the places of ``+`` are right."""
    values = tuple(float(mark == "+") for mark in right)
    none = (None,) * len(right)
    made = Recorded(
        name="core",
        sha256=sha256,
        frozen=False,
        ids=tuple(f"q-{number}" for number in range(1, len(right) + 1)),
        groups=none,
        stages=tuple(None if mark == "+" else WRONG for mark in right),
        values={metric: values if metric == "right" else none for metric in PER_QUESTION},
    )
    return replace(made, **others)  # type: ignore[arg-type]


def shown(found: tuple[SetChanges, ...], width: int = 80) -> str:
    """Return what is printed."""
    file = StringIO()
    Console(width=width, file=file).print(render_changes(found))
    return file.getvalue()


def test_wins_losses_and_stages() -> None:
    """Every question whose answer went another way is named with the stages that it went from and to."""
    (found,) = changes([recorded("++-+")], [recorded("+-+-")])
    assert (found.metrics["right"].wins, found.metrics["right"].losses) == (("q-3",), ("q-2", "q-4"))
    assert found.stages == (StageChange("q-2", "right", WRONG), StageChange("q-3", WRONG, "right"), StageChange("q-4", "right", WRONG))
    assert dict(found.stage_counts) == {("right", WRONG): 2, (WRONG, "right"): 1}
    text = shown((found,))
    assert "right → not retrieved (2): q-2, q-4" in text
    assert "not retrieved → right (1): q-3" in text


def test_significance_is_marked() -> None:
    """A drop that chance doesn't explain is marked, one that it does is not, and nothing is cut off at 80 characters."""
    text = shown(changes([recorded("+" * 12)], [recorded("-" * 8 + "+" * 4)]))
    (line,) = [line for line in text.splitlines() if line.startswith("right ") and "→" not in line]
    assert line.split() == ["right", "12", "1.000", "0.333", "0", "8", "0.0078", "▼"]
    assert "…" not in text
    text = shown(changes([recorded("++++")], [recorded("---+")]))
    (line,) = [line for line in text.splitlines() if line.startswith("right ") and "→" not in line]
    assert line.split()[-1] == "0.25"


def test_two_versions_are_not_compared() -> None:
    """Runs of two versions of a set, and runs without a set in common, are refused with the reason."""
    with pytest.raises(DatasetError, match=r"two versions of core \(aaaaaaaaaaaa and bbbbbbbbbbbb\), so their questions can't be paired"):
        changes([recorded("+")], [recorded("+", sha256="b" * 64)])
    with pytest.raises(DatasetError, match="no evaluation set in common: core; other"):
        changes([recorded("+")], [recorded("+", name="other")])


def test_agreement_is_of_groups() -> None:
    """Agreement is compared by paraphrase group: one that falls apart is lost."""
    groups = ("a", "a", "b", "b", None)
    (found,) = changes([recorded("+++++", groups=groups)], [recorded("+-+++", groups=groups)])
    pair = found.metrics["agreement"]
    assert (pair.n, pair.losses) == (2, ("group a",))


def test_a_written_report_is_read_back(run: Callable[..., EvaluationReport], tmp_path: Path) -> None:
    """A report holds all that comparing it needs, frozen sets by number: a run is equal to itself as it was written."""
    for name in ("easy.jsonl", "frozen.jsonl"):
        report = run(name, spans=LATE)
        write_json(report, tmp_path / "report.json")
        read = read_run(tmp_path / "report.json")
        assert read == tuple(dataset.recorded for dataset in report.datasets)
        assert any(value not in {None, 0, 1} for column in read[0].values.values() for value in column)
        (found,) = changes(read, read)
        assert found.stages == ()
        assert json.dumps(changes_json((found,)))


@pytest.mark.parametrize("text", ["", "{}", '{"datasets": [{"name": "core"}]}', '{"datasets": 3}', "[]"])
def test_what_is_no_report(tmp_path: Path, text: str) -> None:
    """A file that is no report is refused by its name."""
    (tmp_path / "odd.json").write_text(text, encoding="utf-8")
    with pytest.raises(DatasetError, match=r"odd\.json is no report"):
        read_run(tmp_path / "odd.json")
