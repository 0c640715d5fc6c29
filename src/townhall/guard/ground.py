"""Evidence made ready: its sentences, words, particulars, and the places where one clause ends and another begins."""

from __future__ import annotations

import math
import re
from bisect import bisect_left, bisect_right
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache

from townhall.chunking.sentences import split_sentences
from townhall.guard.mentions import Mention, mentions_in
from townhall.index.lexical import stem
from townhall.locales.words import STOP_WORDS, tokens_of
from townhall.model import Sentence

_BREAK = re.compile(r"[,;:()|\n–—]|\.\s|\b(?:and|but|while|or)\b")
"""Between clauses, and between the cells of a table."""


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a text."""

    stem: str
    start: int
    says_little: bool
    """Whether it is a stop word."""


@dataclass(frozen=True, slots=True)
class Ground:
    """A text of evidence, taken apart."""

    text: str
    sentences: tuple[Sentence, ...]
    words: tuple[Word, ...]
    mentions: tuple[Mention, ...]
    breaks: tuple[int, ...]
    lines: tuple[int, ...]
    """Where breaks of clauses and of lines stand."""
    stems: tuple[frozenset[str], ...]
    """Of each sentence."""
    held_by: Counter[str]
    """For each stem the number of sentences that hold it."""

    def weight(self, stem: str) -> float:
        """Return how telling a word is: more, the fewer sentences hold it."""
        return math.log(1 + (len(self.sentences) + 1) / (self.held_by[stem] + 0.5))

    def sentence_at(self, position: int) -> int | None:
        """Return the number of the sentence that ``position`` is in; None between sentences."""
        number = bisect_right(self.sentences, position, key=lambda one: one.start) - 1
        return number if number >= 0 and position < self.sentences[number].end else None

    def words_before(self, position: int) -> int:
        """Return how many words begin before ``position``."""
        return bisect_left(self.words, position, key=lambda word: word.start)

    def breaks_between(self, first: int, last: int) -> int:
        """Return how many breaks of clauses stand between two places."""
        return _between(self.breaks, first, last)

    def lines_between(self, first: int, last: int) -> int:
        """Return how many breaks of lines stand between two places."""
        return _between(self.lines, first, last)


@lru_cache(maxsize=500)
def ground_of(text: str, language: str) -> Ground:
    """Take a text apart; remembered, since an answer's statements often cite the same."""
    sentences = tuple(one for one in split_sentences(text, 0, len(text), language=language) if one.text.strip())
    words = words_of(text)
    starts = [word.start for word in words]
    stems = tuple(frozenset(word.stem for word in words[bisect_left(starts, one.start) : bisect_left(starts, one.end)]) for one in sentences)
    return Ground(
        text=text,
        sentences=sentences,
        words=words,
        mentions=mentions_in(text, language),
        breaks=tuple(match.start() for match in _BREAK.finditer(text)),
        lines=tuple(match.start() for match in re.finditer("\n", text)),
        stems=stems,
        held_by=Counter(stem for held in stems for stem in held),
    )


def words_of(text: str) -> tuple[Word, ...]:
    """Return the words of a text, stemmed."""
    return tuple(Word(stem(token.folded), token.start, token.folded in STOP_WORDS) for token in tokens_of(text))


def _between(places: tuple[int, ...], first: int, last: int) -> int:
    first, last = min(first, last), max(first, last)
    return bisect_left(places, last) - bisect_left(places, first + 1)
