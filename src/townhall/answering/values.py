"""Which of a sentence's values answers a question: "10" of "25 euros for adults and 10 for children" where children are asked for."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from townhall.answering.context import Context
from townhall.answering.types import DURATION, MONEY, counts_in
from townhall.index.facts.quantities import unit_span
from townhall.index.lexical import terms_of
from townhall.locales.dates import dates_in
from townhall.locales.lexicon import lexicon
from townhall.locales.structure import words
from townhall.locales.words import Token, tokens_of
from townhall.model import Kind

NEAR = 60
"""Characters around a value within which the question's words are looked for."""
ALIKE = 4
"""Letters from which a word may be the beginning of another form of it: "child" of "children"."""
SEPARATOR = re.compile(r"[,;]\s+(?:and\s+|or\s+|but\s+)?|\s+(?:and|or|but|while|whereas)\s+|[.!?]\s+", re.IGNORECASE)
"""What parts the words that belong to one value from those of the next."""
SENTENCE_END = re.compile(r"[.;!?]\s|$")
Place = tuple[int, int]
"""Start and end of a value in its sentence."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What is known of the value that a question wants."""

    kind: Kind
    terms: frozenset[str]
    """Stems of the question's content words."""
    role: str | None = None
    """Which end of a period is asked for, ``"starting"`` or ``"ending"``; None where neither is."""
    money: bool = False
    """Whether it is an amount of money."""


@dataclass(frozen=True, slots=True)
class _Label:
    """The words that say what a value is of: their place, and their stems."""

    place: Place
    stems: frozenset[str]


def value_span(text: str, asked: Asked, pointed: Place | None = None) -> Place | None:
    """Return the span of the date, duration or number in ``text`` that answers a question; None where there is none, or it can't be told which.

    Of several it is the one that stands with what is asked about, else the one within ``pointed`` or across it, else the one nearest to
    the question's words. Where each is said to be of something else that isn't asked about, it is none.
    """
    spans = _values(text, asked)
    if len(spans) > 1 and asked.kind in {Kind.DATE, Kind.DEADLINE} and asked.role:
        spans = [span for span in spans if _role_before(text, span[0]) == asked.role] or spans
    if len(spans) > 1:
        labels, after = _labels(text, spans)
        if (place := _belonging(labels, asked.terms, after=after)) is not None:
            return _shown(text, spans[place], labels[place], after=after)
        if after and all(label.stems for label in labels) and asked.kind is Kind.QUANTITY:
            return None
    pointed_at = [span for span in spans if pointed and span[0] < pointed[1] and pointed[0] < span[1]]
    return max(pointed_at or spans, key=lambda span: _nearness(text, span, asked.terms), default=None)


def asked_value(context: Context) -> Asked:
    """Return what is known of the value that a question wants."""
    query = context.query
    dated = query.kind in {Kind.DATE, Kind.DEADLINE}
    money = "money" in query.values("attribute") or "how_much" in query.concepts
    return Asked(query.kind, frozenset(context.terms), _asked_role(context) if dated else None, money)


def _asked_role(context: Context) -> str | None:
    """Return which end of a period a question asks for: by the word before "when", else by the others if they speak of one end alone."""
    concepts = context.query.concepts
    if context.query.language != "en":
        return "ending" if "deadline" in concepts else "starting" if "opens" in concepts else None
    tokens = tokens_of(context.query.search_text)
    asking = [match for match in lexicon("en").concepts.find(tokens) if match.name in {"when", "until", "when_opening"}]
    before = [token for match in asking for token in tokens[max(0, match.first - 1) : match.last]]
    if (role := role_of(before)) is not None:
        return role
    roles = {role for token in tokens if (role := role_of([token])) is not None}
    return roles.pop() if len(roles) == 1 else None


def role_of(tokens: Sequence[Token]) -> str | None:
    """Return which end of a period the last of some words speaks of: ``"ending"`` for "runs until"; None where none does."""
    roles = [role for token in tokens for role in ("starting", "ending") if token.folded in words("periods", role)]
    return roles[-1] if roles else None


def has_other_role(text: str, role: str) -> bool:
    """Whether every date of a text is said to be the other end of a period than the one that is asked for."""
    roles = {_role_before(text, date.start) for date in dates_in(text)}
    return bool(roles) and roles <= {"starting", "ending"} - {role}


def _values(text: str, asked: Asked) -> list[Place]:
    match asked.kind:
        case Kind.DATE | Kind.DEADLINE:
            return [(date.start, date.end) for date in dates_in(text)]
        case Kind.DURATION:
            return [match.span() for match in DURATION.finditer(text)]
        case Kind.QUANTITY:
            return _amounts(text) if asked.money and MONEY.search(text) else [_with_unit(text, match) for match in counts_in(text)]
        case _:
            return []


def _amounts(text: str) -> list[Place]:
    """Return the amounts of money in a text, and the bare numbers after the first that leave out the currency."""
    amounts = [match.span() for match in MONEY.finditer(text)]
    bare = [match.span() for match in counts_in(text) if match.start() > amounts[0][0] and _is_bare(text, match.end())]
    return sorted({*amounts, *(span for span in bare if not any(start < span[1] and span[0] < end for start, end in amounts))})


def _is_bare(text: str, end: int) -> bool:
    """Whether no noun follows a number that it could count: "10 for children", "3.10 elsewhere, 5."."""
    unit = unit_span(text, end)
    return unit is None


def _with_unit(text: str, match: re.Match[str]) -> Place:
    unit = unit_span(text, match.end())
    return match.start(), unit[1] if unit else match.end()


def _role_before(text: str, start: int) -> str | None:
    """Return which end of a period a date is by the words before it; the second of two that a link joins is the last."""
    dates = dates_in(text)
    for first, second in pairwise(dates):
        link = text[first.end : second.start].strip(" ,").casefold()
        if link in words("deadlines", "period_links") - {"and"}:
            if first.start == start:
                return "starting"
            if second.start == start:
                return "ending"
    begin = max((date.end for date in dates if date.end <= start), default=0)
    return role_of(tokens_of(text[begin:start]))


def _labels(text: str, spans: Sequence[Place]) -> tuple[list[_Label], bool]:
    """Return the words that belong to each value, and whether they stand after it: "25 for adults", but "adults pay 25".

    What stands before the first of values whose words come after them is said of all, and belongs to none.
    """
    cuts = [_cut(text, first[1], second[0]) for first, second in pairwise(spans)]
    last = SENTENCE_END.search(text, spans[-1][1])
    ends = [cut[0] for cut in cuts] + [last.start() if last else len(text)]
    starts = [spans[0][0], *(cut[1] for cut in cuts)]
    after = [_stems(text[span[1] : end]) for span, end in zip(spans, ends, strict=True)]
    if after[-1] or all(after[:-1]):
        return [_Label((span[1], end), stems) for span, end, stems in zip(spans, ends, after, strict=True)], True
    starts[0] = max((match.end() for match in SENTENCE_END.finditer(text, 0, spans[0][0]) if match.end() < spans[0][0]), default=0)
    return [_Label((start, span[0]), _stems(text[start : span[0]])) for start, span in zip(starts, spans, strict=True)], False


def _cut(text: str, start: int, end: int) -> Place:
    """Return where what belongs to one value ends, and where what belongs to the next begins."""
    found = list(SEPARATOR.finditer(text, start, end))
    if not found:
        return end, end
    first, last = found[0], found[-1]
    if first.start() == start or first[0].lstrip()[:1] in ",;.":
        return first.start(), first.end()
    return last.start(), last.end()


def _stems(text: str) -> frozenset[str]:
    return frozenset(terms_of(text))


def _belonging(labels: Sequence[_Label], asked: frozenset[str], *, after: bool) -> int | None:
    """Return which label the question's words name better than any other: more of it, or nothing beside it; None where none is named.

    A value without words of its own is meant where no other one's are named.
    """
    ranks = [(_held(label.stems, asked), -len(label.stems) + _held(label.stems, asked)) for label in labels]
    best = max(ranks)
    bare = after and [bool(label.stems) for label in labels].count(False) == 1
    return ranks.index(best) if ranks.count(best) == 1 and (best[0] or bare) else None


def _held(stems: frozenset[str], asked: frozenset[str]) -> int:
    return sum(any(_is_form(stem, other) for other in asked) for stem in stems)


def _is_form(one: str, other: str) -> bool:
    """Whether two stems are of one word, as "child" and "children" are."""
    short, long = sorted((one, other), key=len)
    return short == long or (len(short) > ALIKE and long.startswith(short))


def _shown(text: str, span: Place, label: _Label, *, after: bool) -> Place:
    """Return a value with the words after it where it is a bare number: "10 for children"."""
    bare = re.fullmatch(r"[\d.,\s]+", text[slice(*span)])
    return (span[0], span[0] + len(text[span[0] : label.place[1]].rstrip(" .,;"))) if bare and after else span


def _nearness(text: str, span: Place, terms: frozenset[str]) -> float:
    before, after = terms_of(text[max(0, span[0] - NEAR) : span[0]]), terms_of(text[span[0] : span[1] + NEAR])
    return sum(1 / (1 + distance) for found in (list(reversed(before)), after) for distance, word in enumerate(found) if word in terms)
