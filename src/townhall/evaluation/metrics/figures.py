"""Every figure of the report: what it is called, how it is computed, and how sure it is.

A figure is an ``Estimate``, or None where nothing was measured: a mean over no question is neither 0 nor NaN. ``docs/metrics.md`` gives each
metric's formula and source, and what it can't tell.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from townhall.evaluation.metrics.bootstrap import Clusters, Vector, interval, resamples
from townhall.evaluation.metrics.columns import AGREEMENT, clusters_of, columns_of
from townhall.evaluation.metrics.ranking import MEASURES
from townhall.evaluation.metrics.statistics import (
    AreaUnderCurve,
    Average,
    CalibratedF1,
    CalibrationError,
    Columns,
    HarmonicMean,
    MacroF1,
    Mean,
    Share,
    SquaredError,
    Statistic,
)
from townhall.evaluation.result import Result


@dataclass(frozen=True, slots=True)
class Estimate:
    """A figure with its 95 % interval."""

    value: float
    low: float
    high: float
    n: int
    """What it was measured on: questions; for agreement groups, for faults of quotes quotes."""


Figures = Mapping[str, Estimate | None]
"""By the metric's name; None is "not measured"."""


@dataclass(frozen=True, slots=True)
class Metric:
    """A figure of the report."""

    name: str
    """As in reports and gates."""
    title: str
    """As in the table, whose columns are narrow."""
    meaning: str
    statistic: Statistic
    better: Literal["higher", "lower"] = "higher"


def _meaning(measure: str) -> str:
    """Say what a measure of retrieval tells."""
    name, _, depth = measure.partition("@")
    return {
        "hit": f"share of questions with a relevant passage among the first {depth}",
        "recall": f"share of a question's relevant passages that are among the first {depth}, on average",
        "mrr": f"mean of 1 / rank of the first relevant passage, 0 below rank {depth}",
        "ndcg": f"discounted gain of the first {depth} passages over its greatest possible value, on average",
    }[name]


_CITATION_F1 = HarmonicMean(Mean("citation_precision"), Mean("citation_recall"))
_REFUSAL_F1 = MacroF1("refused", "refusal_due")
_ANSWER_F1 = CalibratedF1("correctness", "answered", "answer_due")

METRICS = (
    Metric("right", "right", "share of answers that are right in all that the question asks for", Mean("right")),
    Metric("status_right", "status", "share of answers whose status is acceptable", Mean("status_right")),
    Metric("facts_held", "facts", "share of answers that hold every expected fact", Mean("facts_held")),
    Metric("facts_share", "facts%", "share of the expected facts that an answer holds, on average", Mean("facts_share")),
    Metric("nothing_forbidden", "clean", "share of answers without anything forbidden, where something is", Mean("nothing_forbidden")),
    Metric("short_enough", "short", "share of answers within the length limit, where no list was asked for", Mean("short_enough")),
    Metric("verbatim", "quote", "share of answers with citations whose every citation is the document's text at all its places", Mean("verbatim")),
    Metric("right_place", "place", "share of answers that cite every expected span", Mean("right_place")),
    Metric("citation_recall", "recall", "share of an answer's statements that their quotes support, on average", Mean("citation_recall")),
    Metric("citation_precision", "needed", "share of an answer's citations that its statements need, on average", Mean("citation_precision")),
    Metric("citation_f1", "cite F1", "harmonic mean of citation recall and citation precision", _CITATION_F1),
    Metric("fabricated", "made up", "share of quotes that are in no document", Share("fabricated", "quotes"), "lower"),
    Metric("stitched", "stitch", "share of quotes whose pieces are in documents, but not in one run of text", Share("stitched", "quotes"), "lower"),
    Metric(
        "misattributed",
        "astray",
        "share of quotes that are not where they are said to be, or support no statement that cites them",
        Share("misattributed", "quotes"),
        "lower",
    ),
    Metric("refused_when_due", "due", "share of refusals among answers to questions that only a refusal is right for", Mean("refused_when_due")),
    Metric("refused_wrongly", "wrong", "share of refusals among answers to questions that the documents answer", Mean("refused_wrongly"), "lower"),
    Metric("refusal_f1", "ref F1", "macro-F1 over answering and refusing", _REFUSAL_F1),
    Metric("answer_f1", "ans F1", "F1 of correctness: precision over what was answered, recall over what should have been", _ANSWER_F1),
    Metric("trust_score", "trust", "mean of answer_f1, refusal_f1 and citation_f1", Average((_ANSWER_F1, _REFUSAL_F1, _CITATION_F1))),
    Metric("hallucination_rate", "halluc", "share of answers where only a refusal is right", Mean("answered_when_refusal_due"), "lower"),
    Metric("error_rate", "error", "share of refusals where only an answer is right", Mean("refused_wrongly"), "lower"),
    Metric(
        "calibration_error",
        "ECE",
        "distance between the support that is claimed and how often it is deserved",
        CalibrationError("support", "worth_showing"),
        "lower",
    ),
    Metric(
        "brier",
        "Brier",
        "mean squared distance between the support that is claimed and whether it is deserved",
        SquaredError("support", "worth_showing"),
        "lower",
    ),
    Metric("auroc", "AUROC", "how often what deserves support has more of it than what doesn't", AreaUnderCurve("support", "worth_showing")),
    Metric(AGREEMENT, "agree", "share of paraphrase groups whose answers are all right or all wrong", Mean(AGREEMENT, of_questions=False)),
    Metric("exact_match", "EM", "share of answers that are a gold answer, by SQuAD's rules", Mean("exact_match")),
    Metric("token_f1", "F1", "overlap of an answer's words with a gold answer's, by SQuAD's rules, on average", Mean("token_f1")),
    *(Metric(name, name.split("@")[0].upper() if name == "mrr@10" else name.replace("@", ""), _meaning(name), Mean(name)) for name in MEASURES),
)
"""Every figure, in the order of the report."""

METRIC_NAMES = tuple(metric.name for metric in METRICS)


def figures(results: Sequence[Result]) -> Figures:
    """Return every metric over ``results`` with its interval."""
    return figures_of_columns(columns_of(results), clusters_of([result.question for result in results]))


def question_values(results: Sequence[Result]) -> dict[str, tuple[float | None, ...]]:
    """Return what each question brings to each metric, in step with ``results``; metrics of which that can't be said are left out."""
    columns = columns_of(results)
    found = {metric.name: metric.statistic.by_question(columns) for metric in METRICS}
    return {name: tuple(None if np.isnan(value) else float(value) for value in column) for name, column in found.items() if column is not None}


def figures_of_columns(columns: Columns, clusters: Sequence[str]) -> Figures:
    """Return every metric over questions whose columns are given, one ``clusters`` name a question."""
    measured = {metric: count for metric in METRICS if (count := metric.statistic.measured(columns))}
    single = np.ones((1, len(clusters)))
    values = {metric: metric.statistic.values(columns, single)[0] for metric in measured}
    drawn: dict[Metric, list[Vector]] = {metric: [] for metric in measured if not np.isnan(values[metric])}
    if drawn:
        for weights in resamples(Clusters.named(clusters)):
            for metric, parts in drawn.items():
                parts.append(metric.statistic.values(columns, weights))
    found: dict[str, Estimate | None] = dict.fromkeys(METRIC_NAMES)
    for metric, parts in drawn.items():
        low, high = interval(np.concatenate(parts)) or (values[metric], values[metric])
        found[metric.name] = Estimate(float(values[metric]), float(low), float(high), measured[metric])
    return found


PER_QUESTION = tuple(question_values(()))
"""Metrics that have a value for each question; ``agreement`` has one for each paraphrase group."""
