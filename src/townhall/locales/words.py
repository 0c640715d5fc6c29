"""Words, compared without case and accents."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from importlib.resources import files
from typing import NamedTuple

WORD = re.compile(r"[^\W_]+")
HALF = re.compile("[\ud800-\udfff]")
SPACE = re.compile(r"\s")
STOP_WORDS = frozenset(files("townhall.locales").joinpath("stop_words.txt").read_text(encoding="utf-8").split())
"""English words that say nothing of what a text is about."""
REMEMBERED = 500
"""Characters up to which a text's words are remembered: names, headings and sentences are looked at for every question."""


class Token(NamedTuple):
    """A word of a text with its place in it; a tuple, since there are as many as words and these are made the fastest."""

    text: str
    folded: str
    start: int
    end: int

    @property
    def capitalised(self) -> bool:
        """Whether the word begins with a capital letter."""
        return self.text[:1].isupper()


_STROKES = str.maketrans({"ł": "l", "đ": "d", "ø": "o", "ħ": "h", "ŧ": "t", "ı": "i", "æ": "ae", "œ": "oe"})
"""Letters that Unicode does not take apart into a letter and a mark."""


@lru_cache(maxsize=20_000)
def fold(text: str) -> str:
    """Return ``text`` without case and accents."""
    if text.isascii():
        return text.lower()
    decomposed = unicodedata.normalize("NFKD", text.casefold().translate(_STROKES))
    return "".join(character for character in decomposed if not unicodedata.combining(character))


def plain_spaces(text: str) -> str:
    """Return ``text`` with every kind of single white space as a plain space; its length stays."""
    return SPACE.sub(" ", text)


def whole_characters(text: str) -> str:
    """Return ``text`` with the replacement character for each half of a surrogate pair, which nothing can encode; its length stays."""
    return HALF.sub("\N{REPLACEMENT CHARACTER}", text)


def tokens_of(text: str) -> list[Token]:
    """Return the words of ``text``; apostrophes, hyphens and underscores part words."""
    return list(_remembered(text) if len(text) <= REMEMBERED else _tokens(text))


def _tokens(text: str) -> tuple[Token, ...]:
    return tuple([Token(match[0], _folded(match[0]), *match.span()) for match in WORD.finditer(text)])


@lru_cache(maxsize=20_000)
def _folded(word: str) -> str:
    """Return a word without case and accents; of one letter the accent may be all that tells it from another: "è" is no "e"."""
    return fold(word) if len(word) > 1 or word.isascii() else word.casefold()


_remembered = lru_cache(maxsize=5_000)(_tokens)


def folded_phrase(text: str) -> str:
    """Return the folded words of ``text``, joined by single spaces."""
    return " ".join(map(_folded, WORD.findall(text)))


def phrases_in(text: str, phrases: Iterable[str]) -> list[str]:
    """Return which of some folded phrases stand in ``text`` as whole words."""
    phrase = f" {folded_phrase(text)} "
    return [one for one in phrases if f" {one} " in phrase]


def alike_letters(word: str, other: str) -> int:
    """Return how many letters two words begin with alike."""
    return next((place for place, (one, another) in enumerate(zip(word, other, strict=False)) if one != another), min(len(word), len(other)))
