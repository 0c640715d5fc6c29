"""Cohen's kappa: how far two judges agree beyond chance."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from townhall.evaluation.metrics.bootstrap import Clusters, Matrix, Vector, interval, resamples
from townhall.evaluation.metrics.figures import Estimate


@dataclass(frozen=True, slots=True)
class Agreement:
    """Two judges who both said yes or no to the same questions."""

    n: int
    """Questions to which both said something."""
    no_verdict: int
    """Questions to which one of the two said nothing."""
    same: float | None
    """Share of the n to which they said the same; None where n is 0."""
    kappa: Estimate | None
    """(same - chance) / (1 - chance), in [-1, 1]: 0 is chance, 1 is full agreement. None where both always said one and the same."""


def agreement(first: Sequence[bool | None], second: Sequence[bool | None], clusters: Sequence[str]) -> Agreement:
    """Return how far two judges agree; None is "no verdict". ``clusters`` names each question's paraphrase group, or the question itself.

    Cohen, Educational and Psychological Measurement 20(1), 1960. The interval is that of all figures; resamples in which kappa is undefined are
    left out of it.
    """
    both = [(one, other, cluster) for one, other, cluster in zip(first, second, clusters, strict=True) if one is not None and other is not None]
    missing = len(clusters) - len(both)
    if not both:
        return Agreement(0, missing, None, None)
    cells = np.zeros((len(both), 4))
    cells[np.arange(len(both)), [2 * one + other for one, other, _ in both]] = 1
    same = sum(one == other for one, other, _ in both) / len(both)
    value = float(_kappa(cells.sum(axis=0, keepdims=True))[0])
    if np.isnan(value):
        return Agreement(len(both), missing, same, None)
    blocks = resamples(Clusters.named([cluster for _, _, cluster in both]))
    ends = interval(np.concatenate([_kappa(weights @ cells) for weights in blocks]))
    low, high = ends or (value, value)
    return Agreement(len(both), missing, same, Estimate(value, low, high, len(both)))


def _kappa(cells: Matrix) -> Vector:
    """Return kappa for each row of counts: both no, only the second yes, only the first yes, both yes. NaN where it is undefined."""
    shares = cells / cells.sum(axis=1, keepdims=True)
    first, second = shares[:, 2] + shares[:, 3], shares[:, 1] + shares[:, 3]
    chance = first * second + (1 - first) * (1 - second)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(chance < 1, (shares[:, 0] + shares[:, 3] - chance) / (1 - chance), np.nan)
