"""Numbers in words and digits."""

from __future__ import annotations

import pytest

from townhall.locales.numbers import NUMBER, number_value, ordinal


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("12,000 people", ["12000"]),
        ("35k inhabitants", ["35000"]),
        ("12 thousand people and 169 million more", ["12000", "169000000"]),
        ("twenty-seven countries", ["27"]),
        ("two million euros", ["2000000"]),
        ("one hundred towns", ["100"]),
        ("a dozen cards", ["12"]),
        ("44% of them", ["44%"]),
        ("one of 14 bodies", ["14"]),
        ("5 km, F2F", ["5"]),
    ],
)
def test_numbers_are_read_by_value(text: str, values: list[str]) -> None:
    """Digits, words, and both with a scale are read; a lone "one" and digits inside a word are no numbers."""
    assert [number_value(match) for match in NUMBER.finditer(text)] == values


@pytest.mark.parametrize("word", ["2", "2nd", "second", "two", "II", "ii"])
def test_things_are_numbered_in_many_ways(word: str) -> None:
    """Digits, ordinals, cardinals and Roman numbers name the same one of several."""
    assert ordinal(word) == "2"


@pytest.mark.parametrize("word", ["last", "town", "123", ""])
def test_other_words_number_nothing(word: str) -> None:
    """A word that is no number, or a number too large to count phases by, names none."""
    assert ordinal(word) is None


@pytest.mark.parametrize(
    ("text", "language", "value"),
    [
        ("1.200 evrov", "sl", "1200"),
        ("75.000 Euro", "de", "75000"),
        ("180 000 € par école", "fr", "180000"),
        ("1.5 km", "de", "1.5"),
        ("1.200 km", "en", "1.2"),
    ],
)
def test_thousands_are_set_apart_as_the_language_does(text: str, language: str, value: str) -> None:
    """A full stop before three digits is one of thousands but in English; a blank is one in every language."""
    assert [number_value(match, language) for match in NUMBER.finditer(text)] == [value]
