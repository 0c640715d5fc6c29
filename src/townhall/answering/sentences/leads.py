"""What answers a question within its sentence, put before it: the date, the number, the name that was asked for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from townhall.answering.context import Context
from townhall.answering.draft import Claim, fact_quote, sentence_quote
from townhall.answering.reading.counting import said_of_counted
from townhall.answering.reading.entries import holder_of
from townhall.answering.reading.forms import BEFORE_PLACE, LOCATED
from townhall.answering.reading.types import HARD_KINDS
from townhall.answering.reading.values import asked_value, cell_span, value_span
from townhall.answering.sentences.choice import leans
from townhall.answering.sentences.columns import heads_of
from townhall.answering.sentences.missing import CERTAIN
from townhall.answering.sentences.ranking import Candidate
from townhall.chunking.tables import Place, is_row
from townhall.index.lexical import terms_of
from townhall.locales.dates import days_in
from townhall.locales.structure import words
from townhall.locales.values import number_mentions
from townhall.locales.words import tokens_of
from townhall.model import Kind, in_words
from townhall.query.yes_or_no import wants_yes_or_no

LEAD_WORDS = 10
LEAD_SHARE = 0.6
"""Longest lead, in words and as a share of its sentence: a longer one only says the sentence twice."""
EXPLAINED = frozenset({Kind.REASON, Kind.DEFINITION, Kind.LIST, Kind.ELIGIBILITY, Kind.SAID})
"""Kinds that a few words don't answer."""


def lead_of(context: Context, chosen: Sequence[Candidate], *, best: Candidate) -> tuple[Claim, ...]:
    """Return what is put before the ``chosen`` sentences, a claim proven by the ``best`` of them; nothing where that can't be told."""
    return _supporter(context, best) or (() if _gives_several(context, chosen) else _value(context, best))


def _supporter(context: Context, best: Candidate) -> tuple[Claim, ...]:
    """Return, where an organisation is asked for, the name of the one whose entry says it, if the sentence itself doesn't."""
    query, sentence = context.query, best.evidence.sentence
    asked = query.kind is Kind.SUPPORT or query.concepts >= {"is_there", "body"} or ("who" in query.concepts and leans(sentence))
    fact = holder_of(context, best.evidence.hit)
    if not asked or fact is None or fact.values["name"].quote in sentence.text:
        return ()
    return (Claim(fact.values["name"].quote, (fact_quote(fact, "name"),), lead=True),)


def _gives_several(context: Context, chosen: Sequence[Candidate]) -> bool:
    """Whether several sentences that no judge has read give a value as it is asked for: then none is put first."""
    if context.query.language == "en" or any(candidate.verdict is not None for candidate in chosen):
        return False
    asked = {claim.text for candidate in chosen for claim in _value(context, candidate)}
    return len(asked) > 1


def _value(context: Context, best: Candidate) -> tuple[Claim, ...]:
    """Return what answers the question within its sentence, as a claim of its own before it; nothing where that can't be told.

    That is the date, the duration or the number that the question asks for, the judge's where it points at one; for other questions what
    the judge is certain of, if it is short.
    """
    text = best.evidence.sentence.text
    if "who" in context.query.concepts and leans(best.evidence.sentence):
        return ()  # whom "she" stands for is said in the sentence before
    if (
        context.query.kind is Kind.QUANTITY
        and len(number_mentions(text, context.language_of(best.evidence.hit.passage.source))) > 1
        and (any(token.folded in words("rows", "negating") for token in tokens_of(context.query.text)) or said_of_counted(context))
    ):
        return ()  # of several numbers, the one of those who are not members, or of a part of them, can't be told
    pointed = best.verdict.span if best.verdict and best.verdict.certainty >= CERTAIN else None
    asked = replace(asked_value(context), language=context.language_of(best.evidence.hit.passage.source))
    heads = heads_of(context, best)
    span = cell_span(text, heads, asked) if heads else value_span(text, asked, pointed)
    explained = context.query.kind in EXPLAINED | HARD_KINDS or "what_if" in context.query.concepts
    if span is None and pointed and not explained and len(text[slice(*pointed)].split()) <= LEAD_WORDS:
        span = pointed
    if span and context.query.kind is Kind.PLACE and not _is_place(text, span):
        return ()
    # Of the days that a sentence gives, their year tells nothing.
    bare_year = span is not None and context.query.kind is Kind.DATE and text[slice(*span)].isdecimal() and bool(days_in(text))
    if span and (bare_year or (is_row(text) and "|" in text[slice(*span)])):
        return ()
    if span is None or len(text[slice(*span)]) > LEAD_SHARE * len(text) or _denies_another(context, text[slice(*span)]):
        return ()
    return (Claim(_in_words(text, span), (sentence_quote(best.evidence.hit, best.evidence.sentence),), lead=True),)


def _denies_another(context: Context, said: str) -> bool:
    """Whether a few words deny something else than what is to be said yes or no to: "not travel" where lunch is asked about."""
    first = next(iter(tokens_of(said)), None)
    denies = first is not None and first.folded in words("rows", "negating")
    return denies and wants_yes_or_no(context.query) and len(tokens_of(said)) > 1 and frozenset(context.terms).isdisjoint(terms_of(said))


def _is_place(text: str, span: Place) -> bool:
    """Whether a part of a text may be a place: not an hour, and after a preposition, or with one."""
    placed = BEFORE_PLACE.search(text, 0, span[0]) or LOCATED.match(text, span[0])
    return bool(placed) and any(map(str.isalpha, text[slice(*span)]))


def _in_words(text: str, span: Place) -> str:
    """Return a part of a text as it is shown; of what is set off by marks it may have the first alone, or the last."""
    return in_words(text[slice(*span)]).strip("*_")
