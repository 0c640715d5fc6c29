"""What a table's row says under one of its heads: "Who is the vice-chair of Housing?", "What is the fee for a city of 180,000 inhabitants?"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from townhall.answering.context import Context
from townhall.answering.draft import Claim, Draft, Quote
from townhall.answering.reading.belonging import NAME_PARTS
from townhall.answering.reading.counting import notions
from townhall.answering.reading.forms import PERSON_NAME
from townhall.answering.reading.labels import is_form
from townhall.answering.refusal import refuse
from townhall.answering.structure.asked import CellAsked, asked_cell
from townhall.answering.structure.codes import called_by_code, coded_terms
from townhall.answering.structure.columns import heads_of_form, of_bound, of_year, stems_of_bound, with_remarks
from townhall.answering.structure.others import denied_in
from townhall.answering.structure.rows import row_claim
from townhall.answering.structure.tables import Row, Table, tables_near
from townhall.answering.structure.titled import with_other_names
from townhall.chunking.labels import field_kind, is_undecided, is_unknown
from townhall.chunking.passages import PATH_SEPARATOR
from townhall.index.facts.fields import DETAILS
from townhall.index.lexical import stems_listed, terms_of
from townhall.locales.dates import years_in
from townhall.locales.grouped import with_plain_numbers
from townhall.locales.ranges import range_of
from townhall.locales.words import tokens_of
from townhall.model import Kind, Role, Span, Status

PERSONAL = frozenset({"name", "contact"})
"""Kinds of field that give the person whom a row is of."""
KINDS = frozenset({Kind.OTHER, Kind.DEFINITION, Kind.PERSON, Kind.DATE, Kind.DURATION, Kind.QUANTITY, Kind.PLACE, Kind.ELIGIBILITY})
"""Kinds of question of which the rest tells whether a cell is asked for; deadlines are held against today, contacts shown as such."""

POINT = "."
CODE = re.compile(r"[A-Za-z]{1,3}\d{1,4}")
"""What alone in a cell tells its row from the others."""
RATES = ("daily", "weekly", "monthly", "yearly")
"""The lists of words for how often something is due."""


@dataclass(frozen=True, slots=True)
class FoundCell:
    """A row that a question names, or into whose range its number falls, and the head that it names."""

    table: Table
    row: Row
    head: str
    named: frozenset[str]
    """The stems by which the question names the row."""
    by: str | None = None
    """The head of the range into which its number falls, beside the names."""

    @property
    def text(self) -> str | None:
        """What the cell says; None where it says nothing."""
        cell = self.row.cells.get(self.head)
        return None if cell is None or is_unknown(cell.text) else cell.text


def answer_cell(context: Context) -> Draft | None:
    """Answer what one row of a table says under one head, where a question names the two and nothing else. Told for English questions alone.

    A cell that is blank is refused, unless a sentence speaks of the two.
    """
    if context.query.language != "en" or not asks_for_cell(context):
        return None
    asked = asked_cell(context)
    # A row that is told by a range needs no word of the question's: "What would it cost a town of 43,000 to join?"
    tables = tables_near(context, unworded=asked.number is not None)
    cells = [cell for table in with_other_names(context, list(tables)) if (cell := _cell(table, asked, context.today)) is not None]
    claims = [claim for cell in cells if cell.text for claim in _claims(cell)]
    if claims:
        return told_by(context, [cell for cell in cells if cell.text], tuple(dict.fromkeys(claims)))
    return refuse_blank(context, asked, cells)


def told_by(context: Context, cells: Sequence[FoundCell], claims: tuple[Claim, ...]) -> Draft:
    """Return an answer by some cells, in part where all that they say is that it isn't decided: "to be confirmed"."""
    if cells and all(is_undecided(cell.text or "") for cell in cells):
        return Draft(Status.PARTIAL, claims, reason=_not_given(context, cells[0]))
    return Draft(Status.ANSWERED, claims)


def refuse_blank(context: Context, asked: CellAsked, cells: Sequence[FoundCell]) -> Draft | None:
    """Refuse for the first of some cells that are blank though the question names their head; None where a sentence tells what they don't."""
    blank = [cell for cell in cells if asked.has(cell.head) and not (_is_told(context, cell) or _gives_elsewhere(cell, asked))]
    return refuse(context, _not_given(context, blank[0]), near=_field(blank[0])) if blank else None


def asks_for_cell(context: Context) -> bool:
    """Whether a question is of a kind that may ask for a cell."""
    query = context.query
    attribute = bool(query.values("attribute")) or context.own_forms is not None
    of_detail = query.kind is Kind.CONTACT and attribute and not (query.values("person") or context.organisations())
    return query.kind in KINDS or of_detail or (query.kind is Kind.OPEN and context.own_forms is not None)


def _field(blank: FoundCell) -> tuple[Claim, ...]:
    """Name a field of a record that is there and blank; nothing where a table has no such line."""
    cell = blank.row.cells.get(blank.head)
    places = (blank.row.place, cell.place) if cell else ()
    text = f"{blank.row.name}{PATH_SEPARATOR}{blank.head}"
    return (Claim(text, tuple(Quote(Span(blank.table.source, *place), Role.RELATED) for place in places)),) if places else ()


def _not_given(context: Context, blank: FoundCell) -> str:
    kind = field_kind(blank.head)
    return context.messages.say(f"refusal.attribute_{kind}" if kind in context.query.values("attribute") else "refusal.not_found")


def _gives_elsewhere(cell: FoundCell, asked: CellAsked) -> bool:
    """Whether a row gives a detail under another head than the one that is blank: a number beside a name."""
    patterns = [DETAILS[name] for name in asked.attributes if name in DETAILS]
    return any(pattern.search(other.text) for pattern in patterns for other in cell.row.cells.values())


def _cell(table: Table, asked: CellAsked, today: date) -> FoundCell | None:
    """Return the one cell of a table that a question asks for; None where it asks for none, for several, or for something beside it.

    What else a row says tells which one is meant: "the studios of Hill House".
    """
    names = [
        max(
            _named(row.name, asked.said),
            _named(row.title, asked.said),
            _named_person(table, row, asked),
            _named_code(row, asked.said),
            called_by_code(table.naming, row.name, asked.query.search_text),
            key=len,
        )
        for row in table.rows
    ]
    widest = max(map(len, names), default=0)
    called = [place for place, name in enumerate(names) if name and len(name) == widest]
    denied = denied_in(asked.query.search_text)
    if denied and (for_others := denied.names([row.name for row in table.rows])):
        called = [place for place, row in enumerate(table.rows) if row.name in for_others]
    within = {} if len(called) == 1 else _within(table, asked)
    beside = asked.told - frozenset().union(*(names[place] for place in called))
    chosen = list(within) or _told_apart(table, called, beside)
    if len(chosen) != 1:
        return None
    row, named, by = table.rows[chosen[0]], names[chosen[0]], within.get(chosen[0])
    if len(called) > 1 and not within:
        by = next((head for head, cell in row.cells.items() if not beside.isdisjoint(terms_of(cell.text))), None)
    if within:
        named |= asked.counted | frozenset(terms_of(by or table.naming))
    others = [head for head in table.heads if head != by and asked.holds(row, head)]
    paid = heads_of_form(table, others, money=asked.money, share=asked.share)
    for_others = denied.names(heads_of_form(table, tuple(table.heads), money=asked.money, share=asked.share)) if denied else []
    heads = for_others or heads_named(paid, asked) or (of_bound(paid, asked.query) if asked.money else [])
    heads = of_year(heads, years_in(asked.query.search_text), today)
    if len(heads) != 1:
        return None
    head = frozenset(terms_of(heads[0]))
    # What a follow-up asks in its own words is asked in the place of what was asked before.
    left = asked.told - named - (asked.carried if head & asked.said - asked.carried else frozenset())
    left -= denied.told if denied and (for_others or row.name in denied.names([one.name for one in table.rows])) else frozenset()
    left = frozenset(
        stem
        for stem in left - stems_of_bound(heads[0], asked.query) - _told(row) - stems_listed("names", "none") - _every(head)
        if not any(is_form(stem, other) for other in head | table.kind | table.told_above)
    )
    found = FoundCell(table, row, heads[0], named, by)
    return None if left and not (asked.names(heads[0]) and found.text is None) else found


def _every(head: frozenset[str]) -> frozenset[str]:
    """Return the stems of all words for how often what a head gives is due, by the one that it has: "annual" for "Fee per year"."""
    lists = (stems_listed("values", name) for name in RATES)
    return frozenset().union(*(alike for alike in lists if not alike.isdisjoint(head)))


def _told_apart(table: Table, rows: Sequence[int], said: frozenset[str]) -> Sequence[int]:
    """Return those of the rows of a name that say most of what else a question does: "a card for children"."""
    held = {row: len(said & _told(table.rows[row])) for row in rows}
    return [row for row in rows if held[row] == max(held.values())]


def _told(row: Row) -> frozenset[str]:
    """Return the stems of all that a row says."""
    return frozenset(stem for text in (row.name, row.title, *(cell.text for cell in row.cells.values())) for stem in coded_terms(text))


def _named_person(table: Table, row: Row, asked: CellAsked) -> frozenset[str]:
    """Return the stems by which a question names the person whom a row is of; nothing where it has neither the whole name nor the surname as one."""
    fields = [(table.naming, row.name), *((head, cell.text) for head, cell in row.cells.items())]
    texts = [match[0] for head, text in fields if field_kind(head) in PERSONAL for match in PERSON_NAME.finditer(text)]
    persons = [terms_of(text) for text in texts]
    named = [asked.said.intersection(name) for name in persons if set(name[-1:]) <= asked.capitals or set(name) <= asked.said]
    return max(named, key=len, default=frozenset())


def _named_code(row: Row, said: frozenset[str]) -> frozenset[str]:
    """Return the code of a row, where a question has it: a cell of its own with letters and digits, "E05"."""
    codes = [token.folded for cell in row.cells.values() for token in tokens_of(cell.text) if CODE.fullmatch(cell.text)]
    return frozenset(code for code in codes if code in said)


def _named(name: str, said: frozenset[str]) -> frozenset[str]:
    """Return the stems of a row's name, or of the longest part of it, of which the question has every one; nothing where it has none so."""
    parts = [frozenset(coded_terms(part)) for part in (name, *NAME_PARTS.split(name))]
    held = [part for part in parts if part <= said and any(stem.isalpha() for stem in part)]
    return max(held, key=len, default=frozenset())


def heads_named(heads: Sequence[str], asked: CellAsked) -> Sequence[str]:
    """Return the heads of which the question has most, first in words of its own, and of these those with the least beside it."""
    shared = stems_listed("values", "shared")
    said = asked.said | (stems_listed("values", "parts") if asked.share else frozenset())
    stems = {head: (own - shared) or own for head in heads if (own := asked.stems(head))}
    fits = {
        head: (len(own & said - asked.carried), len(own & said), -len(own - said)) for head, own in stems.items() if own & said or asked.names(head)
    }
    return [head for head, fit in fits.items() if fit == max(fits.values())]


def _within(table: Table, asked: CellAsked) -> dict[int, str | None]:
    """Return which rows give a range in which the question's number lies, each with the head of the ranges, if that isn't the one of the names.

    Told for columns of ranges that are for what the number counts.
    """
    if asked.number is None:
        return {}
    number = next(iter(asked.number.values))
    # Nobody counts people in thousandths.
    of_people = not asked.unit.isdisjoint(stems_listed("counting", "population"))
    columns: list[tuple[str | None, list[str]]] = [(None, [row.name for row in table.rows])]
    columns += [(head, [row.cells[head].text if head in row.cells else "" for row in table.rows]) for head in table.heads]
    found: dict[int, str | None] = {}
    for head, texts in columns:
        ranges = [range_of(with_plain_numbers(text) if of_people or POINT not in text else text) for text in texts]
        if sum(one is not None for one in ranges) * 2 > len(ranges) and asked.unit & notions(" ".join([head or table.naming, *texts])):
            found |= {place: head for place, one in enumerate(ranges) if one and number in one}
    return found


def _claims(cell: FoundCell) -> list[Claim]:
    claim = row_claim(cell.table, cell.row, [*([cell.by] if cell.by else []), *with_remarks(cell.table, [cell.head])])
    return [Claim(cell.text or "", claim.quotes, lead=True), claim]


def _is_told(context: Context, cell: FoundCell) -> bool:
    """Whether a sentence, with what it stands under, speaks of a row and of a head under which it is blank."""
    wanted = cell.named | frozenset(terms_of(cell.head))
    for hit in context.hits:
        above = context.stems_above(hit.passage)
        if not wanted <= above and any(wanted <= above.union(terms_of(sentence.text)) for sentence in hit.passage.sentences):
            return True
    return False
