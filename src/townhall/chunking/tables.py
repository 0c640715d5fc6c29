"""Tables in a text: rows between vertical bars, with the spans of their cells."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from townhall.model import ROW

LINE = re.compile(r"^[ \t]*(?P<row>\|[^\n]*\|)[ \t\r]*$", re.MULTILINE)
RULE = re.compile(r"\|[ \t:|-]*-{2,}[ \t:|-]*")
"""The line that parts a table's head from its rows."""
RULED = re.compile(rf"[ \t\r]*\n[ \t]*(?:{RULE.pattern})")
"""What follows the head of a table."""
CELL = re.compile(r"\|[ \t]*((?:\\\||[^|\n])*?)[ \t]*(?=\|)")

YEAR = re.compile(r"\b(?:19|20)\d\d(?:\s?[/–-]\s?(?:(?:19|20)\d\d|\d\d))?\b(?![.,]\d)")
"""A year, or two that follow each other."""
HEAD_WORDS = 6
"""Words of the longest cell that names a column."""
FEWEST = 2
"""Columns, and rows beside the head, from which a head is told by what stands in it."""

Place = tuple[int, int]
"""Start and end, exclusive."""


@dataclass(frozen=True, slots=True)
class Table:
    """Rows that follow each other."""

    head: Place
    rows: tuple[Place, ...]
    """Without the head and the rule."""
    headed: bool
    """Whether the first row heads the columns: a rule follows it, or it has names where all others have figures or days in some column."""


def is_row(text: str) -> bool:
    """Whether a line is a row of a table."""
    return ROW.fullmatch(text) is not None


def is_rule(text: str) -> bool:
    """Whether a line parts the head of a table from its rows."""
    return RULE.fullmatch(text) is not None


def heads_table(text: str, end: int) -> bool:
    """Whether what ends at ``end`` of ``text`` is the head of a table: a rule parts it from the rows."""
    return RULED.match(text, end) is not None


def cells_of(text: str, start: int = 0, end: int | None = None) -> list[Place]:
    """Return the places in ``text`` of the cells of the row ``text[start:end]``, without the blanks around them."""
    return [match.span(1) for match in CELL.finditer(text, start, len(text) if end is None else end)]


def tables_of(text: str, start: int, end: int) -> list[Table]:
    """Return the tables of ``text[start:end]`` that have a row beside the head; places count from the beginning of ``text``."""
    runs: list[list[Place]] = []
    position = -1
    for match in LINE.finditer(text, start, end):
        if match.start() != position + 1 or not runs:
            runs.append([])
        runs[-1].append(match.span("row"))
        position = match.end()
    return [table for run in runs if (table := _table(text, run)).rows]


def _table(text: str, run: list[Place]) -> Table:
    rows = tuple(row for row in run[1:] if not is_rule(text[slice(*row)]))
    ruled = len(run) > 1 and is_rule(text[slice(*run[1])])
    return Table(run[0], rows, headed=ruled or _is_head(text, run[0], rows))


def _is_head(text: str, head: Place, rows: Sequence[Place]) -> bool:
    """Whether a first row names the columns: short texts without a figure, all different, over a column in which each other row has one.

    The figure of a year names a column too, where that gives no years: "Item | 2029 | 2030".
    """
    first = [text[slice(*cell)] for cell in cells_of(text, *head)]
    if len(rows) < FEWEST or len(first) < FEWEST or len({cell.casefold() for cell in first}) < len(first):
        return False
    if not all(cell and len(cell.split()) <= HEAD_WORDS and not _has_figure(YEAR.sub("", cell, count=1)) for cell in first) or _has_figure(first[0]):
        return False
    dated = [column for column, cell in enumerate(first) if _has_figure(cell)]
    below = [[text[slice(*cell)] for cell in cells_of(text, *row)] for row in rows]
    if any(YEAR.search(row[column]) for row in below for column in dated if column < len(row)):
        return False
    figured = set(range(len(first)))
    for row in rows:
        cells = cells_of(text, *row)
        figured = {column for column in figured if len(cells) == len(first) and _has_figure(text[slice(*cells[column])])}
        if not figured:
            return False
    return True


def _has_figure(cell: str) -> bool:
    return any(map(str.isdigit, cell))
