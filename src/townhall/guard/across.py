"""Support across languages: words can't be compared, so particulars carry the whole weight.

Every particular must be in the evidence, by value; a denial must be one there too; and at least one particular, or a word that both languages
spell alike, must tie the statement to its evidence. What a statement says in words alone is not tested: a wrong verb passes.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from functools import cache
from importlib.resources import files

from townhall.locales.words import fold, tokens_of

TIE = 4
"""Letters from which a word that both languages have ties a statement to its evidence."""
_NOUNS = re.compile(r"(?<=[^\s.!?:] )([^\W\d_a-zäöüß][\w-]+) ([^\W\d_a-zäöüß][\w-]+)")


def denies(text: str, language: str) -> bool:
    """Whether a text has a word of its language that denies."""
    return not _negations(language).isdisjoint(token.folded for token in tokens_of(text))


def double_nouns(text: str, language: str) -> Iterable[tuple[str, str]]:
    """Yield pairs of capitalised words within a German sentence: where every noun has a capital, two in a row are most often a name."""
    return ((fold(first), fold(second)) for first, second in _NOUNS.findall(text)) if language == "de" else ()


def first_word(text: str) -> str | None:
    """Return a text's first word, folded; None where capitals within it show that it is a name."""
    first = next(iter(tokens_of(text)), None)
    return None if first is None or any(character.isupper() for character in first.text[1:]) else first.folded


@cache
def _negations(language: str) -> frozenset[str]:
    table = tomllib.loads(files("townhall.guard").joinpath("negations.toml").read_text(encoding="utf-8"))
    return frozenset(fold(word) for word in table.get(language, ()))
