"""The lexicons of all languages have the same notions, and no concept that the code doesn't know."""

from __future__ import annotations

import tomllib
from importlib.resources import files
from typing import Any

import pytest

from townhall.locales.lexicon import LANGUAGES, lexicon
from townhall.locales.words import tokens_of


def table(language: str) -> dict[str, Any]:
    """Return a lexicon as it is written."""
    return tomllib.loads(files("townhall.locales").joinpath("lexicon", f"{language}.toml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_the_same_notions(language: str) -> None:
    """What can be searched for in English can be in every language, each notion by a word at least."""
    terms = table(language)["terms"]
    assert terms.keys() == table("en")["terms"].keys()
    assert all(terms.values())


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_language_has_a_concept_of_its_own(language: str) -> None:
    """What a word does in a question is called as in English: the code knows no other name."""
    assert table(language)["concepts"].keys() <= table("en")["concepts"].keys()


@pytest.mark.parametrize(
    ("word", "language", "names"),
    [
        ("Eintrittspreis", "de", ["attribute_money"]),
        ("Preis", "de", ["attribute_money"]),
        ("hyresavgift", "sv", ["attribute_money"]),
        ("Reis", "de", []),
    ],
)
def test_the_end_of_a_word_may_tell(word: str, language: str, names: list[str]) -> None:
    """Of a compound its last part says what is asked for."""
    assert [match.name for match in lexicon(language).concepts.find(tokens_of(word))] == names
