"""Cohen's kappa: how far two judges agree beyond chance."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from townhall.evaluation.metrics.bootstrap import LEVEL, RESAMPLES, SEED
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


def agreement(first: Sequence[bool | None], second: Sequence[bool | None], groups: Sequence[str]) -> Agreement:
    """Return how far two judges agree; None is "no verdict". ``groups`` names each question's paraphrase group, or the question itself.

    Cohen, Educational and Psychological Measurement 20(1), 1960. The interval is a percentile bootstrap over whole groups, with a fixed seed;
    resamples in which kappa is undefined are left out of it.
    """
    both = [(one, other, group) for one, other, group in zip(first, second, groups, strict=True) if one is not None and other is not None]
    missing = len(groups) - len(both)
    if not both:
        return Agreement(0, missing, None, None)
    names = sorted({group for _, _, group in both})
    cells = np.zeros((len(names), 4))
    for one, other, group in both:
        cells[names.index(group), 2 * one + other] += 1
    total = cells.sum(axis=0)
    same = float((total[0] + total[3]) / len(both))
    value = float(_kappa(total[None])[0])
    if np.isnan(value):
        return Agreement(len(both), missing, same, None)
    draws = np.random.default_rng(SEED).multinomial(len(names), np.full(len(names), 1 / len(names)), size=RESAMPLES)
    resampled = _kappa(draws @ cells)
    low, high = np.nanquantile(resampled, [(1 - LEVEL) / 2, (1 + LEVEL) / 2])
    return Agreement(len(both), missing, same, Estimate(value, float(low), float(high), len(both)))


def _kappa(cells: np.ndarray[tuple[int, int], np.dtype[np.float64]]) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    """Return kappa for each row of counts: both no, only the second yes, only the first yes, both yes. NaN where it is undefined."""
    shares = cells / cells.sum(axis=1, keepdims=True)
    first, second = shares[:, 2] + shares[:, 3], shares[:, 1] + shares[:, 3]
    chance = first * second + (1 - first) * (1 - second)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(chance < 1, (shares[:, 0] + shares[:, 3] - chance) / (1 - chance), np.nan)
