"""What one message says by itself: its concepts, the places, organisations, persons and phases that it names."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from townhall.locales.gazetteer import Gazetteer
from townhall.locales.lexicon import Lexicon
from townhall.locales.places import Mention, places_in
from townhall.locales.words import STOP_WORDS, Token, tokens_of
from townhall.model import Kind, Slot
from townhall.query.kinds import SMALL_TALK, Signs, concepts_of, kind_of
from townhall.query.names import KnownNames, Named

ORDINALS = {"first": "1", "second": "2", "third": "3", "fourth": "4", "fifth": "5", "1st": "1", "2nd": "2", "3rd": "3", "4th": "4", "5th": "5",
            "one": "1", "two": "2", "three": "3", "four": "4", "five": "5", "i": "1", "ii": "2", "iii": "3", "iv": "4"}  # fmt: skip
CONTENT = frozenset({"place_marker", "does", "people", "mentioned"})
"""Concepts whose words are part of what is asked about."""
NUMBER = re.compile(r"\d{1,2}$")
PLACE_REACH = 2
"""Words around a name in lower case within which something must say that it is a place."""


@dataclass(frozen=True)
class Message:
    """A message, read word by word."""

    text: str
    tokens: tuple[Token, ...]
    language: str
    concepts: frozenset[str]
    opening: frozenset[str]
    """The concepts that the message begins with, small talk before them passed over."""
    asking: frozenset[int]
    """The positions of the words that ask, and say nothing of what about."""
    places: tuple[Mention, ...]
    organisations: tuple[Named, ...]
    persons: tuple[Named, ...]
    phase: str | None
    kind: Kind

    @property
    def names_something(self) -> bool:
        """Whether a place, an organisation or a person is named."""
        return bool(self.places or self.organisations or self.persons)

    def slots(self) -> tuple[Slot, ...]:
        """Return what the message constrains."""
        found: list[Slot] = []
        for mention in self.places:
            words = self._words(mention.first, mention.last)
            inferred = None if mention.kind == "country" else mention.name
            found.append(Slot("place", mention.country, words, inferred))
            if mention.kind == "region":
                found.append(Slot("region", mention.name, words))
        found.extend(Slot("organisation", named.fact.get("name") or "", self._words(named.first, named.last)) for named in self.organisations)
        found.extend(Slot("person", named.fact.get("name") or "", self._words(named.first, named.last)) for named in self.persons)
        if self.phase:
            found.append(Slot("phase", self.phase, self.phase))
        found.extend(
            Slot("attribute", name, name)
            for name in Signs(self.concepts, has_place=False, has_organisation=False, has_person=False, words=0).attributes
        )
        return tuple(dict.fromkeys(found))

    def _words(self, first: int, last: int) -> str:
        return self.text[self.tokens[first].start : self.tokens[last - 1].end]


def parse(text: str, language: str, lexicon: Lexicon, names: KnownNames, gazetteer: Gazetteer) -> Message:
    """Read a message in a known language."""
    tokens = tuple(tokens_of(text))
    organisations = names.find_organisations(tokens)
    concepts = concepts_of(tokens, lexicon, outside=[(named.first, named.last) for named in organisations])
    persons = [named for named in names.find_persons(tokens) if not any(_overlap(named, other) for other in organisations)]
    taken = {i for named in (*organisations, *persons) for i in range(named.first, named.last)}
    places = [
        place for place in _places(tokens, lexicon, gazetteer) if place.kind == "country" or not taken.issuperset(range(place.first, place.last))
    ]
    if organisations:
        # "the Union of Cyprus Municipalities" names an organisation; the country inside its name says nothing more.
        places = [place for place in places if not taken.issuperset(range(place.first, place.last))]
    phase = _phase(tokens, lexicon)
    opening = _opening(tokens, lexicon)
    if "when_opening" in opening:
        concepts |= {"when"}
    asking = frozenset(i for match in lexicon.concepts.find(tokens) if match.name not in CONTENT for i in range(match.first, match.last))
    signs = Signs(concepts, bool(places), bool(organisations), bool(persons), len(tokens))
    return Message(text, tokens, language, concepts, opening, asking, tuple(places), tuple(organisations), tuple(persons), phase, kind_of(signs))


def _opening(tokens: Sequence[Token], lexicon: Lexicon) -> frozenset[str]:
    matches = lexicon.concepts.find(tokens)
    start = 0
    while small := next((match for match in matches if match.first == start and match.name in SMALL_TALK), None):
        start = small.last
    return frozenset(match.name for match in matches if match.first == start)


def _overlap(named: Named, other: Named) -> bool:
    return named.first < other.last and other.first < named.last


def _places(tokens: Sequence[Token], lexicon: Lexicon, gazetteer: Gazetteer) -> list[Mention]:
    common = _common_words(tokens, lexicon)
    markers = {i for match in lexicon.concepts.find(tokens) if match.name == "place_marker" for i in range(match.first, match.last)}
    found = places_in(tokens, lexicon, gazetteer, lower_case=True, common=common)
    return [
        place
        for place in found
        if place.kind != "city"
        or tokens[place.first].capitalised
        or not markers.isdisjoint(range(place.first - PLACE_REACH, place.last + PLACE_REACH))
    ]


def _common_words(tokens: Sequence[Token], lexicon: Lexicon) -> frozenset[str]:
    """Return the words that are in the lexicon, and so are more likely words than places."""
    matches = [*lexicon.concepts.find(tokens), *lexicon.terms.find(tokens)]
    covered = {tokens[i].folded for match in matches for i in range(match.first, match.last)}
    return frozenset(covered | {token.folded for token in tokens if token.folded in STOP_WORDS})


def _phase(tokens: Sequence[Token], lexicon: Lexicon) -> str | None:
    """Return the phase that is asked about as a number: "phase 2", "the second round", "phase II"."""
    for match in lexicon.concepts.find(tokens):
        if match.name == "phase":
            around = [*tokens[match.last : match.last + 1], *tokens[max(0, match.first - 1) : match.first], *tokens[match.first : match.last]]
            for token in around:
                if NUMBER.match(token.folded):
                    return str(int(token.folded))
                if token.folded in ORDINALS:
                    return ORDINALS[token.folded]
    return None


def lone_ordinal(tokens: Sequence[Token]) -> str | None:
    """Return the number of "the second one?" or "2?" in a message that is hardly more."""
    words = [token.folded for token in tokens if token.folded not in STOP_WORDS or token.folded in ORDINALS]
    numbers = [ORDINALS.get(word) or (word if NUMBER.match(word) else None) for word in words if word != "one" or len(words) == 1]
    return numbers[0] if len(words) <= PLACE_REACH and numbers and numbers[0] else None
