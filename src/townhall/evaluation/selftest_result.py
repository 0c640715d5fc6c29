"""What a self-test of the evaluation found, and what of it is not as it must be."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any

MEANT = 0.05
"""The share that must be noticed."""
DETECTED = 0.90
"""How often it must be."""
ALARMS = 0.05
"""How often a healthy run may be flagged."""
LEAST = 20
"""Degraded answers from which on that is asked: of fewer, too few paraphrase groups differ for any test."""


@dataclass(frozen=True, slots=True)
class Noticed:
    """What became of one sabotage."""

    sabotage: str
    metric: str
    healthy: float | None
    """The metric's mean before, over the questions that it was measured on in both runs."""
    sabotaged: float | None
    lost: int
    """Questions that fare worse."""
    p: float
    """Probability of such a drop by chance, by the sign test."""
    gate: str | None
    """The absolute bar that the healthy run passes and this one fails; None if there is none."""
    caught: bool


@dataclass(frozen=True, slots=True)
class Detection:
    """How often a share of degraded answers was noticed."""

    share: float
    answers: int
    """Degraded in each trial."""
    trials: int
    by_right: int
    """Trials in which ``right`` alone drops significantly."""
    by_any: int
    """Trials in which any watched metric does, at a level divided by their number."""


@dataclass(frozen=True, slots=True)
class Rebuilds:
    """Healthy runs, each with the index built anew in an order of chance."""

    runs: int
    alarms: int
    """Runs in which a watched metric drops significantly, or whose bars are failed where the first run passes."""
    identical: int
    """Runs whose every answer, passage and score is the first run's."""


@dataclass(frozen=True, slots=True)
class SelfTest:
    """What the self-test found."""

    dataset: str
    sha256: str
    questions: int
    noticed: tuple[Noticed, ...]
    detections: tuple[Detection, ...]
    rebuilds: Rebuilds

    @property
    def faults(self) -> tuple[str, ...]:
        """One line for each thing that is not as it must be."""
        return tuple(self._faults())

    def _faults(self) -> Iterator[str]:
        for each in self.noticed:
            if not each.caught:
                yield f"{each.sabotage}: not caught by {each.metric} (p = {each.p:.3g})."
        for found in self.detections:
            if found.share == MEANT and found.answers >= LEAST and found.by_right < DETECTED * found.trials:
                yield f"{found.share:.0%} of the answers degraded: noticed in {found.by_right} of {found.trials} trials, not in {DETECTED:.0%}."
        if self.rebuilds.alarms > ALARMS * self.rebuilds.runs:
            yield f"{self.rebuilds.alarms} of {self.rebuilds.runs} healthy runs were flagged."
        if self.rebuilds.identical < self.rebuilds.runs:
            yield f"{self.rebuilds.runs - self.rebuilds.identical} of {self.rebuilds.runs} healthy runs differ from the first."


def as_json(found: SelfTest) -> dict[str, Any]:
    """Return what was found as JSON values."""
    return {**asdict(found), "faults": list(found.faults)}
