"""Spreadsheets and CSV: each row a record under the names of its columns; Excel by openpyxl, CSV by the standard library."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from townhall.corpus.formats.archive import DAMAGED, core_of, opened
from townhall.corpus.formats.encoding import decode, told_of
from townhall.corpus.formats.extracted import Extracted, TextBuilder, UnreadableError, folded
from townhall.corpus.formats.tables import NUMBER, add_table
from townhall.model import BlockKind

COLUMNS = 500
"""Columns of a row that are read; a sheet has room for 16,384, and some programs say that all are used."""
BLANK_ROWS = 10_000
"""Rows without anything in them after which a sheet is taken to have ended."""
DELIMITERS = ",;\t|"
SAMPLE_ROWS = 200
LABEL_WORDS = 15
PERCENT = re.compile(r"0(?:\.(0+))?\s*%")
SHOWN_DIGITS = 10


def extract_xlsx(data: bytes, *, limit: int) -> Extracted:
    """Read an Excel workbook: the values that were computed last, hidden sheets left out.

    Raises:
        UnreadableError: it is damaged, locked or a bomb.
    """
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    with opened(data) as archive:
        about = core_of(archive)
    try:
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
    except (InvalidFileException, KeyError, ValueError, TypeError) as error:
        raise UnreadableError(DAMAGED) from error
    builder = TextBuilder(limit=limit)
    sheets = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
    for sheet in sheets:
        sheet.reset_dimensions()  # what a file says of its size may be wrong
        rows = ([_shown(cell) for cell in row[:COLUMNS]] for row in sheet.iter_rows())
        add_sheet(builder, sheet.title, rows, several=len(sheets) > 1)
    hidden = len(book.worksheets) - len(sheets)
    book.close()
    return builder.done(about, notes=[f"{hidden} hidden {'sheet was' if hidden == 1 else 'sheets were'} not read"] if hidden else [])


def extract_csv(data: bytes, *, limit: int) -> Extracted:
    """Read a table of text, whatever parts its columns.

    Raises:
        UnreadableError: it is no text.
    """
    text, encoding = decode(data)
    builder = TextBuilder(limit=limit)
    usual = csv.field_size_limit(limit)  # of the whole process: others' tables are theirs
    try:
        add_sheet(builder, "", csv.reader(io.StringIO(text, newline=""), delimiter=delimiter_of(text), skipinitialspace=True), several=False)
    except csv.Error as error:
        raise UnreadableError(f"no table: {error}") from error
    finally:
        csv.field_size_limit(usual)
    return builder.done(notes=told_of(encoding))


def delimiter_of(text: str) -> str:
    """Return the character that parts a table's columns: the one by which most rows have the same number of them, and more than one."""
    best, score = ",", (0.0, 0)
    for delimiter in DELIMITERS:
        rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, skipinitialspace=True)
        try:
            widths = Counter(len(row) for row, _ in zip((row for row in rows if row), range(SAMPLE_ROWS), strict=False))
        except csv.Error:
            continue
        several = {width: count for width, count in widths.items() if width > 1}
        if not several:
            continue
        width, count = max(several.items(), key=lambda item: (item[1], item[0]))
        found = (round(count / widths.total(), 1), width)
        if found > score:
            best, score = delimiter, found
    return best


def add_sheet(builder: TextBuilder, name: str, rows: Iterable[Sequence[str]], *, several: bool) -> None:
    """Add a sheet; blank rows part its tables, and one without names of columns takes over those of the table before it."""
    names: list[str] = []
    headed = False
    for table in _tables(rows):
        if several and name and not headed:
            builder.add(BlockKind.HEADING, name, level=1)
            headed = True
        first = next((number for number, row in enumerate(table) if sum(map(bool, row)) > 1), None)
        if first is None:
            for row in table:
                builder.add_row(row)
            continue
        if names_columns(table[first]) and len(table) > first + 1:
            names = table[first]
            add_table(builder, table, headed=True)
        elif names and len(table[first]) <= len(names):
            add_table(builder, [*table[:first], names, *table[first:]], headed=True)
        else:
            add_table(builder, table, headed=False)


def names_columns(row: Sequence[str]) -> bool:
    """Whether a row of a sheet names its columns: several words, none a number, none twice, hardly one left out."""
    filled = [cell for cell in row if cell]
    return (
        len(filled) > 1
        and len(filled) * 3 >= len(row) * 2
        and not any(NUMBER.fullmatch(cell) or len(cell.split()) > LABEL_WORDS for cell in filled)
        and len({cell.casefold() for cell in filled}) == len(filled)
    )


def _tables(rows: Iterable[Sequence[str]]) -> Iterator[list[list[str]]]:
    """Yield the runs of rows between blank ones, all rows of a run shifted left by the columns that are blank in each."""
    run: list[list[str]] = []
    blank = 0
    for row in rows:
        cells = [folded(cell) for cell in row[:COLUMNS]]
        while cells and not cells[-1]:
            cells.pop()
        if cells:
            run.append(cells)
            blank = 0
            continue
        if run:
            yield _shifted(run)
        run = []
        blank += 1
        if blank > BLANK_ROWS:
            return
    if run:
        yield _shifted(run)


def _shifted(run: list[list[str]]) -> list[list[str]]:
    indent = min(next(number for number, cell in enumerate(row) if cell) for row in run)
    return [row[indent:] for row in run]


def _shown(cell: Any) -> str:  # noqa: PLR0911 - one return for each type of value
    """Return a cell as people see it, near enough: dates by ISO 8601, whole numbers without a point, shares in per cent."""
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time.min else value.isoformat(sep=" ", timespec="minutes")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, time):
        return value.isoformat(timespec="minutes")
    if isinstance(value, timedelta):
        return str(value)
    if isinstance(value, (int, float)):
        percent = PERCENT.fullmatch(cell.number_format or "")
        if percent:
            return f"{value * 100:.{len(percent[1] or '')}f}%"
        return f"{value:.{SHOWN_DIGITS}g}" if isinstance(value, float) and abs(value) < 10**SHOWN_DIGITS else str(round(value))
    return str(value)
