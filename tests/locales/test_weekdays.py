"""Days of the week in running text."""

from __future__ import annotations

import pytest

from townhall.locales.lexicon import LANGUAGES
from townhall.locales.weekdays import is_day, weekdays_in

WORKDAYS = {0, 1, 2, 3, 4}


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("It is open on Tuesdays and Fridays.", {1, 4}),
        ("Monday to Friday from 9:00 to 17:00", WORKDAYS),
        ("Mon\u2013Fri, Sat. 9:00\u201312:00", {*WORKDAYS, 5}),
        ("Friday until Monday", {4, 5, 6, 0}),
        ("It is open daily.", {0, 1, 2, 3, 4, 5, 6}),
        ("only at weekends", {5, 6}),
        ("We sat in the sun with Wed and Thu.", set()),
    ],
)
def test_days_of_an_english_text(text: str, days: set[int]) -> None:
    """Days are read by their names, in a range with those between, and by words for several; an abbreviation by itself is none."""
    assert weekdays_in(text, "en") == days


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("понеделник до петък", "bg"), ("od ponedjeljka do petka", "hr"), ("od pondělí do pátku", "cs"), ("mandag til fredag", "da"),
        ("maandag tot vrijdag", "nl"), ("esmaspäevast reedeni", "et"), ("maanantaista perjantaihin", "fi"), ("du lundi au vendredi", "fr"),
        ("Montag bis Freitag", "de"), ("Δευτέρα έως Παρασκευή", "el"), ("hétfőtől péntekig", "hu"), ("Dé Luain go dtí Dé hAoine", "ga"),
        ("dal lunedì al venerdì", "it"), ("no pirmdienas līdz piektdienai", "lv"), ("nuo pirmadienio iki penktadienio", "lt"),
        ("mit-Tnejn sal-Ġimgħa", "mt"), ("od poniedziałku do piątku", "pl"), ("de segunda a sexta-feira", "pt"), ("de luni până vineri", "ro"),
        ("od pondelka do piatku", "sk"), ("od ponedeljka do petka", "sl"), ("de lunes a viernes", "es"), ("måndag till fredag", "sv"),
        ("Monday to Friday", "en"),
    ],
)  # fmt: skip
def test_a_range_in_every_language(text: str, language: str) -> None:
    """A range is read in each language, with the endings that its names take there."""
    assert weekdays_in(text, language) == WORKDAYS
    assert language in LANGUAGES


@pytest.mark.parametrize(
    ("text", "days"),
    [("luni", {0}), ("lunea", {0}), ("joia", {3}), ("Primăria Lunca Verde", set()), ("abonament lunar", set()), ("județ", set()), ("3 luni", set())],
)
def test_short_names_of_days(text: str, days: set[int]) -> None:
    """What only begins like a short name is no day, nor is what counts months."""
    assert weekdays_in(text, "ro") == days


@pytest.mark.parametrize(("text", "language"), [("segunda fase", "pt"), ("την τρίτη φάση", "el"), ("tlieta u erbgħa", "mt")])
def test_a_number_is_no_day(text: str, language: str) -> None:
    """Where a day is called by its number, the number alone is no day."""
    assert weekdays_in(text, language) == set()


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("12 January 2027", True),
        ("Tuesday, 3 March", True),
        ("Monday", True),
        ("20. März", True),
        ("May Day market", False),
        ("Mill Lane", False),
        ("2027", True),
    ],
)
def test_what_is_nothing_but_a_day(text: str, *, told: bool) -> None:
    """A day of a month or of the week names no thing; what has another word may."""
    assert is_day(text) is told
