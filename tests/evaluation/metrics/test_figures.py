"""Figures: means with intervals, agreement, and what was not measured."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from townhall.evaluation.data.dataset import Dataset
from townhall.evaluation.data.texts import CorpusTexts
from townhall.evaluation.metrics.figures import AGREEMENT, METRIC_NAMES, Estimate, agreement, estimate, figures, figures_of_values
from townhall.evaluation.systems.baselines import baseline_figures


def test_mean_and_interval() -> None:
    """The estimate is the mean of what was measured, within its interval, which is the same each time."""
    values = [1.0, 0.0, None, 1.0, 1.0]
    found = estimate(values, list("abcde"))
    assert found is not None
    assert (found.value, found.n) == (0.75, 4)
    assert 0 <= found.low < found.value < found.high <= 1
    assert found == estimate(values, list("abcde"))


def test_not_measured() -> None:
    """A mean over nothing is None, and so is every figure of it."""
    assert estimate([None, None], ["a", "b"]) is None
    assert figures([]) == dict.fromkeys(METRIC_NAMES)


def test_paraphrases_are_drawn_together() -> None:
    """Ten questions that stand or fall in two groups tell less than ten by themselves: the interval is wider."""
    values = [1.0] * 5 + [0.0] * 5
    alone, grouped = estimate(values, list("abcdefghij")), estimate(values, list("aaaaabbbbb"))
    assert alone is not None
    assert grouped is not None
    assert alone.high - alone.low < grouped.high - grouped.low


@pytest.mark.parametrize(
    ("right", "value", "n"),
    [((1, 1, 0, 0, 1), 1.0, 2), ((1, 0, 0, 0, 1), 0.5, 2), ((1, 0, None, 0, 1), 0.0, 1)],
)
def test_agreement(right: tuple[float | None, ...], value: float, n: int) -> None:
    """A group agrees if its answers are all right or all wrong; a question by itself is no group."""
    found = agreement(["a", "a", "b", "b", "c"], right)
    assert found is not None
    assert (found.value, found.n) == (value, n)


def test_agreement_without_groups() -> None:
    """Agreement is not measured where no two questions share a group."""
    assert agreement(["a", "b"], [1.0, 0.0]) is None


def test_groups_are_those_of_the_set(dataset: Callable[..., Dataset]) -> None:
    """Questions that share a group's name are one group; those without a name are none."""
    questions = dataset({}, {}, {"group": "another"}, {"group": None}, {"group": None}).questions
    found = figures_of_values(questions, {"right": [1.0, 0.0, 1.0, 1.0, 1.0]})[AGREEMENT]
    assert found is not None
    assert (found.value, found.n) == (0.0, 1)


def test_baselines(dataset: Callable[..., Dataset], texts: CorpusTexts) -> None:
    """Always refusing is right where such a refusal is; never refusing is measured in what the labels tell, and in nothing else."""
    refusal = {"status": ["not_in_documents"], "facts": [], "spans": [], "group": None}
    either = {**refusal, "status": ["out_of_scope", "not_in_documents"]}
    questions = dataset({}, refusal, refusal, {**refusal, "status": ["out_of_scope"]}, either).questions
    baselines = baseline_figures(questions, texts)

    def value(name: str, metric: str) -> float | None:
        found: Estimate | None = baselines[name][metric]
        return None if found is None else found.value

    assert [value("always refuse", metric) for metric in ("right", "refused_when_due", "refused_wrongly")] == [0.6, 1.0, 1.0]
    assert [value("never refuse", metric) for metric in ("right", "status_right", "refused_when_due", "refused_wrongly")] == [None, 0.2, 0.0, 0.0]
