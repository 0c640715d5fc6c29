"""For how long what is paid is good, or how often it is due."""

from __future__ import annotations

import tomllib
from importlib.resources import files

import pytest

from townhall.locales.lexicon import LANGUAGES
from townhall.locales.rates import rates_in


def test_every_language_has_words_for_every_rate() -> None:
    """What is told apart in one language is in all, so that a question may find it in documents in any."""
    tables = tomllib.loads(files("townhall.locales").joinpath("rates.toml").read_text(encoding="utf-8"))
    assert tables.keys() == set(LANGUAGES)
    assert all(list(table) == ["daily", "weekly", "monthly", "yearly"] and all(table.values()) for table in tables.values())


@pytest.mark.parametrize(
    ("text", "language", "rates"),
    [
        ("Was kostet die Jahreskarte?", "de", ["yearly"]),
        ("Abonnement mensuel", "fr", ["monthly"]),
        ("| Bilet de o zi | 25 lei |", "ro", ["daily"]),
        ("éves bérlet", "hu", ["yearly"]),
        ("egy 5 éves gyermek", "hu", []),
        ("výzva na rok 2026", "cs", []),
        ("this year", "en", []),
    ],
)
def test_rates_of_a_text(text: str, language: str, rates: list[str]) -> None:
    """An adjective, a compound or a phrase says it; an age doesn't, nor a year that is named."""
    assert [match.name for match in rates_in(text, language)] == rates
