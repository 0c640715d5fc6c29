"""The lexicons of all languages have the same notions, and no concept that the code doesn't know."""

from __future__ import annotations

import tomllib
from importlib.resources import files
from typing import Any

import pytest

from townhall.locales.lexicon import LANGUAGES


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
