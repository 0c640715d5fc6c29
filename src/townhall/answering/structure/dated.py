"""Which rows of a table lie within a time that is asked for: "Which webinars are there between July and December?", "What is on in May?"."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from townhall.answering.context import Context
from townhall.answering.draft import Claim, Draft
from townhall.answering.refusal import refuse
from townhall.answering.structure.rows import KINDS, Condition, holds_of, of_column, row_claim, said_of_rows
from townhall.answering.structure.tables import Table, tables_near
from townhall.chunking.labels import field_kind
from townhall.index.lexical import stems_listed, terms_of
from townhall.locales.dates import DateMention, dates_in, days_in
from townhall.locales.deadlines import announces
from townhall.locales.stretches import stretches
from townhall.locales.structure import words
from townhall.locales.within import Moment, Within, within_in
from townhall.locales.words import folded_phrase
from townhall.model import Status

ASKING = frozenset({"which", "list", "is_there", "all"})
"""Concepts of a question for what there is."""
SEAT = "seat"
"""The kind of field that gives a town."""
Days = tuple[date, date]
"""A first and a last day."""


@dataclass(frozen=True, slots=True)
class _Column:
    """The column of a table that says when its rows are."""

    head: str
    days: tuple[Days | None, ...]
    """When each row is; None where its cell doesn't say."""
    called: bool
    """Whether its head says so, or the question names it."""

    def within(self, within: Within, today: date) -> list[int]:
        """Return the rows that lie within a time, the earliest first; what has no year is of this one, or of the last one that is spoken of."""
        years = {one[0].year for one in self.days if one}
        first, last = within.days(today.year if today.year in years else max(years, default=today.year), today)
        return [place for _, place in sorted((one, place) for place, one in enumerate(self.days) if one and one[0] <= last and first <= one[1])]


def answer_dated(context: Context) -> Draft | None:
    """List the rows of a time for which all else holds that a question says; None where no table tells. Told for English questions alone."""
    query, within = context.query, within_in(context.query.search_text) if context.query.language == "en" else None
    if within is None or query.kind not in KINDS or query.concepts.isdisjoint(ASKING) or query.values("organisation") or query.values("person"):
        return None
    asked = said_of_rows(query.search_text[: within.start] + query.search_text[within.end :])
    told = [(table, found) for table in tables_near(context, unworded=True) if (found := _rows(context, table, asked, within)) is not None]
    # "Market" where markets are asked for, or what stands under "Markets" rather than elsewhere in a document of that name.
    of_those = [one for one in told if not asked.keys().isdisjoint(_own(context, one[0]))]
    told = of_those or told
    if claims := tuple(dict.fromkeys(claim for _, found in told for claim in found)):
        return Draft(Status.ANSWERED, claims)
    return refuse(context, context.messages.say("refusal.not_found")) if told else None


def _rows(context: Context, table: Table, asked: Mapping[str, bool], within: Within) -> list[Claim] | None:
    """Return the rows of a table that lie within a time and for which all else holds that is asked; None for a table whose columns don't tell.

    What they are may stand in their names: "Webinar: snow clearance".
    """
    column = _column(table, frozenset(asked), context.today)
    if column is None:
        return None
    usual = table.kind | stems_listed("within", "happenings") | frozenset(terms_of(column.head))
    left = {stem: holds for stem, holds in asked.items() if stem not in usual}
    if not left and not column.called and table.kind.isdisjoint(asked):
        return None  # a table of anything
    conditions: list[Condition] = []
    while left:
        found = [*(one for head in table.heads for one in of_column(table, head, frozenset(left))), *_of_names(table, frozenset(left))]
        best = max(found, key=lambda one: (len(one.covers), one.share), default=None)
        if best is None:
            return None
        conditions.append(best)
        left = {stem: holds for stem, holds in left.items() if stem not in best.covers}
    where = [head for head in table.heads if folded_phrase(head) in words("rows", "places") or field_kind(head) == SEAT]
    heads = dict.fromkeys([column.head, *(one.head for one in conditions), *where])
    rows = column.within(within, context.today)
    return [row_claim(table, table.rows[row], list(heads)) for row in rows if all(holds_of(one, row, asked) for one in conditions)]


def _own(context: Context, table: Table) -> frozenset[str]:
    """Return the stems of what a table's rows are called, and of the heading right above them; that of a record is its name."""
    section = context.bundle.section_around(table.source, table.rows[0].place[0])
    above = [heading.text for heading in (section.path if section else ()) if heading.text != table.rows[0].name]
    return frozenset(terms_of(" ".join([table.naming, *above[-1:]])))


def _of_names(table: Table, asked: frozenset[str]) -> Iterator[Condition]:
    """Yield which rows have a word in their names."""
    names = [frozenset(terms_of(row.name)) for row in table.rows]
    for stem in asked.intersection(*[frozenset().union(*names)]):
        yes = frozenset(place for place, name in enumerate(names) if stem in name)
        yield Condition(table.naming, frozenset({stem}), yes, frozenset(range(len(names))) - yes, 0.0)


def _column(table: Table, asked: frozenset[str], today: date) -> _Column | None:
    """Return the column that says when a table's rows are: one that the question names, that is headed so, else any but one of deadlines."""
    texts = {head: [row.cells[head].text if head in row.cells else "" for row in table.rows] for head in table.heads}
    texts |= {table.naming: [row.name for row in table.rows]}
    days = {head: days_of(cells, today) for head, cells in texts.items()}
    timed = [head for head, found in days.items() if sum(one is not None for one in found) * 2 > len(found)]
    named = [head for head in timed if not asked.isdisjoint(terms_of(head))]
    called = [head for head in timed if folded_phrase(head) in words("within", "dated")]
    others = [head for head in timed if not any(announces(head, key, "en") for key in ("strong", "before"))]
    head = next(iter([*named, *called, *others]), None)
    return None if head is None else _Column(head, days[head], called=head in {*named, *called})


def days_of(cells: Sequence[str], today: date) -> tuple[Days | None, ...]:
    """Return the first and the last day that each of a column's cells gives; None where it gives no month."""
    year = max((mention.year for cell in cells for mention in dates_in(cell)), default=today.year)
    return tuple(_day(cell, year) for cell in cells)


def _day(text: str, year: int) -> Days | None:
    if mentions := [mention for mention in dates_in(text) if mention.month]:
        first = stretches(text, [(mention.start, mention.end) for mention in mentions])[0].first
        opened = [one for one in dates_in(f"{text[slice(*first)]} {mentions[0].year}") if one.month] if first else []
        return _moment((opened or mentions)[0]).first(year), _moment(mentions[-1]).last(year)
    found = [mention for start, end in days_in(text) for mention in dates_in(f"{text[start:end]} {year}")]
    return (_moment(found[0]).first(year), _moment(found[-1]).last(year)) if found else None


def _moment(mention: DateMention) -> Moment:
    return Moment((mention.month or 1, mention.month or 12), mention.day, mention.year)
