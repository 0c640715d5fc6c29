"""Dense and lexical search, fused; identical passages count once and keep all their places."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import lru_cache

import numpy as np

from townhall.index.embedding import Embedder, Vectors
from townhall.index.generation import Generation
from townhall.index.lexical import terms_of
from townhall.model import Hit, Passage, Span
from townhall.retrieval.fusion import fuse

DENSE, LEXICAL = "dense", "lexical"
"""The two lists that a search fuses, as the parts of a hit name them."""
REMEMBERED = 4096
"""Vectors of questions that are kept, 1.5 kB each: a question is searched for again while it is answered, and by what is compared with that."""
FOUND = 32
"""Results that are kept: whoever asks often wants to see next what was found."""


@dataclass(frozen=True, slots=True)
class _Sought:
    """What is searched for, as ``Searcher.search`` takes it."""

    text: str
    sources: tuple[str, ...]
    lists: frozenset[str]
    terms: tuple[str, ...]
    embedded: str


class Searcher:
    """Searches one generation; safe to use from several threads."""

    def __init__(self, generation: Generation, embedder: Embedder, *, candidates: int, rrf_k: int) -> None:
        self._generation = generation
        self._embedder = embedder
        self._candidates = candidates
        self._rrf_k = rrf_k
        self._embed = lru_cache(maxsize=REMEMBERED)(embedder.embed_query)
        self._found = lru_cache(maxsize=FOUND)(self._search)

    def embed(self, text: str) -> Vectors:
        """Return the question's vector."""
        return self._embed(text)

    def search(
        self,
        text: str,
        k: int,
        *,
        sources: Sequence[str] = (),
        lists: Collection[str] = (DENSE, LEXICAL),
        terms: Sequence[str] = (),
        embedded: str = "",
    ) -> list[Hit]:
        """Return up to ``k`` passages, best first; ``sources`` are patterns of document paths that limit the search.

        ``lists`` says which of the two lists are fused: with one alone the passages come in its order. The lexical one is by ``terms``, or by
        the words of ``text`` where there are none; the dense one is by what is ``embedded``, or by ``text``.
        """
        return list(self._found(_Sought(text, tuple(sources), frozenset(lists), tuple(terms), embedded), k))

    def _search(self, sought: _Sought, k: int) -> tuple[Hit, ...]:
        sources, lists = sought.sources, sought.lists
        allowed = self._allowed(sources) if sources else None
        if allowed is not None and not allowed:
            return ()
        query = self.embed(sought.embedded or sought.text)
        wanted = max(k, self._candidates)
        among = list(allowed.values()) if allowed is not None else None
        dense = self._generation.vectors.nearest(query, wanted, among=among) if DENSE in lists else []
        units = self._generation.bundle.units_of([key for key, _ in dense])
        similarities = {units[key]: similarity for key, similarity in dense if key in units}
        scores = self._generation.lexical.scores(sought.terms or terms_of(sought.text))
        lexical = _best(scores, wanted, allowed) if LEXICAL in lists else []
        ranked = fuse({DENSE: list(similarities), LEXICAL: lexical}, self._rrf_k)[:k]
        places = {unit: self._places(unit, sources) for unit, _, _ in ranked}
        similarities |= self._similarities({unit: places[unit][0].key for unit, _, _ in ranked if unit not in similarities}, query)
        return tuple(
            Hit(
                rank=rank,
                score=score,
                passage=places[unit][0],
                similarity=similarities[unit],
                lexical=float(scores[unit]),
                parts=parts,
                also_in=tuple(Span(place.source, place.start, place.end) for place in places[unit][1:]),
            )
            for rank, (unit, score, parts) in enumerate(ranked, 1)
        )

    def worded(self, terms: Sequence[str], k: int, *, sources: Sequence[str] = ()) -> list[Passage]:
        """Return up to ``k`` passages by their words alone, best first; no vector is made for that, which loads the model."""
        allowed = self._allowed(sources) if sources else None
        units = _best(self._generation.lexical.scores(terms), k, allowed)
        return [self._places(unit, sources)[0] for unit in units]

    def _allowed(self, sources: Sequence[str]) -> dict[int, str]:
        """Return the units, with their keys, that stand in a document that matches a pattern."""
        names = [name for name in self._generation.bundle.titles if _matches(name, sources)]
        return self._generation.bundle.units_in(names)

    def _places(self, unit: int, sources: Sequence[str]) -> tuple[Passage, ...]:
        """Return where a unit stands, in the documents that match a pattern if there are any patterns."""
        places = self._generation.bundle.places(unit)
        return tuple(place for place in places if _matches(place.source, sources)) if sources else places

    def _similarities(self, keys: dict[int, str], query: Vectors) -> dict[int, float]:
        """Return the cosines of passages that only their words have found, by unit."""
        vectors = self._generation.vectors.get(list(keys.values())) if keys else {}
        return {unit: float(vectors[key] @ query) for unit, key in keys.items()}


def _best(scores: Vectors, k: int, allowed: dict[int, str] | None) -> list[int]:
    """Return the units with the ``k`` highest scores above 0, best first, ties by number."""
    if allowed is not None:
        mask = np.zeros(len(scores), bool)
        mask[list(allowed)] = True
        scores = np.where(mask, scores, 0)
    candidates = np.flatnonzero(scores > 0)
    if len(candidates) > k:
        candidates = candidates[np.argpartition(-scores[candidates], k - 1)[:k]]
    return [int(unit) for unit in sorted(candidates, key=lambda unit: (-scores[unit], unit))]


def _matches(source: str, patterns: Sequence[str]) -> bool:
    return any(fnmatchcase(source, pattern) for pattern in patterns)
