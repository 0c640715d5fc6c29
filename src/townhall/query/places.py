"""Which places a message names: a town's name may be an everyday word, a part of another name, or said not to be meant."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from townhall.locales.gazetteer import Gazetteer
from townhall.locales.lexicon import Lexicon
from townhall.locales.places import KNOWN_CITY, Mention, places_in
from townhall.locales.words import STOP_WORDS, Token
from townhall.query.vocabulary import english_words

PLACE_ALONE = 4
"""Words up to which an answer to "Which place?" is hardly more than the place."""
PLACE_REACH = 2
"""Words around a name in lower case within which something must say that it is a place."""


def places_of(
    text: str, tokens: Sequence[Token], lexicon: Lexicon, gazetteer: Gazetteer, *, expected: bool = False, wanted: bool = False
) -> list[Mention]:
    """Return the places that a message names, where their words are meant as such.

    Args:
        text: the message.
        tokens: its words.
        lexicon: the words of its language.
        gazetteer: the places there are.
        expected: whether it answers which place is meant.
        wanted: whether it asks what can't be told without a place, and names none in capitals: one in lower case is meant as well.
    """
    common = _common_words(tokens, lexicon)
    markers = {i for match in lexicon.concepts.find(tokens) if match.name == "place_marker" for i in range(match.first, match.last)}
    if expected and len(tokens) <= PLACE_ALONE:
        tokens = [token._replace(text=token.text.title()) for token in tokens]
    elif wanted and lexicon.language == "en":
        near = {i + 1 for i in markers} | {i - 1 for i in markers} | {i for i in range(len(tokens)) if _is_set_off(text, tokens, i, i + 1)}
        unusual = [i in near and token.folded not in english_words() | common for i, token in enumerate(tokens)]
        tokens = [token._replace(text=token.text.title()) if unusual[i] else token for i, token in enumerate(tokens)]
    found = places_in(tokens, lexicon, gazetteer, lower_case=True, common=common)
    english = {match.first for match in lexicon.countries.find(tokens)} if lexicon.language == "en" else None

    asks_who = any(match.name == "who_is" for match in lexicon.concepts.find(tokens))
    named = {i for place in found for i in range(place.first, place.last)}
    usual = {i for i, token in enumerate(tokens) if token.folded in common}
    fillers = lexicon.concepts.fillers(tokens)

    # In other languages the word before a town may be its office: "Primăria Cluj-Napoca".
    titles = {match.last for match in lexicon.concepts.find(tokens) if match.name == "person"} if lexicon.language == "en" else set()

    def is_meant(place: Mention) -> bool:
        if place.kind != "country" and (_is_part(text, tokens, place) or (place.first in titles and tokens[place.first - 1].capitalised)):
            return False  # a person's name: "Szabo-Hythe", "Councillor Castellane"
        if asks_who and place.kind != "country" and _is_beside_name(text, tokens, place, named | usual):
            return False  # "Who is Elena Marsh?"
        little_known = _is_small(tokens, place, gazetteer) if english is None else _is_word(tokens, place, gazetteer)
        if little_known and _is_beside_name(text, tokens, place, named | usual):
            return False  # "the Street Music Grant", "Verein Waldfreunde Birkenau"
        if tokens[place.first].capitalised:
            return True
        if place.kind == "city":
            # "at most" is no town, though one is called Most.
            spoken = fillers.isdisjoint(range(place.first, place.last))
            set_off = wanted and _is_set_off(text, tokens, place.first, place.last)
            return spoken and (set_off or not markers.isdisjoint(range(place.first - PLACE_REACH, place.last + PLACE_REACH)))
        # "an island" is no country, though one is called so in German.
        alone = place.kind == "country" and place.last == place.first + 1
        foreign = english is not None and alone and place.first not in english and tokens[place.first].folded in english_words()
        return not foreign or place.first - 1 in markers

    return [place for place in found if is_meant(place)]


def _is_set_off(text: str, tokens: Sequence[Token], first: int, last: int) -> bool:
    """Whether some words stand by themselves, at the beginning or the end, or between marks: "galway - who helps us"."""
    before = text[tokens[first - 1].end : tokens[first].start].strip() if first else "."
    after = text[tokens[last - 1].end : tokens[last].start].strip() if last < len(tokens) else "."
    return bool(before and after)


def _is_word(tokens: Sequence[Token], place: Mention, gazetteer: Gazetteer) -> bool:
    """Whether a place is a small one whose name is an everyday word."""
    return tokens[place.first].folded in english_words() and _is_small(tokens, place, gazetteer)


def _is_small(tokens: Sequence[Token], place: Mention, gazetteer: Gazetteer) -> bool:
    """Whether a place is a small town whose name is one word."""
    alone = place.kind == "city" and place.last == place.first + 1
    return alone and max((found.population for found in gazetteer.named(tokens[place.first].folded)), default=0) < KNOWN_CITY


def _is_part(text: str, tokens: Sequence[Token], place: Mention) -> bool:
    """Whether a place is but the later part of a name with a hyphen: "Szabo-Hythe"."""
    start = tokens[place.first].start
    return place.first > 0 and text[start - 1 : start] == "-" and tokens[place.first - 1].capitalised


def _is_beside_name(text: str, tokens: Sequence[Token], place: Mention, known: Collection[int]) -> bool:
    """Whether a place is one word of a name of several: the word before or after it, with but a space between, has a capital too."""
    for first, second in ((place.first - 1, place.first), (place.last - 1, place.last)):
        other = first if second == place.first else second
        if 0 < other < len(tokens) and other not in known and tokens[other].capitalised and text[tokens[first].end : tokens[second].start] == " ":
            return True
    return False


def without_denied(tokens: Sequence[Token], places: Sequence[Mention], lexicon: Lexicon) -> Sequence[Mention]:
    """Return the places without those that are said not to be meant, where another one is: "not the region, we are a town of …"."""
    denials = {match.last for match in lexicon.concepts.find(tokens) if match.name == "negation"}
    meant = [place for place in places if place.first not in denials]
    return meant or places


def _common_words(tokens: Sequence[Token], lexicon: Lexicon) -> frozenset[str]:
    """Return the words that are in the lexicon, and so are more likely words than places."""
    matches = [*lexicon.concepts.find(tokens), *lexicon.terms.find(tokens)]
    covered = {tokens[i].folded for match in matches for i in range(match.first, match.last)}
    return frozenset(covered | {token.folded for token in tokens if token.folded in STOP_WORDS})
