"""Whether it is deadlines that a question asks for: until when, whether still, or from when one can apply."""

from __future__ import annotations

from collections.abc import Sequence

from townhall.answering.context import Context
from townhall.answering.facts.eligibility import says_size
from townhall.answering.reading.belonging import is_of_another_year, names_of, of_programme
from townhall.index.lexical import stems_listed, terms_of
from townhall.locales.lexicon import lexicon
from townhall.locales.structure import words
from townhall.locales.words import STOP_WORDS, phrases_in, tokens_of
from townhall.model import Fact, Kind, Query

APPLYING = frozenset({
    "apply", "may_we", "modal", "we", "polar", "pronoun", "place_marker", "phase", "deadline", "and", "has", "greeting", "thanks",
    "application", "applicant", "participation", "call", "expression of interest", "programme", "project", "initiative", "funding",
    "municipality", "city", "town", "village",
})  # fmt: skip
"""Concepts and terms whose words say no more than that somebody applies for something."""


def is_asked(context: Context, facts: Sequence[Fact]) -> bool:
    """Whether deadlines tell what a question asks: for one, whether one can still apply, or when a phase or a programme opens."""
    query = context.query
    if query.kind is Kind.OPEN and not query.concepts & {"still", "open"} and _asks_otherwise(context, facts):
        return False
    if query.kind is Kind.DEADLINE and _asks_by_when_it_is_known(query):
        return False
    asked = query.kind in {Kind.DEADLINE, Kind.OPEN} or asks_period(query) or asks_opening(context, facts)
    return asked and not is_of_another_year(context, facts)


def asks_period(query: Query) -> bool:
    """Whether it is asked when a phase is, and not when something comes of it: "When do the results of round 2 come?"."""
    return query.kind is Kind.DATE and bool(query.values("phase")) and not _asks_outcome(query)


def _asks_by_when_it_is_known(query: Query) -> bool:
    """Whether a day is asked for on which something is decided or told: "By when is it settled who gets the money?", but not "By when must we …?"."""
    if "until" in query.concepts or not _asks_outcome(query):
        return False
    owed = words("deadlines", "strong") | words("deadlines", "owed")
    return "deadline" not in query.concepts or not ("apply" in query.concepts or phrases_in(query.search_text, owed))


def _asks_outcome(query: Query) -> bool:
    if query.language != "en":
        return False
    told = not stems_listed("deadlines", "outcomes", "otherwise").isdisjoint(terms_of(query.search_text))
    return told or bool(phrases_in(query.search_text, words("deadlines", "found_out")))


def asks_opening(context: Context, facts: Sequence[Fact]) -> bool:
    """Whether a question asks from when one can apply, or for a phase's whole period."""
    query = context.query
    of_programme_known = query.kind in {Kind.DATE, Kind.OTHER} and "opens" in query.concepts and _opening_known(context, facts)
    return asks_period(query) or of_programme_known or (query.kind is Kind.DEADLINE and _asks_when_it_opens(query))


def _asks_when_it_opens(query: Query) -> bool:
    """Whether the other end is asked for: a deadline is spoken of at most as what is numbered ("Kdaj se odpre drugi rok?")."""
    numbered = query.language != "en" and bool(query.values("phase")) and "until" not in query.concepts
    return "opens" in query.concepts and ("deadline" not in query.concepts or numbered)


def _opening_known(context: Context, facts: Sequence[Fact]) -> bool:
    """Whether the question names a programme of which it is known from when one can apply."""
    chosen = of_programme(context, facts) if facts else ()
    return len(chosen) < len(facts) and any(fact.get("from") for fact in chosen)


def _asks_otherwise(context: Context, facts: Sequence[Fact]) -> bool:
    """Whether "can we apply" is said with more than where deadlines stand: who may, how, or with what is asked then, and no day tells it.

    "Can our school apply on paper?" A town's size is told beside the deadline.
    """
    if context.query.language != "en" or says_size(context.query.search_text):
        return False
    tokens, english = tokens_of(context.query.search_text), lexicon("en")
    matches = (*english.concepts.find(tokens), *english.terms.find(tokens))
    usual = {i for match in matches if match.name in APPLYING for i in range(match.first, match.last)}
    plain = STOP_WORDS | words("deadlines", "within_a_day")
    said = [token for i, token in enumerate(tokens) if i not in usual and token.folded not in plain and not token.folded.isdigit()]
    held = {stem for fact in facts for stem in (*names_of(context, fact), *terms_of(fact.values["sentence"].quote))}
    return any(held.isdisjoint(terms_of(token.text)) for token in said)
