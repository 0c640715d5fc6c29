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


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("what is on between May and June 2027?", date(2027, 5, 1), date(2027, 6, 30)),
        ("from November to February 2027", date(2026, 11, 1), date(2027, 2, 28)),
        ("from 20 May to 3 May 2027", date(2026, 5, 20), date(2027, 5, 3)),
        ("from November 2027 to February", date(2027, 11, 1), date(2028, 2, 29)),
        ("between May 2027 and June", date(2027, 5, 1), date(2027, 6, 30)),
    ],
)
def test_a_year_that_is_named_once_is_that_of_both_ends(text: str, first: date, last: date) -> None:
    """The end without a year is of the other's, or of the one beside it where the first would be the later."""
    found = within_in(text)
    assert found is not None
    assert found.days(2029, TODAY) == (first, last)


@pytest.mark.parametrize(
    ("text", "today", "first", "last"),
    [
        ("events next May", date(2027, 6, 10), date(2028, 5, 1), date(2028, 5, 31)),
        ("events next May", date(2027, 5, 10), date(2028, 5, 1), date(2028, 5, 31)),
        ("events in the coming May", date(2027, 4, 10), date(2027, 5, 1), date(2027, 5, 31)),
        ("events from next May on", date(2027, 6, 10), date(2028, 5, 1), date.max),
        ("events next winter", date(2027, 1, 10), date(2027, 12, 1), date(2028, 2, 29)),
        ("events this winter", date(2027, 1, 10), date(2026, 12, 1), date(2027, 2, 28)),
        ("events this winter", date(2027, 12, 10), date(2027, 12, 1), date(2028, 2, 29)),
        ("events until the end of this winter", date(2027, 1, 10), date.min, date(2027, 2, 28)),
        ("events this winter", date(2027, 4, 10), date(2025, 12, 1), date(2026, 2, 28)),
    ],
)
def test_today_says_which_one_is_the_next_and_which_is_this_one(text: str, today: date, first: date, last: date) -> None:
    """The next May is the first after today, this winter the one that holds today; that of the year given where none does."""
    found = within_in(text)
    assert found is not None
    assert found.days(2025, today) == (first, last)
