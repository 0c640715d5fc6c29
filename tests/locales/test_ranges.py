"""Ranges of numbers as tables give them."""

from __future__ import annotations

from decimal import Decimal

import pytest

from townhall.locales.ranges import range_of


@pytest.mark.parametrize(
    ("text", "within", "without"),
    [
        ("20,001 – 50,000", 20_001, 50_001),
        ("6 to 12", 12, 5),
        ("more than 500,000", 500_001, 500_000),
        ("up to 20,000 inhabitants", 20_000, 20_001),
        ("under 16", 15, 16),
        ("max. 20 people", 20, 21),
        ("minimum 12", 12, 11),
        ("65 and over", 65, 64),
        ("12 years or younger", 12, 13),
    ],
)
def test_a_range_holds_the_numbers_it_tells(text: str, within: int, without: int) -> None:
    """A range is told by two numbers with a link between them, or by one with a bound before or after it."""
    found = range_of(text)
    assert found is not None
    assert Decimal(within) in found
    assert Decimal(without) not in found


@pytest.mark.parametrize("text", ["Mill Lane", "42", "3 December 2026", "12 and 14", "Room 4"])
def test_other_values_are_no_ranges(text: str) -> None:
    """A plain number, a name, two numbers that nothing makes the ends of a range: none is one."""
    assert range_of(text) is None
