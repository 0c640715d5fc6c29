"""What one message says by itself: its concepts, the places, organisations, persons and phases that it names."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cached_property

from townhall.locales.gazetteer import Gazetteer
from townhall.locales.lexicon import NOUN_CONCEPTS, Lexicon, Match, after_opening
from townhall.locales.phases import Phase, phase_of
from townhall.locales.places import KNOWN_CITY, Mention, places_in
from townhall.locales.structure import words
from townhall.locales.words import STOP_WORDS, Token, tokens_of
from townhall.model import Kind, Slot
from townhall.query.kinds import MONEY, SMALL_TALK, Signs, concepts_of, kind_of, only_speaks_of_money
from townhall.query.names import KnownNames, Named
from townhall.query.vocabulary import english_words

CONTENT = NOUN_CONCEPTS | {"place_marker", "does", "people", "mentioned"}
"""Concepts whose words are part of what is asked about."""
SIZE = "attribute_population"
SETTLEMENTS = frozenset({"municipality", "city", "town", "village"})
NOUN_REACH = 3
"""Words after a country within which a noun for organisations makes it one: "the Slovak smart city ministry"."""
DEFINITE = frozenset({"the", "this", "that", "our", "s"})
"""Words that say that one certain organisation is meant."""
PLACE_ALONE = 4
"""Words up to which an answer to "Which place?" is hardly more than the place."""
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
    phase: Phase | None
    kind: Kind
    refers_within: bool = False
    """Whether "he" or "she" is the one that the message itself asks for: "Which mayor is quoted and what did he say?", not "Who is he?"."""
    whole: bool = False
    """Whether it leaves nothing to the question before it, whatever it says: one of two that were asked in one sentence."""

    @property
    def names_something(self) -> bool:
        """Whether a place, an organisation or a person is named."""
        return bool(self.places or self.organisations or self.persons)

    @cached_property
    def said(self) -> frozenset[int]:
        """The positions of the content words: neither stop words nor words that ask."""
        return frozenset(i for i, token in enumerate(self.tokens) if i not in self.asking and token.folded not in STOP_WORDS)

    @cached_property
    def content(self) -> int:
        """How many content words there are beside names."""
        named = {i for place in self.places for i in range(place.first, place.last)}
        named |= {i for found in (*self.organisations, *self.persons) for i in range(found.first, found.last)}
        return len(self.said - named)

    def slots(self) -> tuple[Slot, ...]:
        """Return what the message constrains."""
        found: list[Slot] = []
        for mention in self.places:
            words = self.words(mention.first, mention.last)
            inferred = None if mention.kind == "country" else mention.name
            found.append(Slot("place", mention.country, words, inferred))
            if mention.kind == "region":
                found.append(Slot("region", mention.name, words))
            elif mention.region:
                found.append(Slot("region", mention.region, words, inferred))
        found.extend(Slot("organisation", named.fact.get("name") or "", self.words(named.first, named.last)) for named in self.organisations)
        found.extend(Slot("person", named.fact.get("name") or "", self.words(named.first, named.last)) for named in self.persons)
        if self.phase:
            found.append(Slot("phase", self.phase.value, self.words(self.phase.first, self.phase.last)))
        found.extend(
            Slot("attribute", name, name)
            for name in Signs(self.concepts, has_place=False, has_organisation=False, has_person=False, words=0).attributes
        )
        return tuple(dict.fromkeys(found))

    def words(self, first: int, last: int) -> str:
        """Return the words of the message from ``first`` to ``last``, which is exclusive."""
        return self.text[self.tokens[first].start : self.tokens[last - 1].end]


def parse(text: str, language: str, lexicon: Lexicon, names: KnownNames, gazetteer: Gazetteer, *, place_expected: bool = False) -> Message:
    """Read a message in a known language; where a place was asked for, any town in lower case is one."""
    tokens = tuple(tokens_of(text))
    every_place = _places(text, tokens, lexicon, gazetteer, expected=place_expected)
    organisations = names.find_organisations(tokens)
    if not organisations:
        if language == "en":
            organisations = _of_country(tokens, every_place, names)
        else:
            organisations = names.find_organisations(tokens, bent=True) or ([] if every_place else names.find_translated(tokens, language))
    concepts = concepts_of(tokens, lexicon, outside=[(named.first, named.last) for named in organisations])
    persons = [named for named in names.find_persons(tokens) if not any(_overlap(named, other) for other in organisations)]
    taken = {i for named in (*organisations, *persons) for i in range(named.first, named.last)}
    meant = _meant(tokens, every_place, lexicon)
    denied = {i for place in every_place if place not in meant for i in range(place.first, place.last)}
    places = [place for place in meant if place.kind == "country" or not taken.issuperset(range(place.first, place.last))]
    if organisations:
        # "the Union of Cyprus Municipalities" names an organisation; the country inside its name says nothing more.
        places = [place for place in places if not taken.issuperset(range(place.first, place.last))]
    phase = phase_of(text, tokens, lexicon)
    opening = _opening(tokens, lexicon)
    if "when_opening" in opening:
        concepts |= {"when"}
    matches = lexicon.concepts.find(tokens)
    asking = frozenset(i for match in matches if match.name not in CONTENT for i in range(match.first, match.last))
    asking |= denied
    if SIZE in concepts and not places and not _of_settlement(tokens, concepts, lexicon):
        concepts -= {SIZE}
    if only_speaks_of_money(matches, opening, len(tokens)):
        concepts -= {MONEY}
    talk = {i for match in matches if match.name in SMALL_TALK for i in range(match.first, match.last)}
    says = any(i not in asking | talk and token.folded not in STOP_WORDS for i, token in enumerate(tokens))
    signs = Signs(concepts, bool(places), bool(organisations), bool(persons), len(tokens), opening, says, text.rstrip().endswith("?"))
    return Message(
        text,
        tokens,
        language,
        concepts,
        opening,
        asking,
        tuple(places),
        tuple(organisations),
        tuple(persons),
        phase,
        kind_of(signs),
        refers_within=_refers_within(matches),
    )


def _of_settlement(tokens: Sequence[Token], concepts: frozenset[str], lexicon: Lexicon) -> bool:
    """Whether a size that is asked for may be a number of inhabitants: those, a town, or whoever asks is named."""
    return bool(concepts & {"inhabitants", "we", "eligible"}) or any(match.name in SETTLEMENTS for match in lexicon.terms.find(tokens))


def _refers_within(matches: Sequence[Match]) -> bool:
    """Whether a personal pronoun comes after a word that asks who, with a noun for persons or an "and" between the two."""
    pronoun = next((match for match in matches if match.name == "pronoun_person"), None)
    asked = next((match for match in matches if match.name in {"who", "which"}), None)
    if pronoun is None or asked is None:
        return False
    return any(match.name in {"person", "people", "and"} and asked.last <= match.first and match.last <= pronoun.first for match in matches)


def _opening(tokens: Sequence[Token], lexicon: Lexicon) -> frozenset[str]:
    matches = lexicon.concepts.find(tokens)
    start = after_opening(matches, SMALL_TALK)
    return frozenset(match.name for match in matches if match.first == start)


def _overlap(named: Named, other: Named) -> bool:
    return named.first < other.last and other.first < named.last


def _of_country(tokens: Sequence[Token], places: Sequence[Mention], names: KnownNames) -> list[Named]:
    """Return the organisation that is spoken of by its country or region, if one alone can be meant: "the Croatian association"."""
    nouns = words("organisations", "nouns")
    found: list[Named] = []
    for place in places:
        after = next((i for i in range(place.last, min(len(tokens), place.last + NOUN_REACH)) if tokens[i].folded in nouns), None)
        definite = place.first > 0 and tokens[place.first - 1].folded in DEFINITE
        if place.kind == "city" or after is None or not definite:
            continue
        there = [fact for fact in names.in_country(place.country) if place.kind == "country" or fact.get("region") == place.name]
        called = [fact for fact in there if tokens[after].folded in {token.folded for token in tokens_of(fact.get("name") or "")}]
        meant = called or there
        if len(meant) == 1:
            found.append(Named(meant[0], place.first, after + 1, weight=0))
    return found


def _places(text: str, tokens: Sequence[Token], lexicon: Lexicon, gazetteer: Gazetteer, *, expected: bool = False) -> list[Mention]:
    common = _common_words(tokens, lexicon)
    markers = {i for match in lexicon.concepts.find(tokens) if match.name == "place_marker" for i in range(match.first, match.last)}
    if expected and len(tokens) <= PLACE_ALONE:
        tokens = [token._replace(text=token.text.title()) for token in tokens]
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
            return spoken and not markers.isdisjoint(range(place.first - PLACE_REACH, place.last + PLACE_REACH))
        # "an island" is no country, though one is called so in German.
        alone = place.kind == "country" and place.last == place.first + 1
        foreign = english is not None and alone and place.first not in english and tokens[place.first].folded in english_words()
        return not foreign or place.first - 1 in markers

    return [place for place in found if is_meant(place)]


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


def _meant(tokens: Sequence[Token], places: Sequence[Mention], lexicon: Lexicon) -> Sequence[Mention]:
    """Return the places without those that are said not to be meant, where another one is: "not the region, we are a town of …"."""
    denials = {match.last for match in lexicon.concepts.find(tokens) if match.name == "negation"}
    meant = [place for place in places if place.first not in denials]
    return meant or places


def _common_words(tokens: Sequence[Token], lexicon: Lexicon) -> frozenset[str]:
    """Return the words that are in the lexicon, and so are more likely words than places."""
    matches = [*lexicon.concepts.find(tokens), *lexicon.terms.find(tokens)]
    covered = {tokens[i].folded for match in matches for i in range(match.first, match.last)}
    return frozenset(covered | {token.folded for token in tokens if token.folded in STOP_WORDS})
