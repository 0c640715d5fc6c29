"""From single scores to figures: means, agreement, and how sure they are.

Every figure is an ``Estimate``, or None where nothing was measured: a mean over no question is neither 0 nor NaN.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from townhall.evaluation.data.dataset import MINIMUM_GROUP
from townhall.evaluation.data.question import Question
from townhall.evaluation.metrics.ranking import MEASURES
from townhall.evaluation.metrics.scoring import Score
from townhall.evaluation.result import Result

RESAMPLES = 1000
SEED = 20240617
"""Fixed, so that a report is the same each time."""
LEVEL = 0.95

AGREEMENT = "agreement"


@dataclass(frozen=True, slots=True)
class Metric:
    """A figure of the report."""

    name: str
    """As in reports and gates."""
    title: str
    """As in the table, whose columns are narrow."""
    meaning: str
    better: Literal["higher", "lower"] = "higher"


METRICS = (
    Metric("right", "right", "share of answers that are right in all that the question asks for"),
    Metric("status_right", "status", "share of answers whose status is acceptable"),
    Metric("facts_held", "facts", "share of answers that hold every expected fact"),
    Metric("nothing_forbidden", "clean", "share of answers without anything forbidden, where something is"),
    Metric("short_enough", "short", "share of answers within the length limit, where no list was asked for"),
    Metric("verbatim", "quote", "share of answers with citations whose every citation is the document's text at all its places"),
    Metric("right_place", "place", "share of answers that cite every expected span"),
    Metric("refused_when_due", "due", "share of refusals among answers to questions that only a refusal is right for"),
    Metric("refused_wrongly", "wrong", "share of refusals among answers to questions that the documents answer", "lower"),
    Metric(AGREEMENT, "agree", "share of paraphrase groups whose answers are all right or all wrong"),
    *(Metric(name, name.split("@")[0].upper() if name == "mrr@10" else name.replace("@", ""), "see docs/evaluation.md") for name in MEASURES),
)
"""Every figure, in the order of the report."""

METRIC_NAMES = tuple(metric.name for metric in METRICS)

Values = Mapping[str, Sequence[float | None]]
"""For each metric one value a question, None where it wasn't measured."""


@dataclass(frozen=True, slots=True)
class Estimate:
    """A mean with its 95 % interval."""

    value: float
    low: float
    high: float
    n: int
    """Questions that it was measured on; for agreement, groups."""


Figures = Mapping[str, Estimate | None]


def values_of(scores: Sequence[Score], retrieval: Sequence[Mapping[str, float] | None]) -> Values:
    """Return the values of all metrics but agreement, which is of groups and not of questions."""
    values: dict[str, list[float | None]] = {
        name: [None if (value := getattr(score, name)) is None else float(value) for score in scores]
        for name in METRIC_NAMES
        if name != AGREEMENT and name not in MEASURES
    }
    return values | {name: [measures.get(name) if measures else None for measures in retrieval] for name in MEASURES}


def figures(results: Sequence[Result]) -> Figures:
    """Return every metric over ``results``."""
    values = values_of([result.score for result in results], [result.retrieval for result in results])
    return figures_of_values([result.question for result in results], values)


def figures_of_values(questions: Sequence[Question], values: Values) -> Figures:
    """Return the mean of every metric over ``questions``, with which ``values`` run in step."""
    clusters = [question.group or f"\n{question.id}" for question in questions]  # no group's name begins a new line
    found = {name: estimate(values.get(name, ()), clusters) for name in METRIC_NAMES}
    return found | {AGREEMENT: agreement(clusters, values.get("right", ()))}


def agreement(clusters: Sequence[str], right: Sequence[float | None]) -> Estimate | None:
    """Return the share of groups of two or more whose answers are all right or all wrong."""
    groups: dict[str, list[float]] = {}
    for cluster, value in zip(clusters, right, strict=False):
        if value is not None:
            groups.setdefault(cluster, []).append(value)
    same = [float(len(set(group)) == 1) for group in groups.values() if len(group) >= MINIMUM_GROUP]
    return estimate(same, [str(index) for index in range(len(same))])


def estimate(values: Sequence[float | None], clusters: Sequence[str]) -> Estimate | None:
    """Return the mean of what was measured and its percentile bootstrap interval; None where nothing was.

    Paraphrases of a question stand or fall together, so whole groups are drawn and not single questions (Davison and Hinkley, Bootstrap
    Methods and their Application, 1997, section 3.8). Where all values are equal the interval has no width.
    """
    sums: dict[str, float] = {}
    counts: dict[str, int] = {}
    for value, cluster in zip(values, clusters, strict=False):
        if value is not None:
            sums[cluster] = sums.get(cluster, 0.0) + value
            counts[cluster] = counts.get(cluster, 0) + 1
    if not sums:
        return None
    total, size = np.array(list(sums.values())), np.array(list(counts.values()))
    drawn = np.random.default_rng(SEED).integers(0, len(total), (RESAMPLES, len(total)))
    means = total[drawn].sum(axis=1) / size[drawn].sum(axis=1)
    low, high = np.quantile(means, [(1 - LEVEL) / 2, (1 + LEVEL) / 2])
    return Estimate(float(total.sum() / size.sum()), float(low), float(high), int(size.sum()))
