"""Records of plain text: forms that are filled in line by line ("Name: …", "Country: …"), one after the other."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from townhall.chunking.labels import field_kind, names_none
from townhall.chunking.lines import LABEL_WORDS, Line, labelled
from townhall.chunking.naming import NAME_WORDS, naming_column
from townhall.chunking.tables import is_row
from townhall.model import Heading

SHORTEST = 3
"""Labelled lines that make a record."""
REPEATED = 3
"""Records that begin with the same label, where that is none by which a name is given."""
ENUMERATOR = re.compile(r"\W*(?:\d{1,3}|[A-Za-z])[.)]?")


@dataclass(frozen=True, slots=True)
class Record:
    """Lines ``first`` to ``last``, exclusive, that are one record; the line ``name`` gives what it is of."""

    first: int
    last: int
    name: int
    heading: Heading


def form_line(line: Line) -> re.Match[str] | None:
    """Return the label of a form's line and its value, if it is one; the rows of a table are none."""
    return None if is_row(line.text) else labelled(line.text, words=LABEL_WORDS)


def records_of(lines: Sequence[Line]) -> list[Record]:
    """Return the records of a text in order; a number on a line of its own before one belongs to it."""
    runs = _runs(lines)
    openers = Counter(_label(lines[first]) for first, _ in runs)
    naming = {opener: _naming(lines, [run for run in runs if _label(lines[run[0]]) == opener]) for opener in openers}
    return [
        record
        for first, last in runs
        if field_kind(_label(lines[first])) == "name" or openers[_label(lines[first])] >= REPEATED
        if (record := _record(lines, first, last, naming[_label(lines[first])])) is not None
    ]


def _naming(lines: Sequence[Line], runs: Sequence[tuple[int, int]]) -> str | None:
    """Return the label that names what records are of that begin alike; None where the one that they begin with does."""
    records = [dict(_field(line) for line in lines[slice(*run)]) for run in runs]
    labels = dict.fromkeys(label for record in sorted(records, key=len, reverse=True) for label in record)
    return naming_column({label: [record.get(label, "") for record in records] for label in labels})


def _field(line: Line) -> tuple[str, str]:
    match = form_line(line)
    return (match["label"].casefold(), match["value"].strip()) if match else ("", "")


def _label(line: Line) -> str:
    match = form_line(line)
    return match["label"].casefold() if match else ""


def _runs(lines: Sequence[Line]) -> list[tuple[int, int]]:
    """Return the runs of labelled lines that stand together; a run ends before its first label comes again."""
    runs: list[tuple[int, int]] = []
    first: int | None = None
    for index in range(len(lines) + 1):
        goes_on = first is not None and index < len(lines) and not lines[index].gap and form_line(lines[index]) is not None
        if first is not None and goes_on and _label(lines[index]) != _label(lines[first]):
            continue
        if first is not None and index - first >= SHORTEST:
            runs.append((first, index))
        first = index if index < len(lines) and form_line(lines[index]) else None
    return runs


def _record(lines: Sequence[Line], first: int, last: int, naming: str | None) -> Record | None:
    name = next(
        (index for index in range(first, last) if naming and _label(lines[index]) == naming and not names_none(_field(lines[index])[1])), first
    )
    match = form_line(lines[name])
    if match is None or not match["value"].strip() or len(match["value"].split()) > NAME_WORDS:
        return None
    start = lines[name].start + match.start("value")
    heading = Heading(match["value"].rstrip(), start, start + len(match["value"].rstrip()))
    begins = first - 1 if first and ENUMERATOR.fullmatch(lines[first - 1].text) and not lines[first].gap else first
    return Record(begins, last, name, heading)
