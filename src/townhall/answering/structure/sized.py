"""Which of some rows is the smaller or the largest one: "How much is the small bin?" by a column that says how big each is."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal

from townhall.answering.structure.asked import CellAsked
from townhall.answering.structure.tables import Row, Table
from townhall.index.lexical import stems_listed, terms_of
from townhall.locales.structure import words
from townhall.locales.values import numbers_in
from townhall.locales.words import tokens_of

OF_TWO: Mapping[str, Callable[[Sequence[Decimal]], Decimal]] = {"smaller": min, "larger": max}
"""How one of two is told from the other, by the list of words that say so."""
OF_MANY: Mapping[str, Callable[[Sequence[Decimal]], Decimal]] = {"smallest": min, "largest": max}
"""The same for one of several."""
TWO = 2


def size_asked(table: Table, asked: CellAsked) -> str | None:
    """Return the word by which a question tells one row from others by its size; None where it has none, or no column says how big rows are."""
    said = [token.folded for token in tokens_of(asked.query.search_text)]
    listed = frozenset().union(*(words("rows", key) for key in (*OF_TWO, *OF_MANY)))
    return next((word for word in said if word in listed), None) if size_head(table) else None


def of_size(table: Table, rows: Sequence[Row], word: str) -> list[Row]:
    """Return the row that is as big as ``word`` says among those given; none where it can't be told, as the smaller one of three."""
    head = size_head(table)
    sizes = [_size(row, head) if head else None for row in rows]
    known = [size for size in sizes if size is not None]
    chosen = next((pick for key, pick in {**OF_TWO, **OF_MANY}.items() if word in words("rows", key) and (key in OF_MANY or len(rows) == TWO)), None)
    if chosen is None or len(set(known)) < len(rows):
        return []
    return [row for row, size in zip(rows, sizes, strict=True) if size == chosen(known)]


def size_head(table: Table) -> str | None:
    """Return the head of the one column that says how big rows are; None where there is none, or several."""
    heads = [head for head in table.heads if not stems_listed("rows", "sizes").isdisjoint(terms_of(head))]
    return heads[0] if len(heads) == 1 else None


def _size(row: Row, head: str) -> Decimal | None:
    """Return the one number that a row gives for its size; None where it gives none, or several."""
    numbers = numbers_in(row.cells[head].text, "en") if head in row.cells else set()
    return next(iter(numbers)) if len(numbers) == 1 else None
