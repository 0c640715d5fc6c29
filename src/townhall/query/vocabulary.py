"""Words of everyday English, by the vocabulary of the bundled embedding model: whoever writes one of them meant it."""

from __future__ import annotations

from functools import cache

from townhall.index.embedding import bundled_folder
from townhall.index.lexical import terms_of

CONTINUES = "##"
"""Begins what is only part of a word."""
ENDINGS = ("s", "es", "ed", "d", "ing", "er", "ers", "ly", "y", "ion", "al")
"""Of forms of English words."""


@cache
def english_words() -> frozenset[str]:
    """Return some 20,000 words in lower case."""
    pieces = (bundled_folder() / "vocab.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(piece for piece in pieces if piece.isalpha() and not piece.startswith(CONTINUES))


@cache
def is_common(word: str) -> bool:
    """Whether a folded word is an English one of which there are forms: the list has names too, "antwerp", but no "antwerps"."""
    known = english_words()
    return word in known and any(word + ending in known or (word.endswith(ending) and word.removesuffix(ending) in known) for ending in ENDINGS)


@cache
def english_stems() -> frozenset[str]:
    """Return the stems of those words: "halving" is as much a word as "halves"."""
    return frozenset(terms_of(" ".join(english_words())))
