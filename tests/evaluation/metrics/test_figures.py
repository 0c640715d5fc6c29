"""Figures: values with intervals, agreement, and what was not measured."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

import numpy as np
import pytest

from townhall.evaluation.data.dataset import Dataset
from townhall.evaluation.metrics.columns import AGREEMENT, COLUMN_NAMES, agreement, clusters_of, vector
from townhall.evaluation.metrics.figures import METRIC_NAMES, METRICS, Estimate, Figures, figures, figures_of_columns, question_values


def of_right(values: Sequence[float | None], clusters: Sequence[str]) -> Figures:
    """Return the figures of questions of which only ``right`` is known."""
    nothing = dict.fromkeys(COLUMN_NAMES, vector([None] * len(values)))
    return figures_of_columns(nothing | {"right": vector(values), AGREEMENT: agreement(clusters, vector(values))}, clusters)


def right(values: Sequence[float | None], clusters: Sequence[str]) -> Estimate:
    """Return the figure ``right``."""
    found = of_right(values, clusters)["right"]
    assert found is not None
    return found


def test_mean_and_interval() -> None:
    """The estimate is the mean of what was measured, within its interval, which is the same each time."""
    values = [1.0, 0.0, None, 1.0, 1.0]
    found = right(values, list("abcde"))
    assert (found.value, found.n) == (0.75, 4)
    assert 0 <= found.low < found.value < found.high <= 1
    assert found == right(values, list("abcde"))


def test_interval_of_a_mean() -> None:
    """The interval of a share is about as wide as the normal approximation says."""
    values = [1.0, 0.0, 0.0, 1.0, 1.0] * 80
    found = right(values, [str(number) for number in range(400)])
    width = 2 * 1.96 * math.sqrt(0.6 * 0.4 / 400)
    assert found.high - found.low == pytest.approx(width, rel=0.1)


def test_not_measured() -> None:
    """A figure of nothing is None, and no figure is ever NaN."""
    assert figures([]) == dict.fromkeys(METRIC_NAMES)
    found = of_right([None, None], ["a", "b"])
    assert found == dict.fromkeys(METRIC_NAMES)


def test_paraphrases_are_drawn_together() -> None:
    """Ten questions that stand or fall in two groups tell less than ten by themselves: the interval is wider."""
    values = [1.0] * 5 + [0.0] * 5
    alone, grouped = right(values, list("abcdefghij")), right(values, list("aaaaabbbbb"))
    assert alone.high - alone.low < grouped.high - grouped.low


@pytest.mark.parametrize(
    ("values", "value", "n"),
    [((1, 1, 0, 0, 1), 1.0, 2), ((1, 0, 0, 0, 1), 0.5, 2), ((1, 0, None, 0, 1), 0.0, 1)],
)
def test_agreement(values: tuple[float | None, ...], value: float, n: int) -> None:
    """A group agrees if its answers are all right or all wrong; a question by itself is no group."""
    found = of_right(values, ["a", "a", "b", "b", "c"])[AGREEMENT]
    assert found is not None
    assert (found.value, found.n) == (value, n)


def test_agreement_without_groups() -> None:
    """Agreement is not measured where no two questions share a group."""
    assert of_right([1.0, 0.0], ["a", "b"])[AGREEMENT] is None


def test_groups_are_those_of_the_set(dataset: Callable[..., Dataset]) -> None:
    """Questions that share a group's name are one group; those without a name are none."""
    questions = dataset({}, {}, {"group": "another"}, {"group": None}, {"group": None}).questions
    found = of_right([1.0, 0.0, 1.0, 1.0, 1.0], clusters_of(questions))[AGREEMENT]
    assert found is not None
    assert (found.value, found.n) == (0.0, 1)


def test_every_metric_is_told_apart() -> None:
    """Names are unique, and every metric says what it means and which way it points."""
    assert len(set(METRIC_NAMES)) == len(METRIC_NAMES)
    assert all(metric.meaning and metric.better in {"higher", "lower"} for metric in METRICS)
    assert set(question_values(())) < set(METRIC_NAMES)


def test_many_questions_in_little_memory() -> None:
    """Resamples of many questions are drawn in blocks: no block holds more than 2,000,000 weights."""
    from townhall.evaluation.metrics.bootstrap import BLOCK, RESAMPLES, Clusters, resamples

    names = [str(number // 2) for number in range(5000)]
    rows = 0
    for weights in resamples(Clusters.named(names)):
        assert weights.size <= BLOCK
        assert np.all(weights.sum(axis=1) == len(names))
        rows += len(weights)
    assert rows == RESAMPLES
