"""The heads of the columns that a sentence stands in, where it is a row of a table."""

from __future__ import annotations

from townhall.answering.context import Context
from townhall.answering.sentences.ranking import Candidate
from townhall.chunking.tables import Table, cells_of, is_row, tables_of


def heads_of(context: Context, candidate: Candidate) -> tuple[str, ...]:
    """Return the heads of the columns of the table that a sentence is a row of; nothing where it is none."""
    sentence, table = candidate.evidence.sentence, _table_of(context, candidate)
    document = context.bundle.document(candidate.evidence.hit.passage.source)
    if table is None or document is None or (sentence.start, sentence.end) == table.head:
        return ()
    return tuple(document.text[slice(*cell)] for cell in cells_of(document.text, *table.head))


def _table_of(context: Context, candidate: Candidate) -> Table | None:
    """Return the table that a sentence is a row of, or the head; None where it is none."""
    sentence, source = candidate.evidence.sentence, candidate.evidence.hit.passage.source
    if not is_row(sentence.text) or (document := context.bundle.document(source)) is None:
        return None
    section = context.bundle.section_around(source, sentence.start)
    tables = tables_of(document.text, section.start, section.end) if section else []
    return next((table for table in tables if (sentence.start, sentence.end) in (table.head, *table.rows)), None)
