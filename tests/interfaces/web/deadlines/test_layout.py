"""The line of time: whatever the days, nothing on it overlaps and nothing is out of place."""

from __future__ import annotations

from datetime import date
from itertools import combinations, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from townhall.interfaces.web.deadlines import Timeline, timeline_of
from townhall.interfaces.web.deadlines.layout import GAP, MOST_TICKS

DAYS = st.dates(date(1000, 1, 1), date(2100, 12, 31))
"""All that is read from documents as a date."""
LINES = st.builds(
    lambda days, today: timeline_of([(opens, day) for opens, day, _ in days], today=today, widths=[width for _, _, width in days]),
    st.lists(st.tuples(st.none() | DAYS, DAYS, st.floats(0, 1.5)), max_size=12),
    DAYS,
)


@given(LINES)
def test_nothing_overlaps(line: Timeline) -> None:
    """Two marks of one lane keep their distance, labels and open times included."""
    for one, other in combinations(line.marks, 2):
        if one.lane == other.lane:
            first, second = sorted((one, other), key=lambda mark: mark.start)
            assert first.end + GAP <= second.start


@given(LINES)
def test_inside(line: Timeline) -> None:
    """Everything lies on the line, today too; a label begins at its day or before, and a time at its opening."""
    assert 0 < line.today < 1
    for mark in line.marks:
        assert 0 <= mark.start <= mark.label_start <= mark.position <= mark.end <= 1 + 1e-9
        assert mark.opens is None or mark.opens <= mark.position
    assert all(0 <= tick.position <= 1 for tick in line.ticks)
    assert {mark.lane for mark in line.marks} == set(range(line.lanes))


@given(st.lists(DAYS, min_size=1, max_size=12), DAYS)
def test_order(days: list[date], today: date) -> None:
    """Marks stand in the order of their days, at places in that order; equal days stand above each other."""
    line = timeline_of([(None, day) for day in days], today=today, widths=[0.1] * len(days))
    assert sorted(mark.number for mark in line.marks) == list(range(len(days)))
    for one, other in pairwise(line.marks):
        assert days[one.number] <= days[other.number]
        assert (one.position < other.position) == (days[one.number] < days[other.number])


@given(LINES)
def test_ticks(line: Timeline) -> None:
    """Ticks are few, in order, and begin a month that the unit divides the year into."""
    assert len(line.ticks) <= MOST_TICKS
    assert all(one.day < other.day for one, other in pairwise(line.ticks))
    assert all(tick.day.day == 1 and (tick.day.year * 12 + tick.day.month - 1) % line.months == 0 for tick in line.ticks)


@pytest.mark.parametrize(
    ("last", "months"), [(date(2026, 9, 1), 1), (date(2028, 3, 1), 3), (date(2031, 5, 1), 6), (date(2035, 5, 1), 12), (date(2045, 5, 1), 24)]
)
def test_unit_fits_range(last: date, months: int) -> None:
    """A year is told by months, two by quarters, ten by years."""
    assert timeline_of([(None, last)], today=date(2026, 1, 10), widths=[0.1]).months == months


def test_today_alone() -> None:
    """Where there is no deadline, there is a line with today on it."""
    line = timeline_of([], today=date(2026, 1, 10), widths=[])
    assert line.first < date(2026, 1, 10) < line.last
    assert not line.marks


def test_ends_of_time() -> None:
    """The first and the last day that there is are days like others."""
    line = timeline_of([(None, date.max), (None, date.min)], today=date(2026, 1, 10), widths=[0.1, 0.1])
    assert [mark.position for mark in line.marks] == [0, 1]
