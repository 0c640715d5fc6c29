"""The word lists of ``structure.toml``: what labels a field, names an organisation, announces a deadline."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

from townhall.locales.words import folded_phrase


@cache
def _structure() -> dict[str, Any]:
    return tomllib.loads(files("townhall.locales").joinpath("structure.toml").read_text(encoding="utf-8"))


@cache
def words(table: str, key: str) -> frozenset[str]:
    """Return a list of folded words or phrases: ``words("organisations", "nouns")``."""
    return frozenset(folded_phrase(word) or word for word in _structure()[table][key])
