"""Many choices of settings tried on one evaluation set: quality against latency."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product
from pathlib import Path

from townhall.errors import UsageError
from townhall.evaluation.changes import compared
from townhall.evaluation.comparison import Paired
from townhall.evaluation.data.dataset import FROZEN_SUFFIX
from townhall.evaluation.metrics.figures import Estimate
from townhall.evaluation.trial import Trial, choice_of


@dataclass(frozen=True, slots=True)
class SweepRow:
    """One choice of settings among those that were tried."""

    number: int
    """From 1, in the order in which they were tried."""
    trial: Trial
    against_first: Paired | None
    """How ``right`` changed against the first choice; None for the first itself."""
    unbeaten: bool
    """Whether no other choice is both at least as good and at least as quick, and better in one of the two."""

    @property
    def right(self) -> Estimate | None:
        """Share of right answers."""
        return self.trial.figures["right"]


def grid(texts: Sequence[str]) -> tuple[str, ...]:
    """Return every combination of ``name=value,value`` as ``name=value,name=value``; the last name's value changes quickest.

    Raises:
        UsageError: nothing is to be varied, a setting is named twice, or can't change an answer.
    """
    if not texts:
        raise UsageError("Nothing is to be varied.", remedy="Name settings and their values, such as candidates=20,40 rrf_k=30,60.")
    axes: dict[str, list[str]] = {}
    for text in texts:
        name, _, values = text.partition("=")
        if name in axes:
            raise UsageError(f"{name} is named twice.", remedy="Give all its values at once, with commas between.")
        axes[name] = [f"{name}={value.strip()}" for value in values.split(",")]
        for choice in axes[name]:
            choice_of(choice)
    return tuple(",".join(choices) for choices in product(*axes.values()))


def check_open(dataset: Path) -> None:
    """Refuse a frozen set.

    Raises:
        UsageError: the set is frozen.
    """
    if dataset.name.endswith(FROZEN_SUFFIX):
        remedy = "Sweep an open set, then look once at what the frozen one says of the settings that were chosen."
        raise UsageError(f"{dataset.name} is a frozen set: settings that were chosen by it would no longer be judged by it.", remedy=remedy)


def sweep_rows(trials: Sequence[Trial]) -> tuple[SweepRow, ...]:
    """Return the choices in the order in which they were tried, each held against the first."""
    first = trials[0].recorded
    points = [_point(trial) for trial in trials]
    return tuple(
        SweepRow(
            number=number,
            trial=trial,
            against_first=compared("right", first, trial.recorded) if number > 1 else None,
            unbeaten=not any(_beats(other, point) for other in points),
        )
        for number, (trial, point) in enumerate(zip(trials, points, strict=True), start=1)
    )


def _point(trial: Trial) -> tuple[float, float]:
    """Return quality and quickness, both better when higher."""
    right = trial.figures["right"]
    return (right.value if right else 0.0, -trial.latency.median)


def _beats(one: tuple[float, float], other: tuple[float, float]) -> bool:
    return one != other and all(ours >= theirs for ours, theirs in zip(one, other, strict=True))
