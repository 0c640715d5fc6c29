"""Why a contact is the one for a place where its organisation is another one's too: the sentence, or the remark of its row, that says so."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from townhall.answering.context import Context
from townhall.answering.draft import Claim, Draft, Quote, fact_quote
from townhall.chunking.labels import is_remark
from townhall.chunking.lines import labelled
from townhall.model import Fact, Span, Status

SECOND = "country2"
"""The value of an organisation that gives a country beside its own."""


def with_what_it_serves(context: Context, organisations: Sequence[Fact], draft: Draft) -> Draft:
    """Return an answer with what says that its organisations are for the country asked about, where that isn't their own, or with a row's remark."""
    if draft.status is not Status.ANSWERED or not context.query.values("place"):
        return draft
    said = [claim for fact in organisations for claim in _said(context, fact)]
    shown = "\n".join(claim.text for claim in draft.claims)
    room = context.characters - len(shown)
    told = [claim for claim in dict.fromkeys(said) if claim.text not in shown and len(claim.text) <= room]
    return replace(draft, claims=(*draft.claims, *told[:1]))


def _said(context: Context, organisation: Fact) -> Iterator[Claim]:
    """Yield the sentence that says that an organisation serves the country asked about beside its own, and what its row remarks."""
    about, second = organisation.values.get("about"), organisation.values.get(SECOND)
    line = labelled(about.quote) if about else None
    of_another = second is not None and second.value not in context.query.values("place")
    if line and is_remark(line["label"]) and not of_another:
        yield Claim(line["value"], (fact_quote(organisation, "about"),))
    elif second is not None and second.value in context.query.values("place"):
        source, start = second.span.source, second.span.start
        section = context.bundle.section_around(source, start)
        heading = section.heading if section else None
        if heading is not None and heading.start <= start < heading.end:
            yield Claim(heading.text, (Quote(Span(source, heading.start, heading.end)),))
        elif heading is not None:
            told = (one for one in context.bundle.entry(source, heading.start) if one.start <= start < one.end)
            yield from (Claim(one.shown, (Quote(Span(source, one.start, one.end), complete=one.complete),)) for one in told)
