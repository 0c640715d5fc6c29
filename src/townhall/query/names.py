"""The names that an index knows: organisations by every name and acronym, and contact persons."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from townhall.locales.lexicon import lexicon
from townhall.locales.structure import words
from townhall.locales.words import STOP_WORDS, Token, fold, tokens_of
from townhall.model import Fact, FactKind, FactValue

SHORT_ACRONYM = 2
ENDING = 4
"""Letters up to which an acronym is too short to take an ending, and those of the longest ending."""
TOGETHER = 2
"""Words of a name that is also written as one."""
GAP = 3
"""Words that may stand among the words of a name."""
LINKS = frozenset({"of", "the", "and", "for", "in", "de", "van", "der", "des", "y", "e", "du", "la", "s", "a"})


@dataclass(frozen=True, slots=True)
class Named:
    """A name found in a question: the organisation's or person's fact, and the words that say so."""

    fact: Fact
    first: int
    last: int
    weight: int
    """Letters of the name that were found: of two names over the same words the longer one is meant."""


@dataclass(frozen=True, slots=True)
class _Alias:
    words: tuple[str, ...]
    fact: Fact
    acronym: bool


class KnownNames:
    """Looks up organisations and persons in a question."""

    def __init__(self, facts: dict[FactKind, tuple[Fact, ...]]) -> None:
        self.organisations = facts[FactKind.ORGANISATION]
        self.contacts = facts[FactKind.CONTACT]
        self.persons = facts[FactKind.PERSON]
        self._facts = facts

    @cached_property
    def countries(self) -> tuple[str, ...]:
        """The countries that have an organisation, in the order of the corpus; Europe-wide ones left out."""
        return tuple(dict.fromkeys(country for fact in self.organisations if (country := fact.get("country")) and country != "EU"))

    @cached_property
    def europe_wide(self) -> tuple[Fact, ...]:
        """The organisations that are of no one country."""
        return tuple(fact for fact in self.organisations if fact.get("country") == "EU")

    @cached_property
    def _aliases(self) -> tuple[_Alias, ...]:
        found: list[_Alias] = []
        for fact in self.organisations:
            names, acronyms = _names_of(fact)
            found.extend(_Alias(alias, fact, acronym=False) for alias in dict.fromkeys(names) if alias)
            found.extend(_Alias((acronym,), fact, acronym=True) for acronym in acronyms)
        return tuple(found)

    def find_organisations(self, tokens: Sequence[Token]) -> list[Named]:
        """Return the organisations that a question names, each once, in the order of its words."""
        found: list[Named] = []
        for alias in self._aliases:
            span = _acronym_span(alias, tokens) if alias.acronym else _name_span(alias.words, tokens)
            if span:
                found.append(Named(alias.fact, *span, weight=sum(len(word) for word in alias.words)))
        kept: list[Named] = []
        for named in sorted(found, key=lambda n: (-n.weight, n.first)):
            if not any(other.fact is named.fact or (other.first < named.last and named.first < other.last) for other in kept):
                kept.append(named)
        return sorted(kept, key=lambda n: n.first)

    def find_persons(self, tokens: Sequence[Token]) -> list[Named]:
        """Return the contacts and quoted persons that a question names: by name, by an unusual last name, or by their role."""
        found: list[Named] = []
        for fact in (*self.contacts, *self.persons):
            name, role = (tuple(token.folded for token in tokens_of(fact.get(key) or "") if token.folded not in LINKS) for key in ("name", "role"))
            span = _name_span(name, tokens) if name else None
            if span is None and name:
                span = next(((i, i + 1) for i, token in enumerate(tokens) if token.folded == name[-1] and len(token.folded) > GAP), None)
            if span is None and role:
                span = _role_span(role, tokens)
            if span:
                found.append(Named(fact, *span, weight=span[1] - span[0]))
        return found

    def contacts_of(self, organisation: Fact) -> list[Fact]:
        """Return the contact fields of an organisation, blank ones included."""
        name = organisation.get("name")
        return [fact for fact in self.contacts if fact.get("organisation") == name]

    def organisation_named(self, name: str) -> Fact | None:
        """Return the organisation of that exact name."""
        return next((fact for fact in self.organisations if fact.get("name") == name), None)

    def in_country(self, country: str) -> list[Fact]:
        """Return the organisations of a country."""
        return [fact for fact in self.organisations if fact.get("country") == country]


def _names_of(fact: Fact) -> tuple[list[tuple[str, ...]], list[str]]:
    """Return the ways to write an organisation's name, as folded words, and its acronyms."""
    name = fact.get("name") or ""
    plain = re.sub(r"\([^()]*\)", " ", name)
    parts = [part for part in re.split(r"\s[-–—]\s|\(|\)", name) if part.strip() and not part.strip().isupper()]
    spoken = [plain, *parts, *([other] if (other := fact.get("other_name")) else []), *_spoken_of(fact, name)]
    names = [tuple(token.folded for token in tokens_of(text) if token.folded not in LINKS) for text in spoken]
    acronyms = [token.folded for key, value in fact.values.items() if key.startswith("acronym") for token in tokens_of(value.value)]
    names += [("".join(alias),) for alias in names if len(alias) == TOGETHER]
    return [alias for alias in names if _tells(alias)], [acronym for acronym in acronyms if len(acronym) > 1]


def _spoken_of(fact: Fact, name: str) -> list[str]:
    """Return the short name by which an entry's first sentence speaks of the organisation, where the heading holds it."""
    about: FactValue | None = fact.values.get("about")
    match = re.match(r"(?:The )?((?:[A-Z][\w&-]*\s)+)(?=is|are|has|have|supports|was|plays|helps|works)", about.quote) if about else None
    return [match[1].strip()] if match and match[1].strip() in name and not match[1].strip().isupper() else []


def _tells(alias: tuple[str, ...]) -> bool:
    """Whether a name is more than nouns for organisations in general."""
    return any(word not in words("organisations", "nouns") and word not in STOP_WORDS for word in alias)


def _acronym_span(alias: _Alias, tokens: Sequence[Token]) -> tuple[int, int] | None:
    """Find an acronym: in any case unless it is a common word too, which is meant only in capitals."""
    acronym = alias.words[0]
    is_word = acronym in STOP_WORDS or bool(lexicon("en").concepts.find(tokens_of(acronym))) or acronym in words("organisations", "words_too")
    for position, token in enumerate(tokens):
        if token.folded == acronym and (token.text.isupper() or not is_word):
            return position, position + 1
        # In languages that bend names an acronym keeps its capitals and takes an ending: "RISEn".
        capitals = token.text.rstrip("".join(character for character in token.text if character.islower()))
        if len(capitals) > SHORT_ACRONYM and len(token.text) - len(capitals) <= ENDING and capitals.isupper() and fold(capitals) == acronym:
            return position, position + 1
    return None


def _name_span(alias: tuple[str, ...], tokens: Sequence[Token]) -> tuple[int, int] | None:
    """Find all words of a name close together, in any order; plural and possessive endings don't count."""
    positions: list[int] = []
    for word in alias:
        position = next((i for i, token in enumerate(tokens) if i not in positions and _same(token.folded, word)), None)
        if position is None:
            return None
        positions.append(position)
    first, last = min(positions), max(positions) + 1
    return (first, last) if last - first <= len(alias) + GAP + sum(token.folded in LINKS for token in tokens[first:last]) else None


def _role_span(role: tuple[str, ...], tokens: Sequence[Token]) -> tuple[int, int] | None:
    """Find a role: all of its words, or the noun that says what the person is and another word beside it ("the CIO of Ghent")."""
    if span := _name_span(role, tokens):
        return span
    for match in lexicon("en").concepts.find(tokens):
        if match.name == "person" and tokens[match.first].folded in role:
            near = range(max(0, match.first - GAP), min(len(tokens), match.last + GAP))
            held = [i for i in near if tokens[i].folded in role]
            if len(held) > 1:
                return held[0], held[-1] + 1
    return None


def _same(word: str, other: str) -> bool:
    return word == other or word.removesuffix("s") == other.removesuffix("s") or _spelling(word) == _spelling(other)


def _spelling(word: str) -> str:
    """Bring British and American spellings together."""
    return word.replace("isation", "ization").replace("centre", "center").replace("neighbour", "neighbor").replace("programme", "program")
