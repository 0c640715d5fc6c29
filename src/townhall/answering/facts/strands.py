"""Which strand of a call is meant whose deadlines differ: the one that is named, or that places of the size told belong to."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from townhall.answering.context import Context
from townhall.answering.sentences.of_size import fits_size, size_told
from townhall.answering.structure.codes import coded_terms
from townhall.answering.structure.tables import Row, tables_near
from townhall.locales.words import tokens_of
from townhall.model import Fact


def of_strand(context: Context, facts: Sequence[Fact]) -> list[Fact]:
    """Return deadlines without those of other strands than the one that is meant; all where none is, or a strand can't be told.

    A question names it ("Strand B"), or tells how many live in a place: a table then says for whom each strand is ("A, Small Towns | towns
    with fewer than 50,000 inhabitants").
    """
    heads = {strand.quote: frozenset(coded_terms(strand.quote)) for fact in facts if (strand := fact.values.get("strand"))}
    if len(heads) <= 1:
        return list(facts)
    common = frozenset.intersection(*heads.values())
    asked = frozenset(coded_terms(context.query.search_text))
    meant = {head for head, stems in heads.items() if (stems - common) & asked}
    if len(meant) != 1 and (size := size_told(context)) is not None:
        told = _of_size(context, size)
        meant = {head for head, stems in heads.items() if (stems - common) & told}
    if len(meant) != 1:
        return list(facts)
    return [fact for fact in facts if (strand := fact.values.get("strand")) is None or strand.quote in meant]


def _of_size(context: Context, size: Decimal) -> frozenset[str]:
    """Return the stems, and the letter, by which tables call the rows that are for places of a size, and no others."""
    fitting: set[str] = set()
    others: set[str] = set()
    for table in tables_near(context, unworded=True):
        fits = [(row, _fits(row, size)) for row in table.rows]
        if any(fit is False for _, fit in fits):
            for row, fit in fits:
                (fitting if fit else others).update(_called(row) if fit is not None else ())
    return frozenset(fitting - others)


def _fits(row: Row, size: Decimal) -> bool | None:
    """Whether a row is for places of a size; None where it doesn't say of what size they are."""
    told = [fit for text in (row.name, *(cell.text for cell in row.cells.values())) if (fit := fits_size(text, size)) is not None]
    return all(told) if told else None


def _called(row: Row) -> frozenset[str]:
    """Return the stems of a row's name, and the letter that it begins with."""
    first = tokens_of(row.name)[:1]
    return frozenset((*coded_terms(row.name), *(token.folded for token in first if len(token.text) == 1 and token.text.isalpha())))
