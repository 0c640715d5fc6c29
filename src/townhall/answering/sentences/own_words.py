"""Whether a question in another language than English, which no judge has read, has its words where the best sentence stands."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from townhall.answering.context import Context
from townhall.answering.reading.features import term_weights
from townhall.answering.reading.types import HARD_KINDS, asks_for_form, counts_in_words, holds_asked
from townhall.answering.sentences.items import section_of
from townhall.answering.sentences.particulars import tells_asked_weekday
from townhall.answering.sentences.ranking import Ranking
from townhall.index.facts.contacts import DETAILS
from townhall.index.lexical import terms_of
from townhall.locales.structure import words
from townhall.locales.words import tokens_of
from townhall.model import Kind

BOUNDS = tuple(words("bounds", "beginnings"))
WORDED = 0.65
"""Share of what a value is asked of, weighted by idf, that must stand in its section where no judge has read that."""
OF_ANOTHER_LANGUAGE = 0.8
"""The same where the section is in a language that isn't the question's."""


def is_unread(context: Context, ranking: Ranking) -> bool:
    """Whether a question is in another language than English and no judge has read the best sentence for it."""
    return context.query.language != "en" and ranking.candidates[0].verdict is None


def gives_contact(context: Context, text: str) -> bool:
    """Whether a sentence gives the address or the number that is asked for, or any where none is."""
    wanted = [DETAILS[attribute] for attribute in context.query.values("attribute") if attribute in DETAILS]
    found = [bool(pattern.search(text)) for pattern in wanted or DETAILS.values()]
    return all(found) if wanted else any(found)


def gives_no_contact(context: Context, ranking: Ranking) -> bool:
    """Whether the contact of something is asked for in another language and the best sentence gives none, or one of something else."""
    best = ranking.candidates[0].evidence
    if context.query.kind is not Kind.CONTACT or context.query.values("organisation") or not is_unread(context, ranking):
        return False
    held = context.held(best.hit.passage, best.sentence.text)
    weights = term_weights(context, context.language_of(best.hit.passage.source))
    return not gives_contact(context, best.sentence.text) or _weight(weights, context.said & held) < WORDED * _weight(weights, context.said)


def is_worded_in_full(context: Context, ranking: Ranking) -> bool:
    """Whether the best sentence, with its headings, holds all that a question in its language asks about: its value may be in words not known here.

    Those of numbers are known: a sentence without one gives none.
    """
    best, own = ranking.candidates[0].evidence, context.own_terms
    if context.query.kind is Kind.QUANTITY and not counts_in_words(best.sentence.text, context.language_of(best.hit.passage.source)):
        return False
    held = context.held(best.hit.passage, best.sentence.text)
    return bool(own) and own <= held and is_unread(context, ranking)


def says_too_little(context: Context, ranking: Ranking) -> bool:
    """Whether a value is asked for and much of what it is asked of stands neither in the best section nor above it.

    What is asked in another language of documents in English is found by its translation.
    """
    query, hit = context.query, ranking.candidates[0].evidence.hit
    if not (query.kind in HARD_KINDS or asks_for_form(query)) or not is_unread(context, ranking) or context.language_of(hit.passage.source) == "en":
        return False
    if (query.kind is Kind.DEADLINE and query.values("organisation")) or tells_asked_weekday(context, ranking):
        return False
    held = context.held(hit.passage, *(sentence.text for sentence in section_of(context, hit)))
    # Of a bound a text speaks in many ways: "entre 2 000 et 15 000 euros" gives the most too.
    said = context.said.difference(stem for token in tokens_of(query.text) if token.folded.startswith(BOUNDS) for stem in terms_of(token.text))
    language = context.language_of(hit.passage.source)
    weights = term_weights(context, language)
    least = WORDED if language == query.language else OF_ANOTHER_LANGUAGE
    return _weight(weights, said & held) < least * _weight(weights, said)


def _weight(weights: Mapping[str, float], stems: Iterable[str]) -> float:
    """Return what words tell, together; those that no document holds are often but another way of saying it, and weigh half."""
    return sum(weights.get(stem, 0.0) for stem in stems)


def is_said_without_value(context: Context, ranking: Ranking) -> bool:
    """Whether a value is asked for and another sentence of the section holds more of what it is asked of than the best one, but none.

    The sentence before the best one may: "The adults' course starts in May. It costs 88 euros."
    """
    query, best = context.query, ranking.candidates[0].evidence
    if not (query.kind in HARD_KINDS or asks_for_form(query)) or not is_unread(context, ranking):
        return False
    language = context.language_of(best.hit.passage.source)
    held = context.said & context.held(best.hit.passage, best.sentence.text)
    others = section_of(context, best.hit)
    before = max((other.start for other in others if other.start < best.sentence.start), default=None)
    return any(
        other.start != before
        and held < context.said & context.held(best.hit.passage, other.text)
        and not holds_asked(other.text, query, language)
        for other in others
    )
