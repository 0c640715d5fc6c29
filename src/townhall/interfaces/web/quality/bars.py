"""A figure as a line of a chart."""

from __future__ import annotations

from dataclasses import dataclass

from townhall.evaluation.metrics.figures import Estimate
from townhall.interfaces.web.quality.names import known
from townhall.interfaces.web.quality.ranges import range_in_words, range_of
from townhall.locales.messages import Messages

SYSTEM = "townhall"


@dataclass(frozen=True, slots=True)
class Bar:
    """A figure as a line of a chart; shares are of the chart's width, in per cent."""

    name: str
    value: str
    interval: str
    """In words; empty for what stands beside it to compare."""
    width: float
    low: float
    high: float
    own: bool
    """Whether it is the assistant's, not one of those that it is compared with."""


def bar_of(found: Estimate | None, words: Messages, *, system: str = SYSTEM) -> Bar | None:
    """Return the line of what was measured of a system; None where nothing was."""
    if found is None:
        return None
    own = system == SYSTEM
    low, high = range_of(found)
    value_at, low_at, high_at = (round(100 * min(max(share, 0.0), 1.0), 2) for share in (found.value, low, high))
    return Bar(
        known(words, "quality.system", system), words.share(found.value), range_in_words(found, words) if own else "", value_at, low_at, high_at, own
    )
