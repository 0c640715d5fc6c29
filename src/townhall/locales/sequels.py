"""How texts in other languages than English go on from what they said: "Exception : …", "Został on przedłużony", "omdat …"."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Literal

from townhall.locales.lexicon import Match, Patterns
from townhall.locales.words import Token, tokens_of

Sequel = Literal["except", "changed", "cause", "several"]
BEGINNING = 2
"""Words of a sentence of which one begins what makes it an exception: "Dies ist ausgenommen"."""


def goes_on(text: str, sequel: Sequel, language: str) -> bool:
    """Whether a text in a language other than English goes on so; an exception is said at its beginning."""
    found = [match for match in sequels_in(tokens_of(text), language) if match.name == sequel]
    return any(match.first < BEGINNING for match in found) if sequel == "except" else bool(found)


def sequels_in(tokens: Sequence[Token], language: str) -> list[Match]:
    """Return all that goes on from what was said, by the names of the lists; none in English."""
    return _patterns(language).find(tokens)


@cache
def _patterns(language: str) -> Patterns:
    return Patterns(_tables().get(language, {}))


@cache
def _tables() -> Mapping[str, Mapping[str, Sequence[str]]]:
    return tomllib.loads(files("townhall.locales").joinpath("sequels.toml").read_text(encoding="utf-8"))
