"""The directory: every organisation of the documents once, with its country, what it does and its contact, each with its quote."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from townhall.locales.words import folded_phrase
from townhall.model import Fact, FactValue, Span

EUROPE = "EU"
"""What stands for a country in organisations of no one country."""


class ContactState(StrEnum):
    """What the documents hold of an organisation's contact."""

    GIVEN = "given"
    BLANK = "blank"
    """There is a field for it, and nothing stands in it."""
    NONE = "none"
    """Nothing speaks of one."""


@dataclass(frozen=True, slots=True)
class Person:
    """Whom to write to. Each value carries its quote; None is not known."""

    name: FactValue | None
    role: FactValue | None
    email: FactValue | None
    phone: FactValue | None

    @property
    def values(self) -> tuple[FactValue, ...]:
        """What is known, in the order in which it is said."""
        return tuple(value for value in (self.name, self.role, self.email, self.phone) if value)


@dataclass(frozen=True, slots=True)
class Entry:
    """One organisation. Each value carries its quote; None is not known."""

    name: FactValue
    acronyms: tuple[FactValue, ...]
    other_names: tuple[FactValue, ...]
    """In other languages, or in full."""
    country: FactValue | None
    """ISO 3166 alpha-2, or ``EU`` for an organisation of no one country."""
    region: FactValue | None
    about: FactValue | None
    """The first sentence of what it does."""
    persons: tuple[Person, ...]
    blank: FactValue | None
    """The label of the field for a contact, where it is blank."""
    also_in: tuple[Span, ...] = ()
    """Other places of its name."""

    @property
    def code(self) -> str | None:
        """The country's code, ``EU``, or None."""
        return self.country.value if self.country else None

    @property
    def contact(self) -> ContactState:
        """What the documents hold of its contact."""
        return ContactState.GIVEN if self.persons else ContactState.BLANK if self.blank else ContactState.NONE


@dataclass(frozen=True, slots=True)
class Directory:
    """The organisations in the order of the corpus."""

    entries: tuple[Entry, ...]

    def of(self, code: str | None) -> tuple[Entry, ...]:
        """Return the entries of a country, of Europe (``EU``), or with None those whose country isn't known."""
        return tuple(entry for entry in self.entries if entry.code == code)

    @property
    def covered(self) -> frozenset[str]:
        """The codes of the countries that have an entry."""
        return frozenset(entry.code for entry in self.entries if entry.code not in {None, EUROPE} and entry.code)


def directory_of(organisations: Iterable[Fact], contacts: Sequence[Fact]) -> Directory:
    """Return the directory that facts make; an organisation that several pages describe is one entry.

    Its first description counts, and what that doesn't give is taken from the next. A contact belongs to the organisation of its name,
    as in answers.
    """
    described: dict[tuple[str, str | None], list[Fact]] = {}
    for fact in organisations:
        described.setdefault((folded_phrase(fact.values["name"].value), fact.get("country")), []).append(fact)
    return Directory(tuple(_entry(facts, contacts) for facts in described.values()))


def _entry(facts: Sequence[Fact], contacts: Sequence[Fact]) -> Entry:
    names = {fact.values["name"].value for fact in facts}
    own = [fact for fact in contacts if fact.get("organisation") in names]
    persons = {tuple(value.value for value in person.values): person for fact in own if (person := _person(fact)).values}
    blank = next((label for fact in own if (label := fact.values.get("label")) and not _person(fact).values), None)
    return Entry(
        name=facts[0].values["name"],
        acronyms=_all(facts, "acronym"),
        other_names=_all(facts, "other_name"),
        country=_first(facts, "country"),
        region=_first(facts, "region"),
        about=_first(facts, "about"),
        persons=tuple(persons.values()),
        blank=None if persons else blank,
        also_in=tuple(place for place in _places(facts) if place != facts[0].values["name"].span),
    )


def _person(contact: Fact) -> Person:
    return Person(**{key: contact.values.get(key) for key in ("name", "role", "email", "phone")})


def _first(facts: Sequence[Fact], key: str) -> FactValue | None:
    return next((fact.values[key] for fact in facts if key in fact.values), None)


def _all(facts: Sequence[Fact], kind: str) -> tuple[FactValue, ...]:
    """Return the values under ``kind``, ``kind2`` …, each once."""
    found = [value for fact in facts for key, value in fact.values.items() if key.rstrip("0123456789") == kind]
    return tuple({value.value: value for value in reversed(found)}.values())[::-1]


def _places(facts: Sequence[Fact]) -> tuple[Span, ...]:
    """Return every place of an organisation's name, each once."""
    return tuple(dict.fromkeys(values["name"].span for fact in facts for values in (fact.values, *fact.others)))
