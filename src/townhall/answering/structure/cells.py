"""What a table's row says under one of its heads: "Who is the vice-chair of Housing?", "What is the fee for a city of 180,000 inhabitants?"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from townhall.answering.context import Context
from townhall.answering.draft import Claim, Draft
from townhall.answering.reading.belonging import NAME_PARTS
from townhall.answering.reading.counting import notions
from townhall.answering.reading.types import HARD_KINDS, holds_asked
from townhall.answering.refusal import refuse
from townhall.answering.structure.rows import row_claim
from townhall.answering.structure.tables import Row, Table, tables_near
from townhall.chunking.labels import is_blank, is_unknown
from townhall.index.facts.quantities import unit_span
from townhall.index.lexical import stems_listed, terms_of
from townhall.locales.dates import years_in
from townhall.locales.ranges import range_of
from townhall.locales.structure import words
from townhall.locales.values import NumberMention, number_mentions
from townhall.locales.words import STOP_WORDS, folded_phrase, tokens_of
from townhall.model import Kind, Query, Status

KINDS = frozenset({Kind.OTHER, Kind.DEFINITION, Kind.PERSON, Kind.DATE, Kind.DURATION, Kind.QUANTITY, Kind.PLACE, Kind.ELIGIBILITY})
"""Kinds of question of which the rest tells whether a cell is asked for; deadlines are held against today, contacts shown as such."""

AGE_REACH = 2
"""Words before a number within which it is said to be an age: "at the age of 16"."""


@dataclass(frozen=True, slots=True)
class CellAsked:
    """The stems of a question's words, and the number by which it may mean a row."""

    query: Query
    said: frozenset[str]
    carried: frozenset[str]
    """Those that come from the question before."""
    told: frozenset[str]
    """Those that say of what it asks."""
    number: NumberMention | None = None
    unit: frozenset[str] = frozenset()
    """What the number counts, by its notions."""
    counted: frozenset[str] = frozenset()
    """The stems of the number, of its unit, and of what it describes: "a plot of 90 square metres"."""
    of_age: bool = False
    """Whether the number is how old somebody is."""

    def holds(self, row: Row, head: str) -> bool:
        """Whether a cell may be what is asked for: blank, or of its form where it must have one."""
        cell = row.cells.get(head)
        if cell is None or self.query.kind not in HARD_KINDS or is_blank(cell.text):
            return True
        return holds_asked(cell.text, self.query) is not False


@dataclass(frozen=True, slots=True)
class _Cell:
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
    query = context.query
    if query.language != "en" or query.kind not in KINDS:
        return None
    asked = asked_cell(context)
    cells = [cell for table in tables_near(context) if (cell := _cell(table, asked)) is not None]
    claims = [claim for cell in cells if cell.text for claim in _claims(cell)]
    if claims:
        return Draft(Status.ANSWERED, tuple(dict.fromkeys(claims)))
    blank = any(asked.said >= frozenset(terms_of(cell.head)) and not _is_told(context, cell) for cell in cells)
    return refuse(context, context.messages.say("refusal.not_found")) if blank else None


def asked_cell(context: Context) -> CellAsked:
    """Return what a question for a cell says."""
    text = context.query.search_text
    said, years = frozenset(terms_of(text)), years_in(text)
    carried = frozenset(stem for slot in context.query.slots if slot.carried for stem in terms_of(slot.text))
    told = frozenset(context.terms) - stems_listed("values", "shared") - stems_listed("rows", "plain")
    numbers = [(mention, unit) for mention in number_mentions(text, "en") if mention.values.isdisjoint(years) and (unit := _unit(text, mention))]
    if len(numbers) != 1:
        return CellAsked(context.query, said, carried, told)
    number, unit = numbers[0]
    counted = frozenset(terms_of(f"{_described(text[: number.start])} {text[number.start : number.end]} {unit}"))
    return CellAsked(context.query, said, carried, told, number, frozenset(notions(unit)), counted, of_age=_is_age(text, number))


def _unit(text: str, number: NumberMention) -> str:
    """Return what a number in a question counts; years count an age."""
    span = unit_span(text, number.end)
    unit = text[slice(*span)] if span else ""
    return " ".join([unit, *words("rows", "age")]) if _is_age(text, number) else unit


def _described(before: str) -> str:
    """Return what a number describes, by the words before it: the last one that says something, and not that it is an age."""
    tokens = (token.text for token in reversed(tokens_of(before)) if token.folded not in STOP_WORDS | words("rows", "age"))
    return next(tokens, "")


def _is_age(text: str, number: NumberMention) -> bool:
    """Whether a number is how old somebody is, which may be said before it: "aged 70", "a child of 4"."""
    span = unit_span(text, number.end)
    unit = terms_of(text[slice(*span)]) if span else ()
    said = folded_phrase(text[: number.start]).split()[-AGE_REACH:]
    before = terms_of(" ".join(said))
    of_somebody = not stems_listed("rows", "aged").isdisjoint(before) and (not unit or said[-1] == "of")
    return of_somebody or not stems_listed("rows", "age").isdisjoint([*before, *unit])


def _cell(table: Table, asked: CellAsked) -> _Cell | None:
    """Return the one cell of a table that a question asks for; None where it asks for none, for several, or for something beside it."""
    names = [_named(row.name, asked.said) for row in table.rows]
    widest = max(map(len, names), default=0)
    called = [place for place, name in enumerate(names) if name and len(name) == widest]
    within = {} if len(called) == 1 else _within(table, asked)
    chosen = list(within) or called
    if len(chosen) != 1:
        return None
    row, named, by = table.rows[chosen[0]], names[chosen[0]], within.get(chosen[0])
    if within:
        named |= asked.counted | frozenset(terms_of(by or table.naming))
    heads = _heads([head for head in table.heads if head != by and asked.holds(row, head)], asked)
    if len(heads) != 1:
        return None
    head = frozenset(terms_of(heads[0]))
    # What a follow-up asks in its own words is asked in the place of what was asked before.
    left = asked.told - named - table.kind - head - (asked.carried if head & asked.said - asked.carried else frozenset())
    return None if left else _Cell(table, row, heads[0], named, by)


def _named(name: str, said: frozenset[str]) -> frozenset[str]:
    """Return the stems of a row's name, or of the longest part of it, of which the question has every one; nothing where it has none so."""
    parts = [frozenset(terms_of(part)) for part in (name, *NAME_PARTS.split(name))]
    held = [part for part in parts if part <= said and any(stem.isalpha() for stem in part)]
    return max(held, key=len, default=frozenset())


def _heads(heads: Sequence[str], asked: CellAsked) -> Sequence[str]:
    """Return the heads of which the question has most, first in words of its own, and of these those with the least beside it."""
    shared = stems_listed("values", "shared")
    stems = {head: (own - shared) or own for head in heads if (own := frozenset(terms_of(head)))}
    fits = {
        head: (len(own & asked.said - asked.carried), len(own & asked.said), -len(own - asked.said))
        for head, own in stems.items()
        if own & asked.said
    }
    return [head for head, fit in fits.items() if fit == max(fits.values())]


def _within(table: Table, asked: CellAsked) -> dict[int, str | None]:
    """Return which rows give a range in which the question's number lies, each with the head of the ranges, if that isn't the one of the names.

    Told for columns of ranges that are for what the number counts.
    """
    if asked.number is None:
        return {}
    number = next(iter(asked.number.values))
    columns: list[tuple[str | None, list[str]]] = [(None, [row.name for row in table.rows])]
    columns += [(head, [row.cells[head].text if head in row.cells else "" for row in table.rows]) for head in table.heads]
    found: dict[int, str | None] = {}
    for head, texts in columns:
        ranges = [range_of(text) for text in texts]
        if sum(one is not None for one in ranges) * 2 > len(ranges) and asked.unit & notions(" ".join([head or table.naming, *texts])):
            found |= {place: head for place, one in enumerate(ranges) if one and number in one}
    return found


def _claims(cell: _Cell) -> list[Claim]:
    claim = row_claim(cell.table, cell.row, [*([cell.by] if cell.by else []), cell.head])
    return [Claim(cell.text or "", claim.quotes, lead=True), claim]


def _is_told(context: Context, cell: _Cell) -> bool:
    """Whether a sentence, with what it stands under, speaks of a row and of a head under which it is blank."""
    wanted = cell.named | frozenset(terms_of(cell.head))
    for hit in context.hits:
        above = context.stems_above(hit.passage)
        if not wanted <= above and any(wanted <= above.union(terms_of(sentence.text)) for sentence in hit.passage.sentences):
            return True
    return False
