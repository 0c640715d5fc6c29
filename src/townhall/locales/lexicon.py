"""The lexicon: what the words of a question do and mean, as data in ``lexicon/*.toml``.

A pattern is a phrase of words, each exact or, with ``*``, the beginning of one; ``_`` after the first stands for any one word.
One word with ``*`` before it is the end of a longer one: "*preis" of "Eintrittspreis".
Both sides are folded: case and accents don't count.
"""

from __future__ import annotations

import tomllib
from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from importlib.resources import files

from townhall.locales.words import STOP_WORDS, Token, tokens_of

LANGUAGES = (
    "bg",
    "hr",
    "cs",
    "da",
    "nl",
    "en",
    "et",
    "fi",
    "fr",
    "de",
    "el",
    "hu",
    "ga",
    "it",
    "lv",
    "lt",
    "mt",
    "pl",
    "pt",
    "ro",
    "sk",
    "sl",
    "es",
    "sv",
)
"""The official languages of the European Union, in the order in which its institutions list their English names."""

FILLER = "filler"
"""The concept of phrases whose words don't say what they seem to say."""

NOUN_CONCEPTS = frozenset({"body", "inhabitants"})
"""Concepts of nouns: their words say what a question is about, and some are written alike in other languages."""
SPOKEN_CONCEPTS = ("apply", "opens")
"""Concepts whose words texts say as questions do, and in other forms than theirs: "s'inscrire" and "inscription", "begins" and "start"."""
BEGINNING = "*"
"""In a pattern: the beginning of a word that says more."""
ANY = "_"
"""In a pattern: any one word."""
NEARLY_WHOLE = 7
"""Letters from which the beginning of a word can stand for it when a misspelt word is mended."""
REMEMBERED = 100
"""Texts of which a table's matches are remembered."""
LONGEST_ENDING = 4
"""Letters by which a word's forms are longer than its beginning in a pattern."""
_KEY_LENGTH = 3
"""First letters under which patterns are filed; a pattern's first word has at least as many before ``*``, or no ``*``."""


@dataclass(frozen=True, slots=True)
class Match:
    """A pattern found: ``name`` is what it stands for, ``first`` and ``last`` the words it covers, ``last`` exclusive."""

    name: str
    first: int
    last: int
    exact: int
    """Letters that matched word by word rather than by a beginning: the larger, the more certain."""
    ends: bool = False
    """Whether it is but the end of its word, which says more: "Eintrittspreis"."""


_Phrase = tuple[tuple[str, bool], ...]
"""Words, each with whether it is only the beginning of one."""


class Patterns:
    """A table of names and their patterns, ready to be looked for."""

    def __init__(self, table: Mapping[str, Sequence[str]]) -> None:
        self._filed: dict[str, list[tuple[_Phrase, str]]] = defaultdict(list)
        self._endings: list[tuple[str, str]] = []
        for name, patterns in table.items():
            for pattern in patterns:
                phrase = _phrase(pattern)
                if pattern.startswith(BEGINNING):
                    self._endings += [(word, name) for word, _ in phrase]
                elif phrase:
                    self._filed[phrase[0][0][:_KEY_LENGTH]].append((phrase, name))

    @cached_property
    def words(self) -> frozenset[str]:
        """Every word of the patterns, folded; of those that are only the beginning of one, the long ones, which are nearly whole."""
        words = [entry for phrases in self._filed.values() for phrase, _ in phrases for entry in phrase]
        return frozenset(word for word, beginning in words if not beginning or len(word) >= NEARLY_WHOLE)

    def single(self, name: str) -> tuple[tuple[str, bool], ...]:
        """Return the patterns of one word that stand for a name, each with whether it is only the beginning of one."""
        return tuple(phrase[0] for phrases in self._filed.values() for phrase, its in phrases if its == name and len(phrase) == 1)

    def find(self, tokens: Sequence[Token]) -> list[Match]:
        """Return every match in ``tokens``, in order; of one name, a match inside a longer one is left out."""
        return list(self._remembered(tuple(token.folded for token in tokens))[0])

    def fillers(self, tokens: Sequence[Token]) -> frozenset[int]:
        """Return the positions of the words of phrases that don't say what they seem to say."""
        return self._remembered(tuple(token.folded for token in tokens))[1]

    @cached_property
    def _remembered(self) -> Callable[[tuple[str, ...]], tuple[tuple[Match, ...], frozenset[int]]]:
        """Finding, with the last results at hand: the steps of answering look through the same question and sentences again and again."""
        return lru_cache(maxsize=REMEMBERED)(self._find)

    def _find(self, folded: tuple[str, ...]) -> tuple[tuple[Match, ...], frozenset[int]]:
        found: dict[int, list[Match]] = {}
        for first, word in enumerate(folded):
            for phrase, name in self._filed.get(word[:_KEY_LENGTH], ()):
                if _fits(phrase, folded, first):
                    exact = sum(len(part) for part, _ in phrase)
                    found.setdefault(first, []).append(Match(name, first, first + len(phrase), exact))
            for ending, name in self._endings:
                if word.endswith(ending) and len(word) >= len(ending) + _KEY_LENGTH:
                    found.setdefault(first, []).append(Match(name, first, first + 1, len(ending), ends=True))
        matches = [match for here in found.values() for match in here]
        longest = max((match.last - match.first for match in matches), default=0)

        def is_inside(match: Match) -> bool:
            around = range(match.last - longest, match.first + 1)
            return any(_inside(match, other) for first in around for other in found.get(first, ()))

        filled = frozenset(i for match in matches if match.name == FILLER for i in range(match.first, match.last))
        return tuple(match for match in matches if match.name != FILLER and not is_inside(match)), filled


def _phrase(pattern: str) -> _Phrase:
    words: list[tuple[str, bool]] = []
    for part in pattern.split():
        if part == ANY:
            words.append(("", True))
            continue
        pieces = tokens_of(part.rstrip("*"))
        words.extend((piece.folded, False) for piece in pieces)
        if part.endswith("*") and pieces:
            words[-1] = (words[-1][0], True)
    return tuple(words)


def _fits(phrase: _Phrase, folded: Sequence[str], first: int) -> bool:
    fits = (folded[place].startswith(word) if beginning else folded[place] == word for place, (word, beginning) in enumerate(phrase, start=first))
    return first + len(phrase) <= len(folded) and all(fits)


def _inside(match: Match, other: Match) -> bool:
    """Whether ``match`` is part of a longer match of the same name, or of words that mean nothing here ("when it comes to")."""
    longer = (other.last - other.first, other.exact) > (match.last - match.first, match.exact)
    return other.name in {match.name, FILLER} and longer and other.first <= match.first and match.last <= other.last


def after_opening(matches: Sequence[Match], names: Collection[str]) -> int:
    """Return the position of the first word after those of ``names`` with which a text opens; 0 where it opens with none of them."""
    start = 0
    while last := max((match.last for match in matches if match.first == start and match.name in names), default=0):
        start = last
    return start


class Lexicon:
    """One language's words."""

    def __init__(self, language: str) -> None:
        data = tomllib.loads(files("townhall.locales").joinpath("lexicon", f"{language}.toml").read_text(encoding="utf-8"))
        self.language = language
        self.concepts = Patterns(data["concepts"])
        self.terms = Patterns(data["terms"])
        self.countries = Patterns(data["countries"])
        self.everyday_notions = Patterns(_everyday()[language])
        """Words that people and documents use for the same."""
        self._terms = data["terms"]
        self._spoken = {name: data["concepts"][name] for name in SPOKEN_CONCEPTS if name in data["concepts"]}
        self.function_words = frozenset(token.folded for word in data.get("function_words", ()) for token in tokens_of(word)) or STOP_WORDS
        """Words that say nothing of what a text is about."""
        self.number_words = frozenset(token.folded for word in data.get("number_words", ()) for token in tokens_of(word))
        """Numbers in words; of English they are in ``numbers.toml``."""

    @cached_property
    def notions(self) -> Patterns:
        """What words stand for: the notions that are searched for, those of everyday words, and what both questions and texts say."""
        tables = (self._terms, _everyday()[self.language], self._spoken)
        names = dict.fromkeys(name for table in tables for name in table)
        return Patterns({name: [word for table in tables for word in table.get(name, ())] for name in names})

    def everyday(self, tokens: Sequence[Token]) -> frozenset[int]:
        """Return the positions of the words that stand for a notion as they are or with an ending, rather than begin a longer one."""
        single = [match for match in self.terms.find(tokens) if match.last == match.first + 1]
        return frozenset(match.first for match in single if len(tokens[match.first].folded) - match.exact <= LONGEST_ENDING)


@cache
def _everyday() -> Mapping[str, Mapping[str, Sequence[str]]]:
    return tomllib.loads(files("townhall.locales").joinpath("everyday.toml").read_text(encoding="utf-8"))


@cache
def lexicon(language: str) -> Lexicon:
    """Return the lexicon of ``language``, loaded once; a language without one is read as English."""
    return Lexicon(language if language in LANGUAGES and files("townhall.locales").joinpath("lexicon", f"{language}.toml").is_file() else "en")
