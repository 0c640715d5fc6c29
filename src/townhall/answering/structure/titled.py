"""What a table is for by another name: that of "Call 3" is of "City Pairs" where a programme is called "Call 3: City Pairs"."""

from __future__ import annotations

from dataclasses import replace

from townhall.answering.context import Context
from townhall.answering.reading.belonging import NAME_PARTS
from townhall.answering.structure.tables import Table
from townhall.model import FactKind

FIRST = 2
"""Names that a passage stands under first: its document's title, and that of the whole or of a part of it."""
PARTS = 2
"""Parts of a name that call one thing twice."""


def with_other_names(context: Context, table: Table) -> Table:
    """Return a table with the words of a programme's or a document's name that goes on from the numbered one that it stands under."""
    asked, here = frozenset(context.terms), table.kind | table.told_above
    found: set[str] = set()
    names = {fact.get("programme") or "" for fact in context.facts(FactKind.DEADLINE)}
    names |= {above for passage in (*context.worded, *(hit.passage for hit in context.hits)) for above in context.above(passage)[:FIRST]}
    for name in names:
        parts = [frozenset(context.stems(part)) for part in NAME_PARTS.split(name)]
        if len(parts) == PARTS and any(stem.isdecimal() for stem in parts[0]) and parts[0] <= here and not asked.isdisjoint(parts[1]):
            found |= parts[1]
    return replace(table, told_above=table.told_above | found) if found else table
