"""Two runs held against each other, question by question: what was won, what was lost, and whether chance explains it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import comb
from typing import Literal

from townhall.errors import DatasetError

Better = Literal["higher", "lower"]
"""Which way a metric points."""

LEVEL = 0.05
"""A drop whose probability under chance is at most this is significant."""

_TOLERANCE = 1e-9
"""Values nearer to each other than this are equal: means of the same numbers may differ in their last digit."""


@dataclass(frozen=True, slots=True)
class Paired:
    """One metric in two runs, over the questions that it was measured on in both."""

    before: float | None
    """Mean of the first run, over those questions; None where there are none."""
    after: float | None
    """Mean of the second."""
    n: int
    """Questions measured in both runs."""
    only_before: int
    """Questions measured in the first run alone, such as quotes of an answer that became a refusal."""
    only_after: int
    wins: tuple[str, ...]
    """Ids of the questions that the second run does better at, in the order of the first run."""
    losses: tuple[str, ...]
    """Ids of those that it does worse at."""
    groups_won: int
    """Clusters that do better on the whole."""
    groups_lost: int
    p_drop: float
    """Probability, in (0, 1], of at least ``groups_lost`` losses among the clusters that differ, if either way were equally likely."""
    p_value: float
    """The same for a difference as great in either direction."""
    better: Better

    @property
    def ties(self) -> int:
        """Questions that fare alike in both."""
        return self.n - len(self.wins) - len(self.losses)

    @property
    def difference(self) -> float | None:
        """The second mean less the first, in the metric's own direction; None where nothing was measured."""
        return None if self.before is None or self.after is None else self.after - self.before


def paired(
    before: Mapping[str, float | None], after: Mapping[str, float | None], clusters: Mapping[str, str], *, better: Better = "higher"
) -> Paired:
    """Hold two runs of one evaluation set against each other.

    The test is the exact sign test, over clusters and not over questions, since paraphrases of a question stand or fall together; a cluster
    wins if the mean of its questions is better, and those that are level say nothing (Dixon and Mood, The statistical sign test, JASA 41, 1946).

    Args:
        before: for each question by its id the first run's value; None where the metric wasn't measured.
        after: the second run's, of the same questions.
        clusters: for each question by its id the name of its paraphrase group, or any name of its own; questions that are not in it stand alone.
        better: which way the metric points.

    Raises:
        DatasetError: the runs don't hold the same questions.
    """
    if before.keys() != after.keys():
        odd = sorted(before.keys() ^ after.keys())
        raise DatasetError(f"The runs don't hold the same questions: {odd[0]!r} is in one alone.", remedy="Run both on one version of the set.")
    sign = 1 if better == "higher" else -1
    gains: dict[str, float] = {}
    by_cluster: dict[str, float] = {}
    first = second = 0.0
    for id, old in before.items():
        new = after[id]
        if old is None or new is None:
            continue
        gains[id] = sign * (new - old)
        first, second = first + old, second + new
        cluster = clusters.get(id, f"\n{id}")  # no group's name begins a new line
        by_cluster[cluster] = by_cluster.get(cluster, 0.0) + gains[id]
    won, lost = (sum(side * gain > _TOLERANCE for gain in by_cluster.values()) for side in (1, -1))
    return Paired(
        before=first / len(gains) if gains else None,
        after=second / len(gains) if gains else None,
        n=len(gains),
        only_before=sum(old is not None and after[id] is None for id, old in before.items()),
        only_after=sum(old is None and after[id] is not None for id, old in before.items()),
        wins=tuple(id for id, gain in gains.items() if gain > _TOLERANCE),
        losses=tuple(id for id, gain in gains.items() if gain < -_TOLERANCE),
        groups_won=won,
        groups_lost=lost,
        p_drop=_at_least(lost, won + lost),
        p_value=min(1.0, 2 * _at_least(max(won, lost), won + lost)),
        better=better,
    )


def significant_drop(found: Paired, *, level: float = LEVEL) -> bool:
    """Whether the second run is worse by more than chance explains: its mean is worse, and so are more clusters than a fair coin would give.

    One-sided, since a rise stops nothing. At the usual level five clusters lost and none won are enough, four are not.
    """
    if found.difference is None:
        return False
    worse = found.difference < -_TOLERANCE if found.better == "higher" else found.difference > _TOLERANCE
    return worse and found.p_drop <= level


def _at_least(heads: int, tosses: int) -> float:
    """Return the probability of ``heads`` or more among ``tosses`` of a fair coin; whole numbers until the last step, so that it is exact."""
    return sum(comb(tosses, count) for count in range(heads, tosses + 1)) / (1 << tosses)
