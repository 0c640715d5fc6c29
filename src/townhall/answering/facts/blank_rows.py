"""Rows of a table that leave a deadline blank: those of the rows beside them aren't theirs."""

from __future__ import annotations

from collections.abc import Sequence

from townhall.answering.context import Context
from townhall.answering.draft import Claim, sentence_quote
from townhall.chunking.labels import is_blank, is_unknown
from townhall.chunking.tables import cells_of, is_row
from townhall.index.lexical import terms_of
from townhall.model import Fact, FactKind, Role


def row_without(context: Context, chosen: Sequence[Fact]) -> Claim | None:
    """Return the row that is asked about where it gives no deadline: it holds more of the question's words than any row beside it that gives one."""
    if context.query.language != "en" or not chosen or not all(is_row(fact.values["sentence"].quote) for fact in chosen):
        return None
    asked = frozenset(context.terms)
    most = max(len(asked.intersection(terms_of(fact.values["sentence"].quote))) for fact in chosen)
    sources = {fact.values["date"].span.source for fact in chosen}
    given = {(fact.values["sentence"].span.source, fact.values["sentence"].span.start) for fact in context.facts(FactKind.DEADLINE)}
    for hit in context.hits:
        for sentence in hit.passage.sentences if hit.passage.source in sources else ():
            other = is_row(sentence.text) and _has_blank(sentence.text) and (hit.passage.source, sentence.start) not in given
            if other and len(asked.intersection(terms_of(sentence.text))) > max(most, 1):
                return Claim(sentence.shown, (sentence_quote(hit, sentence, role=Role.RELATED),))
    return None


def _has_blank(row: str) -> bool:
    """Whether a cell of a row is blank, or says that what it would tell isn't known."""
    return any(is_blank(row[slice(*cell)]) or is_unknown(row[slice(*cell)]) for cell in cells_of(row))
