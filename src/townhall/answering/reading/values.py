"""Which of a sentence's values answers a question: "10" of "25 euros for adults and 10 for children" where children are asked for."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import accumulate

from townhall.answering.context import Context
from townhall.answering.reading.bounds import asked_bound, bounds_among
from townhall.answering.reading.forms import DURATION, MONEY, PERCENTAGE
from townhall.answering.reading.labels import belonging_to, labels_of, stands_without, with_its_label
from townhall.answering.reading.types import SHARE, counts_in, counts_in_words, without_repeated
from townhall.chunking.tables import Place, cells_of
from townhall.index.facts.quantities import unit_span
from townhall.index.lexical import terms_of
from townhall.locales.dates import dates_in, days_in, months_of
from townhall.locales.lexicon import lexicon
from townhall.locales.measures import durations_in, shares_in
from townhall.locales.stretches import Stretch, stretches
from townhall.locales.structure import words
from townhall.locales.words import Token, tokens_of
from townhall.model import Kind, Query

NEAR = 60
"""Characters around a value within which the question's words are looked for."""


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
    share: bool = False
    """Whether it is a part of a whole, in per cent."""
    bound: str | None = None
    """Which bound of a number is asked for, ``"most"`` or ``"least"``; None where neither is."""
    language: str = "en"
    """The language of the texts that it is looked for in."""
    query: Query | None = None
    """The question, whose own numbers are no answer to it."""


def value_span(text: str, asked: Asked, pointed: Place | None = None) -> Place | None:
    """Return the span of the date, duration or number in ``text`` that answers a question; None where there is none, or it can't be told which.

    Of several it is the one that stands with what is asked about, else the one within ``pointed`` or across it, else the one nearest to
    the question's words. Where each is said to be of something else that isn't asked about, it is none.
    """
    spans = _values(text, asked)
    if len(spans) > 1 and asked.kind in {Kind.DATE, Kind.DEADLINE}:
        ends = _ends(text, asked.language)
        roles = [ends.get(span[0]) for span in spans]
        role = asked.role if asked.role in roles else None
        spans = [span for span, its in zip(spans, roles, strict=True) if its == role] or spans
    if asked.kind is Kind.QUANTITY and not (asked.money or asked.share) and (counted := _nearest_counted(text, spans, asked.terms)):
        return counted
    if len(spans) > 1:
        labels, after = labels_of(text, spans)
        if (place := belonging_to(labels, asked.terms, after=after)) is not None:
            return with_its_label(text, spans[place], labels[place], after=after)
        limits = bounds_among(text, spans, asked.bound) if asked.bound else []
        if len(limits) == 1:
            return limits[0]
        if asked.kind is Kind.QUANTITY and all(label.stems for label in labels) and (after or stands_without(text, labels, asked.terms)):
            return None
    pointed_at = [span for span in spans if pointed and span[0] < pointed[1] and pointed[0] < span[1]]
    return max(pointed_at or spans, key=lambda span: _nearness(text, span, asked.terms), default=None)


def cell_span(text: str, heads: Sequence[str], asked: Asked) -> Place | None:
    """Return the span of the cell that answers a question in a row of a table; None where there is none, or it can't be told which.

    Of several that hold what has the form that is asked for, it is the one under the head that the question names.
    """
    cells = cells_of(text)
    money = replace(asked, kind=Kind.QUANTITY) if asked.money else asked
    holding = [i for i, cell in enumerate(cells) if _holds(text[slice(*cell)], money)]
    named = {i: len(asked.terms.intersection(terms_of(heads[i]))) for i in holding if i < len(heads)}
    best = [i for i, number in named.items() if number and number == max(named.values())]
    chosen = holding if len(holding) == 1 else best
    return cells[chosen[0]] if len(chosen) == 1 else None


def _holds(text: str, asked: Asked) -> bool:
    """Whether a cell holds a value of the form that is asked for: of money and shares what can't be taken for anything else."""
    if asked.money or asked.share:
        return bool(MONEY.search(text)) if asked.money else bool(_shares(text, asked.language))
    return bool(_values(text, asked))


def place_of_amount(texts: Sequence[str], asked: Asked) -> int | None:
    """Return which of several sentences in a row holds the amount of money that stands with what is asked about; None where it can't be told."""
    joined = " ".join(texts)
    spans = _values(joined, asked) if asked.money else []
    if len(spans) <= 1:
        return None
    labels, after = labels_of(joined, spans)
    belonging = belonging_to(labels, asked.terms, after=after)
    if belonging is None or not labels[belonging].stems:
        return None
    ends = accumulate(len(text) + 1 for text in texts)
    return next((place for place, end in enumerate(ends) if spans[belonging][0] < end), None)


def asked_value(context: Context) -> Asked:
    """Return what is known of the value that a question wants."""
    query = context.query
    dated = query.kind in {Kind.DATE, Kind.DEADLINE}
    money = "money" in query.values("attribute") or "how_much" in query.concepts
    return Asked(
        query.kind,
        frozenset((*context.terms, *context.forms)),
        _asked_role(context) if dated else None,
        money,
        SHARE in query.concepts,
        asked_bound(query),
        query=query,
    )


def _asked_role(context: Context) -> str | None:
    """Return which end of a period a question asks for: by the word before "when", else by the others if they speak of one end alone."""
    concepts = context.query.concepts
    if "until" in concepts or (context.query.language != "en" and "deadline" in concepts):
        return "ending"
    if context.query.language != "en":
        return "starting" if "opens" in concepts else None
    tokens = tokens_of(context.query.search_text)
    asking = [match for match in lexicon("en").concepts.find(tokens) if match.name in {"when", "until", "when_opening"}]
    before = [token for match in asking for token in tokens[max(0, match.first - 1) : match.last]]
    if (role := role_of(before)) is not None:
        return role
    # In a question the verb comes first: "When is it closed?" asks for the whole period of a state, "When did it open?" doesn't.
    verbs = {token for match in asking for token in tokens[match.last - 1 : match.last + 1]}
    passing = any(token.folded in words("periods", "being") for token in verbs)
    telling = words("periods", "starting") | words("periods", "ending")
    ends = [tokens[max(0, place - 1) : place + 1] for place, token in enumerate(tokens) if token.folded in telling]
    roles = {role for end in ends if not (passing and end[-1].folded in words("periods", "states")) and (role := role_of(end)) is not None}
    return roles.pop() if len(roles) == 1 else None


def role_of(tokens: Sequence[Token]) -> str | None:
    """Return which end of a period the last of some words speaks of: ``"ending"`` for "runs until"; None where none does.

    A state that something is in speaks of neither: "is closed", "are open".
    """
    roles = [
        role
        for place, token in enumerate(tokens)
        for role in ("starting", "ending")
        if token.folded in words("periods", role) and not _is_state(tokens[max(0, place - 1) : place + 1])
    ]
    return roles[-1] if roles else None


def _is_state(tokens: Sequence[Token]) -> bool:
    """Whether two words say what state something is in."""
    first, last = tokens[0].folded, tokens[-1].folded
    return first in words("periods", "being") and last in words("periods", "states")


def has_other_role(text: str, role: str) -> bool:
    """Whether every date of a text is said to be the other end of a period than the one that is asked for; False where it has none."""
    roles = set(_ends(text, "en").values())
    return bool(roles) and roles <= {"starting", "ending"} - {role}


def _values(text: str, asked: Asked) -> list[Place]:
    match asked.kind:
        case Kind.DATE | Kind.DEADLINE:
            return _days(text, asked)
        case Kind.DURATION:
            return _durations(text, asked.language)
        case Kind.QUANTITY if asked.share and (shares := _shares(text, asked.language)):
            return shares
        case Kind.QUANTITY:
            return (
                _amounts(text)
                if asked.money and MONEY.search(text)
                else _counts(without_repeated(text, asked.query) if asked.query else text, asked.language)
            )
        case _:
            return []


def _durations(text: str, language: str) -> list[Place]:
    return durations_in(text, language) or [match.span() for match in DURATION.finditer(text)]


def _shares(text: str, language: str) -> list[Place]:
    return shares_in(text, language) or [match.span() for match in PERCENTAGE.finditer(text)]


def _days(text: str, asked: Asked) -> list[Place]:
    """Return the days of a text, or the ends of its stretches that are asked for; where it names none, the times within which something is due."""
    found = _stretches(text, asked.language)
    if not found and len(unyeared := stretches(text, days_in(text))) == 1:
        # Of "by 31 March and by 30 September" neither is the day.
        found = unyeared
    if not found and asked.kind is Kind.DEADLINE:
        return _durations(text, asked.language)
    if asked.role == "starting":
        return [stretch.first or stretch.last for stretch in found]
    return [stretch.whole if asked.role is None and asked.kind is Kind.DATE else stretch.last for stretch in found]


def _counts(text: str, language: str) -> list[Place]:
    """Return the numbers that count something, with what they count.

    They are none where some are in words of a ``language`` other than English: which one counts what is asked about can't be told.
    """
    if language != "en" and counts_in_words(text, language):
        return []
    return [_with_unit(text, match) for match in counts_in(text)]


def _nearest_counted(text: str, spans: Sequence[Place], terms: frozenset[str]) -> Place | None:
    """Return the number that counts something that is asked about, sooner in the words after it than any other; None where none does."""
    places: dict[Place, int] = {}
    for span in spans:
        stems = [stem for stem in terms_of(text[slice(*span)]) if stem.isalpha()]
        if found := [place for place, stem in enumerate(stems) if stem in terms]:
            places[span] = found[0]
    first = min(places.values(), default=0)
    nearest = [span for span, place in places.items() if place == first]
    return nearest[0] if len(nearest) == 1 else None


def _amounts(text: str) -> list[Place]:
    """Return the amounts of money in a text, and the bare numbers after the first that leave out the currency."""
    amounts = [match.span() for match in MONEY.finditer(text)]
    bare = [match.span() for match in counts_in(text) if match.start() > amounts[0][0] and _is_bare(text, match.end())]
    return sorted({*amounts, *(span for span in bare if not any(start < span[1] and span[0] < end for start, end in amounts))})


def _is_bare(text: str, end: int) -> bool:
    """Whether no noun follows a number that it could count: "10 for children", "3.10 elsewhere, 5."."""
    return unit_span(text, end) is None


def _with_unit(text: str, match: re.Match[str]) -> Place:
    unit = unit_span(text, match.end())
    return match.start(), unit[1] if unit else match.end()


def _stretches(text: str, language: str) -> list[Stretch]:
    """Return the stretches and the days of a text; none where a day that leaves its year to another one may begin a stretch.

    Only English says so in words that are known: "from 4 January to 30 June 2027".
    """
    dates = dates_in(text, language)
    behind = 0
    for date in dates if language != "en" else ():
        if any(token.folded in months_of(language) for token in tokens_of(text[behind : date.start])):
            return []
        behind = date.end
    return stretches(text, [(date.start, date.end) for date in dates])


def _ends(text: str, language: str) -> dict[int, str | None]:
    """Return which end of a period each day of a text is, by where it starts: told by what joins it to another day, else by the words before it."""
    ends: dict[int, str | None] = {}
    behind = 0
    for stretch in _stretches(text, language):
        ends |= {stretch.first[0]: "starting"} if stretch.first else {}
        ends[stretch.last[0]] = "ending" if stretch.first else role_of(tokens_of(text[behind : stretch.last[0]]))
        behind = stretch.last[1]
    return ends


def _nearness(text: str, span: Place, terms: frozenset[str]) -> float:
    before, after = terms_of(text[max(0, span[0] - NEAR) : span[0]]), terms_of(text[span[0] : span[1] + NEAR])
    return sum(1 / (1 + distance) for found in (list(reversed(before)), after) for distance, word in enumerate(found) if word in terms)
