"""The guide to the metrics names all of them, and no others."""

from __future__ import annotations

import re
from pathlib import Path

from townhall.evaluation.metrics.figures import METRICS, PER_QUESTION
from townhall.guard import THRESHOLD

GUIDE = Path(__file__).parents[3] / "docs" / "metrics.md"
ARROWS = {"higher": "↑", "lower": "↓"}


def rows() -> dict[str, tuple[str, str]]:
    """Return for each metric of the guide's tables the first two cells of its row."""
    found: dict[str, tuple[str, str]] = {}
    for line in GUIDE.read_text(encoding="utf-8").splitlines():
        cells = [cell.strip() for cell in line.split("|")[1:3]]
        if len(cells) == 2 and cells[1] in ARROWS.values():
            found |= dict.fromkeys(re.findall(r"`([^`]+)`", cells[0]), (cells[0], cells[1]))
    return found


def test_every_metric_is_documented() -> None:
    """Each metric has a row with the way it points, and each row is of a metric."""
    assert {name: arrow for name, (_, arrow) in rows().items()} == {metric.name: ARROWS[metric.better] for metric in METRICS}


def test_what_has_no_value_for_a_question_is_marked() -> None:
    """A dagger marks the metrics that no single question has a value for."""
    assert {name for name, (cell, _) in rows().items() if "†" in cell} == {metric.name for metric in METRICS} - set(PER_QUESTION)


def test_the_threshold_is_told() -> None:
    """The guide tells from which score on a statement counts as supported."""
    assert f"*supported* from {THRESHOLD} on" in GUIDE.read_text(encoding="utf-8")
