"""The words of passages, counted, and from the counts the scores of BM25 as bm25s stores them.

Counts of passages that stay are taken over, so that a new index of 100,000 passages costs sorting numbers and not reading words. The scores
are those that bm25s itself makes; a test holds the two to each other.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

K1 = 1.2
B = 0.75
"""Robertson and Zaragoza, The Probabilistic Relevance Framework (2009), section 3.3."""
TERMS_FILE, COUNTS_FILE, STARTS_FILE = "words.terms.npy", "words.counts.npy", "words.starts.npy"
NOTHING = ""
"""Stands for a passage's words where it has none: bm25s knows no empty passage."""


@dataclass(frozen=True, slots=True)
class Words:
    """For each passage the numbers of its distinct words, and how often each occurs."""

    vocabulary: tuple[str, ...]
    """Words by their numbers."""
    terms: NDArray[np.int32]
    """Shape (distinct words of all passages,)."""
    counts: NDArray[np.int32]
    """Of the same shape."""
    starts: NDArray[np.int64]
    """Where each passage's words begin in ``terms``, and where the last one's end; shape (passages + 1,)."""

    @classmethod
    def none(cls) -> Words:
        """Return the words of no passages."""
        return cls((), np.empty(0, np.int32), np.empty(0, np.int32), np.zeros(1, np.int64))

    def of(self, rows: Sequence[int | Sequence[str]]) -> Words:
        """Return the words of ``rows``: each a number of a passage of this one, or a passage's words in any order."""
        numbers = {word: number for number, word in enumerate(self.vocabulary)}
        terms: list[int] = []
        counts: list[int] = []
        ends: list[int] = []
        places: list[int] = []
        for row in rows:
            if isinstance(row, int):
                places.append(row)
                continue
            places.append(len(self.starts) - 1 + len(ends))
            for word, count in Counter(row or (NOTHING,)).items():
                terms.append(numbers.setdefault(word, len(numbers)))
                counts.append(count)
            ends.append(len(self.terms) + len(terms))
        pool = Words(
            tuple(numbers),
            np.concatenate([self.terms, np.array(terms, np.int32)]),
            np.concatenate([self.counts, np.array(counts, np.int32)]),
            np.concatenate([self.starts, np.array(ends, np.int64)]),
        )
        return pool._chosen(np.array(places, np.int64))._sorted()  # noqa: SLF001 - of its own class

    def _chosen(self, rows: NDArray[np.int64]) -> Words:
        lengths = self.starts[rows + 1] - self.starts[rows]
        starts = np.concatenate([[0], np.cumsum(lengths)])
        places = np.repeat(self.starts[rows] - starts[:-1], lengths) + np.arange(starts[-1])
        return Words(self.vocabulary, self.terms[places], self.counts[places], starts)

    def _sorted(self) -> Words:
        """Number the words that occur in alphabetical order, so that the same passages have the same numbers however they came together."""
        used = np.flatnonzero(np.bincount(self.terms, minlength=len(self.vocabulary)))
        order = sorted(used.tolist(), key=self.vocabulary.__getitem__)
        renumbered = np.zeros(len(self.vocabulary), np.int32)
        renumbered[order] = np.arange(len(order))
        return Words(tuple(self.vocabulary[number] for number in order), renumbered[self.terms], self.counts, self.starts)

    def scores(self) -> dict[str, Any]:
        """Return the scores as bm25s holds them: by word, then by passage; Lucene's variant of BM25 (Kamphuis et al., ECIR 2020)."""
        passages = len(self.starts) - 1
        lengths = self.starts[1:] - self.starts[:-1]
        passage_of = np.repeat(np.arange(passages, dtype=np.int32), lengths)
        sizes = np.bincount(passage_of, weights=self.counts, minlength=passages)
        frequencies = np.bincount(self.terms, minlength=len(self.vocabulary))
        idf = np.log1p((passages - frequencies + 0.5) / (frequencies + 0.5))
        damping = K1 * (1 - B + B * sizes / sizes.mean())
        data = idf[self.terms] * self.counts / (damping[passage_of] + self.counts)
        order = np.argsort(self.terms, kind="stable")
        return {
            "data": data[order].astype(np.float32),
            "indices": passage_of[order],
            "indptr": np.concatenate([[0], np.cumsum(frequencies)]).astype(np.int64),
            "num_docs": passages,
        }

    def save(self, folder: Path) -> None:
        """Write counts, and scores as bm25s reads them, into ``folder``."""
        import bm25s

        index = bm25s.BM25(k1=K1, b=B, method="lucene")
        index.scores, index.nonoccurrence_array = self.scores(), None  # other variants of BM25 need that array
        index.vocab_dict = {word: number for number, word in enumerate(self.vocabulary)}
        index.save(str(folder), show_progress=False)
        for name, values in ((TERMS_FILE, self.terms), (COUNTS_FILE, self.counts), (STARTS_FILE, self.starts)):
            np.save(folder / name, values, allow_pickle=False)

    @classmethod
    def load(cls, folder: Path, numbers: Mapping[str, int]) -> Words:
        """Return what ``save`` wrote; ``numbers`` is the vocabulary as bm25s read it.

        Raises:
            OSError, ValueError: it is missing or damaged.
        """
        terms, counts, starts = (np.load(folder / name, allow_pickle=False) for name in (TERMS_FILE, COUNTS_FILE, STARTS_FILE))
        if len(terms) != len(counts) or starts[-1] != len(terms):
            raise ValueError(f"{len(terms)} words with {len(counts)} counts")
        return cls(tuple(sorted(numbers, key=numbers.__getitem__)), terms, counts, starts)
