"""Sentences in the facts' place: what no fact tells, a sentence may say in words of its own."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import replace

from townhall.answering.context import Context
from townhall.answering.draft import Draft, Quote
from townhall.answering.reading.belonging import SPOKEN_OF, share_held
from townhall.answering.reading.topic import topic_stems
from townhall.answering.sentences.extractive import answer_passages
from townhall.index.lexical import terms_of
from townhall.model import Kind, Span, Status

BREAK = "\n\n"
"""What parts paragraphs."""


def or_sentences(context: Context, refusal: Draft, holds: Callable[[str], bool], *, kind: Kind | None = None, told: Collection[Span] = ()) -> Draft:
    """Return the sentences that answer an English question, where the first that ``holds`` what is asked for is of what it asks about.

    Else the facts' ``refusal``. The sentences are looked for as a question of ``kind``; those that facts have ``told`` are none of them.
    """
    if context.query.language != "en":
        return refusal
    found = answer_passages(replace(context, query=replace(context.query, kind=kind)) if kind else context)
    quotes = [quote for claim in found.claims if not claim.lead and holds(claim.text) for quote in claim.quotes[:1]]
    if found.status is not Status.ANSWERED or not quotes or any(_overlap(quotes[0].span, span) for span in told):
        return refusal
    return found if share_held(context, topic_stems(context), _stems_around(context, quotes[0])) >= SPOKEN_OF else refusal


def _stems_around(context: Context, quote: Quote) -> set[str]:
    """Return the stems of what a quote stands under, and of its paragraph up to its end."""
    document = context.bundle.document(quote.span.source)
    around = document.text[document.text.rfind(BREAK, 0, quote.span.start) + 1 : quote.span.end] if document else ""
    return set(terms_of("\n".join([*context.above_place(quote.span), around])))


def _overlap(one: Span, other: Span) -> bool:
    return one.source == other.source and one.start < other.end and other.start < one.end
