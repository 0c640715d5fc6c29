"""Which places a message names: a town's name may be an everyday word, a part of another name, or said not to be meant."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from townhall.locales.gazetteer import Gazetteer
from townhall.locales.lexicon import Lexicon, Match
from townhall.locales.places import KNOWN_CITY, Mention, places_in
from townhall.locales.words import STOP_WORDS, Token
from townhall.query.vocabulary import english_words, is_common

DISTRICTS = 400_000
"""Inhabitants of a town from which its districts may be called by its name and a number: "Dublin 8"."""
PLACE_ALONE = 4
"""Words up to which an answer to "Which place?" is hardly more than the place."""
PLACE_REACH = 2
"""Words around a name in lower case within which something must say that it is a place."""
POSSESSIVE = "s"
CAPITAL_NOUNS = frozenset({"de"})
"""Languages in which a capital tells nothing of a name: every noun has one."""


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
    words = _Words(text, tokens, lexicon, gazetteer, wanted=wanted)
    if expected and len(tokens) <= PLACE_ALONE:
        tokens = [token._replace(text=token.text.title()) for token in tokens]
    elif wanted and lexicon.language == "en":
        tokens = [token._replace(text=token.text.title()) if words.may_be_meant(i) else token for i, token in enumerate(tokens)]
    words = replace(words, tokens=tokens)
    found = places_in(tokens, lexicon, gazetteer, lower_case=True, common=words.common)
    named = {i for place in found for i in range(place.first, place.last)} | {i for i, token in enumerate(tokens) if token.folded in words.common}
    meant = [place for place in found if not words.is_noun(place) and not words.is_of_name(place, named) and words.is_meant(place)]
    return [place for place in meant if place.kind == "country" or not words.is_numbered(place)]


@dataclass(frozen=True)
class _Words:
    """The words of a message, and what they say of the places among them."""

    text: str
    tokens: Sequence[Token]
    lexicon: Lexicon
    gazetteer: Gazetteer
    wanted: bool

    @cached_property
    def concepts(self) -> Sequence[Match]:
        return self.lexicon.concepts.find(self.tokens)

    @cached_property
    def markers(self) -> frozenset[int]:
        """The positions of the words that may say of a name that it is a place's."""
        return frozenset(i for match in self.concepts if match.name == "place_marker" for i in range(match.first, match.last))

    @cached_property
    def common(self) -> frozenset[str]:
        """The words that are in the lexicon, and so are more likely words than places."""
        matches = [*self.concepts, *self.lexicon.terms.find(self.tokens)]
        covered = {self.tokens[i].folded for match in matches for i in range(match.first, match.last)}
        return frozenset(covered | {token.folded for token in self.tokens if token.folded in STOP_WORDS})

    def is_set_off(self, first: int, last: int) -> bool:
        return _is_set_off(self.text, self.tokens, first, last)

    def may_be_meant(self, i: int) -> bool:
        """Whether an unusual English word stands where a place does."""
        near = i - 1 in self.markers or i + 1 in self.markers or self.is_set_off(i, i + 1)
        return near and self.tokens[i].folded not in english_words() | self.common

    def is_noun(self, place: Mention) -> bool:
        """Whether what is a town's name too is another word here: "die zuständige Stelle", "am Strand", "for most cities"."""
        if place.kind != "city" or place.last > place.first + 1:
            return False
        token, before, after = self.tokens[place.first], place.first - 1, place.last
        if self.lexicon.language in CAPITAL_NOUNS:
            led = before >= 0 and before not in self.markers and self.tokens[before].folded in self.lexicon.function_words
            return token.folded in self.common or led
        if token.capitalised or token.folded not in english_words():
            return False
        if not is_common(token.folded) and not _is_small(self.tokens, place, self.gazetteer):
            return False
        following = self.tokens[after].folded if after < len(self.tokens) else ""
        if after in self.markers or following == POSSESSIVE or self.is_set_off(place.first, after):
            return False
        goes_on = following in english_words() - STOP_WORDS and self.text[token.end : self.tokens[after].start] == " "
        return goes_on or before not in self.markers

    def is_numbered(self, place: Mention) -> bool:
        """Whether a letter or a number after a town's name tells that it is one of several things: "la Línea C", "Halle 3".

        Of a large town it may be a district: "Dublin 8".
        """
        following = self.tokens[place.last] if place.last < len(self.tokens) else None
        if following is None or len(following.text) > 1 or (self.lexicon.language == "en" and following.folded in STOP_WORDS):
            return False  # "As an official of Žilina I …"
        beside = self.text[self.tokens[place.last - 1].end : following.start] == " "
        largest = max((found.population for found in self.gazetteer.named(self.tokens[place.first].folded)), default=0)
        return beside and largest < DISTRICTS and (following.text.isdecimal() or following.text.isupper())

    def is_of_name(self, place: Mention, known: Collection[int]) -> bool:
        """Whether a place is a word of another name: "Szabo-Hythe", "Who is Elena Marsh?", "the Street Music Grant"."""
        english = self.lexicon.language == "en"
        # In other languages the word before a town may be its office: "Primăria Cluj-Napoca".
        titles = {match.last for match in self.concepts if match.name == "person"} if english else set()
        titled = place.first in titles and self.tokens[place.first - 1].capitalised
        if place.kind != "country" and (titled or _is_part(self.text, self.tokens, place)):
            return True
        asks_who = place.kind != "country" and any(match.name == "who_is" for match in self.concepts)
        little_known = _is_small(self.tokens, place, self.gazetteer) and (not english or self.tokens[place.first].folded in english_words())
        return (asks_who or little_known) and _is_beside_name(self.text, self.tokens, place, known)

    def is_meant(self, place: Mention) -> bool:
        """Whether a name is meant as a place, though it may be in lower case."""
        if self.tokens[place.first].capitalised:
            return True
        if place.kind == "city":
            # "at most" is no town, though one is called Most.
            spoken = self.lexicon.concepts.fillers(self.tokens).isdisjoint(range(place.first, place.last))
            near = not self.markers.isdisjoint(range(place.first - PLACE_REACH, place.last + PLACE_REACH))
            return spoken and (near or (self.wanted and self.is_set_off(place.first, place.last)))
        # "an island" is no country, though one is called so in German.
        alone = self.lexicon.language == "en" and place.kind == "country" and place.last == place.first + 1
        english = {match.first for match in self.lexicon.countries.find(self.tokens)}
        foreign = alone and place.first not in english and self.tokens[place.first].folded in english_words()
        return not foreign or place.first - 1 in self.markers


def _is_set_off(text: str, tokens: Sequence[Token], first: int, last: int) -> bool:
    """Whether some words stand by themselves, at the beginning or the end, or between marks: "galway - who helps us"."""
    before = text[tokens[first - 1].end : tokens[first].start].strip() if first else "."
    after = text[tokens[last - 1].end : tokens[last].start].strip() if last < len(tokens) else "."
    return bool(before and after)


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
