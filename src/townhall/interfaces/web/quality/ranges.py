"""How far chance could have moved a figure, in words."""

from __future__ import annotations

from townhall.evaluation.metrics.figures import Estimate
from townhall.locales.messages import Messages

CHANCE = 0.05
"""What is left outside the range."""


def range_of(found: Estimate) -> tuple[float, float]:
    """Return the ends of the range that a figure lies in.

    Where all cases are alike the interval of resamples has no width, as if that were certain. There the range is all shares under which such
    cases had a chance of 5 % or more: for n of n from 0.05 ** (1 / n), which is about 1 - 3 / n (Hanley and Lippman-Hand, JAMA 249, 1983).
    """
    if found.low == found.high == found.value and found.n and found.value in {0.0, 1.0}:
        unseen = 1 - CHANCE ** (1 / found.n)
        return (0.0, unseen) if found.value == 0 else (1 - unseen, 1.0)
    return found.low, found.high


def range_in_words(found: Estimate, words: Messages) -> str:
    """Return the range of a figure as the page says it."""
    low, high = range_of(found)
    if low <= 0 and high < 1:
        return words.say("quality.interval_most", high=words.share(high))
    if high >= 1 and low > 0:
        return words.say("quality.interval_least", low=words.share(low))
    return words.say("quality.interval", low=words.share(low), high=words.share(high))
