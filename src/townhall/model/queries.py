"""The standalone question, understood."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple


class Kind(StrEnum):
    """What kind of answer a question asks for."""

    SUPPORT = "support"
    """Who supports cities somewhere: an organisation."""
    CONTACT = "contact"
    DEADLINE = "deadline"
    """A date by which something must be done."""
    OPEN = "open"
    """Whether it can still be done today."""
    DATE = "date"
    """Any other date or period: when something happens, was founded, started."""
    DURATION = "duration"
    QUANTITY = "quantity"
    LIST = "list"
    DEFINITION = "definition"
    REASON = "reason"
    ELIGIBILITY = "eligibility"
    SAID = "said"
    """What a named person said."""
    PERSON = "person"
    PLACE = "place"
    OTHER = "other"
    SMALL_TALK = "small_talk"
    """A greeting, thanks, an insult, an attempt to play with the assistant."""


class SlotKey(NamedTuple):
    """What tells one slot from another: the name and the value, whatever words say so."""

    name: str
    value: str


@dataclass(frozen=True, slots=True)
class Slot:
    """Something that a question constrains: a place, an organisation, a phase, an attribute."""

    name: str
    """``place``, ``region``, ``organisation``, ``person``, ``phase`` or ``attribute``."""
    value: str
    """Normalised: a country code, a region's, organisation's or person's name, a number, an attribute's name."""
    text: str
    """The words of the question that say so."""
    inferred: str | None = None
    """What the value was inferred from, if it was: the city's name for a country."""
    carried: bool = False
    """True where it comes from an earlier turn."""

    @property
    def key(self) -> SlotKey:
        """The name and the value."""
        return SlotKey(self.name, self.value)


@dataclass(frozen=True, slots=True)
class Query:
    """The standalone question, understood."""

    text: str
    """The standalone question: what was asked with everything it leaves to earlier turns filled in."""
    asked: str
    """The question as the user put it."""
    language: str
    kind: Kind
    slots: tuple[Slot, ...] = ()
    concepts: frozenset[str] = frozenset()
    """What the question's words do, by the lexicon's names for it."""
    search_text: str = ""
    """What is embedded and matched: the standalone question in the documents' language as far as the lexicon reaches."""
    own_text: str = ""
    """The standalone question in its own language, where that isn't English and the embedding model reads it: embedded instead."""
    parts: tuple[Query, ...] = ()
    """The questions of a message that asks several, each as if asked after the one before it; empty for one question."""

    @property
    def embedded_text(self) -> str:
        """What is embedded."""
        return self.own_text or self.search_text

    def values(self, name: str) -> tuple[str, ...]:
        """Return the values of the slots called ``name``, in order."""
        return tuple(slot.value for slot in self.slots if slot.name == name)
