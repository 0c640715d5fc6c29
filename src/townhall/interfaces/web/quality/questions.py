"""The questions of a set as a list: searched, filtered, a page at a time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from townhall.evaluation.data.editing import WrittenRow
from townhall.interfaces.web.quality.paging import page_asked, pages_of
from townhall.locales.words import fold

AT_ONCE = 25


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which questions are looked for; empty for all."""

    text: str = ""
    category: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True)
class QuestionLine:
    """A question in the list."""

    id: str
    question: str
    """The last turn."""
    turns: int
    category: str
    language: str
    faulty: bool
    """Whether it doesn't pass the check any more."""


@dataclass(frozen=True, slots=True)
class QuestionList:
    """A page of the list."""

    lines: tuple[QuestionLine, ...]
    count: int
    """On all pages."""
    page: int
    pages: int
    categories: tuple[str, ...]
    """That there are in the set."""
    languages: tuple[str, ...]


def question_list(rows: Sequence[WrittenRow], wanted: Wanted, *, faulty: frozenset[int], only_faulty: bool, page: str | None) -> QuestionList:
    """Return the page that is asked for, or the nearest that there is; ``faulty`` are the numbers of lines that don't pass the check."""
    words = fold(wanted.text).split()
    found = [
        row
        for row in rows
        if (not only_faulty or row.line in faulty)
        and wanted.category in {"", row.values.get("category")}
        and wanted.language in {"", row.values.get("language")}
        and _holds(row, words)
    ]
    pages = pages_of(len(found), AT_ONCE)
    number = page_asked(page, pages)
    return QuestionList(
        lines=tuple(_line(row, faulty) for row in found[AT_ONCE * (number - 1) : AT_ONCE * number]),
        count=len(found),
        page=number,
        pages=pages,
        categories=_values(rows, "category"),
        languages=_values(rows, "language"),
    )


def _holds(row: WrittenRow, words: Sequence[str]) -> bool:
    text = fold(" ".join((row.id, *row.turns)))
    return all(word in text for word in words)


def _line(row: WrittenRow, faulty: frozenset[int]) -> QuestionLine:
    turns = row.turns
    category, language = str(row.values.get("category", "")), str(row.values.get("language", ""))
    return QuestionLine(row.id, turns[-1] if turns else "", len(turns), category, language, row.line in faulty)


def _values(rows: Sequence[WrittenRow], name: str) -> tuple[str, ...]:
    return tuple(sorted({value for row in rows if isinstance(value := row.values.get(name), str)}))
