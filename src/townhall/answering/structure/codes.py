"""Letters that are names: "class A", "zone D", a cell that says "B". As words of a text they say nothing, and stop words hold most of them."""

from __future__ import annotations

from itertools import pairwise

from townhall.index.lexical import terms_of
from townhall.locales.structure import words
from townhall.locales.words import Token, tokens_of

PRONOUN = "I"
LEAST = 3
"""Words of a text in capitals alone, from which its letters tell nothing."""


def coded_terms(text: str) -> tuple[str, ...]:
    """Return the stems of a text, and the letters in it that are names."""
    return (*terms_of(text), *(token.folded for token in codes_in(text)))


def codes_in(text: str) -> list[Token]:
    """Return the letters of a text that are names: all of it, after a noun that is counted so ("class a"), or in capitals among its words."""
    tokens = tokens_of(text)
    shouted = text.isupper() and len(tokens) >= LEAST
    found = [tokens[0]] if len(tokens) == 1 and _is_letter(tokens[0]) else []
    for before, token in pairwise(tokens):
        apart = before.end < token.start and text[token.start - 1] == " "
        called = before.folded in words("rows", "coded")
        if _is_letter(token) and apart and (called or (token.text.isupper() and token.text != PRONOUN and not shouted)):
            found.append(token)
    return found


def called_by_code(naming: str, name: str, text: str) -> frozenset[str]:
    """Return the stems by which a text calls a row by the letter or number that its name begins with, after what its table's rows are.

    "Strand B" of the row "B Homes for workers" under the head "Strand"; nothing where it doesn't.
    """
    first = next(iter(tokens_of(name)), None)
    if first is None or not (_is_letter(first) or first.text.isdecimal()) or first.text.islower():
        return frozenset()
    called = frozenset(terms_of(naming))
    said = ((terms_of(before.text), token) for before, token in pairwise(tokens_of(text)) if token.folded == first.folded)
    return next((frozenset((*stems, token.folded)) for stems, token in said if not called.isdisjoint(stems)), frozenset())


def _is_letter(token: Token) -> bool:
    return len(token.text) == 1 and token.text.isalpha()
