"""Lines of records, shown as the rows that they are of: "Days: Friday" doesn't say of what."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from townhall.answering.context import Context
from townhall.answering.draft import Claim
from townhall.answering.reading.features import stems_asked
from townhall.answering.sentences.ranking import Candidate
from townhall.answering.structure.columns import with_remarks
from townhall.answering.structure.rows import row_claim
from townhall.answering.structure.tables import Row, Table, records_around
from townhall.index.lexical import terms_of


def as_rows(context: Context, chosen: Sequence[Candidate], *, best: Candidate) -> Iterator[tuple[Candidate, Claim | None]]:
    """Yield the sentences that are shown, each row of a table of records once and with the claim that names it; None for what is none.

    A row of which less is asked than of the best one's is left out.
    """
    rows = [_row(context, candidate) for candidate in chosen]
    of_best = _row(context, best)
    seen: list[Row] = []
    for candidate, found in zip(chosen, rows, strict=True):
        if found is None:
            yield candidate, None
            continue
        table, row = found
        if row in seen or (of_best and of_best[0] == table and _asked(context, row) < _asked(context, of_best[1])):
            continue
        seen.append(row)
        heads = [head for other, one in zip(chosen, rows, strict=True) if one and one[1] == row for head in _heads(row, other)]
        asked = stems_asked(context) - frozenset(terms_of(row.name))
        by = [head for head in row.cells if not asked.isdisjoint(terms_of(row.cells[head].text))]
        yield candidate, row_claim(table, row, [head for head in table.heads if head in {*by, *with_remarks(table, heads)}])


def _row(context: Context, candidate: Candidate) -> tuple[Table, Row] | None:
    """Return the row that a sentence is a line of, in a table of records that name what they are of by a label; None for any other."""
    hit = candidate.evidence.hit
    places = ((table, row) for table in records_around(context, hit) if table.naming for row in table.rows)
    return next((found for found in places if found[1].place[0] == hit.passage.headings[-1].start), None)


def _heads(row: Row, candidate: Candidate) -> list[str]:
    start = candidate.evidence.sentence.start
    return [head for head, cell in row.cells.items() if cell.place[0] <= start < cell.place[1]]


def _asked(context: Context, row: Row) -> int:
    held = terms_of("\n".join([row.name, *(cell.text for cell in row.cells.values())]))
    return len(stems_asked(context).intersection(held))
