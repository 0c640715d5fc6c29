"""The names that an index knows: organisations by every name and acronym, and contact persons."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from townhall.locales.lexicon import Match, lexicon
from townhall.locales.places import is_spoken_in
from townhall.locales.words import Token, tokens_of
from townhall.model import Fact, FactKind
from townhall.query.aliases import GAP, AliasIndex, name_span, name_words, normal, organisation_aliases, short_names

SHORTEST_ACRONYM = 3
"""Letters of an acronym that may be spelled out."""
TRANSLATED = 2
"""Notions of a name from which it can be told in another language."""


@dataclass(frozen=True, slots=True)
class Named:
    """A name found in a question: the organisation's or person's fact, and the words that say so."""

    fact: Fact
    first: int
    last: int
    weight: int
    """Letters of the name that were found: of two names over the same words the longer one is meant."""


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
        return tuple(dict.fromkeys(country for fact in self.organisations for country in countries_of(fact) if country != "EU"))

    @cached_property
    def europe_wide(self) -> tuple[Fact, ...]:
        """The organisations that are of no one country."""
        return tuple(fact for fact in self.organisations if fact.get("country") == "EU")

    @cached_property
    def _aliases(self) -> AliasIndex:
        full = [alias for fact in self.organisations for alias in organisation_aliases(fact)]
        return AliasIndex([*full, *short_names(self.organisations)])

    @cached_property
    def _persons(self) -> tuple[tuple[Fact, tuple[str, ...], str | None, tuple[str, ...]], ...]:
        """Contacts and quoted persons with the words of their names, their last names as they are written, and the words of their roles."""
        return tuple(
            (fact, name_words(fact.get("name") or ""), _last_name(fact), name_words(fact.get("role") or ""))
            for fact in (*self.contacts, *self.persons)
        )

    def find_organisations(self, tokens: Sequence[Token], *, bent: bool = False, usual: Collection[int] = ()) -> list[Named]:
        """Return the organisations that a question names, each once, in the order of its words; with ``bent`` those in another case.

        The words at ``usual`` are everyday ones in the question's language: one alone names nothing, unless it is an acronym.
        """
        looked_up = self._aliases.find_bent(tokens) if bent else self._aliases.find(tokens)
        told = [(alias, span) for alias, span in looked_up if alias.acronym or len(alias.words) > 1 or span[0] not in usual]
        found = [Named(alias.fact, *span, weight=sum(len(word) for word in alias.words)) for alias, span in told]
        kept: list[Named] = []
        for named in sorted(found, key=lambda n: (-n.weight, n.first)):
            if not any(other.fact is named.fact or (other.first < named.last and named.first < other.last) for other in kept):
                kept.append(named)
        return sorted(kept, key=lambda n: n.first)

    def find_translated(self, tokens: Sequence[Token], language: str) -> list[Named]:
        """Return the organisation whose name a question translates: the words of its name stand together in the language of its country.

        "сдружение на общините" is an association of municipalities, and asked in Bulgarian it is that of Bulgaria.
        """
        matches = lexicon(language).terms.find(tokens)
        best: Named | None = None
        for fact in self.organisations:
            notions = self._notions[fact.get("name") or ""]
            found = [match for match in matches if match.name in notions]
            if not is_spoken_in(language, fact.get("country")) or len(notions) < TRANSLATED or {match.name for match in found} != notions:
                continue
            first, last = min(match.first for match in found), max(match.last for match in found)
            if last - first <= len(notions) + GAP and (best is None or len(notions) > best.weight):
                best = Named(fact, first, last, weight=len(notions))
        return [best] if best else []

    @cached_property
    def _notions(self) -> dict[str, frozenset[str]]:
        """By organisation the notions that the words of its name stand for."""
        terms = lexicon("en").terms
        names = [fact.get("name") or "" for fact in self.organisations]
        return {name: frozenset(match.name for match in terms.find(tokens_of(name))) for name in names}

    def find_persons(self, tokens: Sequence[Token]) -> list[Named]:
        """Return the contacts and quoted persons that a question names: by name, by an unusual last name, or by their role."""
        titles = [match for match in lexicon("en").concepts.find(tokens) if match.name == "person"]
        initials = "".join(token.folded[:1] or " " for token in tokens)
        found: list[Named] = []
        for fact, name, last_name, role in self._persons:
            span = name_span(name, tokens) if name else None
            if span is None and last_name:
                span = next(((i, i + 1) for i, token in enumerate(tokens) if token.folded == last_name), None)
            if span is None and role:
                span = _role_span(role, tokens, titles, initials)
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
        """Return the organisations of a country, those that an entry for several countries is of included."""
        return [fact for fact in self.organisations if country in countries_of(fact)]


def countries_of(organisation: Fact) -> list[str]:
    """Return the countries that an organisation is for: its own, and those that its heading names beside it."""
    return [value.value for key, value in organisation.values.items() if key.startswith("country")]


def _last_name(fact: Fact) -> str | None:
    """Return a person's last name, folded, if it is long enough to be none but a name."""
    tokens = tokens_of(fact.get("name") or "")
    return tokens[-1].folded if len(tokens) > 1 and len(tokens[-1].folded) > GAP else None


def _role_span(role: tuple[str, ...], tokens: Sequence[Token], titles: Sequence[Match], initials: str) -> tuple[int, int] | None:
    """Find a role: all of its words, or the noun that says what the person is and another word beside it ("the CIO of Ghent").

    ``titles`` are the words of the question that say what a person is, ``initials`` the first letters of all of its words.
    """
    if len(role) > 1 and (span := name_span(role, tokens)):
        return span
    called = [(match.first, match.last) for match in titles if normal(tokens[match.first].folded) in role]
    for first, last in (*called, *_spelled_out(role, initials)):
        beside = [i for i in range(max(0, first - GAP), min(len(tokens), last + GAP)) if normal(tokens[i].folded) in role]
        held = sorted({first, last - 1, *beside})
        if set(beside) - {first}:
            return held[0], held[-1] + 1
    return None


def _spelled_out(role: tuple[str, ...], initials: str) -> Iterator[tuple[int, int]]:
    """Yield the words that spell an acronym in a role out: "chief information officer" for "CIO"."""
    for word in role:
        if len(word) >= SHORTEST_ACRONYM and (first := initials.find(word)) >= 0:
            yield first, first + len(word)
