"""Until when something lasts, or is due, to which none of the known deadlines belongs: an action plan, an exhibition, an invoice."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from townhall.answering.context import Context
from townhall.answering.draft import Draft, Quote
from townhall.answering.reading.belonging import in_asked_language, names_of, share_held
from townhall.answering.reading.topic import topic_stems
from townhall.answering.reading.values import has_other_role
from townhall.answering.refusal import refuse
from townhall.answering.sentences.extractive import answer_passages
from townhall.index.lexical import terms_of
from townhall.locales.lexicon import lexicon
from townhall.locales.words import tokens_of
from townhall.model import Fact, FactKind, Kind, Query

OF_A_CALL = frozenset({"apply", "phase", "eligible", "next_one", "last_one", "what_if"})
"""Concepts of a question for the deadline of a call."""
SPOKEN_OF = 0.5
"""Share of what is asked about, weighted by idf, that a sentence and its headings must hold to give its period."""


def answer_period(context: Context) -> Draft | None:
    """Answer from the sentence that says until when something lasts, or within how many days it is due.

    None where a deadline is asked for, or one may belong to it.
    Where nothing says it and no deadline belongs to what is asked about, it is refused, unless a deadline is asked for by that word.
    """
    query, facts = context.query, in_asked_language(context, context.facts(FactKind.DEADLINE))
    if query.kind not in {Kind.DEADLINE, Kind.OPEN} or not facts:
        return None
    topic = topic_stems(context)
    opening = query.kind is Kind.DEADLINE and "opens" in query.concepts and "until" not in query.concepts
    if opening or query.concepts & OF_A_CALL or query.values("phase") or not topic:
        return None
    lasts = _asks_period(query)
    belonging = max(share_held(context, topic, _held(context, fact)) for fact in facts)
    if belonging == 1 or (belonging and not lasts):
        return None
    kind = query.kind if query.kind is Kind.DEADLINE and not lasts else Kind.DATE
    draft = answer_passages(replace(context, query=replace(query, kind=kind, concepts=query.concepts | {"until"})))
    lead = next((claim.quotes[0] for claim in draft.claims if claim.lead), None)
    if draft.status.shows_an_answer and lead and not _is_of(facts, lead) and not has_other_role(_quoted(context, lead), "ending"):
        spoken = share_held(context, topic, _around(context, lead))
        if (spoken > belonging and (lasts or spoken >= SPOKEN_OF)) or spoken == belonging >= SPOKEN_OF:
            return draft
    if (lasts or query.kind is Kind.OPEN) and belonging == 0 and "we" not in query.concepts:
        return refuse(context, context.messages.say("refusal.no_deadline"))
    return None


def _asks_period(query: Query) -> bool:
    """Whether it is asked until when something lasts, and nothing else speaks of a deadline."""
    if "until" not in query.concepts:
        return False
    tokens = tokens_of(query.search_text)
    matches = lexicon("en").concepts.find(tokens) if query.language == "en" else []
    covered = {i for match in matches if match.name == "until" for i in range(match.first, match.last)}
    return all(covered.issuperset(range(match.first, match.last)) for match in matches if match.name == "deadline")


def _held(context: Context, fact: Fact) -> set[str]:
    return names_of(context, fact) | set(terms_of(fact.values["sentence"].quote))


def _around(context: Context, quote: Quote) -> set[str]:
    """Return the stems of a quote, and of what it stands under."""
    return set(terms_of("\n".join([*context.above_place(quote.span), _quoted(context, quote)])))


def _quoted(context: Context, quote: Quote) -> str:
    document = context.bundle.document(quote.span.source)
    return document.text[quote.span.start : quote.span.end] if document else ""


def _is_of(facts: Sequence[Fact], quote: Quote) -> bool:
    """Whether a quote holds the day of one of the deadlines."""
    return any(
        place["date"].span.source == quote.span.source and quote.span.start <= place["date"].span.start < quote.span.end
        for fact in facts
        for place in (fact.values, *fact.others)
    )
