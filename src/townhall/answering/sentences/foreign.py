"""Whether a question has anything to do with the documents, and what is said to one that hasn't."""

from __future__ import annotations

from townhall.answering.context import Context
from townhall.answering.draft import Draft
from townhall.answering.refusal import refuse
from townhall.answering.sentences.missing import judge_is_sure
from townhall.answering.sentences.ranking import Ranking, threshold_of
from townhall.answering.sentences.support import support_models
from townhall.index.lexical import terms_of
from townhall.locales.lexicon import lexicon
from townhall.locales.remarks import About
from townhall.locales.weekdays import weekdays_in
from townhall.locales.words import tokens_of
from townhall.model import FactKind, Status
from townhall.query.remarks import concept_of

SOME_COVERAGE = 0.5
"""Coverage by the best passage from which a question is not foreign to the documents, however unlike it sounds."""
WHOLE = 0.99
"""Coverage from which all of a question's words stand in a passage."""
TOLD = 2
"""Words from which a question says what it is about, though it shares none with the documents."""
MOSTLY = 0.5
"""Share of a question's own words from which, unread, what it asks about was not looked for."""
BARE_COSINE = 0.08
"""Cosine of the best passage and a question without the place that it names, below which they have nothing in common; set by hand."""


def is_foreign(context: Context, ranking: Ranking) -> bool:
    """Whether a question has nothing to do with the documents: unlike every passage, and hardly a word of it in the best one.

    One whose answer has enough support isn't, unless it is hardly like any passage: it is put in other words than the documents'. One whose
    every word the best passage holds isn't foreign, however unlike, where the judge finds its answer there.
    One that shares but the name of a place with the best passage is foreign where it is unlike it: "Will it rain in Riga?".
    Any other that names a country, one of the organisations, or a phase that the documents know, is near enough; so is one in another language
    than English that shares a word with the best passage, for of such words a vector tells little.
    """
    cosine = support_models().off_topic_cosine
    if any(slot.name in {"place", "organisation", "person"} for slot in context.query.slots) or concept_of(About.WHY) in context.query.concepts:
        return _shares_but_a_place(context, ranking, cosine)
    best = ranking.candidates[0].evidence.hit.passage
    if context.query.language != "en" and not context.own_terms.isdisjoint(context.held(best, best.text)):
        return False
    if _is_of_call(context):
        return False
    signals = ranking.signals
    says_something = signals.passage_coverage or len(context.own_terms) >= TOLD
    if says_something and ranking.support >= threshold_of(context, ranking) and signals.passage_cosine >= cosine / 2:
        return False
    if signals.passage_coverage < SOME_COVERAGE:
        return signals.passage_cosine < (cosine if signals.passage_coverage else 2 * cosine)
    return signals.passage_cosine < cosine / 2 and not (signals.passage_coverage > WHOLE and judge_is_sure(ranking))


def _is_of_call(context: Context) -> bool:
    """Whether a question is for a phase that the documents know, or of applying where they give a deadline: "Is there a fee to apply?"."""
    known, phases = context.facts(FactKind.DEADLINE), context.query.values("phase")
    return any(fact.get("phase") in phases for fact in known) or ("apply" in context.query.concepts and bool(known))


def is_mostly_unread(context: Context) -> bool:
    """Whether several of the own words of a question in a language that isn't read, and at least half, are in no lexicon.

    What was found is found by the rest.
    """
    unread, own = _unread(context)
    return unread >= TOLD and unread >= MOSTLY * own


def refuse_foreign(context: Context, support: float) -> Draft:
    """Refuse a question that is unlike every passage: it has to do with the documents where a title or a heading near it says its words."""
    if any(context.own_terms & context.stems_above(hit.passage) for hit in context.hits):
        return refuse(context, context.messages.say("refusal.not_found"), support=support)
    if _unread(context)[0]:
        languages = sorted({document.language or "en" for document in context.bundle.titles.values()})
        named = context.messages.join([context.messages.language_name(code) for code in languages])
        return refuse(context, context.messages.say("refusal.unread", languages=named), support=support)
    return refuse(context, context.messages.say("refusal.out_of_scope"), status=Status.OUT_OF_SCOPE, support=support)


def _unread(context: Context) -> tuple[int, int]:
    """Return how many of a question's own words are in no lexicon, and of how many, where neither documents nor embedding model are in its language.

    What these are about was not looked for, and may well stand in the documents. A word that the documents have is read, and a day of the week is.
    """
    query = context.query
    if query.language == "en" or query.own_text or context.is_in_own_words:
        return 0, 0
    language, tokens = lexicon(query.language), tokens_of(query.text)
    asking = {i for match in language.concepts.find(tokens) for i in range(match.first, match.last)}
    known = {i for match in (*language.terms.find(tokens), *language.countries.find(tokens)) for i in range(match.first, match.last)}
    named = {token.folded for slot in query.slots for token in tokens_of(slot.text)}
    own = [i for i, token in enumerate(tokens) if i in known or (i not in asking and token.folded not in language.function_words)]
    unread = [
        i
        for i in own
        if i not in known
        and tokens[i].folded not in named
        and tokens[i].folded.isalpha()
        and not (any(map(context.lexical.frequency, terms_of(tokens[i].text))) or weekdays_in(tokens[i].text, query.language))
    ]
    return len(unread), len(own)


def _shares_but_a_place(context: Context, ranking: Ranking, cosine: float) -> bool:
    """Whether an English question that names a place, and says more, has nothing in common with the best passage but that name.

    It then is unlike the passage, or is so without the name, unless the judge is sure.
    """
    slots = context.query.slots
    if (
        context.query.language != "en"
        or {slot.name for slot in slots}.isdisjoint({"place"})
        or any(slot.name in {"organisation", "person"} for slot in slots)
    ):
        return False
    best, places = ranking.candidates[0].evidence.hit.passage, {slot.text for slot in slots if slot.name in {"place", "region"}}
    said = set(context.terms).difference(*(terms_of(place) for place in places))
    if not said or not said.isdisjoint(context.held(best, best.text)):
        return False
    if ranking.signals.passage_cosine < cosine:
        return True
    bare = context.query.search_text
    for place in places:
        bare = bare.replace(place, "")
    return not judge_is_sure(ranking) and float(context.searcher.embed(bare) @ context.searcher.embed(best.text)) < BARE_COSINE
