"""Countries that a text names without their name: by their people, or by a city that lies there."""

from __future__ import annotations

from functools import lru_cache

from townhall.answering.context import Context
from townhall.index.lexical import terms_of
from townhall.locales.gazetteer import EU_COUNTRIES, Gazetteer
from townhall.locales.lexicon import lexicon
from townhall.locales.words import folded_phrase, tokens_of

CITY_WORDS = 3
"""Words of the longest city's name that is looked for."""
CITY = 50_000
"""Inhabitants from which a city is taken to be meant: names of smaller ones are words and surnames too often."""


def asked_places(context: Context, text: str) -> frozenset[str]:
    """Return the stems by which the question names countries, of those that ``text`` names in any way: "Swedish" for Helsingborg."""
    asked = {slot.value: terms_of(slot.text) for slot in context.query.slots if slot.name == "place" and slot.inferred is None}
    if not asked or context.gazetteer is None:
        return frozenset()
    named = countries_in(text, context.gazetteer)
    return frozenset(stem for country, stems in asked.items() if country in named for stem in stems)


@lru_cache(maxsize=20_000)
def countries_in(text: str, gazetteer: Gazetteer) -> frozenset[str]:
    """Return the countries that a text names, and those in which the cities lie that it names."""
    tokens = tokens_of(text)
    found = {match.name for match in lexicon("en").countries.find(tokens)}
    for first, token in enumerate(tokens):
        if token.capitalised:
            for last in range(min(len(tokens), first + CITY_WORDS), first, -1):
                places = gazetteer.named(folded_phrase(" ".join(word.text for word in tokens[first:last])))
                if places:
                    found.update(_of_city(places[0].kind, places[0].country, places[0].population))
                    break
    return frozenset(found)


def _of_city(kind: str, country: str, population: int) -> set[str]:
    return {country} if kind == "city" and country in EU_COUNTRIES and population >= CITY else set()
