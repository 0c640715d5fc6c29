"""Dates as people write them in the 24 languages."""

from __future__ import annotations

from datetime import date

import pytest
from babel import Locale
from babel.dates import format_date

from townhall.locales.dates import _months, dates_in, days_in
from townhall.locales.lexicon import LANGUAGES

DAYS = [date(2025, month, day) for month in range(1, 13) for day in (1, 12, 24)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_months_are_called_as_in_cldr(language: str) -> None:
    """Every name and abbreviation that CLDR has of a month is known for it, and no other."""
    months = Locale(language).months
    for width in ("wide", "abbreviated"):
        held = [{form[width][number] for form in months.values() if width in form} for number in range(1, 13)]
        assert [set(names) for names in _months()[language][width]] == held


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("width", ["full", "long", "medium"])
def test_what_cldr_writes_is_read(language: str, width: str) -> None:
    """A day in each month, as CLDR writes it, is read as that day and nothing else, by itself and in a sentence."""
    for day in DAYS:
        written = format_date(day, width, locale=language)
        assert [mention.full for mention in dates_in(written, language)] == [day], written
        text = f"({written}) – {written}, x"
        assert [mention.full for mention in dates_in(text, language)] == [day, day], text


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("written", ["2024-06-17", "17/06/2024", "17.6.2024", "17.06.2024", "17. 6. 2024", "17-06-2024"])
def test_figures_are_read_in_every_language(language: str, written: str) -> None:
    """Days in figures are read alike whatever the language, at their own place."""
    text = f"– {written} –"
    (mention,) = dates_in(text, language)
    assert (mention.iso, text[mention.start : mention.end]) == ("2024-06-17", written)


@pytest.mark.parametrize(
    ("language", "text", "iso", "mentioned"),
    [
        ("lt", "iki 2025 m. kovo 24 d. imtinai", "2025-03-24", "2025 m. kovo 24 d."),
        ("lt", "2025 m. kovo 24 dieną", "2025-03-24", "2025 m. kovo 24 dieną"),
        ("lt", "2025 m. kovas", "2025-03", "2025 m. kovas"),
        ("lv", "līdz 2025. gada 24. martam", "2025-03-24", "2025. gada 24. martam"),
        ("lv", "līdz 2025. gada 24. martā plkst. 12", "2025-03-24", "2025. gada 24. martā"),
        ("lv", "2025. g. 1. janvārī", "2025-01-01", "2025. g. 1. janvārī"),
        ("lv", "2025. gada aprīlis", "2025-04", "2025. gada aprīlis"),
        ("hu", "2025. március 24-én", "2025-03-24", "2025. március 24-én"),
        ("hu", "2025. márc. 24.", "2025-03-24", "2025. márc. 24."),
        ("hu", "2025.03.24. napja", "2025-03-24", "2025.03.24"),
        ("hu", "2025. 03. 24.", "2025-03-24", "2025. 03. 24"),
        ("hu", "2025. március", "2025-03", "2025. március"),
        ("en", "It closed in 2025. March was cold.", "2025", "2025"),
        ("en", "17th of June 2024", "2024-06-17", "17th of June 2024"),
        ("en", "founded in the 1980s", "1980", "1980s"),
    ],
)
def test_dates_in_sentences(language: str, text: str, iso: str, mentioned: str) -> None:
    """Year-first dates and months are read where the language writes so, and only there; the place is the date's own."""
    (mention,) = dates_in(text, language)
    assert (mention.iso, text[mention.start : mention.end]) == (iso, mentioned)


@pytest.mark.parametrize("text", ["31.2.2025", "12.34.2025", "40/01/2024x", "1.2.3", "phone 020 2025 1234 5678x2024"])
def test_no_date_is_made_up(text: str) -> None:
    """What names no day is not read as one."""
    assert not [mention for mention in dates_in(text) if mention.day]


def test_a_day_after_a_word_of_time_is_read_whole() -> None:
    """The words "until 2026-12-15" name the day, not the year that it begins with."""
    assert [mention.iso for mention in dates_in("open until 2026-12-15")] == ["2026-12-15"]


@pytest.mark.parametrize("text", ["31. März", "20 de enero", "1° novembre", "20. januarja", "15 janvier", "31 May", "3. maja"])
def test_a_day_of_the_year_is_known_without_its_year(text: str) -> None:
    """A day and the name of a month are a day in every language."""
    assert [text[start:end] for start, end in days_in(text)] == [text]


@pytest.mark.parametrize("text", ["12 out of 15 towns", "Of these 12 may apply.", "9 set rules", "20 people"])
def test_a_number_before_another_word_is_no_day(text: str) -> None:
    """Abbreviations of months in one language are words of another."""
    assert days_in(text) == []


def test_slovene_months_are_known_in_the_cases_that_dates_take() -> None:
    """CLDR names Slovene months in the first case alone."""
    assert [mention.iso for mention in dates_in("od 1. marca 2027 do 31. decembra 2027, pred 8. septembrom 2028", "sl")] == [
        "2027-03-01",
        "2027-12-31",
        "2028-09-08",
    ]
