"""Ranges of numbers as tables give them: "20,001 – 50,000", "more than 500,000", "65 and over", "under 6"."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from operator import ge, gt, le, lt

from townhall.locales.structure import words
from townhall.locales.values import number_mentions
from townhall.locales.words import folded_phrase

COMPARISONS: Mapping[str, Callable[[Decimal, Decimal], bool]] = {"less": lt, "most": le, "more": gt, "least": ge}
"""How a number may have to stand to another, by the list of phrases before that one which say so."""
FROM_TO = 2
_OTHERWISE = {"most": "upper", "least": "lower"}
"""The lists of other words that ask for a bound, or say it before its number: "max 20"."""


@dataclass(frozen=True, slots=True)
class Range:
    """The numbers that stand to each of some others as its bound says."""

    bounds: tuple[tuple[str, Decimal], ...]

    def __contains__(self, number: Decimal) -> bool:
        return all(COMPARISONS[key](number, other) for key, other in self.bounds)


def said_before(comparison: str) -> frozenset[str]:
    """Return the folded phrases that say before a number how another must stand to it: ``said_before("most")`` has "at most" and "max"."""
    return words("bounds", comparison) | (words("bounds", _OTHERWISE[comparison]) if comparison in _OTHERWISE else frozenset())


def range_of(text: str) -> Range | None:
    """Return the range that a text gives in a few words; None for a text that gives none."""
    numbers = [(next(iter(mention.values)), mention) for mention in number_mentions(text, "en") if len(mention.values) == 1]
    if len(numbers) == FROM_TO:
        (low, first), (high, second) = numbers
        between = text[first.end : second.start].strip().casefold()
        joined = between in words("deadlines", "period_links") - words("deadlines", "range_links")
        return Range((("least", low), ("most", high))) if joined and low <= high else None
    if len(numbers) != 1:
        return None
    number, mention = numbers[0]
    before, after = folded_phrase(text[: mention.start]), f"{folded_phrase(text[mention.end :])} "
    said = {one: key for key in COMPARISONS for one in said_before(key) if f" {before}".endswith(f" {one}")}
    ends = {
        one: key for key, table in (("least", "upwards"), ("most", "downwards")) for one in words("rows", table) if f" {after}".find(f" {one} ") >= 0
    }
    told = said or ends
    return Range(((told[max(told, key=len)], number),)) if told else None
