"""What a table is for by another name: that of "Call 3" is of "City Pairs" where a programme is called "Call 3: City Pairs"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from townhall.answering.context import Context
from townhall.answering.reading.belonging import NAME_PARTS
from townhall.answering.structure.tables import Table
from townhall.model import FactKind

FIRST = 2
"""Names that a passage stands under first: its document's title, and that of the whole or of a part of it."""
PARTS = 2
"""Parts of a name that call one thing twice."""


def with_other_names(context: Context, tables: Sequence[Table]) -> list[Table]:
    """Return tables with the words of a programme's or a document's name that goes on from the numbered one that they stand under."""
    called = _double_names(context) if tables else []
    named = [(table, [name for number, name in called if number <= table.kind | table.told_above]) for table in tables]
    return [replace(table, told_above=table.told_above.union(*names)) if names else table for table, names in named]


def _double_names(context: Context) -> list[tuple[frozenset[str], frozenset[str]]]:
    """Return the numbered part and the other one, which the question has words of, of the names that have two."""
    asked = frozenset(context.terms)
    names = {fact.get("programme") or "" for fact in context.facts(FactKind.DEADLINE)}
    names |= {above for passage in (*context.worded, *(hit.passage for hit in context.hits)) for above in context.above(passage)[:FIRST]}
    parted = [[frozenset(context.stems(part)) for part in NAME_PARTS.split(name)] for name in names]
    return [
        (parts[0], parts[1])
        for parts in parted
        if len(parts) == PARTS and any(stem.isdecimal() for stem in parts[0]) and not asked.isdisjoint(parts[1])
    ]
