"""Questions for "the course" where there are several: they are asked back which one is meant, with those there are."""

from __future__ import annotations

from dataclasses import replace

from townhall.answering.context import Context
from townhall.answering.draft import Claim, Draft
from townhall.answering.refusal import refuse
from townhall.answering.structure.dated import days_of
from townhall.answering.structure.rows import row_claim
from townhall.answering.structure.tables import FEWEST, Row, Table, tables_among
from townhall.index.lexical import stems_listed, terms_of
from townhall.locales.structure import words
from townhall.locales.words import folded_phrase, tokens_of
from townhall.model import Kind, Role, Status
from townhall.query.things import things_in

KINDS = frozenset({Kind.DATE, Kind.DEADLINE, Kind.OPEN, Kind.PLACE, Kind.DURATION})
"""Kinds of question that ask of one of several rows with a day what another doesn't answer."""
SOURCES = 8
"""Documents that are looked through."""
LENGTH = 600
"""Characters of the rows that are shown."""


def answer_which_one(context: Context) -> Draft | None:
    """Ask back which one of several is meant, where an English question says nothing of it but what all of them are: "When is the course?".

    Those to come are named, or all where hardly any is.
    """
    noun = _noun(context)
    tables = [table for table in _tables(context) if _is_of(context, table, noun)] if noun else []
    table = max(tables, key=lambda one: (not noun.isdisjoint(one.kind), len(one.rows)), default=None)
    if table is None:
        return None
    head = _dated(table)
    days = days_of([_text(row, head) for row in table.rows], context.today)
    rows = [row for row, day in zip(table.rows, days, strict=True) if day is not None and day[1] >= context.today]
    if len(rows) == 1:
        return None
    claims: list[Claim] = []
    for row in rows or table.rows:
        claim = row_claim(table, row, [head])
        claims.append(replace(claim, quotes=tuple(replace(quote, role=Role.RELATED) for quote in claim.quotes)))
    shown = [claim for place, claim in enumerate(claims) if sum(len(one.text) for one in claims[: place + 1]) <= LENGTH]
    return refuse(context, context.messages.say("clarify.which"), near=tuple(shown), introduce=False, status=Status.CLARIFY)


def _noun(context: Context) -> frozenset[str]:
    """Return the stems of the one thing that a question is about, where it is one of those that have a day and nothing tells which; else none."""
    query = context.query
    named = any(slot.name != "attribute" for slot in query.slots)
    things = things_in(query.search_text) if query.language == "en" and query.kind in KINDS and not named else []
    if len(things) != 1 or (things[0].article or "").casefold() not in words("topics", "definite"):
        return frozenset()
    noun = [token for token in tokens_of(things[0].text) if token.folded not in words("rows", "done")]  # "the course take place"
    told = frozenset(stem for token in noun for stem in terms_of(token.text))
    if len(noun) != 1 or noun[0].folded not in words("rows", "occasion"):
        return frozenset()
    usual = stems_listed("deadlines", "doing", "apply") | stems_listed("rows", "times", "done") | stems_listed("within", "happenings")
    return told if frozenset(context.terms) - told <= usual else frozenset()


def _tables(context: Context) -> list[Table]:
    """Return the tables of the documents that speak of such a thing most: no row of a calendar of courses need say that it is one."""
    sources = list(dict.fromkeys([passage.source for passage in context.worded] + [hit.passage.source for hit in context.hits]))[:SOURCES]
    passages = [hit.passage for source in sources for hit in context.searcher.search(context.query.search_text, context.passages, sources=[source])]
    return list(tables_among(context, passages))


def _is_of(context: Context, table: Table, noun: frozenset[str]) -> bool:
    """Whether a table's rows have a day each and are what a noun says, by what they stand under or by their document."""
    document = context.bundle.document(table.source)
    if len(table.rows) < FEWEST or not _dated(table) or document is None:
        return False
    return not noun.isdisjoint(table.kind) or not noun.isdisjoint(context.stems(document.text, context.language_of(table.source)))


def _dated(table: Table) -> str:
    """Return the head of the column that says when rows are; nothing where there is none."""
    return next((head for head in table.heads if folded_phrase(head) in words("within", "dated")), "")


def _text(row: Row, head: str) -> str:
    return row.cells[head].text if head in row.cells else ""
