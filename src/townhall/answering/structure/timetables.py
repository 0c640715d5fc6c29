"""The timetable of a programme: the lines of its call that give a day each."""

from __future__ import annotations

from townhall.answering.context import Context
from townhall.answering.draft import Claim, Draft, Quote
from townhall.answering.reading.belonging import of_programme
from townhall.chunking.lines import is_labelled
from townhall.locales.dates import dates_in
from townhall.model import FactKind, SectionKind, Sentence, Span, Status

SHORTEST = 3
"""Lines with a date that make a timetable."""


def answer_timetable(context: Context) -> Draft | None:
    """Give every dated line of the calendar that is asked for; None where none is, or no single document has one."""
    facts = context.facts(FactKind.DEADLINE)
    if "timetable" not in context.query.concepts or not facts:
        return None
    sources = {fact.values["date"].span.source for fact in of_programme(context, facts)}
    if len(sources) > 1:
        return None
    lines = _lines(context, next(iter(sources)))
    if len(lines) < SHORTEST:
        return None
    source = next(iter(sources))
    return Draft(Status.ANSWERED, tuple(Claim(line.shown, (Quote(Span(source, line.start, line.end)),)) for line in lines))


def _lines(context: Context, source: str) -> list[Sentence]:
    """Return the dated lines of the section that has most of them."""
    found: list[Sentence] = []
    for section in context.bundle.outline_of(source):
        if section.kind is not SectionKind.BODY or section.heading is None:
            continue
        dated = [line for line in context.bundle.entry(source, section.heading.start) if is_labelled(line.text) and dates_in(line.text)]
        found = dated if len(dated) > len(found) else found
    return found
