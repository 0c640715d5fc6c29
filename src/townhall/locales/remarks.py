"""Messages that ask nothing of the documents by themselves, in every language: about the answer before, or about what no documents are for."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import Any

from townhall.locales.lexicon import Patterns, lexicon
from townhall.locales.words import Token

ASKING = frozenset({"polar", "modal", "who", "what", "which", "when", "where", "why", "how", "how_many", "is_there", "may_we"})
"""Concepts of the words with which a question to the documents begins."""
LONGEST = 10
"""Words of the longest message that is read as a remark."""


class About(StrEnum):
    """What a remark wants of the answer before."""

    LANGUAGE = "language"
    """The same in another language."""
    SHORTER = "shorter"
    MORE = "more"
    AGAIN = "again"
    """It is doubted, or its proof is asked for."""
    WHY = "why"
    BARE = "bare"
    """Nothing: a bare yes or no."""


@dataclass(frozen=True, slots=True)
class Remark:
    """A message that is about the answer before; ``language`` is the one that is asked for."""

    about: About
    language: str | None = None


def remark_in(tokens: Sequence[Token], languages: Iterable[str]) -> Remark | None:
    """Return the remark that a whole message is in one of ``languages``; None for any other message."""
    if not tokens or len(tokens) > LONGEST:
        return None
    for language in dict.fromkeys(languages):
        beside = _covered(_patterns("beside", language), tokens)
        asked = _languages().find(tokens)
        if asked and len({match.name for match in asked}) == 1 and _fills({i for m in asked for i in range(m.first, m.last)} | beside, tokens):
            return Remark(About.LANGUAGE, asked[0].name)
        for about in (About.SHORTER, About.MORE, About.AGAIN, About.WHY, About.BARE):
            covered = _covered(_patterns(about, language), tokens)
            if covered and _fills(covered | beside, tokens):
                return Remark(about)
    return None


def asks_to_make(tokens: Sequence[Token], language: str) -> bool:
    """Whether a message begins, or goes on after an "and", by asking for something to be made up or worked out: a poem, a translation."""
    beside = _covered(_patterns("beside", language), tokens)
    start = next((i for i in range(len(tokens)) if i not in beside), 0)
    concepts = lexicon(language).concepts.find(tokens)
    # "Is there somebody who can help and translate for us?" asks the documents.
    asks = any(match.first <= start and match.name in ASKING for match in concepts)
    joined = set() if asks else {match.last for match in concepts if match.name == "and"}
    return any(match.first <= start or match.first in joined for match in _patterns("task", language).find(tokens))


def of_the_moment(tokens: Sequence[Token], language: str) -> frozenset[int]:
    """Return the positions of the words with which a message speaks of things of the moment, as today's weather."""
    return frozenset(_covered(_patterns("moment", language), tokens))


def _fills(covered: set[int], tokens: Sequence[Token]) -> bool:
    return len(covered) == len(tokens)


def _covered(patterns: Patterns, tokens: Sequence[Token]) -> set[int]:
    return {i for match in patterns.find(tokens) for i in range(match.first, match.last)}


@cache
def _patterns(table: str, language: str) -> Patterns:
    return Patterns({table: _tables()[table].get(language, [])})


@cache
def _languages() -> Patterns:
    """Return the ways to ask for a language, by its code: as its own speakers do, and as others do where their grammar leaves its name as it is."""
    table: dict[str, list[str]] = {code: list(patterns) for code, patterns in _tables()["language"].items()}
    for asker, prepositions in _tables()["into"].items():
        for code, patterns in table.items():
            patterns += [f"{preposition} {language_names()[asker][code]}" for preposition in prepositions]
    return Patterns(table)


@cache
def language_names() -> Mapping[str, Mapping[str, str]]:
    """Return what languages are called in some others, both by their codes: ``language_names()["en"]["sl"]`` is "Slovenian"."""
    names: Mapping[str, Mapping[str, str]] = _read("language_names.toml")
    return names


@cache
def _tables() -> dict[str, dict[str, list[str]]]:
    tables: dict[str, dict[str, list[str]]] = _read("remarks.toml")
    return tables


def _read(name: str) -> Any:
    return tomllib.loads(files("townhall.locales").joinpath(name).read_text(encoding="utf-8"))
