"""Which passages a question names by the heading that they stand under, or quotes."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from townhall.answering.context import HEAD, Context
from townhall.answering.reading.features import stems_asked
from townhall.answering.reading.types import HARD_KINDS
from townhall.index.lexical import terms_of
from townhall.locales.lexicon import lexicon
from townhall.locales.words import folded_phrase, tokens_of
from townhall.model import Hit

QUOTED = re.compile(r"(?<!\w)['\"\u2018\u201c\u201e«]([^'\"\u2019\u201d»]{4,80})['\"\u2019\u201d\u201c»](?!\w)")
ALIKE = 0.5
"""Share of a heading's question from which the question that is asked is much the same."""


def named_headings(context: Context, hits: Sequence[Hit]) -> dict[int, float]:
    """Return for each hit, by its id, how far the question names its heading or quotes it, in [0, 1]."""
    asked = stems_asked(context)
    phrases = _quoted_phrases(context)
    weights = {} if context.query.language != "en" else {stem: context.lexical.idf(stem) for hit in hits for stem in _question_above(hit)}
    return {id(hit): max(_names_heading(context, hit, asked), _asks_alike(context, hit, asked, weights), _holds_phrase(hit, phrases)) for hit in hits}


def _question_above(hit: Hit) -> frozenset[str]:
    """Return the stems of the heading that a passage stands under where that asks a question, as in an FAQ; none where it doesn't."""
    heading = hit.passage.headings[-1].text if hit.passage.headings else ""
    return frozenset(terms_of(heading)) if heading.rstrip().endswith("?") else frozenset()


def _asks_alike(context: Context, hit: Hit, asked: frozenset[str], weights: Mapping[str, float]) -> float:
    """Return how far the question above a passage is the one that is asked, in [0, 1].

    That is the share, weighted by idf, of its words that are asked, where it is at least half of them; all where it holds every word that is
    asked, beside those of the document's title.
    """
    above = _question_above(hit)
    total = sum(weights.get(stem, 0.0) for stem in above)
    share = sum(weights.get(stem, 0.0) for stem in above & asked) / total if total else 0.0
    title = frozenset(terms_of("\n".join([context.bundle.titles[hit.passage.source].title, *hit.passage.heading_path[:-1]])))
    own = frozenset(context.terms) - title
    return 1.0 if len(own) > 1 and own <= above else share if share >= ALIKE else 0.0


def _names_heading(context: Context, hit: Hit, asked: frozenset[str]) -> float:
    """Return 1 where the question holds every word of the passage's own heading, 0.5 where that is a single word, else 0.

    In another language than English words in any form will do, and those that say nothing are none.
    """
    text, told_in = hit.passage.headings[-1].text if hit.passage.headings else "", context.language_of(hit.passage.source)
    heading = set(terms_of(text))
    if context.query.language == told_in != "en":
        if len(hit.passage.headings) == 1 and hit.passage.headings[0].start < HEAD:
            return 0.0  # what the whole document is called says nothing of where in it the answer stands
        plain = lexicon(told_in).function_words
        said = (token.text for token in tokens_of(text) if token.folded not in plain and token.text.isalpha())
        heading, asked = set(context.stems(" ".join(said), told_in)), asked | context.own_terms
        if context.query.kind in HARD_KINDS and heading <= context.own_terms - context.said:
            return 0.0  # "Was eingereicht wird": until when it is, it doesn't say
    if not heading or not heading <= asked:
        return 0.0
    return 1.0 if len(heading) > 1 else 0.5


def _quoted_phrases(context: Context) -> tuple[str, ...]:
    """Return the phrases of several words that stand in quotation marks in the question, folded."""
    return tuple(folded for match in QUOTED.finditer(context.query.text) if " " in (folded := folded_phrase(match[1])))


def _holds_phrase(hit: Hit, phrases: tuple[str, ...]) -> float:
    return float(bool(phrases) and all(phrase in folded_phrase(hit.passage.text) for phrase in phrases))
