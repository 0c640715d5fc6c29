"""Two runs held against each other: wins and losses, and whether chance explains them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from townhall.errors import DatasetError
from townhall.evaluation.comparison import Paired, paired, significant_drop

VALUES = st.lists(st.tuples(st.sampled_from([None, 0.0, 0.5, 1.0]), st.sampled_from([None, 0.0, 0.5, 1.0]), st.integers(0, 5)), max_size=30)


def of(*pairs: tuple[float | None, float | None], clusters: dict[str, str] | None = None, **options: str) -> Paired:
    """Return the comparison of questions q0, q1, … with these values before and after."""
    before = {f"q{number}": old for number, (old, _) in enumerate(pairs)}
    after = {f"q{number}": new for number, (_, new) in enumerate(pairs)}
    return paired(before, after, clusters or {}, **options)  # type: ignore[arg-type]


def test_wins_and_losses() -> None:
    """Each question that differs is won or lost; means are of what was measured in both."""
    found = of((0, 1), (1, 0), (1, 0), (1, 1), (1, None), (None, 0))
    assert (found.wins, found.losses, found.ties, found.n) == (("q0",), ("q1", "q2"), 1, 4)
    assert (found.before, found.after, found.difference) == (0.75, 0.5, -0.25)
    assert (found.only_before, found.only_after) == (1, 1)


@pytest.mark.parametrize(("lost", "won", "expected"), [(5, 0, 1 / 32), (4, 0, 1 / 16), (9, 1, 11 / 1024), (0, 0, 1.0), (0, 3, 1.0)])
def test_exact_probability(lost: int, won: int, expected: float) -> None:
    """The probability of a drop is the binomial tail, to the last digit."""
    assert of(*[(1, 0)] * lost, *[(0, 1)] * won, (1, 1)).p_drop == expected


@given(VALUES)
def test_swapping(rows: list[tuple[float | None, float | None, int]]) -> None:
    """The runs swapped swap wins and losses and leave the two-sided probability as it is; so does a metric that points the other way."""
    clusters = {f"q{number}": str(cluster) for number, (_, _, cluster) in enumerate(rows)}
    one = of(*[(old, new) for old, new, _ in rows], clusters=clusters)
    for other in (
        of(*[(new, old) for old, new, _ in rows], clusters=clusters),
        of(*[(old, new) for old, new, _ in rows], clusters=clusters, better="lower"),
    ):
        assert (one.wins, one.losses, one.groups_won, one.p_value) == (other.losses, other.wins, other.groups_lost, other.p_value)
        assert not (significant_drop(one) and significant_drop(other))


def test_groups_count_once() -> None:
    """Eight paraphrases that fall together are one piece of evidence, not eight."""
    together = of(*[(1, 0)] * 8, clusters={f"q{number}": "same" for number in range(8)})
    assert (len(together.losses), together.groups_lost) == (8, 1)
    assert not significant_drop(together)
    assert significant_drop(of(*[(1, 0)] * 8))


def test_a_group_is_lost_by_its_mean() -> None:
    """A group of which one question is won and one is lost is level."""
    found = of((1, 0), (0, 1), clusters={"q0": "same", "q1": "same"})
    assert (found.groups_won, found.groups_lost) == (0, 0)


@pytest.mark.parametrize(("lost", "expected"), [(4, False), (5, True)])
def test_smallest_drop(lost: int, expected: bool) -> None:  # noqa: FBT001 - a case's expectation
    """Five groups lost and none won are a significant drop, four are not."""
    assert significant_drop(of(*[(1, 0)] * lost, *[(1, 1)] * 50)) is expected


def test_lower_is_better() -> None:
    """A share that should be low drops when it rises."""
    assert significant_drop(of(*[(0, 1)] * 6, better="lower"))
    assert not significant_drop(of(*[(1, 0)] * 6, better="lower"))


def test_a_better_mean_is_no_drop() -> None:
    """Many small losses beside a few great gains are no drop."""
    assert not significant_drop(of(*[(0.5, 0.49)] * 10, *[(0, 1)] * 2))


def test_nothing_measured() -> None:
    """Where nothing was measured in both runs there is no mean, and no drop."""
    found = of((None, 1), (1, None))
    assert (found.before, found.after, found.difference, found.p_value) == (None, None, None, 1.0)
    assert not significant_drop(found)


def test_other_questions() -> None:
    """Runs of different questions are not compared."""
    with pytest.raises(DatasetError, match="'b' is in one alone"):
        paired({"a": 1, "b": 1}, {"a": 1}, {})
