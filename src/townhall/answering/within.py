"""The facts of the documents that a question is limited to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from fnmatch import fnmatchcase

from townhall.model import Fact, FactKind, FactValue

TAKEN_OVER = frozenset({"programme", "phase", "from"})
"""What a deadline that another document amends may have from that one."""


def facts_within(facts: Mapping[FactKind, tuple[Fact, ...]], sources: Sequence[str]) -> dict[FactKind, tuple[Fact, ...]]:
    """Return the facts that stand in documents whose path matches one of ``sources``, with their places there alone."""
    return {kind: tuple(within for fact in of_kind if (within := _within(fact, sources)) is not None) for kind, of_kind in facts.items()}


def _within(fact: Fact, sources: Sequence[str]) -> Fact | None:
    places = [place for values in (fact.values, *fact.others) if (place := _values_within(values, sources)) is not None]
    return replace(fact, values=places[0], others=tuple(places[1:])) if places else None


def _values_within(values: Mapping[str, FactValue], sources: Sequence[str]) -> Mapping[str, FactValue] | None:
    """Return a fact's values at one place, where all are within the sources; without what a deadline has from the document that it amends."""
    inside = {key: value for key, value in values.items() if any(fnmatchcase(value.span.source, pattern) for pattern in sources)}
    return inside if inside and values.keys() - inside.keys() <= TAKEN_OVER else None
