"""The order in which a page is read: columns one after the other, the rows of a table together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from townhall.corpus.formats.pdf_lines import Piece

STEP = 3.0
"""Points between two places at which a gutter is looked for."""
GUTTER = 3.0
"""Points to either side of it that must be free."""
COLUMN_LINES = 4
"""Fewest lines on either side of a gutter."""
COLUMN_WORDS = 3.0
"""Words of a line on either side, on average: cells of tables have fewer."""
FILLED = 0.6
"""Of a column's width, what its middle line fills: cells of tables fill less."""
DEEPEST = 4
"""Columns within columns."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the page: its pieces from left to right, and the column that it stands in (numbered in the order of reading)."""

    pieces: tuple[Piece, ...]
    column: int

    @property
    def text(self) -> str:
        """The pieces with a space between them."""
        return " ".join(piece.text for piece in self.pieces)

    @property
    def x0(self) -> float:
        """Its left end."""
        return self.pieces[0].x0

    @property
    def x1(self) -> float:
        """Its right end."""
        return max(piece.x1 for piece in self.pieces)

    @property
    def y0(self) -> float:
        """Its lower end."""
        return min(piece.y0 for piece in self.pieces)

    @property
    def y1(self) -> float:
        """Its upper end."""
        return max(piece.y1 for piece in self.pieces)

    @property
    def size(self) -> float:
        """The size of most of its characters."""
        return max(self.pieces, key=lambda piece: len(piece.text)).size

    @property
    def bold(self) -> bool:
        """Whether all of it is bold."""
        return all(piece.bold for piece in self.pieces)


def reading_order(pieces: Sequence[Piece]) -> list[Line]:
    """Return the lines of a page in the order in which they are read."""
    regions = _regions(list(pieces), 0)
    return [Line(tuple(row), column) for column, region in enumerate(regions) for row in _rows(region)]


def _regions(pieces: list[Piece], depth: int) -> list[list[Piece]]:
    """Part pieces into regions that are read one after the other."""
    gutter = _gutter(pieces) if depth < DEEPEST else None
    if gutter is None:
        return [pieces] if pieces else []
    regions: list[list[Piece]] = []
    for crossing, part in _bands(pieces, gutter):
        if crossing or not _is_columns(part, gutter):
            regions.append(part)
        else:
            regions.extend(_regions([piece for piece in part if piece.x1 <= gutter], depth + 1))
            regions.extend(_regions([piece for piece in part if piece.x0 >= gutter], depth + 1))
    return _joined(regions, pieces, gutter)


def _joined(regions: list[list[Piece]], pieces: list[Piece], gutter: float) -> list[list[Piece]]:
    """Join neighbouring regions that are no columns: what stands between two pieces across the gutter."""
    joined: list[list[Piece]] = []
    whole = False
    for region in regions:
        is_column = all(piece.x1 <= gutter for piece in region) or all(piece.x0 >= gutter for piece in region)
        if joined and whole and not is_column and len(region) < len(pieces):
            joined[-1] = [*joined[-1], *region]
        else:
            joined.append(region)
        whole = not is_column
    return joined


def _gutter(pieces: list[Piece]) -> float | None:
    """Return the place that parts most text into two columns, or None."""
    if len(pieces) < 2 * COLUMN_LINES:
        return None
    low, high = min(piece.x0 for piece in pieces), max(piece.x1 for piece in pieces)
    best: tuple[float, float] | None = None
    place = low + 0.15 * (high - low)
    while place < high - 0.15 * (high - low):
        worth = sum(_worth(part, place) for crossing, part in _bands(pieces, place) if not crossing and _is_columns(part, place))
        if worth and (best is None or worth > best[0]):
            best = (worth, place)
        place += STEP
    return best[1] if best else None


def _worth(part: list[Piece], gutter: float) -> float:
    """Return how much text a gutter parts: the characters on the side that has fewer."""
    left = sum(len(piece.text) for piece in part if piece.x1 <= gutter)
    return min(left, sum(len(piece.text) for piece in part) - left)


def _bands(pieces: list[Piece], gutter: float) -> list[tuple[bool, list[Piece]]]:
    """Part pieces from the top down into those that cross a gutter and those that lie on either side of it."""
    bands: list[tuple[bool, list[Piece]]] = []
    for piece in sorted(pieces, key=lambda piece: -piece.middle):
        crosses = piece.x0 < gutter + GUTTER and piece.x1 > gutter - GUTTER
        if bands and bands[-1][0] is crosses:
            bands[-1][1].append(piece)
        else:
            bands.append((crosses, [piece]))
    return bands


def _is_columns(part: list[Piece], gutter: float) -> bool:
    """Whether pieces on either side of a gutter are two columns of running text and not the cells of a table."""
    for side in ([piece for piece in part if piece.x1 <= gutter], [piece for piece in part if piece.x0 >= gutter]):
        rows = _rows(side)
        if len(rows) < COLUMN_LINES or sum(len(piece.text.split()) for piece in side) < COLUMN_WORDS * len(side):
            return False
        width = max(piece.x1 for piece in side) - min(piece.x0 for piece in side)
        if median(row[-1].x1 - row[0].x0 for row in rows) < FILLED * width:
            return False
    return True


def _rows(pieces: list[Piece]) -> list[list[Piece]]:
    """Bring pieces of the same height together, from the top down, each row from left to right."""
    rows: list[list[Piece]] = []
    for piece in sorted(pieces, key=lambda piece: -piece.middle):
        row = rows[-1] if rows else None
        if row is not None and _same_row(row[0], piece):
            row.append(piece)
        else:
            rows.append([piece])
    return [_glued(sorted(row, key=lambda piece: piece.x0)) for row in rows]


def _same_row(first: Piece, piece: Piece) -> bool:
    height = min(first.y1 - first.y0, piece.y1 - piece.y0)
    return min(first.y1, piece.y1) - max(first.y0, piece.y0) > 0.5 * height


def _glued(row: list[Piece]) -> list[Piece]:
    """Join pieces of a row that stand as close as words do: PDFium had parted them for a change of font or height."""
    parts = [row[0]]
    for before, piece in pairwise(row):
        last = parts[-1]
        unit = max(last.y1 - last.y0, piece.y1 - piece.y0)
        gap = piece.x0 - max(before.x1, last.x1)
        if gap < unit:
            text = last.text + ("" if gap < 0.12 * unit else " ") + piece.text
            larger = max((last, piece), key=lambda part: len(part.text))
            parts[-1] = Piece(
                text, last.x0, max(last.x1, piece.x1), min(last.y0, piece.y0), max(last.y1, piece.y1), larger.size, last.bold and piece.bold
            )
        else:
            parts.append(piece)
    return parts
