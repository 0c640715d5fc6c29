"""Reciprocal rank fusion."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Mapping, Sequence
from typing import TypeVar

Key = TypeVar("Key", bound=Hashable)


def fuse(rankings: Mapping[str, Sequence[Key]], k: int) -> list[tuple[Key, float, dict[str, int]]]:
    """Fuse ranked lists into one, best first, each item with its score and its rank, from 1, in each list that holds it.

    The score is the sum over lists of 1 / (k + rank): Cormack, Clarke and Büttcher, SIGIR 2009. Ties keep the order of the lists.
    """
    scores: dict[Key, float] = defaultdict(float)
    ranks: dict[Key, dict[str, int]] = defaultdict(dict)
    for name, ranking in rankings.items():
        for rank, item in enumerate(ranking, 1):
            scores[item] += 1 / (k + rank)
            ranks[item][name] = rank
    return [(item, score, ranks[item]) for item, score in sorted(scores.items(), key=lambda pair: -pair[1])]
