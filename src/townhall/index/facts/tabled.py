"""Deadlines in tables: a day in a column whose head speaks of one, or in a row that is called so."""

from __future__ import annotations

import re
from functools import cache

from townhall.index.facts.amended import amending
from townhall.index.facts.fields import Field, Row, tables_in
from townhall.index.facts.page import Page
from townhall.index.facts.phases import phase_in
from townhall.index.lexical import stems_listed, terms_of
from townhall.locales.dates import dates_in
from townhall.locales.deadlines import announces, is_label
from townhall.locales.structure import spellings, words
from townhall.locales.words import folded_phrase
from townhall.model import Fact, FactKind, FactValue, Section, Sentence, Span


def deadlines_in_tables(page: Page, section: Section) -> list[Fact]:
    """Return the deadlines of a section's tables: a day in a column whose head speaks of one, or in a row that is called so.

    Where rows are steps, a column is a phase of its own: what opens in another column says nothing of it.
    """
    found: list[Fact] = []
    for rows in tables_in(page, section):
        opening: dict[Span, FactValue] = {}
        for row in rows:
            called = row.cells[0].value.value if row.cells and row.cells[0].value else ""
            in_row = next(
                (day for field in row.cells if announces(field.label.value, "opening", page.language) and (day := _only_day(page, field))), None
            )
            if announces(called, "opening", page.language) and not is_label(called, page.language):
                opening |= {field.label.span: day for field in row.cells if (day := _only_day(page, field))}
            amends = _amended(page, row)
            for field in row.cells:
                if (
                    _is_old(field)
                    or not (_is_due(page, called) or is_label(field.label.value, page.language) or _is_phase_of_applying(page, called))
                    or (day := _only_day(page, field)) is None
                ):
                    continue
                line = Sentence(page.document.text[row.start : row.end], row.start, row.end)
                values = {"date": day, "sentence": page.sentence_value(line), **amends, **_of_what(page, row, field)}
                for said, start in ((field.label.quote, field.label.span.start), (line.text, line.start)):
                    if "phase" not in values and (phase := phase_in(page, said, start)):
                        values["phase"] = phase
                if opens := in_row or opening.get(field.label.span):
                    values["from"] = opens
                found.append(Fact(FactKind.DEADLINE, values))
    return found


def _is_due(page: Page, called: str) -> bool:
    """Whether a row is called as a deadline, and not as the last day on which those who were chosen begin or end: "Latest start of project"."""
    running = page.language == "en" and stems_listed("deadlines", "running").intersection(terms_of(called))
    return is_label(called, page.language) and not running


def _is_phase_of_applying(page: Page, called: str) -> bool:
    """Whether a row is called by a phase and what is handed in, or by that alone: "Phase 1: bids", "Concept note (all strands)"."""
    phased = phase_in(page, called, 0) is not None and announces(called, "apply", page.language)
    return phased or (page.language == "en" and _handed_in().match(called) is not None)


@cache
def _handed_in() -> re.Pattern[str]:
    things = "|".join(map(re.escape, spellings("deadlines", "handed_in")))
    return re.compile(rf"(?:{things})(?:$|\s*[,:(–-]| (?:for|of|by|to|in|from|on)\b)", re.IGNORECASE)


def _of_what(page: Page, row: Row, day: Field) -> dict[str, FactValue]:
    """Return of which programme a day is a deadline, or else of which strand of one."""
    if (programme := _programme(page, row, day)) is not None:
        return {"programme": programme}
    return {"strand": strand} if (strand := _strand(page, row, day)) is not None else {}


def _programme(page: Page, row: Row, day: Field) -> FactValue | None:
    """Return what a row's first cell, or a column's head, says that a deadline is of; None where neither does."""
    if (own := row.cells[0].value) and _names_programme(page, row, day):
        return own
    return day.label if _is_of_column(page, row, day) else None


def _strand(page: Page, row: Row, day: Field) -> FactValue | None:
    """Return the head of the column of a day, where an English row gives other days under others: "Strand A", "Strand B"."""
    days = {found.value for field in row.cells if not _is_old(field) and (found := _only_day(page, field))}
    head = day.label.value
    return day.label if page.language == "en" and len(days) > 1 and not phase_in(page, head, 0) and not is_of_dates(page, head) else None


def _names_programme(page: Page, row: Row, day: Field) -> bool:
    """Whether a row's first cell says of what its deadline is: its column is no deadline's, and it gives neither a phase nor a day."""
    first = row.cells[0]
    return first.value is not None and first is not day and not phase_in(page, first.value.value, 0) and not is_of_dates(page, first.value.value)


def _is_of_column(page: Page, row: Row, day: Field) -> bool:
    """Whether a row gives a day in several columns, whose heads say of what each is: "Koniec naboru | 20 kwietnia 2026 | 11 maja 2026".

    In English the cell itself is looked up.
    """
    several = sum(_only_day(page, field) is not None for field in row.cells) > 1
    head = day.label.value
    return page.language != "en" and several and not phase_in(page, head, 0) and not is_of_dates(page, head)


def _amended(page: Page, row: Row) -> dict[str, FactValue]:
    """Return what a row's deadline amends: the one day that another column gives as that which held before."""
    old = [day for field in row.cells if _is_old(field) and (day := _only_day(page, field))]
    return amending(page, old[0]) if len(old) == 1 else {}


def _is_old(field: Field) -> bool:
    """Whether a column gives days that hold no longer: "Previous date"."""
    return not words("deadlines", "old").isdisjoint(folded_phrase(field.label.value).split())


def is_of_dates(page: Page, text: str) -> bool:
    """Whether a text speaks of dates and is no name: "Deadline for bids", "2031", a day."""
    said = any(announces(text, key, page.language) for key in ("cues", "apply", "opening"))
    return said or not any(character.isalpha() for character in text) or bool(dates_in(text, page.language))


def _only_day(page: Page, field: Field) -> FactValue | None:
    """Return the day that a cell gives; None where it gives none, or several."""
    dates = [date for date in page.dates(field.value.quote) if date.full] if field.value else []
    if field.value is None or len(dates) != 1:
        return None
    start = field.value.span.start
    return page.value(dates[0].iso, start + dates[0].start, start + dates[0].end)
