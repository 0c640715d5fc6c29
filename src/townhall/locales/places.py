"""Which places a text names, and in which country they are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from townhall.locales.gazetteer import EU_COUNTRIES, Gazetteer, Place, region_country, region_forms
from townhall.locales.lexicon import Lexicon
from townhall.locales.words import Token, fold

SHORTEST_CITY = 4
"""Letters; shorter names ("Ur", "Ede") are words too often."""
KNOWN_CITY = 50_000
"""Inhabitants from which a city is meant even in lower case."""
INFLECTED_LETTERS = 5
LONGEST_ENDING = 4
ENDINGS = tuple(fold(ending) for ending in ("", "a", "o", "e", "i", "as", "is", "us", "y", "η", "α", "ο", "ος", "ας", "ης", "а", "я", "ия"))
"""With which names are listed, in the languages that bend them."""


@dataclass(frozen=True, slots=True)
class Mention:
    """A place named in a text: the words ``first`` to ``last``, exclusive, and what they mean."""

    first: int
    last: int
    kind: str
    """``country``, ``region`` or ``city``."""
    country: str
    name: str
    """The place's own name, in English where it has one."""
    region: str = ""
    """The region that a city lies in, where it is known."""


def places_in(
    tokens: Sequence[Token], lexicon: Lexicon, gazetteer: Gazetteer, *, lower_case: bool = False, common: frozenset[str] = frozenset()
) -> list[Mention]:
    """Return the places that ``tokens`` name, in order, none inside another.

    Regions and cities count when capitalised; with ``lower_case`` also when not, if they are large or more than one word. ``common``
    are folded words of the language that are taken for a place only in mid-sentence and capitalised ("Nice", "Split").
    """
    mentions = [Mention(match.first, match.last, "country", match.name, match.name) for match in lexicon.countries.find(tokens)]
    for first, last, places in gazetteer.find(tokens):
        best = _best(places, tokens, first, last, lower_case=lower_case, common=common, english=lexicon.language == "en")
        if best:
            mentions.append(Mention(first, last, best.kind, best.country, best.name, best.region))
    if lower_case:
        mentions.extend(Mention(match.first, match.last, "region", region_country(match.name), match.name) for match in region_forms().find(tokens))
    if lower_case and lexicon.language != "en":
        mentions.extend(_inflected(tokens, lexicon, gazetteer, common))
    return _outermost(mentions)


@cache
def is_spoken_in(language: str, country: str | None) -> bool:
    """Whether a language is an official one of a country."""
    from babel.languages import get_official_languages

    return country is not None and language in get_official_languages(country, regional=True, de_facto=True)


def _best(
    places: Sequence[Place], tokens: Sequence[Token], first: int, last: int, *, lower_case: bool, common: frozenset[str], english: bool
) -> Place | None:
    words = tokens[first:last]
    best = places[0]
    capitalised = all(token.capitalised for token in (words[0], words[-1]))
    if len(words) == 1 and words[0].folded in common and (first == 0 or not capitalised):
        return None
    if best.kind == "country":
        return best if capitalised or lower_case or len(words) > 1 else None
    if len("".join(token.folded for token in words)) < SHORTEST_CITY:
        return None
    if capitalised:
        return best
    shortest = INFLECTED_LETTERS if english else INFLECTED_LETTERS + 1
    known = best.country in EU_COUNTRIES and best.population >= KNOWN_CITY and (best.main or len(words[0].folded) >= shortest)
    return best if lower_case and (best.kind == "region" or len(words) > 1 or known) else None


def _inflected(tokens: Sequence[Token], lexicon: Lexicon, gazetteer: Gazetteer, common: frozenset[str]) -> list[Mention]:
    """Find names of large places whose ending is bent: a capitalised word that begins like one.

    A common word's capital tells nothing at the beginning of a sentence; one that is more alike to a word of the lexicon is that: "Centrul Național".
    """
    found: list[Mention] = []
    for position, token in enumerate(tokens):
        if not token.capitalised or len(token.folded) < INFLECTED_LETTERS or (token.folded in common and not position):
            continue
        word = max((match.exact for match in (*lexicon.terms.find([token]), *lexicon.concepts.find([token]))), default=0)
        for cut in range(1, LONGEST_ENDING + 1):
            stem = token.folded[:-cut]
            if len(stem) < INFLECTED_LETTERS - 1 or len(stem) <= word:
                break
            candidates = [place for ending in ENDINGS for place in gazetteer.named(stem + ending)]
            likely = [place for place in candidates if place.country in EU_COUNTRIES and (place.kind != "city" or place.population >= KNOWN_CITY)]
            if likely:
                best = max(likely, key=lambda place: (place.kind == "country", place.kind == "region", place.population))
                found.append(Mention(position, position + 1, best.kind, best.country, best.name, best.region))
                break
    return found


def _outermost(mentions: list[Mention]) -> list[Mention]:
    """Leave out mentions inside longer ones; of two over the same words the country wins, then the region."""
    order = {"country": 0, "region": 1, "city": 2}
    kept: list[Mention] = []
    for mention in sorted(mentions, key=lambda m: (m.first - m.last, order[m.kind], m.first)):
        if not any(other.first < mention.last and mention.first < other.last for other in kept):
            kept.append(mention)
    return sorted(kept, key=lambda mention: mention.first)
