"""Tables as text: a row is a record where its columns have names, else its cells between bars."""

from __future__ import annotations

import re
from collections.abc import Sequence

from townhall.corpus.formats.extracted import TextBuilder, folded

NUMBER = re.compile(r"[^\w]*[\d][\d\s.,:/%€$£+-]*[^\w]*")
"""A cell that holds a number, an amount or a date, and no name."""
LABEL_WORDS = 10
"""Longest name of a column, in words."""
FEWEST_COLUMNS = 3
"""From so many columns on, a first row that could be their names is taken for them even where nothing marks it."""


def add_table(builder: TextBuilder, rows: Sequence[Sequence[str]], *, headed: bool | None = None) -> None:
    """Add a table; ``headed`` is whether its first row names the columns, None where the file doesn't say."""
    filled = [[folded(cell) for cell in row] for row in rows if any(cell.strip() for cell in row)]
    if not filled:
        return
    titles, filled = _titles(filled)
    for title in titles:
        builder.add_row([title])
    if not filled:
        return
    names = filled[0]
    named = len(filled) > 1 and (
        could_name_columns(names) if headed is None else headed and sum(map(bool, names)) * 2 >= len(names) and sum(map(bool, names)) > 1
    )
    if headed is None and named and len(names) < FEWEST_COLUMNS:
        named = False
    if not named:
        for row in filled:
            builder.add_row(row)
        return
    for row in filled[1:]:
        labels = [*names, *[""] * (len(row) - len(names))]
        builder.add_record(zip(labels, row, strict=False))


def could_name_columns(row: Sequence[str]) -> bool:
    """Whether a row's cells could be the names of columns: short, all different, none blank, none a number."""
    cells = [folded(cell) for cell in row]
    return (
        len(cells) > 1
        and all(cell and len(cell.split()) <= LABEL_WORDS and not NUMBER.fullmatch(cell) for cell in cells)
        and len({cell.casefold() for cell in cells}) == len(cells)
    )


def _titles(rows: list[list[str]]) -> tuple[list[str], list[list[str]]]:
    """Part the lines with a single cell that stand above a table of several columns from the table itself."""
    width = max(len(row) for row in rows)
    first = 0
    while width > 1 and first < len(rows) - 1 and sum(map(bool, rows[first])) == 1:
        first += 1
    return [next(filter(None, row)) for row in rows[:first]], rows[first:]
