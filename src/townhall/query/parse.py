"""What one message says by itself: its concepts, the places, organisations, persons and phases that it names."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from townhall.locales.gazetteer import Gazetteer
from townhall.locales.lexicon import NOUN_CONCEPTS, Lexicon, Match, after_opening
from townhall.locales.lexicon import lexicon as lexicon_of
from townhall.locales.phases import Phase, phase_of
from townhall.locales.places import Mention
from townhall.locales.structure import words
from townhall.locales.words import STOP_WORDS, Token, tokens_of
from townhall.model import Kind, Slot
from townhall.query.kinds import MONEY, POLAR, QUESTION, SMALL_TALK, Signs, concepts_of, kind_of
from townhall.query.names import KnownNames, Named
from townhall.query.places import places_of, without_denied
from townhall.query.spoken_of import only_speaks_of_money, only_spoken_of
from townhall.query.telling import asking_words

CONTENT = NOUN_CONCEPTS | {"place_marker", "does", "people", "mentioned"}
"""Concepts whose words are part of what is asked about."""
OF_WHOLE = SMALL_TALK | {"we", "pronoun", "pronoun_person", "correction", "back", "inhabitants", "people", "place_marker", "instructions"}
"""Concepts that a message has wherever their words stand in it: they don't say what is asked for."""
BY_ITSELF = frozenset({Kind.SUPPORT, Kind.CONTACT, Kind.DEADLINE, Kind.OPEN, Kind.ELIGIBILITY, Kind.DATE, Kind.DURATION, Kind.QUANTITY})
"""Kinds of questions that say what is asked for without another word: "Until when?", unlike "Who are they?"."""
ANOTHER = frozenset({"other_one", "next_one", "last_one", "first_one"})
"""Concepts of a question that isn't for the phase that is told of before it: "We missed phase 1. When does the other one close?"."""
OF_A_PLACE = frozenset({Kind.SUPPORT, Kind.CONTACT})
"""Kinds of questions that can't be answered where neither a place nor an organisation is named."""
SIZE = "attribute_population"
SETTLEMENTS = frozenset({"municipality", "city", "town", "village"})
NOUN_REACH = 3
"""Words after a country within which a noun for organisations makes it one: "the Slovak smart city ministry"."""
DEFINITE = frozenset({"the", "this", "that", "our", "s"})
"""Words that say that one certain organisation is meant."""


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
        """The positions of the content words: neither stop words, of English or its own language, nor words that ask."""
        plain = STOP_WORDS | lexicon_of(self.language).function_words
        return frozenset(i for i, token in enumerate(self.tokens) if i not in self.asking and token.folded not in plain)

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


def parse(text: str, lexicon: Lexicon, names: KnownNames, gazetteer: Gazetteer, *, place_expected: bool = False) -> Message:
    """Read a message in a known language; where a place was asked for, or is needed and not named, any town in lower case is one."""
    tokens = tuple(tokens_of(text))
    message = _parse(text, tokens, lexicon, names, places_of(text, tokens, lexicon, gazetteer, expected=place_expected))
    if message.kind not in OF_A_PLACE or message.names_something:
        return message
    places = places_of(text, tokens, lexicon, gazetteer, wanted=True)
    return _parse(text, tokens, lexicon, names, places) if places else message


def _parse(text: str, tokens: tuple[Token, ...], lexicon: Lexicon, names: KnownNames, every_place: Sequence[Mention]) -> Message:
    language = lexicon.language
    organisations = names.find_organisations(tokens, usual=lexicon.everyday(tokens))
    if not organisations:
        if language == "en":
            organisations = _of_country(tokens, every_place, names)
        else:
            organisations = names.find_organisations(tokens, bent=True) or ([] if every_place else names.find_translated(tokens, language))
    persons = [named for named in names.find_persons(tokens) if not any(_overlap(named, other) for other in organisations)]
    taken = {i for named in (*organisations, *persons) for i in range(named.first, named.last)}
    meant = without_denied(tokens, every_place, lexicon)
    denied = {i for place in every_place if place not in meant for i in range(place.first, place.last)}
    places = [place for place in meant if place.kind == "country" or not taken.issuperset(range(place.first, place.last))]
    if organisations:
        # "the Union of Cyprus Municipalities" names an organisation; the country inside its name says nothing more.
        places = [place for place in places if not taken.issuperset(range(place.first, place.last))]
    matches = lexicon.concepts.find(tokens)
    asking = frozenset(i for match in matches if match.name not in CONTENT for i in range(match.first, match.last))
    asking |= denied
    phase, (first, _) = phase_of(text, tokens, lexicon), asking_words(text, tokens, language)
    signs = _signs(text, tokens, lexicon, places, organisations, has_person=bool(persons), asking=asking)
    return Message(
        text,
        tokens,
        language,
        signs.concepts,
        signs.opening,
        asking,
        tuple(places),
        tuple(organisations),
        tuple(persons),
        None if phase and phase.first < first and not signs.concepts.isdisjoint(ANOTHER) else phase,
        kind_of(signs),
        refers_within=_refers_within(matches),
    )


def _signs(
    text: str,
    tokens: Sequence[Token],
    lexicon: Lexicon,
    places: Sequence[Mention],
    organisations: Sequence[Named],
    *,
    has_person: bool,
    asking: Collection[int],
) -> Signs:
    """Return what a message shows of what it asks for: its questions do, whatever it tells before them, unless they say nothing by themselves."""

    def within(first: int, last: int) -> Signs:
        words = tokens[first:last]
        outside = [(named.first - first, named.last - first) for named in organisations if first <= named.first < last]
        concepts = concepts_of(words, lexicon, outside=outside)
        matches = lexicon.concepts.find(words)
        opening = _opening(words, lexicon)
        if "when_opening" in opening:
            concepts |= {"when"}
        here = [place for place in places if first <= place.first < last or "we" in concepts]
        if SIZE in concepts and not here and not _of_settlement(words, concepts, lexicon):
            concepts -= {SIZE}
        if only_speaks_of_money(matches, opening, words):
            concepts -= {MONEY}
        talk = {first + i for match in matches if match.name in SMALL_TALK for i in range(match.first, match.last)}
        says = any(i not in talk and i not in asking and tokens[i].folded not in STOP_WORDS for i in range(first, last))
        concepts -= only_spoken_of(matches, concepts, opening, names_one=bool(organisations) or not says)
        marked = text[words[0].start : words[-1].end + 1].endswith("?") if words else False
        return Signs(concepts, bool(here), bool(organisations), has_person, len(words), opening, says, marked)

    whole, (first, last) = within(0, len(tokens)), asking_words(text, tokens, lexicon.language)
    if (first, last) == (0, len(tokens)):
        return whole
    asked = within(first, last)
    opens = not asked.opening.isdisjoint(QUESTION | POLAR)
    if kind_of(asked) not in BY_ITSELF and not (asked.says and opens):
        return whole  # "Who are they?", "Any name?"
    concepts = asked.concepts | (whole.concepts & OF_WHOLE)
    return replace(asked, concepts=concepts, has_place=asked.has_place or (bool(places) and "we" in concepts))


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
