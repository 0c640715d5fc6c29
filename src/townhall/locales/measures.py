"""How texts in other languages than English say how long, what share and at what hour: "zwölf Wochen", "dieci punti percentuali", "alle 9"."""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Mapping, Sequence
from functools import cache
from importlib.resources import files

from townhall.locales.lexicon import Patterns, lexicon
from townhall.locales.words import Token, tokens_of

Place = tuple[int, int]
BETWEEN = 1
"""Words that may stand between a number and its unit: "zehn volle Wochen", "dix points de pourcentage"."""
HOURS = frozenset(map(str, range(25))) | {f"{hour:02}" for hour in range(10)}
"""How an hour of the day is written."""


def durations_in(text: str, language: str) -> list[Place]:
    """Return where a text says how long, as a number with a unit of time; none for English, whose patterns know more."""
    return _measured(text, language, "time")


def shares_in(text: str, language: str) -> list[Place]:
    """Return where a text gives a share in words: "50 procent", "zehn Prozentpunkte"."""
    return _measured(text, language, "percent")


def holds_hour(text: str, language: str) -> bool:
    """Whether a number of hours stands beside what makes it one of the day: "21 Uhr", "alle 9"."""
    tokens = tokens_of(text)
    hours = {i for i, token in enumerate(tokens) if token.folded in HOURS}
    return any(match.first - 1 in hours or match.last in hours for match in _patterns(language).find(tokens) if match.name == "hour")


def _measured(text: str, language: str, unit: str) -> list[Place]:
    tokens, counts = tokens_of(text), _counts(language)
    found: list[Place] = []
    for match in _patterns(language).find(tokens):
        first = _number_before(tokens, match.first, counts) if match.name == unit else None
        if first is not None:
            found.append((tokens[first].start, tokens[match.last - 1].end))
    return found


def _number_before(tokens: Sequence[Token], place: int, counts: Collection[str]) -> int | None:
    """Return the position of the number right before a place, or a word before that; None where there is none."""
    return next((i for i in range(place - 1, max(-1, place - 2 - BETWEEN), -1) if tokens[i].folded in counts or tokens[i].folded.isdecimal()), None)


@cache
def _counts(language: str) -> frozenset[str]:
    return lexicon(language).number_words | {token.folded for word in _table(language).get("counts", ()) for token in tokens_of(word)}


@cache
def _patterns(language: str) -> Patterns:
    return Patterns({key: patterns for key, patterns in _table(language).items() if key != "counts"})


def _table(language: str) -> Mapping[str, Sequence[str]]:
    return _tables().get(language, {})


@cache
def _tables() -> Mapping[str, Mapping[str, Sequence[str]]]:
    return tomllib.loads(files("townhall.locales").joinpath("measures.toml").read_text(encoding="utf-8"))
