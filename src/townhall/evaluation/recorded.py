"""What a run leaves to be compared with: every metric's value for every question, in columns.

Reports hold it, and baselines hold nothing else. Of a frozen set the questions are known by their number alone.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from townhall.evaluation.data.dataset import MINIMUM_GROUP
from townhall.evaluation.metrics.columns import AGREEMENT
from townhall.evaluation.metrics.figures import PER_QUESTION, question_values
from townhall.evaluation.result import Result

_DIGITS = 6
"""Digits after the point that are kept, in memory as in files: else a run would differ from itself as it was written, a third from 0.333333."""


@dataclass(frozen=True, slots=True)
class Recorded:
    """One run of one evaluation set. All columns run in step, a place a question, in the order of the set."""

    name: str
    sha256: str
    """Of the set's file: two runs can be compared where it is the same."""
    frozen: bool
    ids: tuple[str, ...]
    """Ids, or of a frozen set ``question 1``, ``question 2`` and so on."""
    groups: tuple[str | None, ...]
    """Paraphrase groups, or of a frozen set numbers in their place; None for a question that stands alone."""
    stages: tuple[str | None, ...]
    """Where each answer went wrong; None where it is right."""
    values: Mapping[str, tuple[float | None, ...]]
    """By metric; None where it wasn't measured."""

    @property
    def clusters(self) -> dict[str, str]:
        """The paraphrase group of each question that has one, by the question's id."""
        return {id: group for id, group in zip(self.ids, self.groups, strict=True) if group is not None}

    def column(self, metric: str) -> dict[str, float | None] | None:
        """Return the values of a metric by question, or for agreement by group; None where this run doesn't know the metric."""
        if metric == AGREEMENT:
            return self._agreement()
        return dict(zip(self.ids, self.values[metric], strict=True)) if metric in self.values else None

    def _agreement(self) -> dict[str, float | None]:
        """Return 1 for each group whose answers are all right or all wrong, and 0 for the others."""
        groups: dict[str, list[float]] = {}
        for group, right in zip(self.groups, self.values["right"], strict=True):
            if group is not None and right is not None:
                groups.setdefault(group, []).append(right)
        return {f"group {group}": float(len(set(found)) == 1) for group, found in groups.items() if len(found) >= MINIMUM_GROUP}


def record(name: str, sha256: str, results: Sequence[Result], *, frozen: bool) -> Recorded:
    """Return what is comparable in ``results``; of a frozen set nothing that tells which question is which but its number."""
    groups = [result.question.group for result in results]
    numbers = {group: str(number) for number, group in enumerate(dict.fromkeys(group for group in groups if group is not None), start=1)}
    values = question_values(results)
    return Recorded(
        name=name,
        sha256=sha256,
        frozen=frozen,
        ids=tuple(f"question {number}" if frozen else result.question.id for number, result in enumerate(results, start=1)),
        groups=tuple(numbers.get(group) if frozen and group is not None else group for group in groups),
        stages=tuple(str(result.score.stage) if result.score.stage else None for result in results),
        values={metric: tuple(None if value is None else round(value, _DIGITS) for value in values[metric]) for metric in PER_QUESTION},
    )


def columns_json(recorded: Recorded) -> dict[str, Any]:
    """Return the columns as JSON values, whole numbers without a fraction; ids of a frozen set are left out, since they only count."""
    return {
        "ids": None if recorded.frozen else list(recorded.ids),
        "groups": list(recorded.groups),
        "stages": list(recorded.stages),
        "values": {metric: [None if value is None else _short(value) for value in column] for metric, column in recorded.values.items()},
    }


def recorded_of(data: Mapping[str, Any]) -> Recorded:
    """Return the run that a set's part of a report or a baseline holds.

    Raises:
        KeyError, TypeError, ValueError: it isn't such a part.
    """
    columns = data["columns"]
    groups = tuple(columns["groups"])
    ids = columns["ids"] if columns["ids"] is not None else [f"question {number}" for number in range(1, len(groups) + 1)]
    values = {str(metric): tuple(column) for metric, column in columns["values"].items()}
    stages = tuple(columns["stages"])
    if {len(groups), len(stages), *(len(column) for column in values.values())} != {len(ids)}:
        raise ValueError("Its columns differ in length.")
    return Recorded(str(data["name"]), str(data["sha256"]), bool(data["frozen"]), tuple(ids), groups, stages, values)


def _short(value: float) -> float:
    return int(value) if value == int(value) else value
