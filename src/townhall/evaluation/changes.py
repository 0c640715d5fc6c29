"""What changed between two runs of an evaluation set: metrics, questions, and the stages at which answers go wrong."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from townhall.errors import DatasetError
from townhall.evaluation.comparison import Paired, paired
from townhall.evaluation.metrics.columns import AGREEMENT
from townhall.evaluation.metrics.figures import METRICS
from townhall.evaluation.recorded import Recorded

RIGHT = "right"
"""Stands in the place of a stage where an answer is right."""


@dataclass(frozen=True, slots=True)
class StageChange:
    """A question whose answer went another way."""

    id: str
    before: str
    """A stage, or ``right``."""
    after: str


@dataclass(frozen=True, slots=True)
class SetChanges:
    """Two runs of one evaluation set."""

    name: str
    metrics: Mapping[str, Paired]
    """Those that both runs know, by name, in the order of the report."""
    stages: tuple[StageChange, ...]
    """Questions whose stage differs, in the order of the set."""

    @property
    def stage_counts(self) -> Mapping[tuple[str, str], int]:
        """How many questions went from which stage to which, most first."""
        return dict(Counter((change.before, change.after) for change in self.stages).most_common())


def compared(metric: str, before: Recorded, after: Recorded) -> Paired | None:
    """Hold a metric of two runs of one version of a set against each other; None where one of them doesn't know it."""
    first, second = before.column(metric), after.column(metric)
    if first is None or second is None:
        return None
    better = next(known.better for known in METRICS if known.name == metric)
    return paired(first, second, {} if metric == AGREEMENT else before.clusters, better=better)


def changes(before: Sequence[Recorded], after: Sequence[Recorded]) -> tuple[SetChanges, ...]:
    """Compare two runs set by set, by the sets' names; a set that only one of them holds is left out.

    Raises:
        DatasetError: they have no set in common, or hold different versions of one.
    """
    others = {recorded.name: recorded for recorded in after}
    both = [(recorded, others[recorded.name]) for recorded in before if recorded.name in others]
    if not both:
        ours, theirs = (", ".join(recorded.name for recorded in run) for run in (before, after))
        raise DatasetError(f"The runs have no evaluation set in common: {ours}; {theirs}.", remedy="Run both on the same set.")
    for first, second in both:
        if first.sha256 != second.sha256:
            versions = f"{first.sha256[:12]} and {second.sha256[:12]}"
            raise DatasetError(
                f"The runs hold two versions of {first.name} ({versions}), so their questions can't be paired.",
                remedy="Run both on one version.",
            )
    return tuple(_changes(first, second) for first, second in both)


def _changes(before: Recorded, after: Recorded) -> SetChanges:
    found = {metric.name: compared(metric.name, before, after) for metric in METRICS}
    stages = zip(before.ids, before.stages, after.stages, strict=True)
    return SetChanges(
        before.name,
        {name: pair for name, pair in found.items() if pair is not None},
        tuple(StageChange(id, old or RIGHT, new or RIGHT) for id, old, new in stages if old != new),
    )
