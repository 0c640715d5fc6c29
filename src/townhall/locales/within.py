"""Within which time something lies, as English questions say it: "between April and June", "from 12 May on", "in the autumn", "next month"."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache

from townhall.locales.dates import months_of
from townhall.locales.structure import spellings

SEASONS: Mapping[str, tuple[int, int]] = {"spring": (3, 5), "summer": (6, 8), "autumn": (9, 11), "winter": (12, 2)}
"""The first and the last month of each, by the list of words for it."""
WHICH = ("coming", "this")
"""The lists of words that say which of several it is as seen from today."""
YEAR = (1, 12)
"""The first and the last month of a year."""
_WEEK = 6
"""Days from the first to the last of one."""
_DAY = r"[0-3]?\d"
_CENTURY = r"20\d\d"


@dataclass(frozen=True, slots=True)
class Moment:
    """A day, a month, a season or a year that is named, with its year or without."""

    months: tuple[int, int]
    day: int | None = None
    year: int | None = None
    said: str | None = None
    """The list of words that say which one it is as seen from today: the coming one, or this one."""

    def first(self, year: int) -> date:
        """Return its first day, of its own year or else of the one given."""
        return _day(self.year or year, self.months[0], self.day or 1)

    def last(self, year: int) -> date:
        """Return its last day, of its own year or else of the one given; that of a winter is in the year after."""
        return _day((self.year or year) + (self.months[1] < self.months[0]), self.months[1], self.day or 31)

    def seen_from(self, today: date) -> Moment:
        """Return it with the year that today gives it: the coming one begins after today, and this one holds today; itself where neither is said."""
        years = range(today.year - 1, today.year + 2)
        holds = {"coming": lambda year: self.first(year) > today, "this": lambda year: self.first(year) <= today <= self.last(year)}
        year = next(filter(holds[self.said], years), None) if self.said and self.year is None else None
        return replace(self, year=year) if year else self


@dataclass(frozen=True, slots=True)
class Within:
    """Between which moments something is to lie; None for an end that is left open."""

    start: int
    end: int
    """Where the text says it."""
    since: Moment | None = None
    until: Moment | None = None
    beyond: bool = False
    """Whether the moments themselves are left out: "after June", "before 1 May"."""
    relative: str | None = None
    """What is said by today alone: the list of words that says it."""

    def days(self, year: int, today: date) -> tuple[date, date]:
        """Return the first and the last day that are meant, those without a year taken of the one given."""
        if self.relative:
            return RELATIVE[self.relative](today)
        first, last = date.min, date.max
        since, until = _joined(*(one and one.seen_from(today) for one in (self.since, self.until)))
        if since:
            first = since.last(year) + timedelta(1) if self.beyond else since.first(year)
        if until:
            last = until.first(year) - timedelta(1) if self.beyond else until.last(year)
        return (first, last) if first <= last or until is None else (first, until.last(year + 1))  # "from November to February"


def within_in(text: str) -> Within | None:
    """Return within which time an English question says that something lies; None where it says none."""
    for ends, pattern in _patterns():
        if match := pattern.search(text):
            said = match.groupdict()
            since, until = (_moment(said, end) if end in ends else None for end in "ab")
            both = since if ends == "a=" else until
            return Within(*match.span(), since, both, beyond=ends.endswith("!"))
    found = ((key, re.search(rf"\b(?:{_said(key)})\b", text, re.IGNORECASE)) for key in RELATIVE)
    return next((Within(*match.span(), relative=key) for key, match in found if match), None)


def _week(day: date) -> tuple[date, date]:
    first = day - timedelta(day.weekday())
    return first, first + timedelta(_WEEK)


def _month(day: date) -> tuple[date, date]:
    return day.replace(day=1), _day(day.year, day.month, 31)


RELATIVE: Mapping[str, Callable[[date], tuple[date, date]]] = {
    "next_week": lambda today: _week(today + timedelta(_WEEK + 1)),
    "this_week": _week,
    "next_month": lambda today: _month(_month(today)[1] + timedelta(1)),
    "this_month": _month,
    "next_year": lambda today: (date(today.year + 1, 1, 1), date(today.year + 1, 12, 31)),
    "left_this_year": lambda today: (today, date(today.year, 12, 31)),
    "this_year": lambda today: (date(today.year, 1, 1), date(today.year, 12, 31)),
    "to_come": lambda today: (today, date.max),
}
"""The first and the last day of what is said by today alone, by the list of words for it; of one that another holds, the longer comes first."""


def _day(year: int, month: int, day: int) -> date:
    """Return a day of a month, its last one where it has fewer."""
    return date(year, month, min(day, monthrange(year, month)[1]))


def _joined(since: Moment | None, until: Moment | None) -> tuple[Moment | None, Moment | None]:
    """Return two ends, the one without a year with the other's, or with the one beside it where the first would be the later."""
    if since and until and since.year is None and until.year:
        return replace(since, year=until.year - (since.first(until.year) > until.last(until.year))), until
    if since and until and since.year and until.year is None:
        return since, replace(until, year=since.year + (since.first(since.year) > until.last(since.year)))
    return since, until


def _moment(said: Mapping[str, str | None], end: str) -> Moment | None:
    """Return the moment that one end's groups name; None where they name none."""
    years = (said[f"{key}_{end}"] for key in "uvw")
    year = next((int(one) for one in years if one), None)
    which = next((key for key in WHICH if said[f"{key}_{end}"]), None)
    if name := said[f"month_{end}"]:
        month, day = months_of("en")[name.lower()], said[f"before_{end}"] or said[f"after_{end}"]
        return Moment((month, month), int(day) or None if day else None, year, which)
    if name := said[f"season_{end}"]:
        return Moment(next(months for key, months in SEASONS.items() if name.lower() in spellings("within", key)), None, year, which)
    return Moment(YEAR, None, year) if year else None


@cache
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Return what finds each way of saying it, the fullest first, with its ends; "!" where they are left out, "=" where they are one."""
    a, b = _named("a"), _named("b")
    both = _said("links")
    forms = (
        ("ab", rf"\b(?:{_said('between')})\s+{a}\s+(?:and|{both})\s+{b}"),
        ("ab", rf"(?:\b(?:{_said('since')})\s+)?{a}\s*(?:{both})\s*{b}"),
        ("a!", rf"\b(?:{_said('after')})\s+{a}"),
        ("b!", rf"\b(?:{_said('before')})\s+{b}"),
        ("a", rf"\b(?:{_said('since')})\s+{a}(?:\s+(?:{_said('onwards')})\b)?"),
        ("a", rf"{a}\s+(?:{_said('onwards')})\b"),
        ("b", rf"\b(?:{_said('until')})\s+{b}"),
        ("a=", rf"\b(?:{_said('during')})\s+{a}"),
        *(("a=", rf"\b(?=(?:the\s+)?(?:{_said(key)})\s){a}") for key in WHICH),
    )
    return tuple((ends, re.compile(form, re.IGNORECASE)) for ends, form in forms)


def _said(key: str) -> str:
    return "|".join(map(re.escape, spellings("within", key)))


def _named(end: str) -> str:
    """Return the pattern of a moment: "12 May 2026", "May 12", "the autumn", "2027"."""
    months = "|".join(sorted(map(re.escape, months_of("en")), key=len, reverse=True))
    seasons = "|".join(_said(key) for key in SEASONS)
    which = "|".join(rf"(?P<{key}_{end}>\b(?:the\s+)?(?:{_said(key)}))" for key in WHICH)
    ordinal = r"(?:st|nd|rd|th)?"
    return (
        r"(?:the\s+)?(?:(?:start|beginning|end|middle|early|mid|late)[\s-]+(?:of\s+)?)?"
        rf"(?:(?:{which})\s+)?"
        rf"(?:(?:\b(?P<before_{end}>{_DAY}){ordinal}\s+(?:of\s+)?)?\b(?P<month_{end}>{months})\b\.?(?:\s+(?P<after_{end}>{_DAY}){ordinal}(?!\w))?"
        rf"(?:,?\s+(?P<u_{end}>{_CENTURY})\b)?"
        rf"|\b(?P<season_{end}>{seasons})\b(?:\s+(?:of\s+)?(?P<v_{end}>{_CENTURY})\b)?|\b(?P<w_{end}>{_CENTURY})\b(?!-))"
    )
