"""Cohen's kappa: agreement beyond chance, with its interval and with what wasn't judged."""

from __future__ import annotations

import random

import pytest
from sklearn.metrics import cohen_kappa_score

from townhall.evaluation.metrics.kappa import agreement


@pytest.mark.parametrize("seed", range(20))
def test_agrees_with_the_reference(seed: int) -> None:
    """The value is scikit-learn's, on random verdicts, and lies within its interval."""
    draw = random.Random(seed)  # noqa: S311 - a test's data
    first = [draw.random() < 0.7 for _ in range(60)]
    second = [one if draw.random() < 0.8 else not one for one in first]
    found = agreement(first, second, [str(number) for number in range(60)])
    assert found.kappa is not None
    assert found.kappa.value == pytest.approx(cohen_kappa_score(first, second))
    assert found.kappa.low <= found.kappa.value <= found.kappa.high


def test_what_is_not_judged_is_counted_apart() -> None:
    """Questions without a verdict of either judge are neither agreement nor disagreement."""
    with_gaps = agreement([True, False, None, True], [True, False, True, None], ["a", "b", "c", "d"])
    without = agreement([True, False], [True, False], ["a", "b"])
    assert (with_gaps.n, with_gaps.no_verdict, with_gaps.same, with_gaps.kappa) == (2, 2, without.same, without.kappa)
    assert with_gaps.kappa is not None
    assert with_gaps.kappa.value == 1


@pytest.mark.parametrize(("first", "second"), [([True, True], [True, True]), ([None], [True]), ([], [])])
def test_undefined_is_no_value(first: list[bool | None], second: list[bool | None]) -> None:
    """Where both always say the same one thing, or nothing, kappa is not a number but none."""
    assert agreement(first, second, [str(number) for number in range(len(first))]).kappa is None


def test_groups_are_drawn_whole() -> None:
    """Verdicts that stand or fall together make the interval wider than as many that don't."""
    first, second = [True, False, True, False] * 10, [True, False, False, True] * 10
    alone = agreement(first, second, [str(number) for number in range(40)]).kappa
    grouped = agreement(first, second, [str(number % 4) for number in range(40)]).kappa
    assert alone is not None
    assert grouped is not None
    assert grouped.high - grouped.low > alone.high - alone.low
