"""Words of everyday English, by the vocabulary of the bundled embedding model: whoever writes one of them meant it."""

from __future__ import annotations

from functools import cache

from townhall.index.embedding import bundled_folder

CONTINUES = "##"
"""Begins what is only part of a word."""


@cache
def english_words() -> frozenset[str]:
    """Return some 20,000 words in lower case."""
    pieces = (bundled_folder() / "vocab.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(piece for piece in pieces if piece.isalpha() and not piece.startswith(CONTINUES))
