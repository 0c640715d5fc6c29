"""When something is by the heading that names it: "Phase 2: Workshops (3–14 March 2027)", "Summer closure, 1–15 August"."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from townhall.answering.context import Context
from townhall.answering.draft import Claim, Draft, Quote
from townhall.answering.inflected import is_inflected
from townhall.answering.reading.belonging import NAME_PARTS
from townhall.answering.reading.topic import topic_stems
from townhall.answering.reading.values import asked_value, value_span
from townhall.index.lexical import stems_listed, terms_of
from townhall.locales.dates import dates_in, days_in
from townhall.locales.lexicon import lexicon
from townhall.locales.phases import phase_of
from townhall.locales.words import tokens_of
from townhall.model import FactKind, Heading, Hit, Kind, Span, Status, in_words

NAMED = 0.6
"""Share of the words of a heading, or of a part of it, that a question must have to name it."""


@dataclass(frozen=True, slots=True)
class _Headed:
    """A heading with a date that a question names."""

    source: str
    heading: Heading
    held: int
    """The question's words that it has."""
    beside: int
    """Its other words."""


def answer_headed(context: Context) -> Draft | None:
    """Answer when something is from a heading; None where none names it and gives its day, or a sentence does. Told for English questions alone."""
    query = context.query
    # Until when one may apply is a deadline; until when something lasts is the end of its time.
    dated = query.kind is Kind.DATE or (query.kind is Kind.DEADLINE and "until" in query.concepts and "apply" not in query.concepts)
    if query.language != "en" or not dated or query.values("organisation") or query.values("person"):
        return None
    phases = query.values("phase")
    if phases and any(fact.get("phase") in phases for fact in context.facts(FactKind.DEADLINE)):
        return None
    found = {(one.source, one.heading.start): one for hit in context.hits for one in _headings(context, hit)}
    best = sorted(found.values(), key=lambda one: (-one.held, one.beside))
    if not best or (len(best) > 1 and (best[0].held, best[0].beside) == (best[1].held, best[1].beside)) or _is_said(context, best[0]):
        return None
    heading = best[0].heading
    quote = Quote(Span(best[0].source, heading.start, heading.end))
    asked = asked_value(context)
    spans = [value_span(heading.text, one) for one in (asked, replace(asked, role=None))]
    # Of "3–14 March" the first day alone says no month.
    leads = [heading.text[slice(*span)] for span in spans if span and any(map(str.isalpha, heading.text[slice(*span)]))]
    return Draft(Status.ANSWERED, (*(Claim(in_words(lead), (quote,), lead=True) for lead in leads[:1]), Claim(in_words(heading.text), (quote,))))


def _headings(context: Context, hit: Hit) -> Iterator[_Headed]:
    """Yield the headings above a passage that a question names and that give a day or a month."""
    query, language = context.query, context.language_of(hit.passage.source)
    asked = set(context.terms) | topic_stems(context)
    usual = stems_listed("periods", "starting", "ending").union(*(terms_of(slot.text) for slot in query.slots if slot.name == "phase"))
    topic = topic_stems(context) - usual
    for level, heading in enumerate(hit.passage.headings):
        name = _undated(heading.text, language)
        if name is None:
            continue
        phase = phase_of(name, tokens_of(name), lexicon("en"))
        if query.values("phase") and (phase is None or phase.value not in query.values("phase")):
            continue
        parts = [{stem for stem in terms_of(part) if stem.isalpha()} for part in (name, *NAME_PARTS.split(name))]
        shares = [sum(_any_form(stem, asked) for stem in part) / len(part) for part in parts if part]
        above = {stem for text in (*context.above(hit.passage)[: level + 1], hit.passage.text) for stem in terms_of(text)}
        if max(shares, default=0.0) >= NAMED and all(_any_form(stem, parts[0] | above) for stem in topic):
            held = sum(_any_form(stem, parts[0]) for stem in asked)
            yield _Headed(hit.passage.source, heading, held, sum(not _any_form(stem, asked) for stem in parts[0]))


def _undated(heading: str, language: str) -> str | None:
    """Return a heading without its days and months; None where it gives neither."""
    spans = [*((date.start, date.end) for date in dates_in(heading, language) if date.month), *days_in(heading)]
    for start, end in sorted(spans, reverse=True):
        heading = f"{heading[:start]} {heading[end:]}"
    return heading if spans else None


def _any_form(stem: str, others: set[str]) -> bool:
    """Whether some stems have one or another form of it: "closed" of "closure"."""
    return stem in others or any(is_inflected(stem, other) for other in others)


def _is_said(context: Context, found: _Headed) -> bool:
    """Whether a sentence under a heading gives a day, too: then it is for the sentences to tell which is meant."""
    return any(
        dates_in(sentence.text, context.language_of(found.source)) or days_in(sentence.text)
        for hit in context.hits
        if hit.passage.source == found.source and found.heading.start in [heading.start for heading in hit.passage.headings[-1:]]
        for sentence in hit.passage.sentences
    )
