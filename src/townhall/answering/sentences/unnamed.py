"""Questions for the names of several, where the best sentence says at most how many they are."""

from __future__ import annotations

from townhall.answering.context import Context
from townhall.answering.sentences.ranking import Ranking
from townhall.chunking.lines import labelled
from townhall.chunking.tables import is_row
from townhall.locales.structure import words
from townhall.locales.words import phrases_in, tokens_of


def names_none(context: Context, ranking: Ranking) -> bool:
    """Whether an English question asks for the names of several, and the best sentence names nobody: "six observers" are so many, and not who."""
    if context.query.language != "en" or not phrases_in(context.query.search_text, words("names", "asked")):
        return False
    text = ranking.candidates[0].evidence.sentence.text
    if text.rstrip().endswith(":"):
        return False  # they stand below it
    asked = {token.folded for token in tokens_of(context.query.search_text)}
    label = None if is_row(text) else labelled(text)
    said = tokens_of(label["value"]) if label else tokens_of(text)[0 if is_row(text) else 1 :]
    return not any(token.capitalised and token.folded not in asked for token in said)
