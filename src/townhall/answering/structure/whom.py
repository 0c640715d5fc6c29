"""To whom something applies, by a table that has a row for each: "Who gets a reduction?" by the columns "Who" and "Reduction"."""

from __future__ import annotations

from townhall.answering.context import Context
from townhall.answering.draft import Draft
from townhall.answering.reading.belonging import SPOKEN_OF, share_held
from townhall.answering.reading.topic import topic_stems
from townhall.answering.structure.rows import row_claim
from townhall.answering.structure.tables import Table, tables_near
from townhall.index.lexical import stems_listed, terms_of
from townhall.locales.structure import words
from townhall.locales.words import folded_phrase
from townhall.model import Kind, Status

KINDS = frozenset({Kind.ELIGIBILITY, Kind.PERSON, Kind.OTHER, Kind.LIST, Kind.DEFINITION})
"""Kinds of question of which the rest tells whether a group of people is asked for."""
MOST = 12
"""Rows that are listed."""


def answer_whom(context: Context) -> Draft | None:
    """List the rows of a table of those to whom what is asked for applies; None where none names that in a head, or a row is named itself.

    Told for English questions alone.
    """
    query = context.query
    if query.language != "en" or "who" not in query.concepts or query.kind not in KINDS or query.values("organisation") or query.values("person"):
        return None
    asked = topic_stems(context) - stems_listed("rows", "done")
    for table in tables_near(context):
        heads = [head for head in table.heads if not asked.isdisjoint(terms_of(head))]
        if folded_phrase(table.naming) in words("rows", "whom") and heads and len(table.rows) <= MOST and _is_of(context, table, asked):
            return Draft(Status.ANSWERED, tuple(dict.fromkeys(row_claim(table, row, [table.naming, *heads]) for row in table.rows)))
    return None


def _is_of(context: Context, table: Table, asked: set[str]) -> bool:
    """Whether a table speaks of most of what is asked about, and none of its rows is named by it."""
    # A row whose name was taken from another cell gives those it is of under their own head.
    whom = [cell.text if (cell := row.cells.get(table.naming)) else row.name for row in table.rows]
    names = set(terms_of("\n".join(whom)))
    cells = {stem for row in table.rows for cell in row.cells.values() for stem in terms_of(cell.text)}
    held = cells | table.kind | set(terms_of(" ".join(table.heads)))
    return asked.isdisjoint(names - table.kind) and share_held(context, asked, held) >= SPOKEN_OF
