"""Whether it is asked which of some things are so, and the best line or row names another thing, or says nothing of what is asked of it."""

from __future__ import annotations

from townhall.answering.context import Context
from townhall.answering.reading.forms import PERSON_NAME
from townhall.answering.reading.topic import is_name
from townhall.answering.sentences.columns import heads_of
from townhall.answering.sentences.particulars import label_of
from townhall.answering.sentences.ranking import Ranking
from townhall.chunking.labels import field_kind
from townhall.chunking.lines import labelled
from townhall.chunking.tables import is_row
from townhall.index.lexical import terms_of
from townhall.locales.lexicon import lexicon
from townhall.locales.structure import words
from townhall.locales.words import STOP_WORDS, tokens_of

CERTAIN = 0.5
"""Probability from which the judge's word is taken."""
ALL_BUT_SURE = 0.9
"""Probability from which the judge's word is taken where a line tells nothing of what is asked in the question's own words."""

PERSONAL = words("persons", "offices") | words("persons", "titles") | words("persons", "any")
"""Words for those whom a name of somebody answers."""


def names_but_the_thing(context: Context, ranking: Ranking) -> bool:
    """Whether it is asked which of some things are so, and the best is a line or a row that names one and says nothing of what is asked of it.

    "Venue: Town Hall" doesn't tell which halls have parking. A number may be met by another, and what the judge is all but sure of in other words.
    """
    query, best = context.query, ranking.candidates[0]
    asks = query.language == "en" and "which" in query.concepts and not query.concepts & {"definition", "what"}
    text = best.evidence.sentence.text
    if not asks or label_of(text) is None or best.signals.judged_alone > ALL_BUT_SURE or any(map(str.isdigit, query.search_text)):
        return False
    thing = set(terms_of(_thing(query.search_text)))
    said = set(context.terms) - thing
    told = terms_of("\n".join([text, *best.evidence.hit.passage.heading_path[-1:], *heads_of(context, best)]))
    return bool(thing) and bool(said) and said.isdisjoint(told)


def names_but_a_name(context: Context, ranking: Ranking) -> bool:
    """Whether the best is a line that gives nothing but a name which the question has too, and its passage speaks of nothing else that is asked.

    "Centre: Main Centre Aldwick" doesn't tell what is on at the cinema in Aldwick. Not told where the judge is sure.
    """
    best, text = ranking.candidates[0], context.query.search_text
    line = None if is_row(best.evidence.sentence.text) else labelled(best.evidence.sentence.text)
    if context.query.language != "en" or line is None or field_kind(line["label"]) or best.signals.judged_alone > CERTAIN:
        return False
    tokens = tokens_of(text)
    names = {stem for token in tokens if is_name(token, tokens, text) for stem in terms_of(token.text)}
    given = [token for token in tokens_of(line["value"]) if token.folded not in STOP_WORDS]
    is_named = all(token.capitalised for token in given) and not names.isdisjoint(terms_of(line["value"]))
    told = context.stems_above(best.evidence.hit.passage).union(terms_of(best.evidence.hit.passage.text))
    return is_named and frozenset(context.terms).isdisjoint(told - names)


def names_somebody_else(context: Context, ranking: Ranking) -> bool:
    """Whether a firm or the like is asked for, and what the judge points at is somebody whom a row names under another head, or a label.

    "Which contractor builds the wall?" isn't answered by its manager.
    """
    query, best = context.query, ranking.candidates[0]
    text, asked, verdict = best.evidence.sentence.text, _thing(query.search_text), best.verdict
    if query.language != "en" or "which" not in query.concepts or not asked or verdict is None or best.signals.judged_alone > ALL_BUT_SURE:
        return False
    line = labelled(text)
    pointed_at_label = line is not None and verdict.span[1] <= line.end("label")
    name = (line["value"] if line else text[slice(*verdict.span)]).strip(" |*")
    somebody = (line is not None or is_row(text)) and PERSON_NAME.fullmatch(name) is not None
    if not (pointed_at_label or somebody) or asked.casefold() in PERSONAL:
        return False
    told = terms_of("\n".join([text, *context.above(best.evidence.hit.passage), *heads_of(context, best)]))
    thing = set(terms_of(asked))
    return bool(thing) and thing.isdisjoint(told)


def _thing(text: str) -> str:
    """Return the word after the one that asks which: what is asked for; nothing where there is none."""
    tokens = tokens_of(text)
    asked = next((match.last for match in lexicon("en").concepts.find(tokens) if match.name == "which"), len(tokens))
    return " ".join(token.text for token in tokens[asked : asked + 1])
