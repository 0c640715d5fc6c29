"""How many rows of a table hold what is asked, and which: "How many of the members are in size class D?"."""

from __future__ import annotations

from collections.abc import Sequence

from townhall.answering.context import Context
from townhall.answering.draft import Claim, Draft
from townhall.answering.structure.rows import rows_holding
from townhall.index.lexical import terms_of
from townhall.locales.lexicon import lexicon
from townhall.locales.structure import words
from townhall.locales.words import STOP_WORDS, Token, tokens_of
from townhall.model import Kind, Status

HOW_MANY = "how_many"
MOST = 30
"""Rows up to which they are all shown: nobody could count more."""


def answer_counted(context: Context) -> Draft | None:
    """Answer how many rows hold what is asked, and show them; None where no table's rows are what is counted. Told for English questions alone."""
    query = context.query
    if query.kind is not Kind.QUANTITY or query.language != "en" or query.values("organisation") or query.values("person"):
        return None
    tokens = tokens_of(query.search_text)
    each = words("counting", "each")
    matches = (match for match in lexicon("en").concepts.find(tokens) if match.name == HOW_MANY)
    asking = next((match for match in matches if any(token.folded in each for token in tokens[match.first : match.last])), None)
    noun = _noun(tokens[asking.last :]) if asking else None
    if asking is None or noun is None:
        return None
    said = f"{query.search_text[: tokens[asking.first].start]} {query.search_text[noun.start :]}"
    counted = frozenset(terms_of(noun.text))
    told = [rows for table, rows in rows_holding(context, said) if counted <= table.kind and 0 < len(rows) <= MOST]
    if len(told) != 1:
        return None
    quotes = tuple(dict.fromkeys(quote for claim in told[0] for quote in claim.quotes))
    return Draft(Status.ANSWERED, (Claim(str(len(told[0])), quotes, lead=True), *told[0]))


def _noun(tokens: Sequence[Token]) -> Token | None:
    """Return the first word that says something: what is counted."""
    return next((token for token in tokens if token.folded not in STOP_WORDS), None)
