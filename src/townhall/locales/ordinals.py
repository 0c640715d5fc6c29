"""The words that number phases, in every language: "second", "drugo", "2.", "zwei" after the noun."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files

from townhall.locales.lexicon import Patterns
from townhall.locales.numbers import ORDINALS, ordinal
from townhall.locales.words import Token

DIGITS = re.compile(r"\d{1,2}")


def numbers_before(tokens: Sequence[Token], language: str, *, text: str = "") -> Mapping[int, str]:
    """Return, by position, the numbers that words say as they stand before a noun ("second", "2nd", "2."), as digits.

    Where ``text`` is given, digits with a full stop right after them count in languages that write ordinals so.
    """
    found = {i: number for i, token in enumerate(tokens) if _is_ordinal(token.folded) and (number := ordinal(token.folded))}
    for match in _patterns("before", language).find(tokens):
        found |= dict.fromkeys(range(match.first, match.last), match.name)
    if language != "en":
        found |= {
            i: str(int(token.text)) for i, token in enumerate(tokens) if DIGITS.fullmatch(token.text) and text[token.end : token.end + 1] == "."
        }
    return found


def numbers_after(tokens: Sequence[Token], language: str) -> Mapping[int, str]:
    """Return, by position, the numbers that words say as they stand after a noun ("2", "II", "two", "la fase segunda"), as digits."""
    found = {i: number for i, token in enumerate(tokens) if (number := ordinal(token.folded))}
    for match in (*_patterns("before", language).find(tokens), *_patterns("after", language).find(tokens)):
        found |= dict.fromkeys(range(match.first, match.last), match.name)
    return found


def between_numbers(tokens: Sequence[Token], language: str) -> frozenset[int]:
    """Return the positions of words that say, between two numbers, that both are meant: "phase 1 or 2", "Phase 1 bis 3"."""
    return frozenset(i for match in _patterns("between", language).find(tokens) for i in range(match.first, match.last))


def _is_ordinal(folded: str) -> bool:
    return folded in ORDINALS or (folded[:1].isdigit() and not folded.isdigit())


@cache
def _patterns(part: str, language: str) -> Patterns:
    """Return the words of a language, by the number that they say; English has its own in ``numbers.toml``."""
    return Patterns({str(number): words for number, words in enumerate(_tables()[part].get(language, []), 1)})


@cache
def _tables() -> dict[str, dict[str, list[list[str]]]]:
    return tomllib.loads(files("townhall.locales").joinpath("ordinals.toml").read_text(encoding="utf-8"))
