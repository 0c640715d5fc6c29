"""Questions of which the best sentences have nothing: not the names that are asked for, not a word of what it is about."""

from __future__ import annotations

from townhall.answering.context import Context
from townhall.answering.sentences.ranking import Ranking
from townhall.chunking.lines import labelled
from townhall.chunking.tables import is_row
from townhall.index.lexical import terms_of
from townhall.locales.structure import words
from townhall.locales.words import phrases_in, tokens_of

LOOKED_AT = 3
"""Best sentences that are looked through."""
UNSURE = 0.35
"""Support up to which it counts that no word of a question stands where it is answered."""
STRANGE = 2
"""Words of a question that no document has, from which it may be about something else; they are at least half of its words."""


def names_none(context: Context, ranking: Ranking) -> bool:
    """Whether an English question asks for the names of several, and the best sentences name nobody: "six observers" are so many, and not who."""
    if context.query.language != "en" or not phrases_in(context.query.search_text, words("names", "asked")):
        return False
    text = ranking.candidates[0].evidence.sentence.text
    asked = {token.folded for token in tokens_of(context.query.search_text)}
    said = tokens_of(text)[0 if labelled(text) or is_row(text) else 1 :]
    return not any(token.capitalised and token.folded not in asked for token in said)


def has_nothing_of_it(context: Context, ranking: Ranking) -> bool:
    """Whether nothing that an unlikely answer to an English question stands in has a word of it, most of which no document has at all."""
    asked = set(context.terms)
    strange = asked - context.lexical.vocabulary
    if context.query.language != "en" or ranking.support > UNSURE or len(strange) < STRANGE or len(strange) * 2 < len(asked):
        return False
    best = ranking.candidates[0].evidence
    return asked.isdisjoint(context.stems_above(best.hit.passage)) and asked.isdisjoint(terms_of(best.hit.passage.text))
