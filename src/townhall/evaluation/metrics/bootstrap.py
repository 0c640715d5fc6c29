"""How sure a figure is: percentile intervals of resamples, the same way for every kind of figure.

A resample is told by its *weights*: how often each question was drawn. A figure that can be computed from weighted questions, be it a mean,
an F1, an area under a curve or a mean of those, so has its interval without a method of its own.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Vector = NDArray[np.float64]
"""One number a question, or one a resample; NaN is "not measured" there, and never leaves the metrics."""
Matrix = NDArray[np.float64]
"""Weights: a row a resample, a column a question."""

RESAMPLES = 1000
SEED = 20240617
"""Fixed, so that a report is the same each time."""
LEVEL = 0.95
BLOCK = 2_000_000
"""Weights that are held at once: 16 MB."""


@dataclass(frozen=True, slots=True)
class Clusters:
    """Questions that stand or fall together, such as paraphrases."""

    of_question: NDArray[np.intp]
    """For each question the number of its cluster, from 0."""
    count: int

    @classmethod
    def named(cls, names: Sequence[str]) -> Clusters:
        """Return clusters of questions, given the name of each question's cluster."""
        numbers = {name: number for number, name in enumerate(dict.fromkeys(names))}
        return cls(np.array([numbers[name] for name in names], dtype=np.intp), len(numbers))


def resamples(clusters: Clusters) -> Iterator[Matrix]:
    """Yield the weights of all resamples, block by block.

    Whole clusters are drawn, as many as there are, with replacement (Davison and Hinkley, Bootstrap Methods and their Application, 1997,
    section 3.8). The same clusters give the same resamples.
    """
    generator = np.random.default_rng(SEED)
    rows = max(1, BLOCK // max(1, len(clusters.of_question)))
    for first in range(0, RESAMPLES, rows):
        size = min(rows, RESAMPLES - first)
        drawn = generator.integers(0, clusters.count, (size, clusters.count))
        drawn += clusters.count * np.arange(size)[:, None]
        times = np.bincount(drawn.ravel(), minlength=size * clusters.count).reshape(size, clusters.count)
        yield times[:, clusters.of_question].astype(np.float64)


def interval(values: Vector) -> tuple[float, float] | None:
    """Return the ends of the interval that ``values``, one a resample, lie in; None if the figure was defined in no resample.

    Resamples in which a figure isn't defined, such as an F1 where no refusal was due, are left out.
    """
    defined = values[~np.isnan(values)]
    if not len(defined):
        return None
    low, high = np.quantile(defined, [(1 - LEVEL) / 2, (1 + LEVEL) / 2])
    return float(low), float(high)
