"""Which rows of a table hold what is asked for: "Which halls have a kitchen and are open on Sunday?"."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from townhall.answering.context import ASKING, Context
from townhall.answering.draft import Claim, Draft, Quote
from townhall.answering.reading.forms import MONEY
from townhall.answering.refusal import refuse
from townhall.answering.structure.codes import coded_terms, codes_in
from townhall.answering.structure.tables import FEWEST, HEADLESS, Row, Table, tables_near
from townhall.index.lexical import stems_listed, terms_of
from townhall.locales.lexicon import lexicon
from townhall.locales.ranges import COMPARISONS, said_before
from townhall.locales.structure import words
from townhall.locales.values import numbers_in
from townhall.locales.words import folded_phrase, tokens_of
from townhall.model import BETWEEN_CELLS, Kind, Query, Span, Status

KINDS = frozenset({Kind.OTHER, Kind.LIST, Kind.OPEN, Kind.DEFINITION, Kind.PLACE})
"""Kinds of question of which the rest tells whether rows are asked for."""
PART = re.compile(r"[,;/](?!\d)| and ")
"""What parts the values of a cell that holds several."""
EXTREMES: Mapping[str, Callable[[Iterable[Decimal]], Decimal]] = {"lowest": min, "highest": max}
"""Which of a column's numbers is asked for, by the list of words that say so."""
BRACKETS = re.compile(r"\([^()]*\)")
PLURAL = "s"
CROSS = "x"
"""A cross says no beside a yes, and yes beside nothing but blanks."""


@dataclass(frozen=True, slots=True)
class Condition:
    """What a column says of its rows, and how many of the question's words that is."""

    head: str
    covers: frozenset[str]
    yes: frozenset[int]
    no: frozenset[int]
    share: float
    """Part of the column's or the value's own words that the question has, in [0, 1]."""
    numbers: tuple[Decimal | None, ...] | None = None
    """The numbers of its cells, where a bound is set to them, and not ``yes`` and ``no``."""


@dataclass(frozen=True, slots=True)
class _Bound:
    """What the numbers of a column must be, and the words of the question that say so."""

    key: str
    number: Decimal | None
    """What they are held against; None where the one that is furthest to one side is asked for."""
    start: int
    end: int
    of_money: bool = False
    """Whether the question speaks of what is to be paid."""
    of_size: bool = False
    """Whether it says no more than that something is large or small."""

    def fit(self, numbers: Sequence[Decimal | None]) -> list[bool | None]:
        """Return whether each number is as it must be; None for a cell without one."""
        known = [number for number in numbers if number is not None]
        if self.number is None and known:
            wanted = EXTREMES[self.key](known)
            return [None if number is None else number == wanted for number in numbers]
        return [None if number is None or self.number is None else COMPARISONS[self.key](number, self.number) for number in numbers]


def answer_rows(context: Context) -> Draft | None:
    """List the rows for which everything holds that a question for "which" says; None where no table tells. Told for English questions alone."""
    query = context.query
    asks = bool(query.concepts & {"which", "list"})
    named = _named_alone(query)
    if not (asks or named) or query.kind not in KINDS or query.language != "en" or query.values("organisation") or query.values("person"):
        return None
    if query.kind is Kind.DEFINITION and any(slot.name == "place" and slot.carried for slot in query.slots):
        return None  # "What do they do?" is for their entries to say
    told = [found for table, found in rows_holding(context, query.search_text) if asks or (found and named <= table.kind)]
    if claims := tuple(dict.fromkeys(claim for found in told for claim in found)):
        return Draft(Status.ANSWERED, claims)
    return refuse(context, context.messages.say("refusal.not_found")) if told else None


def _named_alone(query: Query) -> frozenset[str]:
    """Return the stem of the plural with which a question begins that asks in no words, "halls with a kitchen"; nothing for any other."""
    first = next(iter(tokens_of(query.search_text)), None)
    asks = (
        first is None or query.values("place") or query.concepts & ASKING - {"all", "and", "place_marker"} or query.search_text.rstrip().endswith("?")
    )
    return frozenset(terms_of(first.text)) if first and not asks and first.folded.endswith(PLURAL) else frozenset()


def rows_holding(context: Context, text: str) -> list[tuple[Table, list[Claim]]]:
    """Return the tables near the question whose columns tell all that a text says of rows, each with those for which it holds."""
    bound = _bound(text)
    asked = said_of_rows(text if bound is None else text[: bound.start] + text[bound.end :])
    return [(table, found) for table in tables_near(context) if (found := _rows(context, table, asked, bound)) is not None]


def _bound(text: str) -> _Bound | None:
    """Return the bound that a question sets to a number, "less than 5 euros", "the cheapest"; None where it sets none, or several."""
    found = [
        _Bound(key, None, *match.span())
        for key in EXTREMES
        for said in words("rows", key)
        for match in re.finditer(rf"\b{said}\b(?! \w+ [\d€$£])", text, re.IGNORECASE)
    ]
    found += [
        _Bound(key, number, *match.span())
        for key in COMPARISONS
        for said in said_before(key)
        for match in re.finditer(rf"\b{said}\s+(?P<number>[€$£]?\s?\d[\d.,]*)", text, re.IGNORECASE)
        for number in numbers_in(match["number"].rstrip(".,"), "en")
    ]
    widest = max(found, key=lambda bound: bound.end - bound.start, default=None)  # "no more than" holds "more than"
    if widest is None or not all(widest.start <= bound.start and bound.end <= widest.end for bound in found):
        return None
    of_money = MONEY.search(text) is not None or not stems_listed("rows", "paid").isdisjoint(terms_of(text))
    return replace(widest, of_money=of_money, of_size=folded_phrase(text[widest.start : widest.end]) in words("rows", "sized"))


def said_of_rows(text: str) -> dict[str, bool]:
    """Return the stems of what is said of the rows, each with whether it is to hold: what follows "not" isn't, up to the next clause."""
    tokens = tokens_of(text)
    asking = {i for match in lexicon("en").concepts.find(tokens) if match.name in ASKING for i in range(match.first, match.last)}
    codes = codes_in(text)
    holds = True
    found: dict[str, bool] = {}
    for number, token in enumerate(tokens):
        holds = token.folded not in words("rows", "negating") and (holds or token.folded in words("rows", "clauses"))
        if number not in asking and token.folded not in words("rows", "negating") | words("rows", "plain"):
            found |= dict.fromkeys((*terms_of(token.text), *([token.folded] if token in codes else [])), holds)
    return found


def _rows(context: Context, table: Table, asked: Mapping[str, bool], bound: _Bound | None) -> list[Claim] | None:
    """Return the rows of a table for which all that is asked holds; None for a table whose columns don't tell."""
    conditions = _conditions(table, asked, bound)
    whole = context.query.kind is Kind.OPEN and table.kind.issuperset(stem for one in conditions for stem in one.covers)
    if not conditions or whole:
        return None  # whether all of it is still open is for its deadlines to say
    held = [number for number in range(len(table.rows)) if all(holds_of(one, number, asked) for one in conditions if one.numbers is None)]
    if bound:
        held = _within(table, conditions[0], bound, held)
    return [row_claim(table, table.rows[number], [one.head for one in conditions]) for number in held]


def _within(table: Table, column: Condition, bound: _Bound, rows: Sequence[int]) -> list[int]:
    """Return those of some rows whose number is as a bound says; what is cheapest is so among those, and of what is paid for by the hour apart."""
    alike: dict[frozenset[str], list[int]] = {}
    for row in rows:
        cell = table.rows[row].cells.get(column.head)
        spans = frozenset(terms_of(cell.text)) & stems_listed("values", "spans") if cell else frozenset()
        alike.setdefault(spans, []).append(row)
    found: set[int] = set()
    for same in alike.values():
        fits = bound.fit([column.numbers[row] for row in same] if column.numbers else [])
        found |= {row for row, fit in zip(same, fits, strict=False) if fit}
    return sorted(found)


def holds_of(condition: Condition, row: int, asked: Mapping[str, bool]) -> bool:
    """Whether a row is as a condition says, or isn't where that is what is asked."""
    return row in (condition.yes if all(asked[stem] for stem in condition.covers) else condition.no)


def _conditions(table: Table, asked: Mapping[str, bool], bound: _Bound | None) -> list[Condition]:
    """Return the columns' conditions that together say everything that is asked; none where something is left over."""
    left = frozenset(asked)
    chosen: list[Condition] = []
    if bound:
        chosen = _of_numbers(table, left, bound)
        if not chosen:
            return []
        left -= chosen[0].covers
    if HEADLESS in table.heads and (named := _of_names(table, left)) is not None:
        chosen.append(named)
        left -= named.covers
    while left - table.kind or not chosen:
        found = [one for head in table.heads for one in of_column(table, head, left)]
        best = max(found, key=lambda one: (len(one.covers - table.kind), len(one.covers), one.share), default=None)
        if best is None:
            return []
        chosen.append(best)
        left -= best.covers
    return chosen


def of_column(table: Table, head: str, asked: frozenset[str]) -> Iterator[Condition]:
    """Yield what a column can say: that its cell holds a value that is named, or, where it tells yes from no, that its head holds."""
    cells = [row.cells[head].text if head in row.cells else "" for row in table.rows]
    named, everyone = frozenset(terms_of(head)), frozenset(range(len(cells)))
    parts = [[frozenset(coded_terms(part)) for part in PART.split(cell)] for cell in cells]
    for value in {part for row in parts for part in row if part and part <= asked}:
        holding = frozenset(number for number, row in enumerate(parts) if value in row)
        yield Condition(head, (value | named) & asked, holding, everyone - holding, 1.0)
    says = _yes_or_no(cells)
    if says and not asked.isdisjoint(named):
        yes, no = (frozenset(number for number, said in enumerate(says) if said is wanted) for wanted in (True, False))
        yield Condition(head, named & asked, yes, no, len(named & asked) / len(named))


def _of_names(table: Table, asked: frozenset[str]) -> Condition | None:
    """Return which rows of a list are called what is asked for, where some aren't and its heading doesn't call them so; None for fewer than two."""
    names = [frozenset(terms_of(BRACKETS.sub(" ", row.name))) & asked for row in table.rows]
    covers = frozenset().union(*names) - frozenset(terms_of(table.naming))
    yes = frozenset(number for number, name in enumerate(names) if covers <= name)
    return Condition(table.naming, covers, yes, frozenset(range(len(names))) - yes, 1.0) if covers and len(yes) >= FEWEST else None


def _of_numbers(table: Table, asked: frozenset[str], bound: _Bound) -> list[Condition]:
    """Return what the one column of numbers that can be meant says: one that the question names, else one of money; none where it can't be told."""
    shared, sizes = stems_listed("values", "shared"), stems_listed("rows", "sizes")
    found: list[Condition] = []
    for head in table.heads:
        cells = [row.cells[head].text if head in row.cells else "" for row in table.rows]
        numbers = [_number(cell) for cell in cells]
        named = frozenset(terms_of(head)) & asked
        money = sum(MONEY.search(cell) is not None for cell in cells)
        if sum(number is not None for number in numbers) * 2 > len(cells) and (
            named or (bound.of_money and money * 2 >= len(cells)) or (bound.of_size and not sizes.isdisjoint(terms_of(head)))
        ):
            found.append(Condition(head, named | (asked & shared), frozenset(), frozenset(), float(len(named - shared)), tuple(numbers)))
    best = [one for one in found if one.share == max(other.share for other in found)]
    return best if len(best) == 1 else []


def _number(cell: str) -> Decimal | None:
    """Return the number that a cell gives, or its one amount of money, nought where it says that it is free; None where it gives none, or several."""
    amounts = [match[0] for match in MONEY.finditer(cell)]
    numbers = numbers_in(amounts[0] if len(amounts) == 1 else cell, "en")
    if len(numbers) == 1:
        return next(iter(numbers))
    return Decimal() if folded_phrase(cell) in words("rows", "free") | words("values", "free") else None


def _yes_or_no(cells: Sequence[str]) -> list[bool | None]:
    """Return what each cell says, None where it says nothing; nothing at all for a column that doesn't tell yes from no.

    Beside a no any other value is a yes ("10–16" beside "closed"), and a blank is a no where nothing else is one.
    """
    said = [folded_phrase(cell) or cell.strip() for cell in cells]
    yes, no = words("rows", "yes"), words("rows", "no")
    yes = yes if any(cell in yes for cell in said) else yes | {CROSS}
    no = no if CROSS in yes else no | {CROSS}
    if not any(cell in yes | no for cell in said):
        return []
    blank_is_no = not any(cell in no for cell in said)
    if blank_is_no and any(cell and cell not in yes for cell in said):
        return []
    return [(False if blank_is_no else None) if not cell else cell not in no for cell in said]


def row_claim(table: Table, row: Row, heads: Sequence[str]) -> Claim:
    """Name a row with what its cells say under some heads."""
    cells = [(head, cell) for head in dict.fromkeys(heads) if (cell := row.cells.get(head)) is not None]
    bare = row.cells.get(HEADLESS)
    text = f"{row.name}: {bare.text}" if bare else BETWEEN_CELLS.join([row.name, *(f"{head}: {cell.text}" for head, cell in cells)])
    places = [row.place, *(place for head, cell in cells for place in (cell.place, table.heads[head]) if place)]
    return Claim(text, tuple(Quote(Span(table.source, *place)) for place in dict.fromkeys(places)))
