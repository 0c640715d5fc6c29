"""Typed statements that are read from structure, each value with the span that shows it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from townhall.model.documents import Span


class FactKind(StrEnum):
    """The kinds of typed statement that are read from structure."""

    ORGANISATION = "organisation"
    CONTACT = "contact"
    DEADLINE = "deadline"
    QUANTITY = "quantity"
    SERIES = "series"
    PERSON = "person"


@dataclass(frozen=True, slots=True)
class FactValue:
    """One value of a fact and the text that shows it.

    ``value`` is normalised (an ISO date, a country code, a decimal number); ``quote`` is the document's own text at the span.
    """

    value: str
    quote: str
    span: Span


@dataclass(frozen=True, slots=True)
class Fact:
    """A typed statement; every value carries its span, so a fact can always be shown.

    Keys of ``values`` by kind; a key that is absent is not known:

    * organisation: ``name``, ``acronym``, ``other_name``, ``country`` (ISO 3166 alpha-2, or ``EU``), ``region``, ``about`` (its first sentence)
    * contact: ``organisation``, ``label`` (the field's label), ``name``, ``role``, ``email``, ``phone``; without ``name`` the field is blank
    * deadline: ``programme``, ``phase``, ``opens``, ``closes`` (the period, ISO), ``from`` (the day it opens, ISO), ``date`` (ISO), ``sentence``
    * quantity: ``number``, ``unit`` (what is counted), ``subject`` (what is said to be so many), ``sentence``
    * person: ``name``, ``role``, ``sentence`` (where the person is quoted)
    * series: ``item1``, ``item2`` …, headings that stand together on one level
    """

    kind: FactKind
    values: Mapping[str, FactValue]
    others: tuple[Mapping[str, FactValue], ...] = ()
    """The same fact on other pages: one mapping a place."""

    def get(self, key: str) -> str | None:
        """Return the normalised value under ``key``, or None."""
        found = self.values.get(key)
        return found.value if found else None
