"""How many live in a place, and large numbers however they are written."""

from __future__ import annotations

from decimal import Decimal

import pytest

from townhall.locales.grouped import with_plain_numbers
from townhall.locales.sizes import sizes_in


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("70.000 inhabitants", "70,000 inhabitants"),
        ("population 12 400", "population 12,400"),
        ("a town of 12\N{NO-BREAK SPACE}400", "a town of 12,400"),
        ("12\N{NARROW NO-BREAK SPACE}400", "12,400"),
        ("45'000 people", "45,000 people"),
        ("45’000 people", "45,000 people"),
        ("1 500 000", "1,500,000"),
        ("we are 85k", "we are 85,000"),
        ("1.5k members", "1,500 members"),
        ("80 thousand euros", "80,000 euros"),
        ("half a million people", "500,000 people"),
        ("a quarter of a million", "250,000"),
        ("a hundred thousand residents", "100,000 residents"),
    ],
)
def test_large_numbers_are_written_in_one_way(text: str, plain: str) -> None:
    """Whatever sets thousands apart, and whether a word says them, a number is written with commas."""
    assert with_plain_numbers(text) == plain


@pytest.mark.parametrize(
    "text",
    [
        "room 12 400",
        "section 3.125",
        "call +386 123 456",
        "phone 555 123 456",
        "in 2025 300 towns",
        "0.125",
        "2026",
        "12.5 km",
        "F12 400",
        "7 to 9",
        "a million things",
        "1234567890123456789012345678901234k",
        pytest.param("9" * 5000 + " thousand", id="5,000 digits"),
        pytest.param("1" + ".000" * 2000, id="6,001 digits"),
    ],
)
def test_other_numbers_stay_as_they_are(text: str) -> None:
    """What tells one of several things, a telephone number, a year and a decimal fraction are no thousands.

    Nor is a number that is beyond all that is counted.
    """
    assert with_plain_numbers(text) == text


@pytest.mark.parametrize(
    ("text", "size"),
    [
        ("over 20,000 inhabitants", 20000),
        ("a village with 300 people", 300),
        ("a town of 2000 inhabitants", 2000),
        ("how much would we pay, population 12,400", 12400),
        ("Population: about 900", 900),
        ("Is a city of 210,000 allowed to apply?", 210000),
        ("our neighbours with 25,000", 25000),
        ("a municipality of just over 5,000", 5000),
        ("what would it cost? we are 85,000", 85000),
        ("What does a town of 8,000 pay?", 8000),
        ("1.2 million inhabitants", 1200000),
    ],
)
def test_a_size_is_told_in_many_ways(text: str, size: int) -> None:
    """A number of inhabitants is read after what says so as well as before it, and where a place is said to be so large."""
    assert [mention.values for mention in sizes_in(text)] == [{Decimal(size)}]


@pytest.mark.parametrize(
    "text",
    [
        "a town of 3,000 hectares",
        "a city with 400 buses",
        "a town with 8 schools",
        "population 2020",
        "a city of 900 km²",
        "we are 12 schools",
        "the city in 2020",
        "a village of 45%",
    ],
)
def test_what_a_place_has_is_no_size(text: str) -> None:
    """What a number counts or measures beside a place, and a year, says nothing of who lives there."""
    assert sizes_in(text) == []
