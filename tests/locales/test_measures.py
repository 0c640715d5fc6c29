"""How long, what share and at what hour, in the words of every language; and everyday words for the same."""

from __future__ import annotations

import tomllib
from importlib.resources import files

import pytest

from townhall.locales.lexicon import LANGUAGES, lexicon
from townhall.locales.measures import durations_in, holds_hour, shares_in
from townhall.locales.words import tokens_of

OTHERS = tuple(language for language in LANGUAGES if language != "en")

DURATIONS = {
    "bg": "в срок от две седмици",
    "cs": "do tří měsíců",
    "da": "inden for otte uger",
    "de": "binnen zehn Wochen",
    "el": "εντός 30 ημερών",
    "es": "en un plazo de dos meses",
    "et": "kahe nädala jooksul",
    "fi": "kuuden viikon kuluessa",
    "fr": "gardés six semaines",
    "ga": "laistigh de 3 mhí",
    "hr": "u roku od osam dana",
    "hu": "két héten belül",
    "it": "entro novanta giorni",
    "lt": "per 10 darbo dienų",
    "lv": "divu nedēļu laikā",
    "mt": "fi żmien 30 jum",
    "nl": "binnen acht weken",
    "pl": "w ciągu sześciu tygodni",
    "pt": "durante uma semana",
    "ro": "pentru trei săptămâni",
    "sk": "do troch mesiacov",
    "sl": "v osmih dneh",
    "sv": "inom tio veckor",
}
"""One a language."""


@pytest.mark.parametrize("language", OTHERS)
def test_a_duration_is_read_in_every_language(language: str) -> None:
    """A number in digits or in words before a unit of time is a duration; the same text without its number is none."""
    text = DURATIONS[language]
    assert durations_in(text, language)
    assert not durations_in("", language)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("einen Zuschlag von zehn Prozentpunkten", "de"),
        ("met 50 procent van de kosten", "nl"),
        ("reciben diez puntos porcentuales más", "es"),
        ("il venti per cento", "it"),
        ("na 40 odstotkov", "sl"),
        ("dwadzieścia procent kosztów", "pl"),
    ],
)
def test_a_share_is_read_in_words(text: str, language: str) -> None:
    """A share may be told in words, a word between the number and its unit."""
    assert shares_in(text, language)


@pytest.mark.parametrize(
    ("text", "language", "holds"),
    [
        ("schließt um 21 Uhr", "de", True),
        ("klockan 21", "sv", True),
        ("a las 9", "es", True),
        ("alle 9 del mattino", "it", True),
        ("do 20 hodin", "cs", True),
        ("las 3 asociaciones", "es", False),
        ("20 Personen", "de", False),
        ("um 09 Uhr", "de", True),
        ("um 25 Uhr", "de", False),
        pytest.param("9" * 5000 + " Uhr", "de", False, id="5,000 digits"),
    ],
)
def test_an_hour_stands_beside_its_word(text: str, language: str, *, holds: bool) -> None:
    """A number is an hour by the word beside it, and not by itself."""
    assert holds_hour(text, language) is holds


def test_every_language_has_the_same_everyday_notions() -> None:
    """What is told apart in one language is in all, so that a question may find it in documents in any."""
    tables = tomllib.loads(files("townhall.locales").joinpath("everyday.toml").read_text(encoding="utf-8"))
    assert tables.keys() == set(LANGUAGES)
    assert all(tables[language].keys() == tables["en"].keys() for language in LANGUAGES)


@pytest.mark.parametrize(
    ("language", "asked", "told"),
    [
        ("pl", "firmę", "Przedsiębiorcy"),
        ("it", "ditta", "imprese"),
        ("es", "arreglar", "reparación"),
        ("nl", "dochter", "kinderen"),
        ("cs", "dceru", "děti"),
    ],
)
def test_words_for_the_same_share_a_notion(language: str, asked: str, told: str) -> None:
    """What a person says and what a document says stand for one notion."""
    found = [{match.name for match in lexicon(language).notions.find(tokens_of(word))} for word in (asked, told)]
    assert found[0] & found[1]


def test_a_letter_with_an_accent_is_another_word() -> None:
    """The Italian "è" is no "e", which would make every question that begins with it go on from the one before."""
    assert [token.folded for token in tokens_of("È aperto e gratuito")] == ["è", "aperto", "e", "gratuito"]
