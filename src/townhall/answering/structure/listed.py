"""What a line of a list of prices or of times gives: "How much is the small hall?", "What is it for a child of 4?", "Is it open on Sunday?"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from townhall.answering.context import Context
from townhall.answering.draft import Claim, Draft
from townhall.answering.reading.belonging import NAME_PARTS
from townhall.answering.reading.labels import is_form
from townhall.answering.reading.values import asked_value
from townhall.answering.refusal import refuse
from townhall.answering.structure.asked import CellAsked, asked_cell
from townhall.answering.structure.cells import KINDS
from townhall.answering.structure.rows import row_claim
from townhall.answering.structure.tables import FEWEST, HEADLESS, Row, Table, is_price, is_time, tables_near
from townhall.index.lexical import stems_listed, terms_of
from townhall.locales.dates import dates_in
from townhall.locales.ranges import range_of
from townhall.locales.structure import words
from townhall.locales.weekdays import weekdays_in
from townhall.locales.words import tokens_of
from townhall.model import Kind, Role, Status

SHOWN = 6
"""Rows up to which all are shown that a question names alike."""
DATED = frozenset({Kind.DATE, Kind.DEADLINE, Kind.OPEN, Kind.OTHER})
"""Kinds of question that may ask for the hours of a day of the week."""
NOON = "12:00"
"""What makes a day's short name that of a day: "Sun 12:00"."""
BESIDE = re.compile(r"\s*[;(]|,\s")
"""What parts a value from what is said beside it: "1 euro, returned"."""
BRACKETS = re.compile(r"\([^()]*\)")


@dataclass(frozen=True, slots=True)
class _Named:
    """The rows of a list that a question names, and the stems by which it does."""

    table: Table
    rows: tuple[Row, ...]
    by: frozenset[str]
    in_part: bool = False
    """Whether it names none of them by all of a name."""


def answer_listed(context: Context) -> Draft | None:
    """Answer what a line of a list of prices or of times gives, where a question names it and nothing else.

    Lines that it names alike are all given. Where several lists have one, it is left to the sentences to tell which is meant.
    """
    query, prices = context.query, asked_value(context).money
    days = frozenset() if dates_in(query.text, query.language) else weekdays_in(query.text, query.language)
    told_here = query.language == "en" or context.is_in_own_words
    if not told_here or query.values("organisation") or not ((prices and query.kind in KINDS) or (days and query.kind in DATED)):
        return None
    rates = _rates(query.search_text)
    asked = asked_cell(context)
    asked = replace(asked, told=asked.told - rates - stems_listed("counting", "rates"))
    lists = [table for table in tables_near(context, unworded=not prices) if HEADLESS in table.heads]
    if not prices:
        return _draft([one for table in lists if (one := _of_day(table, asked, days)) and _says_no_more(one, asked)])
    named = [of_price for table in lists if is_price(table.rows[0].cells[HEADLESS].text) and (of_price := _of_price(table, asked))]
    told = [one for one in named if _says_no_more(one, asked)]
    other = next((one for one in named if one.in_part and not told and _is_another(context, one)), None)
    if len(told) == 1 and not any(_is_at(row, rates) for row in told[0].rows):
        other = told[0]
    if other and len(other.rows) <= SHOWN:
        return refuse(
            context, context.messages.say("refusal.not_found"), near=tuple(_claim(other.table, row, role=Role.RELATED) for row in other.rows)
        )
    return _draft([replace(one, rows=tuple(row for row in one.rows if _is_at(row, rates))) for one in told])


def _draft(found: Sequence[_Named]) -> Draft | None:
    """Return what the rows of one list say; None where there are none, or of several lists, or too many."""
    if len(found) != 1 or not 0 < len(found[0].rows) <= SHOWN:
        return None
    table, rows = found[0].table, found[0].rows
    claims = [_claim(table, row) for row in rows]
    lead = [Claim(BESIDE.split(rows[0].cells[HEADLESS].text)[0], claims[0].quotes, lead=True)] if len(rows) == 1 else []
    return Draft(Status.ANSWERED, (*lead, *claims))


def _claim(table: Table, row: Row, *, role: Role = Role.SUPPORT) -> Claim:
    claim = row_claim(table, row, [HEADLESS])
    return replace(claim, quotes=tuple(replace(quote, role=role) for quote in claim.quotes))


def _rates(text: str) -> frozenset[str]:
    """Return the stems of the spans of time by which a question asks for a price: "per hour", "a day"."""
    spans = stems_listed("values", "spans")
    said = pairwise(tokens_of(text))
    return frozenset(stem for first, second in said if first.folded in words("counting", "rates") for stem in terms_of(second.text) if stem in spans)


def _is_at(row: Row, rates: frozenset[str]) -> bool:
    """Whether a row's price is for one of some spans of time, or for none."""
    own = stems_listed("values", "spans").intersection(terms_of(row.cells[HEADLESS].text))
    return not own or not rates or not own.isdisjoint(rates)


def _of_price(table: Table, asked: CellAsked) -> _Named | None:
    """Return the rows of a list of prices into whose range an age falls that is asked about, else those that are called as it says.

    Where none is, they are those that it names by the same part of their names, or all of a list whose heading it names.
    """
    if asked.number and asked.of_age:
        number = next(iter(asked.number.values))
        within = tuple(row for row in table.rows if (one := range_of(_whole(row.name))) and number in one)
        return _Named(table, within, asked.counted | stems_listed("rows", "aged")) if within else None
    whole = [_held(row.name, asked) for row in table.rows]
    part = [
        frozenset(other for other in asked.told for stem in asked.stems(BRACKETS.sub(" ", row.name)) if is_form(stem, other)) for row in table.rows
    ]
    names = whole if any(whole) else part
    by = max(names, key=len)
    rows = tuple(row for row, name in zip(table.rows, names, strict=True) if name == by)
    if names is whole:
        return _Named(table, rows, by)
    headed = bool(by) or not asked.told.isdisjoint(asked.stems(table.naming))
    return _Named(table, rows, by, in_part=True) if headed and len(rows) >= FEWEST else None


def _is_another(context: Context, named: _Named) -> bool:
    """Whether a question names rows by a part of their names, with a word right before it of which nothing that was found speaks: "the old hall"."""
    said = [(terms_of(first.text), terms_of(second.text)) for first, second in pairwise(tokens_of(context.query.search_text))]
    before = {stem for first, second in said if named.by.intersection(second) for stem in first if stem in context.terms} - named.by
    spoken = {stem for hit in context.hits for stem in (*context.stems_above(hit.passage), *terms_of(hit.passage.text))}
    return any(not any(is_form(stem, other) for other in spoken) for stem in before)


def _of_day(table: Table, asked: CellAsked, days: frozenset[int]) -> _Named | None:
    """Return the rows of a list of times that are for the days of the week which are asked for."""
    if not is_time(table.rows[0].cells[HEADLESS].text):
        return None
    language = asked.query.language
    of_days = [row for row in table.rows if days & weekdays_in(f"{row.name}: {NOON}, {row.cells[HEADLESS].text}", language)]
    named = [(row, _held(row.name, asked)) for row in of_days]
    rows = tuple(row for row, name in named if name or weekdays_in(f"{row.name}: {NOON}", language))
    said = frozenset(stem for stem in asked.told if weekdays_in(stem, language)) | stems_listed("periods", "starting", "ending", "hours")
    return _Named(table, rows, said.union(*(name for _, name in named))) if rows else None


def _says_no_more(named: _Named, asked: CellAsked) -> bool:
    """Whether all that a question says is in the names of the rows, and in what the list stands under."""
    return asked.told <= named.by | named.table.kind


def _held(name: str, asked: CellAsked) -> frozenset[str]:
    """Return those of a question's stems that are all of a name, or of a part of it, ranges and brackets left out; none where some are missing."""
    plain = BRACKETS.sub(" ", name)
    parts = [{stem for stem in asked.stems(text) if stem.isalpha()} for text in (plain, *NAME_PARTS.split(plain))]
    found: list[frozenset[str]] = []
    for part in parts:
        forms = {
            stem: {other for other in asked.told if is_form(stem, other)} for stem in part - stems_listed("bounds", "less", "most", "more", "least")
        }
        if forms and all(forms.values()):
            found.append(frozenset().union(*forms.values()))
    return max(found, key=len, default=frozenset())


def _whole(name: str) -> str:
    """Return a name with its brackets' words beside the others: the range of "Adults (18 to 64)" is told as that of "Adults 18 to 64"."""
    return name.replace("(", " ").replace(")", " ")
