"""Texts but for their spelling: case, white space, quotation marks and dashes of every kind are one."""

from __future__ import annotations

import unicodedata

DOUBLE_QUOTES = "“”„‟«»″"
SINGLE_QUOTES = "‘’‚‛‹›′`´ʼ"


def same_spelling(text: str) -> str:
    """Return ``text`` without case, and with one spelling for white space, quotation marks and dashes."""
    folded = "".join(_folded_character(character) for character in unicodedata.normalize("NFKC", text).casefold())
    return " ".join(folded.split())


def _folded_character(character: str) -> str:
    if character in DOUBLE_QUOTES:
        return '"'
    if character in SINGLE_QUOTES:
        return "'"
    if character == "\N{SOFT HYPHEN}":
        return ""
    return "-" if unicodedata.category(character) == "Pd" else character
