"""How texts announce until when, and from when, one can apply: in English by ``structure.toml``, in other languages by ``deadlines.toml``."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files

from townhall.locales.lexicon import Match, Patterns, lexicon
from townhall.locales.structure import spellings
from townhall.locales.words import folded_phrase, tokens_of

ENGLISH = ("cues", "strong", "apply", "before", "opening", "given_up", "amended", "withdrawn", "lasting", "of_papers", "kept")
"""What is told of English; of other languages it is what their tables have, and ``apply`` as the lexicon has it."""


def announcing(text: str, language: str) -> list[Match]:
    """Return what in a text announces a day, by the names of the lists; its words are those that ``tokens_of`` parts."""
    tokens = tokens_of(text)
    found = _patterns(language).find(tokens)
    if language != "en":
        found += [match for match in lexicon(language).concepts.find(tokens) if match.name == "apply"]
    return found


def announces(text: str, key: str, language: str) -> bool:
    """Whether anything of a list stands in a text."""
    return any(match.name == key for match in announcing(text, language))


def is_label(text: str, language: str) -> bool:
    """Whether a label or a column's head says that the day beside it is a deadline."""
    return announces(text, "strong", language) or (language != "en" and folded_phrase(text) in _phrases(language, "labels"))


def links(language: str) -> frozenset[str]:
    """Return the folded words that may stand between the two ends of a period."""
    return frozenset(spellings("deadlines", "period_links")) | (frozenset() if language == "en" else _phrases(language, "links"))


@cache
def _phrases(language: str, key: str) -> frozenset[str]:
    return frozenset(folded_phrase(phrase) for phrase in _tables().get(language, {}).get(key, ()))


@cache
def _patterns(language: str) -> Patterns:
    if language == "en":
        return Patterns({key: spellings("deadlines", key) for key in ENGLISH})
    table = _tables().get(language, {})
    return Patterns({**table, "cues": [*table.get("strong", ()), *table.get("labels", ())]})


@cache
def _tables() -> Mapping[str, Mapping[str, Sequence[str]]]:
    return tomllib.loads(files("townhall.locales").joinpath("deadlines.toml").read_text(encoding="utf-8"))
