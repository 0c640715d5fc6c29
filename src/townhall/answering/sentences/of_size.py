"""Rules for places of some size: "For towns with up to 3,000 residents it covers 85 %", which are those of 2,100 and not of 12,000."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from townhall.answering.context import Context
from townhall.answering.reading.types import holds_asked
from townhall.answering.sentences.ranking import Candidate, Ranking
from townhall.chunking.tables import is_row
from townhall.locales.ranges import Range, range_of
from townhall.locales.sizes import sizes_in
from townhall.locales.structure import words
from townhall.locales.values import number_mentions

REACH = 2
"""Sentences around the best one within which a rule for another size stands."""
BEFORE, AFTER = 25, 22
"""Characters before and after a number within which it is said that it is a bound."""
AND = " and "
"""Joins the ends of a range after "between"."""


def with_asked_size(context: Context, ranking: Ranking) -> Ranking:
    """Return a ranking that begins with the rule for places as large as the one that a question speaks of, where the best one is another beside it.

    That is a rule whose bounds the number lies within, else one without bounds where the best one's leave it out.
    """
    size = size_told(context)
    if size is None:
        return ranking
    best = ranking.candidates[0]
    fits = _fits(best, size)
    if fits:
        return ranking
    near = [
        one
        for one in ranking.candidates
        if one.evidence.hit is best.evidence.hit
        and 0 < abs(one.number - best.number) <= REACH
        and not is_row(one.evidence.sentence.text)
        and holds_asked(one.evidence.sentence.text, context.query)
    ]
    own = next((one for one in near if _fits(one, size)), None)
    general = next((one for one in near if _fits(one, size) is None), None) if fits is False else None
    return ranking.led_by(own or general)


def size_told(context: Context) -> Decimal | None:
    """Return how many live in the place that an English question speaks of; None where it doesn't say."""
    found = sizes_in(context.query.search_text) if context.query.language == "en" else []
    return next(iter(found[0].values)) if len(found) == 1 and len(found[0].values) == 1 else None


def _fits(candidate: Candidate, size: Decimal) -> bool | None:
    """Whether a sentence is a rule for places of a size; None where it is for those of any."""
    ranges = list(_ranges(candidate.evidence.sentence.text))
    return any(size in one for one in ranges) if ranges else None


def _ranges(text: str) -> Iterator[Range]:
    """Yield the bounds that a text sets to how many live in a place."""
    numbers = number_mentions(text, "en")
    links = words("deadlines", "period_links")
    for size in sizes_in(text):
        place = next((i for i, one in enumerate(numbers) if one.start == size.start), 0)
        before = numbers[place - 1] if place else None
        joined = before is not None and text[before.end : size.start].strip().casefold() in links
        start = (before.start if joined else max(before.end, size.start - BEFORE)) if before else max(0, size.start - BEFORE)
        end = min([size.end + AFTER, *(one.start for one in numbers[place + 1 : place + 2])])
        said = text[start:end]
        if (found := range_of(said.replace(AND, " to ") if joined else said)) is not None:
            yield found
