"""Days of another year than the one that is asked for: the closing day of 2027 where that of 2028 is wanted."""

from __future__ import annotations

import re

from townhall.answering.context import Context
from townhall.answering.reading.types import holds_asked
from townhall.answering.sentences.particulars import label_of
from townhall.answering.sentences.ranking import Candidate, Ranking
from townhall.chunking.tables import is_row
from townhall.locales.dates import dates_in, years_in
from townhall.model import Kind

DATED = frozenset({Kind.DATE, Kind.DEADLINE, Kind.OPEN})
"""Kinds whose answer is a day."""
YEAR = re.compile(r"\b(?:19|20)\d\d\b")
YEARS = re.compile(r"\b(?P<century>(?:19|20))\d\d\s?[/\u2013-]\s?(?P<last>\d\d)\b(?!\s?[/.\u2013-]\d)")
"""Two years that one names together: "2027/28"."""


def with_asked_year(context: Context, ranking: Ranking) -> Ranking:
    """Return a ranking that begins with the sentence of the best one's section that gives a day of the year, or the month, asked for."""
    best = ranking.candidates[0]
    passage, asked, months = best.evidence.hit.passage, _asked(context), _months(context.query.search_text)
    row = bool(asked and months) and is_row(best.evidence.sentence.text) and months.isdisjoint(_months(best.evidence.sentence.text))
    if not row and not is_dated_otherwise(context, ranking):
        return ranking

    def is_meant(other: Candidate) -> bool:
        text, its = other.evidence.sentence.text, other.evidence.hit.passage
        here = (its.source, its.heading_path) == (passage.source, passage.heading_path)
        told = not (months.isdisjoint(_months(text)) if months else asked.isdisjoint(_told(text)))
        return here and told and bool(holds_asked(text, context.query))

    return ranking.led_by(next((other for other in ranking.candidates if is_meant(other)), None))


def is_of_another_month(context: Context, best: Candidate, other: Candidate) -> bool:
    """Whether the best sentence is a row with the month that is asked for and another is one without it."""
    months, texts = _months(context.query.search_text), [one.evidence.sentence.text for one in (best, other)]
    alike = bool(months) and context.query.kind in DATED and all(map(is_row, texts))
    return alike and months.isdisjoint(_months(texts[1])) and not months.isdisjoint(_months(texts[0]))


def is_dated_otherwise(context: Context, ranking: Ranking) -> bool:
    """Whether a day of this year or one to come is asked for, and the best sentence gives one of another, as does what it is part of.

    Of a row or a line with a label the others say nothing: each is of a term, a round or a call of its own.
    """
    evidence, asked = ranking.candidates[0].evidence, _asked(context)
    text, passage = evidence.sentence.text, evidence.hit.passage
    if not asked or not years_in(text):
        return False
    rows = [sentence.text for sentence in passage.sentences if label_of(sentence.text) is not None]
    alone = label_of(text) is not None or any(not asked.isdisjoint(_told(row)) for row in rows)
    return asked.isdisjoint(_told("\n".join([text, *([] if alone else [passage.text]), *context.above(passage)])))


def is_told_of_another_year(context: Context, ranking: Ranking) -> bool:
    """Whether something is asked of a year, and the best sentence gives a number, a share or a name of another one.

    The year that is asked for then stands neither in its passage nor above it, and another one in the sentence itself or above: what a report
    for 2025 tells is no answer for 2023. Of questions for a day or a number it is told otherwise.
    """
    query, evidence = context.query, ranking.candidates[0].evidence
    asked = _told(query.search_text)
    if not asked or query.language != "en" or query.kind in DATED | {Kind.QUANTITY}:
        return False
    above = "\n".join(context.above(evidence.hit.passage))
    # A plan for 2035 tells what was done before, too.
    reported = {year for year in _told(above) if year <= context.today.year or min(asked) >= context.today.year}
    own = _told(evidence.sentence.text)
    if own and min(own) < min(asked) <= max(asked) < max(own):
        return False  # "from 2021 to 2025"
    return bool(own | reported) and asked.isdisjoint(_told(f"{above}\n{evidence.hit.passage.text}"))


def _asked(context: Context) -> frozenset[int]:
    """Return the years that an English question for a day names, those that are over left out: of these it tells, and asks for none."""
    query = context.query
    if query.language != "en" or query.kind not in DATED:
        return frozenset()
    return frozenset(year for year in _told(query.search_text) if year >= context.today.year)


def _told(text: str) -> frozenset[int]:
    """Return the years that a text names."""
    spans = {int(match["century"] + match["last"]) for match in YEARS.finditer(text)}
    return frozenset({*years_in(text), *(int(year) for year in YEAR.findall(text)), *spans})


def _months(text: str) -> frozenset[tuple[int, int]]:
    """Return the months of which a text names the year too, each as year and month."""
    return frozenset((date.year, date.month) for date in dates_in(text) if date.month is not None)
