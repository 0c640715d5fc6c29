"""The rows that hold all that a question says: "When can I have my hearing tested at the Hill Centre?", by a service and its place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from townhall.answering.context import Context
from townhall.answering.draft import Claim, Draft
from townhall.answering.reading.labels import is_form
from townhall.answering.structure.asked import CellAsked, asked_cell
from townhall.answering.structure.cells import FoundCell, answer_cell, asks_for_cell, heads_named, refuse_blank, told_by
from townhall.answering.structure.columns import heads_of_money, is_timed, of_year, with_remarks, with_times
from townhall.answering.structure.others import denied_in
from townhall.answering.structure.rows import BRACKETS, PART, row_claim
from townhall.answering.structure.sized import of_size, size_asked, size_head
from townhall.answering.structure.tables import Row, Table, tables_near
from townhall.chunking.labels import field_kind, is_remark
from townhall.index.lexical import stems_listed, terms_of
from townhall.locales.dates import years_in
from townhall.locales.lexicon import lexicon
from townhall.locales.structure import words
from townhall.locales.weekdays import weekdays_in
from townhall.locales.words import STOP_WORDS, folded_phrase, tokens_of
from townhall.model import Kind

MOST = 5
"""Rows that are shown: of more, nobody could tell which is meant."""
REMARKED = 2
"""Rows up to which what they remark is shown with them."""
PERSONAL = frozenset({"contact", "phone", "email"})
"""Kinds of field that give somebody, and by what they are reached."""
HALF = 0.5
"""Share of a name, or of a cell, from which a question that has several of its words names it."""


@dataclass(frozen=True, slots=True)
class _Match:
    """A row, and the heads of its cells that a question's words stand in."""

    row: Row
    by: tuple[str, ...]
    share: float
    """Part of its name that the question has, in [0, 1]."""


def answer_matched(context: Context) -> Draft | None:
    """Answer what rows say under the heads that are asked for, where each holds all else that is asked; None where none does.

    A cell that the only such row leaves blank is refused, unless a sentence speaks of it.
    """
    if not asks_for_cell(context):
        return None
    tables = [table for table in tables_near(context) if _is_meant(context, table)]
    asked_in = {language: asked_cell(context, language) for language in {context.language_of(table.source) for table in tables}}
    asked_of = [(table, asked_in[context.language_of(table.source)]) for table in tables]
    told = [
        (table, heads, rows)
        for table, asked in asked_of
        if (heads := _heads(table, asked, context.today)) and (rows := _matches(table, heads, asked))
    ]
    if not told:
        asked = asked_cell(context)
        return refuse_blank(context, asked, [blank for table, asked in asked_of if (blank := _blank(table, asked)) is not None])
    table, heads, rows = max(told, key=lambda one: max(match.share for match in one[2]))
    claims = [_claim(table, match, heads, rows) for match in rows]
    values = [cell.text for head in heads if (cell := rows[0].row.cells.get(head)) is not None]
    lead = [Claim(values[0], claims[0].quotes, lead=True)] if len(rows) == len(values) == 1 else []
    return told_by(context, [FoundCell(table, match.row, head, frozenset()) for match in rows for head in heads], (*lead, *claims))


def _is_meant(context: Context, table: Table) -> bool:
    """Whether a table is in the question's language, or in another one that is looked through for it."""
    language = context.language_of(table.source)
    return language in {context.query.language, "en"} or any(hit.passage.source == table.source for hit in context.hits)


def _blank(table: Table, asked: CellAsked) -> FoundCell | None:
    """Return the cell that one row leaves blank, where the row holds all else that is asked and the question names the head: "Which room …?"."""
    heads = [head for head in heads_named(tuple(table.heads), asked) if asked.has(head)]
    rows = _matches(table, heads, asked, blank=True) if len(heads) == 1 else []
    if len(rows) != 1:
        return None
    cells = (rows[0].row.name, *(rows[0].row.cells[head].text for head in rows[0].by))
    return FoundCell(table, rows[0].row, heads[0], asked.said & frozenset().union(*map(asked.coded, cells)))


def answer_which_cell(context: Context) -> Draft | None:
    """Answer what rows say under the head that stands after a "which", and not which rows there are: "Which room is the hearing test in?".

    Told for English questions alone.
    """
    if context.query.language != "en":
        return None
    tokens = tokens_of(context.query.search_text)
    places = [match.last for match in lexicon("en").concepts.find(tokens) if match.name == "which"]
    after = frozenset(terms_of(tokens[places[0]].text)) if places and places[0] < len(tokens) else frozenset()
    named = any(after & frozenset(terms_of(head)) for table in tables_near(context) for head in table.heads) if after else False
    return (answer_cell(context) or answer_matched(context)) if named else None


def _claim(table: Table, match: _Match, heads: Sequence[str], rows: Sequence[_Match]) -> Claim:
    """Name a row with what it is told apart by, what is asked for, and what it remarks."""
    namesakes = [one.row for one in rows if one.row.name == match.row.name]
    others = [head for head in table.heads if not is_remark(head)]
    apart = next((head for head in others if len({_text(row, head) for row in namesakes}) == len(namesakes)), None) if len(namesakes) > 1 else None
    shown = with_remarks(table, heads) if len(rows) <= REMARKED else heads
    return row_claim(table, match.row, [*match.by, *([apart] if apart else []), *shown])


def _text(row: Row, head: str) -> str:
    return row.cells[head].text if head in row.cells else ""


def _heads(table: Table, asked: CellAsked, today: date) -> tuple[str, ...]:
    """Return the heads that a question asks for: by their names, or by what their cells hold, as money, times or places."""
    if asked.money:
        paid = heads_of_money(table, tuple(table.heads))
        denied = denied_in(asked.query.search_text)
        meant = (denied.names(paid) if denied else ()) or heads_named(paid, asked) or paid
        return tuple(of_year(meant, years_in(asked.query.search_text), today))
    named = [head for head in heads_named(tuple(table.heads), asked) if asked.has(head)]
    clocked = "clock" in asked.query.concepts
    timed = [head for head in table.heads if is_timed(table, head, asked.told_in, clocked=clocked)]
    if asked.query.kind is Kind.DATE:
        return tuple(with_times(table, named) if any(head in timed for head in named) else dict.fromkeys([*named, *timed]) if timed else ())
    if asked.query.kind is Kind.QUANTITY and not named and len(table.heads) == 1:
        return tuple(table.heads)  # "Wie hoch ist die Aufnahmegebühr?" of a table that gives nothing but amounts
    if asked.forms and (found := _of_days_or_persons(table, asked, named, timed)):
        return tuple(dict.fromkeys(found))
    if asked.query.kind is Kind.PLACE and not named:
        named = [head for head in table.heads if folded_phrase(head) in words("rows", "places")]
    return with_times(table, named)


def _of_days_or_persons(table: Table, asked: CellAsked, named: Sequence[str], timed: Sequence[str]) -> list[str]:
    """Return the heads of times where a day of the week is asked for, and those of persons where somebody is, and no other head is named."""
    persons = [head for head in table.heads if field_kind(head) in PERSONAL]
    if named:
        return [*(head for head in persons if field_kind(head) == "contact"), *named] if "who" in asked.query.concepts else []
    if weekdays_in(asked.query.text, asked.query.language):
        return list(timed)
    return persons if asked.query.kind in {Kind.PERSON, Kind.CONTACT} else []


def _matches(table: Table, heads: Sequence[str], asked: CellAsked, *, blank: bool = False) -> list[_Match]:
    """Return the rows that hold all that a question says but for what its heads say, the best named; none for more than can be shown.

    They are those that have a cell under one of the heads, or with ``blank`` those that have none.
    """
    usual = table.kind | stems_listed("names", "none") | stems_listed("rows", "done") | asked.stems("\n".join(heads))
    usual |= stems_listed("rows", "paid") | stems_listed("values", "sums") if asked.money else stems_listed("rows", "times")
    usual |= stems_listed("rows", "details") if any(map(asked.names, heads)) else frozenset()
    usual |= stems_listed("rows", "occasions") if any(is_timed(table, head, asked.query.language) for head in table.heads) else frozenset()
    usual |= _done(asked) if all(asked.has(head) for head in heads) else frozenset()
    denied = denied_in(asked.query.search_text)
    usual |= denied.told if denied and denied.names(tuple(table.heads)) else frozenset()
    size = size_asked(table, asked)
    usual |= frozenset(terms_of(size or ""))
    said = frozenset(stem for stem in asked.told if not any(is_form(stem, other) for other in usual))
    rows_there = [row for row in table.rows if any(_text(row, head) for head in heads) is not blank]
    found = [match for row in rows_there if (match := _match(row, heads, said, asked, sized=size is not None))]
    best = max((match.share for match in found), default=0.0)
    best_named = [match for match in found if match.share == best] if best == 1.0 else found
    if size:
        rows = [match.row for match in best_named]
        meant = of_size(table, rows, size) or rows
        by = tuple(filter(None, [size_head(table)]))
        best_named = [replace(match, by=(*match.by, *by)) for match in best_named if match.row in meant]
    return best_named if len(best_named) <= MOST else []


def _done(asked: CellAsked) -> frozenset[str]:
    """Return the stems of the verb that ends a question or stands before a preposition: "When is paper collected in Beech Road?"."""
    tokens = tokens_of(asked.query.search_text)
    following = [*(token.folded for token in tokens[1:]), ""]
    verbs = [token.text for token, after in zip(tokens, following, strict=True) if token.folded.endswith("ed") and (not after or after in STOP_WORDS)]
    return frozenset(terms_of(" ".join(verbs))) - stems_listed("rows", "negating")


def _match(row: Row, heads: Sequence[str], said: frozenset[str], asked: CellAsked, *, sized: bool) -> _Match | None:
    """Return a row that holds all that is said, where its name or another cell than what it remarks is named.

    Of rows that are ``sized``, told apart by how big they are, it is enough that the whole of their name is, but for what stands in brackets.
    """
    name = asked.coded(row.name) | asked.stems(row.title)
    cells = {head: asked.coded(cell.text) for head, cell in row.cells.items()}
    left = said - name - frozenset().union(*cells.values())
    by = tuple(head for head, stems in cells.items() if stems & said - name and not (head in heads or is_remark(head)))
    parts = [asked.coded(part) for text in (row.name, *(row.cells[head].text for head in by)) for part in (text, *PART.split(text))]
    own = asked.stems(BRACKETS.sub(" ", row.name))
    if asked.forms and asked.told_in != asked.query.language:
        named = any(not part.isdisjoint(said) for part in parts)  # its own words are none of the question's
    else:
        named = any(part and _is_named(part, said) for part in parts)
    named |= sized and bool(own) and own <= asked.said
    if left or not named:
        return None
    return _Match(row, by, len(name & asked.said) / len(name) if name else 0.0)


def _is_named(part: frozenset[str], said: frozenset[str]) -> bool:
    """Whether a question has all words of a name, or several that are at least half of it."""
    held = part & said
    return held == part or (len(held) > 1 and len(held) >= HALF * len(part))
