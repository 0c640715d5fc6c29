"""Kinds of figures: each computed from the columns of all questions and the weights of a resample.

Columns are vectors with one number a question, NaN where it wasn't measured. Weights are a matrix with a row a resample, so that the plain
figure is the one of a single row of ones. What isn't defined in a resample is NaN there.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from townhall.evaluation.metrics.bootstrap import Matrix, Vector

Columns = Mapping[str, Vector]
"""What was measured of each question, by name."""

BINS = 10
"""Bins of the calibration error, each of as many questions as the others, as nearly as equal probabilities allow."""


class Statistic(Protocol):
    """A figure of many questions."""

    def values(self, columns: Columns, weights: Matrix) -> Vector:
        """Return the figure in each resample."""

    def measured(self, columns: Columns) -> int:
        """Return how many things it was measured on; 0 makes it "not measured"."""

    def by_question(self, columns: Columns) -> Vector | None:
        """Return what each question brings to it, for comparisons question by question; None where that has no meaning."""


@dataclass(frozen=True, slots=True)
class Mean:
    """The mean over the questions that it was measured on."""

    column: str
    of_questions: bool = True
    """False where the column holds one value for several questions."""

    def values(self, columns: Columns, weights: Matrix) -> Vector:
        """Return the mean in each resample."""
        column = columns[self.column]
        return _ratio(weights @ np.nan_to_num(column), weights @ (~np.isnan(column)).astype(np.float64))

    def measured(self, columns: Columns) -> int:
        """Return the number of questions."""
        return int((~np.isnan(columns[self.column])).sum())

    def by_question(self, columns: Columns) -> Vector | None:
        """Return the column."""
        return columns[self.column] if self.of_questions else None


@dataclass(frozen=True, slots=True)
class Share:
    """A sum over a sum, such as faulty citations over citations: long answers weigh more than short ones."""

    part: str
    whole: str

    def values(self, columns: Columns, weights: Matrix) -> Vector:
        """Return the share in each resample."""
        return _ratio(weights @ np.nan_to_num(columns[self.part]), weights @ np.nan_to_num(columns[self.whole]))

    def measured(self, columns: Columns) -> int:
        """Return the number of the things that it is a share of."""
        return int(np.nan_to_num(columns[self.whole]).sum())

    def by_question(self, columns: Columns) -> Vector | None:
        """Return the share within each answer."""
        return _ratio(columns[self.part], columns[self.whole])


@dataclass(frozen=True, slots=True)
class MacroF1:
    """The mean of two F1 scores, of what is marked 1 and of what is marked 0; defined where both are due."""

    predicted: str
    due: str

    def values(self, columns: Columns, weights: Matrix) -> Vector:
        """Return the macro-F1 in each resample."""
        predicted, due = columns[self.predicted], columns[self.due]
        counted = weights @ np.stack(
            [np.nan_to_num(column) for column in (due * predicted, due * (1 - predicted), (1 - due) * predicted, (1 - due) * (1 - predicted))],
            axis=1,
        )
        hit, missed, false, passed = counted.T
        f1 = (_ratio(2 * hit, 2 * hit + missed + false) + _ratio(2 * passed, 2 * passed + missed + false)) / 2
        return np.where((hit + missed > 0) & (false + passed > 0), f1, np.nan)

    def measured(self, columns: Columns) -> int:
        """Return the number of questions of which it is known what is due."""
        return int((~np.isnan(columns[self.due])).sum())

    def by_question(self, columns: Columns) -> Vector | None:
        """Return whether each was predicted as it is due."""
        due = columns[self.due]
        return np.where(np.isnan(due), np.nan, (columns[self.predicted] == due).astype(np.float64))


@dataclass(frozen=True, slots=True)
class CalibratedF1:
    """F1 of correctness: its precision is over the questions that were answered, its recall over those that should have been."""

    correctness: str
    answered: str
    answerable: str

    def values(self, columns: Columns, weights: Matrix) -> Vector:
        """Return the F1 in each resample; it is 0 where nothing was answered."""
        answered, answerable = columns[self.answered], columns[self.answerable]
        known = ~np.isnan(answerable)
        good = np.nan_to_num(columns[self.correctness]) * np.nan_to_num(answered * answerable)
        sizes = weights @ np.nan_to_num(answerable), weights @ (answered * known)
        found = _ratio(2 * (weights @ good), sizes[0] + sizes[1])
        return np.where(sizes[0] > 0, found, np.nan)

    def measured(self, columns: Columns) -> int:
        """Return the number of questions that are to be answered."""
        return int(np.nan_to_num(columns[self.answerable]).sum())

    def by_question(self, columns: Columns) -> Vector | None:
        """Return the correctness of what is to be answered, 0 where it wasn't, and 0 for an answer where none was due."""
        answered, answerable = columns[self.answered], columns[self.answerable]
        value = np.nan_to_num(columns[self.correctness]) * answered * np.nan_to_num(answerable)
        return np.where((answerable == 1) | ((answerable == 0) & (answered == 1)), value, np.nan)


@dataclass(frozen=True, slots=True)
class SquaredError:
    """The Brier score: the mean of (probability − event)²."""

    probability: str
    event: str

    def values(self, columns: Columns, weights: Matrix) -> Vector:
        """Return the score in each resample."""
        error = (columns[self.probability] - columns[self.event]) ** 2
        return _ratio(weights @ np.nan_to_num(error), weights @ (~np.isnan(error)).astype(np.float64))

    def measured(self, columns: Columns) -> int:
        """Return the number of questions with a probability and an event."""
        return int((~np.isnan(columns[self.probability] - columns[self.event])).sum())

    def by_question(self, columns: Columns) -> Vector | None:
        """Return the squared error."""
        error = columns[self.probability] - columns[self.event]
        return np.square(error)


@dataclass(frozen=True, slots=True)
class CalibrationError:
    """How far probability and frequency lie apart, bin by bin: Σ |mean probability − share of events| · the bin's share of questions.

    The bins are those of the questions as they are, not of each resample.
    """

    probability: str
    event: str

    def values(self, columns: Columns, weights: Matrix) -> Vector:
        """Return the error in each resample."""
        probability, event = columns[self.probability], columns[self.event]
        known = ~np.isnan(probability + event)
        chosen, gap = weights[:, known], (probability - event)[known]
        edges = np.quantile(probability[known], np.arange(1, BINS) / BINS, method="higher")
        number = np.searchsorted(edges, probability[known], side="left")
        gaps = chosen @ (gap[:, None] * (number[:, None] == np.arange(BINS)))
        return _ratio(np.abs(gaps).sum(axis=1), chosen.sum(axis=1))

    def measured(self, columns: Columns) -> int:
        """Return the number of questions with a probability and an event."""
        return int((~np.isnan(columns[self.probability] - columns[self.event])).sum())

    def by_question(self, columns: Columns) -> Vector | None:
        """Return nothing: a single question is neither well calibrated nor badly."""
        del columns
        return None


@dataclass(frozen=True, slots=True)
class AreaUnderCurve:
    """AUROC: how often a question where the event came true has a higher probability than one where it didn't; equal ones count half."""

    probability: str
    event: str

    def values(self, columns: Columns, weights: Matrix) -> Vector:
        """Return the area in each resample, by one pass over the questions in order of probability."""
        probability, event = columns[self.probability], columns[self.event]
        known = np.flatnonzero(~np.isnan(probability + event))
        order = known[np.argsort(probability[known], kind="stable")]
        starts = np.flatnonzero(np.diff(probability[order], prepend=-1.0))
        came = np.add.reduceat(weights[:, order] * event[order], starts, axis=1)
        failed = np.add.reduceat(weights[:, order] * (1 - event[order]), starts, axis=1)
        below = np.cumsum(failed, axis=1) - failed
        return _ratio((came * (below + failed / 2)).sum(axis=1), came.sum(axis=1) * failed.sum(axis=1))

    def measured(self, columns: Columns) -> int:
        """Return the number of questions, 0 where all have the same outcome."""
        known = columns[self.event][~np.isnan(columns[self.probability] + columns[self.event])]
        return len(known) if len(set(known.tolist())) > 1 else 0

    def by_question(self, columns: Columns) -> Vector | None:
        """Return nothing: a rank is of many."""
        del columns
        return None


@dataclass(frozen=True, slots=True)
class HarmonicMean:
    """F1 of two other figures."""

    precision: Statistic
    recall: Statistic

    def values(self, columns: Columns, weights: Matrix) -> Vector:
        """Return the F1 in each resample; 0 where both are 0."""
        precision, recall = self.precision.values(columns, weights), self.recall.values(columns, weights)
        return np.where(precision + recall == 0, 0.0, _ratio(2 * precision * recall, precision + recall))

    def measured(self, columns: Columns) -> int:
        """Return the number of what both were measured on."""
        return min(self.precision.measured(columns), self.recall.measured(columns))

    def by_question(self, columns: Columns) -> Vector | None:
        """Return nothing: the F1 of the means is not the mean of the F1s."""
        del columns
        return None


@dataclass(frozen=True, slots=True)
class Average:
    """The mean of other figures; not measured unless all of them are."""

    parts: tuple[Statistic, ...]

    def values(self, columns: Columns, weights: Matrix) -> Vector:
        """Return the mean in each resample."""
        return np.asarray(np.mean([part.values(columns, weights) for part in self.parts], axis=0))

    def measured(self, columns: Columns) -> int:
        """Return the number of what all were measured on."""
        return min(part.measured(columns) for part in self.parts)

    def by_question(self, columns: Columns) -> Vector | None:
        """Return nothing: the parts are measured on different questions."""
        del columns
        return None


def _ratio(part: Vector, whole: Vector) -> Vector:
    """Divide; NaN where there is nothing to divide by."""
    found: Vector = np.divide(part, whole, out=np.full(np.shape(whole), np.nan), where=whole > 0)
    return found
