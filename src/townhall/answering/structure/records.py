"""Lines of records, shown as the rows that they are of: "Days: Friday" doesn't say of what."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from townhall.answering.context import Context
from townhall.answering.draft import Claim, Draft
from townhall.answering.reading.features import stems_asked
from townhall.answering.sentences.extractive import answer_passages
from townhall.answering.sentences.of_meeting import of_meeting
from townhall.answering.sentences.of_size import without_told_size
from townhall.answering.structure.columns import with_remarks
from townhall.answering.structure.rows import row_claim
from townhall.answering.structure.tables import Row, Table, records_around
from townhall.index.lexical import terms_of
from townhall.model import Span, Status

SURE = 0.75
"""Support from which the minutes of a month answer without it."""


def answer_sentences(context: Context) -> Draft:
    """Answer with the sentences that best support an answer, those that are lines of records as their rows, or refuse."""
    context = without_told_size(context)
    draft = answer_passages(context)
    if not draft.status.shows_an_answer and (meeting := of_meeting(context)) is not None:
        told = answer_passages(meeting)
        draft = told if told.status is Status.ANSWERED and (told.support or 0.0) >= SURE else draft
    if draft.status not in {Status.ANSWERED, Status.PARTIAL}:
        return draft
    return replace(draft, claims=(*(claim for claim in draft.claims if claim.lead), *_as_rows(context, draft)))


def _as_rows(context: Context, draft: Draft) -> Iterator[Claim]:
    """Yield the claims but for the lead, each row of a table of records once and as the claim that names it.

    A row of which less is asked than of the first one's is left out.
    """
    claims = [claim for claim in draft.claims if not claim.lead]
    rows = [_row(context, claim.quotes[0].span) for claim in claims]
    best = rows[0] if rows else None
    seen: list[Row] = []
    for claim, found in zip(claims, rows, strict=True):
        if found is None:
            yield claim
            continue
        table, row = found
        if row in seen or (best and best[0] == table and _asked(context, row) < _asked(context, best[1])):
            continue
        seen.append(row)
        heads = [head for other, one in zip(claims, rows, strict=True) if one and one[1] == row for head in _heads(row, other.quotes[0].span)]
        asked = stems_asked(context) - frozenset(terms_of(row.name))
        by = [head for head in row.cells if not asked.isdisjoint(terms_of(row.cells[head].text))]
        yield row_claim(table, row, [head for head in table.heads if head in {*by, *with_remarks(table, heads)}])


def _row(context: Context, place: Span) -> tuple[Table, Row] | None:
    """Return the row that a place is a line of, in a table of records that name what they are of by a label; None for any other."""
    hit = next((one for one in context.hits if one.passage.source == place.source and one.passage.start <= place.start < one.passage.end), None)
    if hit is None:
        return None
    places = ((table, row) for table in records_around(context, hit.passage) if table.naming for row in table.rows)
    return next((found for found in places if found[1].place[0] == hit.passage.headings[-1].start), None)


def _heads(row: Row, place: Span) -> list[str]:
    return [head for head, cell in row.cells.items() if cell.place[0] <= place.start < cell.place[1]]


def _asked(context: Context, row: Row) -> int:
    held = terms_of("\n".join([row.name, *(cell.text for cell in row.cells.values())]))
    return len(stems_asked(context).intersection(held))
