"""A line of time as geometry: where days, ticks and labels lie, from 0 on the left to 1 on the right."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

UNITS = (1, 3, 6, 12, 24, 60, 120, 300, 600, 1200, 3000)
"""Months between two ticks: a month, a quarter, half a year, a year, and so on."""
MOST_TICKS = 12
YEAR = 12
"""Months."""
GAP = 0.01
"""What stays free between two labels in a lane."""
MARGIN = 0.04
"""Share of the time between the first and the last day that is shown before and after it."""


@dataclass(frozen=True, slots=True)
class Tick:
    """The beginning of a month, a quarter or a year."""

    day: date
    position: float


@dataclass(frozen=True, slots=True)
class Mark:
    """One day with its label, which begins at the day, or ends with the line where it would reach beyond it."""

    number: int
    """Which of the days that were given, from 0."""
    position: float
    opens: float | None
    """Where the time begins in which it is open."""
    lane: int
    """From 0; marks in one lane don't overlap, labels included."""
    label_start: float
    label_end: float

    @property
    def start(self) -> float:
        """Where what is drawn of it begins."""
        return min(self.label_start, self.position, self.position if self.opens is None else self.opens)

    @property
    def end(self) -> float:
        """Where what is drawn of it ends."""
        return max(self.label_end, self.position)


@dataclass(frozen=True, slots=True)
class Timeline:
    """Days laid out; all positions are in [0, 1]."""

    first: date
    last: date
    today: float
    ticks: tuple[Tick, ...]
    months: int
    """Between two ticks."""
    marks: tuple[Mark, ...]
    """In the order of their days."""
    lanes: int


def timeline_of(days: Sequence[tuple[date | None, date]], *, today: date, widths: Sequence[float], most_ticks: int = MOST_TICKS) -> Timeline:
    """Lay out days, each with the one on which it opens if that is known.

    Args:
        days: ``(opens, day)``, in any order.
        today: lies on the line too.
        widths: of each day's label, as a share of the line; what is wider than the line is cut to it.
        most_ticks: how many ticks there may be.
    """
    known = [day for pair in days for day in pair if day] + [today]
    margin = max(timedelta(days=7), (max(known) - min(known)) * MARGIN)
    first, last = _moved(min(known), -margin), _moved(max(known), margin)
    months, ticks = _ticks(first, last, most_ticks)

    def place(day: date) -> float:
        return (day - first) / (last - first)

    marks: list[Mark] = []
    ends: list[float] = []
    for number in sorted(range(len(days)), key=lambda number: (days[number][1], number)):
        opens, day = days[number]
        width = min(1.0, max(0.0, widths[number]))
        label = min(place(day), 1 - width)
        mark = Mark(number, place(day), place(opens) if opens and opens <= day else None, 0, label, label + width)
        lane = next((lane for lane, taken in enumerate(ends) if taken + GAP <= mark.start), len(ends))
        ends[lane : lane + 1] = [mark.end]
        marks.append(replace(mark, lane=lane))
    return Timeline(first, last, place(today), tuple(Tick(day, place(day)) for day in ticks), months, tuple(marks), len(ends))


def _moved(day: date, by: timedelta) -> date:
    """Return a day moved, as far as there are days."""
    try:
        return day + by
    except OverflowError:
        return date.max if by > timedelta() else date.min


def _ticks(first: date, last: date, most: int) -> tuple[int, list[date]]:
    """Return the smallest unit in months that needs no more than ``most`` ticks, with the ticks."""
    for months in UNITS:
        ticks = list(_beginnings(first, last, months))
        if len(ticks) <= most:
            return months, ticks
    return UNITS[-1], list(_beginnings(first, last, UNITS[-1]))


def _beginnings(first: date, last: date, months: int) -> Iterable[date]:
    """Yield the days between two that begin a unit of so many months, counted from the year 0."""
    number = -(-(first.year * YEAR + first.month - 1 + (first.day > 1)) // months) * months
    while number // YEAR <= date.max.year and (day := date(number // YEAR, number % YEAR + 1, 1)) <= last:
        yield day
        number += months
