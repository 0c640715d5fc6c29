"""Particulars stand where they are said to stand, and are read by value."""

from __future__ import annotations

from itertools import pairwise

import pytest

from townhall.guard.mentions import Kind, mentions_in
from townhall.guard.units import unit_of

TEXT = "By 17 June 2024 the LGMA had paid 24 % of 1.5 million euros to Ada Quay, twenty-seven in all: +47 22 33 44 55, ada@quay.example."


def test_each_kind_is_found_at_its_place() -> None:
    """Every mention's offsets give the words that it was read from, and none overlap."""
    found = mentions_in(TEXT, "en")
    assert {TEXT[one.start : one.end]: one.kind for one in found} == {
        "17 June 2024": Kind.DATE,
        "LGMA": Kind.NAME,
        "24": Kind.PERCENTAGE,
        "1.5 million": Kind.NUMBER,
        "Ada Quay": Kind.NAME,
        "twenty-seven": Kind.NUMBER,
        "+47 22 33 44 55": Kind.TELEPHONE,
        "ada@quay.example": Kind.ADDRESS,
    }
    assert all(first.end <= second.start for first, second in pairwise(found))


@pytest.mark.parametrize(
    ("one", "other"), [("27", "twenty-seven"), ("1,500,000", "1.5 million"), ("June 2024", "17 June 2024"), ("Quay", "Ada Quay")]
)
def test_values_not_spellings_are_compared(one: str, other: str) -> None:
    """A mention is as another one where its value, at its precision, is in the other's."""
    first, second = (mentions_in(f"they say {text} here", "en")[0] for text in (one, other))
    assert first.is_as(second)


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("It lasts 3 full working days.", "duration-day"),
        ("EUR 3 at most", "currency"),
        ("€3 at most", "currency"),
        ("about 3 metres long", "length"),
        ("all 3 members", None),
    ],
)
def test_units(text: str, unit: str | None) -> None:
    """What a number counts is read from the words or signs at its side."""
    at = text.index("3")
    assert unit_of(text, at, at + 1, "en") == unit
