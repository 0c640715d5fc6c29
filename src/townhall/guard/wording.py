"""How far evidence says what a statement says in other words: a logistic regression over what both have in common, and over the judge's word.

The weights stand in ``wording.json``, made by ``training/fit_guard.py``.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from itertools import pairwise

from townhall.guard.ground import Ground, words_of
from townhall.judge import Judge, Reading

SIGNALS = ("held", "pairs", "window", "skips", "length")
JUDGED = "judged"
WINDOW = 3
"""Sentences in a row of which the words are counted together."""
READ = 4
"""Sentences in a row that the judge reads: those from the best window on."""
_SKIP = 3
"""Words that two words in order may be apart in the statement to count as a pair with others between; in the evidence one more."""


def signals_of(statement: str, ground: Ground, *, judge: Judge | None) -> list[float]:
    """Return the signals in the order of ``SIGNALS``, and with a judge ``JUDGED`` behind them.

    ``held``: share of the statement's words that the evidence holds. ``pairs``: share of its pairs of neighbouring words. ``window``: the largest
    share of its words that ``WINDOW`` sentences in a row hold. ``skips``: the largest share of its pairs of near words that one sentence holds in
    their order. ``length``: logarithm of its words.
    """
    said = [word.stem for word in words_of(statement) if not word.says_little]
    stems, pairs = set(said), set(pairwise(said))
    near = {(first, second) for at, first in enumerate(said) for second in said[at + 1 : at + 1 + _SKIP]}
    held_pairs: set[tuple[str, str]] = set()
    skips = 0
    for sentence in ground.sentences:
        words = ground.words[ground.words_before(sentence.start) : ground.words_before(sentence.end)]
        row = [word.stem for word in words if not word.says_little]
        held_pairs.update(pairs & set(pairwise(row)))
        skips = max(skips, len(near & {(first, second) for at, first in enumerate(row) if first in stems for second in row[at + 1 : at + 2 + _SKIP]}))
    shares = [len(stems & frozenset().union(*ground.stems[at : at + WINDOW])) for at in range(len(ground.stems))]
    signals = [
        _share(len(stems & ground.held_by.keys()), len(stems)),
        _share(len(held_pairs), len(pairs)),
        _share(max(shares, default=0), len(stems)),
        _share(skips, len(near)),
        math.log(1 + len(said)),
    ]
    if judge is not None:
        best = shares.index(max(shares)) if shares else 0
        read = tuple(one.text for one in ground.sentences[best : best + READ])
        signals.append(judge.supports([Reading(statement, "", read)])[0])
    return signals


def probability(signals: list[float]) -> float:
    """Return the probability that the evidence supports the statement, in (0, 1); with one signal more than ``SIGNALS`` that of the judge is used."""
    weights, constant = _weights(len(signals) > len(SIGNALS))
    return 1 / (1 + math.exp(-(constant + sum(weight * signal for weight, signal in zip(weights, signals, strict=True)))))


def threshold(*, judged: bool, tied: bool) -> float:
    """Return the probability from which wording counts as supported.

    Lower where the statement is ``tied`` to its evidence: a particular of it, a number or a name, stands there and where it belongs. Then the words
    around it may be quite other ones; where nothing particular ties the two, words are all there is.
    """
    return float(_table()["judge" if judged else "words"]["tied" if tied else "untied"])


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 1.0


@cache
def _table() -> Mapping[str, Mapping[str, float]]:
    table: Mapping[str, Mapping[str, float]] = json.loads(files("townhall.guard").joinpath("wording.json").read_text(encoding="utf-8"))
    return table


@cache
def _weights(judged: bool) -> tuple[tuple[float, ...], float]:  # noqa: FBT001 - a key of the file
    row = _table()["judge" if judged else "words"]
    return tuple(row[name] for name in ((*SIGNALS, JUDGED) if judged else SIGNALS)), row["constant"]
