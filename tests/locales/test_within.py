"""Within which time questions say that something lies."""

from __future__ import annotations

from datetime import date

import pytest

from townhall.locales.within import within_in

TODAY = date(2027, 3, 10)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("what is on between April and June?", date(2027, 4, 1), date(2027, 6, 30)),
        ("courses from 12 May to 3 June", date(2027, 5, 12), date(2027, 6, 3)),
        ("events july–december", date(2027, 7, 1), date(2027, 12, 31)),
        ("anything from november to february", date(2027, 11, 1), date(2028, 2, 29)),
        ("workshops from september on", date(2027, 9, 1), date.max),
        ("workshops after June", date(2027, 7, 1), date.max),
        ("workshops before 1 May", date.min, date(2027, 4, 30)),
        ("workshops until the end of May", date.min, date(2027, 5, 31)),
        ("what happens in May 2028", date(2028, 5, 1), date(2028, 5, 31)),
        ("events this autumn", date(2027, 9, 1), date(2027, 11, 30)),
        ("events in the winter", date(2027, 12, 1), date(2028, 2, 29)),
        ("events in 2028", date(2028, 1, 1), date(2028, 12, 31)),
        ("events next month", date(2027, 4, 1), date(2027, 4, 30)),
        ("events next week", date(2027, 3, 15), date(2027, 3, 21)),
        ("upcoming events", TODAY, date.max),
    ],
)
def test_a_time_has_a_first_and_a_last_day(text: str, first: date, last: date) -> None:
    """What has no year is of the year given; a stretch over the turn of a year ends in the next one."""
    found = within_in(text)
    assert found is not None
    assert found.days(2027, TODAY) == (first, last)


@pytest.mark.parametrize("text", ["Which halls may I hire?", "What does it cost?", "the fall of prices"])
def test_other_words_name_no_time(text: str) -> None:
    """A month's name that is another word, too, names one only after a word that leads up to it."""
    assert within_in(text) is None
