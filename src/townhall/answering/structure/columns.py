"""What a table's columns hold: amounts of money, times, remarks."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence
from datetime import date

from townhall.answering.reading.bounds import asked_bound, says_bound
from townhall.answering.reading.forms import MONEY, PERCENTAGE
from townhall.answering.structure.tables import FEWEST, Table, is_time
from townhall.chunking.labels import is_remark, is_unknown
from townhall.index.lexical import stems_listed, terms_of
from townhall.locales.dates import dates_in, days_in, years_in
from townhall.locales.ranges import said_before
from townhall.locales.weekdays import weekdays_in
from townhall.model import Query

PLAIN = re.compile(r"\d[\d.,\s]*")
"""A number and nothing beside it."""
BARE = re.compile(r"\s*\d+\.\d+\s*")
"""A number with a point and nothing beside it, which may be a room's as well as an hour."""


def is_of_money(table: Table, head: str) -> bool:
    """Whether a column's head speaks of what is to be paid, or most of its cells give an amount of money."""
    of_sums = stems_listed("values", "sums").union(stems_listed("rows", "paid"))
    return _mostly(table, head, lambda text: MONEY.search(f"{head}: {text}") is not None) or not of_sums.isdisjoint(terms_of(head))


def heads_of_money(table: Table, heads: Sequence[str]) -> list[str]:
    """Return those of some heads that are of what is to be paid; where none says so, those of plain numbers in a table of prices."""
    said = [head for head in heads if is_of_money(table, head)]
    of_prices = not (stems_listed("values", "sums") | stems_listed("rows", "paid")).isdisjoint(table.kind)
    counted = (
        stems_listed("rows", "sizes", "measured")
        | stems_listed("units", "mass", "volume", "length", "energy")
        | stems_listed("counting", "population")
    )
    plain = [head for head in heads if counted.isdisjoint(terms_of(head))] if of_prices else []
    return said or [head for head in plain if _mostly(table, head, lambda text: PLAIN.fullmatch(text) is not None)]


def heads_of_form(table: Table, heads: Sequence[str], *, money: bool, share: bool) -> list[str]:
    """Return those of some heads that hold what is asked for, a share or an amount of money; all where neither is, or none holds a share."""
    if share:
        return [head for head in heads if _mostly(table, head, lambda text: PERCENTAGE.search(text) is not None)] or list(heads)
    return heads_of_money(table, heads) if money else list(heads)


def of_year(heads: Sequence[str], asked: Collection[int], today: date) -> Sequence[str]:
    """Return, of heads that differ by nothing but a year, those of a year that is asked for, else of the one nearest to today's; all of any others.

    None is left where a year is asked for that none of them is of.
    """
    years = {head: frozenset(years_in(head)) for head in heads}
    plain = {frozenset(stem for stem in terms_of(head) if not stem.isdecimal()) for head in heads}
    if len(heads) < FEWEST or len(plain) > 1 or not all(years.values()):
        return heads
    meant = set(asked) or {min((year for of in years.values() for year in of), key=lambda year: (abs(today.year - year), -year))}
    return [head for head in heads if not meant.isdisjoint(years[head])]


def of_bound(heads: Sequence[str], query: Query) -> Sequence[str]:
    """Return, of some heads, those of the bound that a question asks for, "Maximum grant" for "at most"; all where it asks for none."""
    bound = asked_bound(query)
    return [head for head in heads if says_bound(head, bound)] or heads if bound else heads


def stems_of_bound(head: str, query: Query) -> frozenset[str]:
    """Return the stems by which a question asks for the bound that a head is of: "at most"; none where it isn't of one."""
    bound = asked_bound(query)
    return frozenset(terms_of(" ".join(said_before(bound)))) if bound and says_bound(head, bound) else frozenset()


def is_timed(table: Table, head: str, language: str = "en", *, clocked: bool = False) -> bool:
    """Whether most cells of a column say, in English or a language, when something is: a day, a day of the week, a time of the day.

    Where hours are asked for (``clocked``) a date or a year is none.
    """
    return _mostly(table, head, lambda text: _is_when(text, language, clocked=clocked))


def with_remarks(table: Table, heads: Sequence[str]) -> tuple[str, ...]:
    """Return some heads with those that belong with them: the days of hours, the hours of days, and what the rows remark."""
    return tuple(dict.fromkeys([*with_times(table, heads), *filter(is_remark, table.heads)]))


def with_times(table: Table, heads: Sequence[str]) -> tuple[str, ...]:
    """Return some heads with those of the days of hours, or of the hours of days."""
    times = [head for head in table.heads if _is_of_times(table, head)]
    beside = times if any(head in times for head in heads) else []
    return tuple(dict.fromkeys([*heads, *beside]))


def _is_of_times(table: Table, head: str) -> bool:
    """Whether a column holds times, and its head says no more than that: "Days" and "Hours", but not "Paper" of days when that is collected."""
    own = frozenset(terms_of(head))
    return bool(own) and own <= stems_listed("rows", "times") and is_timed(table, head)


def _is_when(text: str, language: str, *, clocked: bool = False) -> bool:
    dated = not clocked and bool(dates_in(text, language) or days_in(text))
    return not BARE.fullmatch(text) and (dated or bool(weekdays_in(text, language)) or is_time(text))


def _mostly(table: Table, head: str, holds: Callable[[str], bool]) -> bool:
    texts = [row.cells[head].text for row in table.rows if head in row.cells and not is_unknown(row.cells[head].text)]
    return sum(map(holds, texts)) * 2 > len(texts)
