"""Facts: texts but for their spelling, numbers and dates by value."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest

from townhall.evaluation.data.facts import DateFact, NumberFact, TextFact, content_of, names_an_answer
from townhall.locales.values import numbers_in
from townhall.model import Answer, Card, CardField, Citation

Make = Callable[..., Answer]


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("20,000 inhabitants", [20000]),
        ("20000 inhabitants.", [20000]),
        ("20 000 inhabitants", [20000]),
        ("20\N{NO-BREAK SPACE}000 inhabitants", [20000]),
        ("twenty thousand inhabitants", [20000]),
        ("20 thousand", [20000]),
        ("169 million EU citizens", [169000000]),
        ("169,000,000", [169000000]),
        ("1.5 billion", [1500000000]),
        ("approximately six weeks", [6]),
        ("the 12 (twelve) measures", [12]),
        ("one hundred and forty-five members", [145]),
        ("Two dozen cards", [24]),
        ("forty-four per cent", [44]),
        ("44%", [44]),
        ("two million three hundred thousand and five", [2300005]),
        ("0.5", [Decimal("0.5")]),
        ("from 2023-2026", [2023, 2026]),
    ],
)
def test_numbers_by_value(text: str, values: list[Decimal]) -> None:
    """The spelling of a number doesn't matter."""
    assert set(values) <= numbers_in(text, "en")


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("20,000 inhabitants", 20),
        ("2012", 12),
        ("F2F and MIM2", 2),
        ("on 17 June 2024", 17),
        ("in April 2024", 2024),
        ("v1.28", 28),
        ("six seven", 13),
        ("twenty and thirty", 50),
        ("twenty thousand", 20),
        ("169 million", 169),
        ("once, someone, none", 1),
    ],
)
def test_not_the_number(text: str, value: int) -> None:
    """Digits within another number, a word or a date are no number of their own; a year by itself is one."""
    assert value not in numbers_in(text, "en")
    assert 2011 in numbers_in("founded in 2011", "en")


@pytest.mark.parametrize(
    ("text", "language", "value"),
    [
        ("20.000 Einwohner", "de", 20000),
        ("plus de 20\N{NARROW NO-BREAK SPACE}000 habitants", "fr", 20000),
        ("169 Millionen Menschen", "de", 169000000),
        ("169 miliónov občanov", "sk", 169000000),
        ("»with over 20,000 inhabitants«", "de", 20000),
        ("1,5", "sl", Decimal("1.5")),
        ("1.234.567,5", "de", Decimal("1234567.5")),
    ],
)
def test_numbers_of_other_languages(text: str, language: str, value: Decimal) -> None:
    """Separators and words for a thousand and more are those of the answer's language, or English."""
    assert value in numbers_in(text, language)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("by 17 June 2024", "en"),
        ("by June 17, 2024", "en"),
        ("2024-06-17", "en"),
        ("bis zum 17. Juni 2024", "de"),
        ("17 giugno 2024", "it"),
        ("do 17. júna 2024", "sk"),
        ("έως 17 Ιουνίου 2024", "el"),
        ("»a deadline of 17 June 2024«", "de"),
    ],
)
def test_dates_by_value(answer: Make, text: str, language: str) -> None:
    """A day is held however it is written, in the answer's language or in English, and no other day is."""
    content = content_of(answer(text, language=language))
    assert content.holds(DateFact(date(2024, 6, 17)))
    assert not content.holds(DateFact(date(2024, 6, 18)))


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("the LOCAL councils", "Local Councils"),
        ("Local Councils’ Association", "Local Councils' Association"),
        ("the “Smart Territories” initiative", '"Smart Territories"'),
        ("Flanders – Smart  Region\nOffice", "Flanders - Smart Region Office"),
        ("Olivier Lefèvre,\N{NO-BREAK SPACE}Mister", "Lefèvre, Mister"),
        ("Kos\N{COMBINING CARON}penda", "KOŠPENDA"),
    ],
)
def test_texts_but_for_spelling(answer: Make, text: str, wanted: str) -> None:
    """Case, white space, quotation marks, dashes and composed letters don't matter, and one alternative suffices."""
    content = content_of(answer(text))
    assert content.holds(TextFact(("absent", wanted)))
    assert not content.holds(TextFact(("absent",)))


@pytest.mark.parametrize(
    ("text", "language", "value", "units", "held"),
    [
        ("44 % of them", "en", 44, ["%"], True),
        ("forty-four per cent of them", "en", 44, ["%"], True),
        ("44,5 Prozent der Städte", "de", Decimal("44.5"), ["%"], True),
        ("44 cities", "en", 44, ["%"], False),
        ("44 cities, 12 % of them", "en", 44, ["%"], False),
        ("28 harbour cities", "en", 28, ["cities", "towns"], True),
        ("twenty-eight cities", "en", 28, ["cities"], True),
        ("28 weeks, for cities", "en", 28, ["cities"], False),
        ("28 of 30 cities", "en", 28, ["cities"], False),
        ("28 citieswide", "en", 28, ["cities"], False),
        ("six-week period", "en", 6, ["week"], True),
        ("EUR 60,000 a year", "en", 60000, ["EUR", "€"], True),
        ("€60,000", "en", 60000, ["€"], True),
        ("1.5 million euros", "en", 1_500_000, ["euro", "euros"], True),
        ("1.5 million people", "en", 1_500_000, ["euros"], False),
    ],
)
def test_numbers_with_their_unit(answer: Make, text: str, language: str, value: Decimal, units: list[str], *, held: bool) -> None:
    """A number with a unit is held only where the unit stands by it; without one, any mention will do."""
    content = content_of(answer(text, language=language))
    assert content.holds(NumberFact(Decimal(value), tuple(units))) is held
    assert content.holds(NumberFact(Decimal(value)))


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Applications close at 17:00.", 17),
        ("from 09:30 to 12:15", 12),
        ("Call +32 2 123 45 67.", 2),
        ("See https://example.eu/calls/28/", 28),
        ("the 3rd call, for the 28th time", 28),
    ],
)
def test_digits_that_are_no_number(answer: Make, text: str, value: int) -> None:
    """Times, telephone numbers, addresses and ordinals hold no number."""
    assert not content_of(answer(text)).holds(NumberFact(Decimal(value)))


def test_what_counts_as_said(answer: Make, cite: Callable[..., Citation]) -> None:
    """Statements, cards and notes count; quotes, reasons and suggestions don't."""
    card = Card("contact", {"name": CardField("Ada Quay", 1), "phone": CardField(None, None)})
    given = answer(
        "It supports 28 cities.",
        cite("south.txt", "The services take six weeks."),
        cards=(card,),
        notes=("The last day was 3 May 2024.",),
        reason="Nothing is said of Hilland.",
        next=("Ask about Norland.",),
    )
    content = content_of(given)
    assert all(content.holds(fact) for fact in (NumberFact(Decimal(28)), TextFact(("ada quay",)), DateFact(date(2024, 5, 3))))
    assert not any(content.holds(fact) for fact in (NumberFact(Decimal(6)), TextFact(("hilland",)), TextFact(("norland",))))


def test_a_text_stands_in_one_place(answer: Make) -> None:
    """A text fact isn't put together from the end of one part and the beginning of another."""
    assert not content_of(answer("Ada", notes=("Quay",))).holds(TextFact(("Ada Quay",)))


@pytest.mark.parametrize(("text", "named"), [("Led by ADA\nQuay.", True), ("Led by Adam.", False), ("In 1999", True), ("In 19990", False)])
def test_answers_of_a_reading_test_are_whole_words(text: str, *, named: bool) -> None:
    """An answer counts however it is broken and capitalised, and not as part of a longer word or number."""
    assert names_an_answer(text, ("Ada Quay", "1999")) is named
    assert names_an_answer(text, ("Ada", "1999")) is named
