"""Regions that a directory leaves out: "neither of which is responsible for the capital region"."""

from __future__ import annotations

import re

from townhall.answering.context import Context
from townhall.answering.draft import Claim, Draft, sentence_quote
from townhall.locales.lexicon import lexicon
from townhall.locales.places import places_in
from townhall.locales.structure import words
from townhall.locales.words import tokens_of
from townhall.model import Status

CLAUSE_END = re.compile(r"[;:.]\s")


def answer_excluded(context: Context) -> Draft | None:
    """Answer with the sentence which says that the bodies of a country aren't for the region that is asked about; None where none says so."""
    countries = dict.fromkeys(context.query.values("place"))
    known = {fact.get("region") for country in countries for fact in context.names.in_country(country)}
    asked = {slot.value for country in countries for slot in context.regions_of(country)[:1]} - known
    if not asked or context.gazetteer is None:
        return None
    for hit in context.hits:
        for sentence in hit.passage.sentences:
            if context.language_of(hit.passage.source) == "en" and _leaves_out(context, sentence.text, asked):
                return Draft(Status.ANSWERED, (Claim(sentence.shown, (sentence_quote(hit, sentence),)),))
    return None


def _leaves_out(context: Context, text: str, regions: set[str]) -> bool:
    """Whether a clause denies something of a region before it names it."""
    tokens = tokens_of(text)
    named = places_in(tokens, lexicon("en"), context.gazetteer) if context.gazetteer else []
    denying = [token for token in tokens if token.folded in words("organisations", "leaving_out")]
    return any(
        token.end <= tokens[place.first].start and not CLAUSE_END.search(text, token.end, tokens[place.first].start)
        for place in named
        if place.kind == "region" and place.name in regions
        for token in denying
    )
