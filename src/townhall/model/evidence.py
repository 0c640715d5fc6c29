"""What is retrieved for a question, and what of it supports the answer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from townhall.model.documents import Span
from townhall.model.passages import Passage, Sentence


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage that was retrieved."""

    rank: int
    """From 1."""
    score: float
    """Fused score; comparable within one search only."""
    passage: Passage
    similarity: float
    """Cosine of question and passage, in [-1, 1]."""
    lexical: float
    """BM25 score, 0 where no word matched."""
    parts: Mapping[str, int] = field(default_factory=dict)
    """The passage's rank in each list it was fused from: ``dense``, ``lexical``."""
    also_in: tuple[Span, ...] = ()
    """Other places that hold the same text under the same headings."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """A sentence that supports the answer."""

    hit: Hit
    sentence: Sentence
    score: float
    """Support score in [0, 1]."""
