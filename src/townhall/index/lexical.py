"""Lexical search: BM25 over stemmed words of heading path and text."""

from __future__ import annotations

import threading
from bisect import bisect_left
from collections.abc import Sequence
from functools import cache, cached_property, lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from townhall.errors import StoreError, reason_of
from townhall.index.words import Words
from townhall.locales.structure import words as listed
from townhall.locales.words import STOP_WORDS, tokens_of

_LOCAL = threading.local()


def _stemmer() -> Any:
    """Return this thread's stemmer: PyStemmer's are not safe to share."""
    if not hasattr(_LOCAL, "stemmer"):
        import Stemmer

        _LOCAL.stemmer = Stemmer.Stemmer("english", 20_000)
    return _LOCAL.stemmer


STEMMERS = {
    "cs": "czech", "da": "danish", "de": "german", "el": "greek", "es": "spanish", "et": "estonian", "fi": "finnish", "fr": "french", "ga": "irish",
    "hu": "hungarian", "it": "italian", "lt": "lithuanian", "nl": "dutch", "pl": "polish", "pt": "portuguese", "ro": "romanian", "sv": "swedish",
}  # fmt: skip
"""Snowball's names of the languages whose endings it knows, beside English."""


@lru_cache(maxsize=50_000)
def own_stem(word: str, language: str) -> str | None:
    """Return the stem of a folded word by the endings of its language; None where no stemmer knows these."""
    if language not in STEMMERS:
        return None
    import Stemmer

    stemmers = _LOCAL.__dict__.setdefault("stemmers", {})
    if language not in stemmers:
        stemmers[language] = Stemmer.Stemmer(STEMMERS[language], 20_000)
    return str(stemmers[language].stemWord(word))


@lru_cache(maxsize=50_000)
def terms_of(text: str) -> tuple[str, ...]:
    """Return the stems of the words of ``text`` that say something, in order; remembered, since sentences are asked about again."""
    return tuple(_stemmer().stemWords([token.folded for token in tokens_of(text) if token.folded not in STOP_WORDS]))


@cache
def stems_listed(table: str, *keys: str) -> frozenset[str]:
    """Return the stems of word lists of ``structure.toml``: ``stems_listed("values", "shared", "things")``."""
    return frozenset(stem for key in keys for word in listed(table, key) for stem in terms_of(word))


def stem(word: str) -> str:
    """Return the stem of a folded word."""
    return str(_stemmer().stemWord(word))


class LexicalIndex:
    """A BM25 index in a folder; row ``i`` is the ``i``-th distinct passage."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    @staticmethod
    def build(folder: Path, texts: Sequence[str | int], *, previous: LexicalIndex | None = None) -> None:
        """Write the index of ``texts`` into ``folder``; a number is a row of ``previous``, whose words are taken over.

        bm25s counts words one by one and knows no way to add some, so words are kept counted and its scores are made from the counts.
        """
        words = previous.words if previous else Words.none()
        counted = words.of([text if isinstance(text, int) else terms_of(text) for text in texts])
        counted.save(folder)

    @cached_property
    def _index(self) -> Any:
        import bm25s

        try:
            return bm25s.BM25.load(str(self._folder), mmap=True)
        except Exception as error:  # bm25s lets through whatever reading its files raises
            raise StoreError(
                f"The lexical index in {self._folder} can't be read: {reason_of(error)}.", remedy="Run `townhall ingest --rebuild`."
            ) from error

    @cached_property
    def words(self) -> Words:
        """The words of the passages, counted.

        Raises:
            StoreError: they can't be read.
        """
        try:
            return Words.load(self._folder, self._index.vocab_dict)
        except (OSError, ValueError) as error:
            raise StoreError(
                f"The lexical index in {self._folder} can't be read: {reason_of(error)}.", remedy="Run `townhall ingest --rebuild`."
            ) from error

    @property
    def passages(self) -> int:
        """How many passages the index holds."""
        return int(self._index.scores["num_docs"])

    def scores(self, terms: Sequence[str]) -> NDArray[np.float32]:
        """Return every passage's BM25 score for ``terms``, 0 where no term matches; shape (passages,)."""
        known = [term for term in terms if term in self._index.vocab_dict]
        if not known:
            return np.zeros(self.passages, np.float32)
        return np.asarray(self._index.get_scores(known), np.float32)

    @cached_property
    def _document_frequencies(self) -> NDArray[np.int64]:
        starts = np.asarray(self._index.scores["indptr"], np.int64)
        return starts[1:] - starts[:-1]

    def idf(self, term: str) -> float:
        """Return how much a term tells: ln(1 + (N - df + 0.5) / (df + 0.5)), largest where no passage holds it."""
        return self.idf_of(self.frequency(term))

    def frequency(self, term: str) -> int:
        """Return how many passages hold a term."""
        row = self._index.vocab_dict.get(term)
        return 0 if row is None else int(self._document_frequencies[row])

    def idf_of(self, frequency: int) -> float:
        """Return how much a term tells that ``frequency`` passages hold."""
        passages = int(self._index.scores["num_docs"])
        return float(np.log1p((passages - frequency + 0.5) / (frequency + 0.5)))

    @cached_property
    def vocabulary(self) -> frozenset[str]:
        """Every stem that occurs in the passages."""
        return frozenset(self._index.vocab_dict)

    def beginning_with(self, letters: str) -> Sequence[str]:
        """Return the stems of the passages' words that begin with some letters."""
        first = bisect_left(self._in_order, letters)
        return self._in_order[first : bisect_left(self._in_order, f"{letters}\U0010ffff", first)]

    @cached_property
    def _in_order(self) -> list[str]:
        return sorted(self.vocabulary)
