"""The rows of a table on a PDF's page whose cells are of several lines."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from townhall.corpus.formats.pdf_layout import Line
from townhall.corpus.formats.pdf_lines import Piece

SEVERAL = 2
SLACK = 4.0
"""Points by which pieces of one column may begin apart."""
LONGEST = 3
"""Lines of a cell, at the most, below the one in which its row begins."""
NEXT = 1.6
"""Of a line's height, how far below the line before one may stand that goes on with its cells."""


def is_another_row(rows: Sequence[Line], line: Line) -> bool:
    """Whether a line below the rows of a table is one more: as many pieces as its head has, each in the column of one of them."""
    head = rows[0]
    return len(line.pieces) == len(head.pieces) >= SEVERAL and line.column == head.column and _columns(head, line) == list(range(len(head.pieces)))


def with_wrapped(rows: Sequence[Line], line: Line) -> Line | None:
    """Return the last row of a table with the line below it in its cells, where that goes on with some of them; None where it doesn't.

    It goes on below a cell that isn't the first, or in small letters below that: what follows a table begins at its left.
    """
    head, last = rows[0], rows[-1]
    height = max(piece.y1 - piece.y0 for piece in line.pieces)
    if len(last.pieces) != len(head.pieces) or line.column != last.column or not 0 < last.y0 - line.y0 <= NEXT * max(height, line.size):
        return None
    columns = _columns(head, line)
    if columns is None or len(columns) >= len(head.pieces):
        return None
    if columns[0] == 0 and not (line.pieces[0].text[:1].islower() and _is_narrow(head, line.pieces[0])):
        return None
    pieces = list(last.pieces)
    for column, piece in zip(columns, line.pieces, strict=True):
        pieces[column] = _below(pieces[column], piece)
    return replace(last, pieces=tuple(pieces))


def beyond_wrapped(row: Line, lines: Sequence[Line]) -> Sequence[Line]:
    """Return the first of the lines on one side of a row that doesn't go on with cells of it, or of the row beyond; none where too many do."""
    for number, line in enumerate(lines[: LONGEST + 1]):
        columns = _columns(row, line) if line.column == row.column else None
        if columns is None or len(columns) == len(row.pieces) or len(line.pieces) > 1:
            return lines[number : number + 1]
    return ()


def _columns(head: Line, line: Line) -> list[int] | None:
    """Return the columns that a line's pieces stand below, or begin with; None where one stands below none, or below several, or two below one."""
    found: list[int] = []
    for piece in line.pieces:
        near = [i for i, cell in enumerate(head.pieces) if abs(cell.x0 - piece.x0) <= SLACK or min(cell.x1, piece.x1) > max(cell.x0, piece.x0)]
        if len(near) != 1:
            return None
        found.append(near[0])
    return found if found == sorted(set(found)) else None


def _is_narrow(head: Line, piece: Piece) -> bool:
    """Whether a piece ends before the second column begins."""
    return piece.x1 < head.pieces[1].x0


def _below(cell: Piece, piece: Piece) -> Piece:
    text = cell.text[:-1] + piece.text if cell.text.endswith("-") and piece.text[:1].islower() else f"{cell.text} {piece.text}"
    return replace(cell, text=text, x0=min(cell.x0, piece.x0), x1=max(cell.x1, piece.x1), y0=min(cell.y0, piece.y0))
