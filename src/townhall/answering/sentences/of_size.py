"""Rules for places of some size: "For towns with up to 3,000 residents it covers 85 %", which are those of 2,100 and not of 12,000."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from townhall.answering.context import Context
from townhall.answering.reading.belonging import SENTENCE_END
from townhall.answering.reading.types import holds_asked
from townhall.answering.reading.values import asked_value
from townhall.answering.sentences.ranking import Candidate, Ranking
from townhall.chunking.tables import is_row
from townhall.index.lexical import stems_listed, terms_of
from townhall.locales.grouped import with_plain_numbers
from townhall.locales.ranges import Range, range_of
from townhall.locales.sizes import sizes_in
from townhall.locales.structure import words
from townhall.locales.values import number_mentions
from townhall.locales.words import phrases_in
from townhall.model import Kind, Span

MARK = "?"
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


def is_of_other_size(context: Context, ranking: Ranking) -> bool:
    """Whether a sum or a number is asked for of a place of some size, and the best sentence gives that of others, with no other rule beside it."""
    size, query = size_told(context), context.query
    valued = query.kind is Kind.QUANTITY or asked_value(context).money
    best = ranking.candidates[0]
    others = words("anaphora", "completing") | words("rows", "larger") | words("rows", "smaller")
    if phrases_in(best.evidence.sentence.text, others):  # "Towns of up to 40,000 pay nothing; larger ones pay 90 euros"
        return False
    return bool(size is not None and valued and _fits(best, size) is False and with_asked_size(context, ranking).candidates[0] is best)


def has_own_rule(context: Context, place: Span, size: Decimal) -> bool:
    """Whether a sentence near a place that is no rule for a size is one for it."""
    hit = next((one for one in context.hits if one.passage.source == place.source and one.passage.start <= place.start < one.passage.end), None)
    sentences = hit.passage.sentences if hit else ()
    number = next((i for i, sentence in enumerate(sentences) if sentence.start <= place.start < sentence.end), None)
    if number is None or fits_size(sentences[number].text, size):
        return False
    near = sentences[max(0, number - REACH) : number + REACH + 1]
    return any(fits_size(one.text, size) and not is_row(one.text) and holds_asked(one.text, context.query) for one in near)


def size_told(context: Context) -> Decimal | None:
    """Return how many live in the place that an English question speaks of, or the sentence before it; None where neither says it."""
    query = context.query
    found = (sizes_in(query.search_text) or sizes_in(with_plain_numbers(query.asked))) if query.language == "en" else []
    return next(iter(found[0].values)) if len(found) == 1 and len(found[0].values) == 1 else None


def without_told_size(context: Context) -> Context:
    """Return what an English question asks without the sentence before it that tells nothing but how many live in a place."""
    query = context.query
    parts = [part for part in SENTENCE_END.split(query.search_text) if part.strip()]
    told = [part for part in parts if not part.endswith(MARK) and _tells_size_alone(part)]
    asked = [part for part in parts if part not in told]
    if query.language != "en" or not told or not any(part.endswith(MARK) for part in asked):
        return context
    text = " ".join(asked)
    return replace(context, query=replace(query, text=text, search_text=text))


def _tells_size_alone(text: str) -> bool:
    plain = stems_listed("counting", "population") | stems_listed("sizes", "of_place", "links", "people", "beside", "telling")
    said = [stem for stem in terms_of(text) if stem.isalpha()]
    return len(sizes_in(text)) == 1 and plain.issuperset(said)


def _fits(candidate: Candidate, size: Decimal) -> bool | None:
    return fits_size(candidate.evidence.sentence.text, size)


def fits_size(text: str, size: Decimal) -> bool | None:
    """Whether a text is a rule for places of a size; None where it is for those of any."""
    ranges = list(_ranges(text))
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
