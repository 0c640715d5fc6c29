"""For how long something that is paid is good, or how often it is due: "annual", "per year", "Jahreskarte", in the 24 languages."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from itertools import pairwise

from townhall.locales.lexicon import Match, Patterns
from townhall.locales.words import tokens_of

BETWEEN = " .-–\u2011\u00a0\t\n"
"""What stands between a number and the word that it counts: "6-letni", "2026. évi"."""


def rates_in(text: str, language: str) -> list[Match]:
    """Return the rates of which a text in a language speaks, as ``yearly``, with its words for them.

    An age is none ("5 éves", "6-letni"), nor is a year that is named ("na rok 2026", "2026. évi").
    """
    tokens = tokens_of(text)
    beside = {first for first, second in enumerate(pairwise(tokens)) if not text[second[0].end : second[1].start].strip(BETWEEN)}
    numbers = {place for place, token in enumerate(tokens) if token.folded[:1].isdigit()}

    def is_counted(match: Match) -> bool:
        return (match.first - 1 in numbers & beside) or (match.last in numbers and match.last - 1 in beside)

    return [match for match in _patterns(language).find(tokens) if not is_counted(match)]


def rate_words(rate: str, language: str) -> tuple[tuple[str, bool], ...]:
    """Return the single words of a language for a rate, each with whether it is only the beginning of one."""
    return _patterns(language).single(rate)


@cache
def _patterns(language: str) -> Patterns:
    return Patterns(_tables().get(language, {}))


@cache
def _tables() -> Mapping[str, Mapping[str, Sequence[str]]]:
    return tomllib.loads(files("townhall.locales").joinpath("rates.toml").read_text(encoding="utf-8"))
