"""The lists of words and phrases in ``structure.toml``: what labels a field, names an organisation, announces a deadline."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

from townhall.locales.words import folded_phrase

GAP = "…"
_GAP = r" (?:\w+ ){0,6}?"
"""What ``…`` stands for in a phrase: up to six words."""


@cache
def _structure() -> dict[str, Any]:
    return tomllib.loads(files("townhall.locales").joinpath("structure.toml").read_text(encoding="utf-8"))


@cache
def words(table: str, key: str) -> frozenset[str]:
    """Return a list of folded words or phrases: ``words("organisations", "nouns")``."""
    return frozenset(folded_phrase(word) or word for word in _structure()[table][key])


@cache
def spellings(table: str, key: str) -> tuple[str, ...]:
    """Return a list of words as they are written, the longest first."""
    return tuple(sorted(_structure()[table][key], key=len, reverse=True))


@cache
def phrases(table: str, key: str) -> re.Pattern[str]:
    """Return what finds one of a list of phrases among folded words with single spaces between them, and one at either end."""
    parts = [[re.escape(folded_phrase(part)) for part in phrase.split(GAP)] for phrase in _structure()[table][key]]
    return re.compile(rf" (?:{'|'.join(_GAP.join(phrase) for phrase in parts)}) ")
