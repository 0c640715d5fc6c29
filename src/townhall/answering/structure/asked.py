"""What a question for a cell of a table says: its stems, its number, whether money or a detail is asked for."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import pairwise

from townhall.answering.context import Context
from townhall.answering.inflected import OwnForms
from townhall.answering.reading.counting import notions
from townhall.answering.reading.labels import is_form
from townhall.answering.reading.offices import asks_in_charge
from townhall.answering.reading.types import HARD_KINDS, holds_asked
from townhall.answering.reading.values import asked_value
from townhall.answering.structure.codes import coded_terms, codes_in
from townhall.answering.structure.tables import Row
from townhall.chunking.labels import field_kind, is_blank
from townhall.index.facts.quantities import unit_span
from townhall.index.lexical import stems_listed, terms_of
from townhall.locales.dates import years_in
from townhall.locales.lexicon import lexicon
from townhall.locales.sizes import sizes_in
from townhall.locales.structure import words
from townhall.locales.values import NumberMention, number_mentions
from townhall.locales.words import STOP_WORDS, folded_phrase, tokens_of
from townhall.model import Query
from townhall.query.kinds import ASKING_CONCEPTS
from townhall.query.telling import ASKING_CLAUSE
from townhall.query.things import excluded_in

SENTENCE = re.compile(r"\S.*?(?:[.!?;](?=\s|$)|$)", re.DOTALL)
AGE_REACH = 2
"""Words before a number within which it is said to be an age: "at the age of 16"."""

INHABITANTS = "inhabitants"
"""What the number in "a city of 210,000" counts, though it doesn't say so."""


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
    money: bool = False
    """Whether an amount of money is asked for."""
    share: bool = False
    """Whether a part of a whole is, in per cent."""
    capitals: frozenset[str] = frozenset()
    """The stems of words that are written or addressed like a name: "Kay", "ms kay"."""
    attributes: frozenset[str] = frozenset()
    """The details that are asked for, as ``phone``, which a head may call otherwise."""
    in_charge: bool = False
    """Whether it is asked who is in charge, whom a head may call a manager or a lead."""
    forms: OwnForms | None = None
    """The question's words and their forms, where it and the table aren't both in English."""
    told_in: str = "en"
    """The language of the table."""

    def stems(self, text: str) -> frozenset[str]:
        """Return the stems of a text in the table's language, forms of the question's words as these."""
        return frozenset(terms_of(text) if self.forms is None else self.forms.stems(text, self.told_in))

    def coded(self, text: str) -> frozenset[str]:
        """Return the same with the letters in it that are names."""
        return frozenset((*self.stems(text), *(token.folded for token in codes_in(text))))

    def names(self, head: str) -> bool:
        """Whether a head is of a detail that is asked for, "Tel." of a telephone number, or of whoever is in charge."""
        return field_kind(head) in self.attributes or (self.in_charge and folded_phrase(head) in words("charge", "heads"))

    def has(self, head: str) -> bool:
        """Whether a head is named by all of its words, or is the one of what is to be paid."""
        return self.money or self.names(head) or all(any(is_form(stem, said) for said in self.said) for stem in self.stems(head))

    def holds(self, row: Row, head: str) -> bool:
        """Whether a cell may be what is asked for: blank, or of its form where it must have one."""
        cell = row.cells.get(head)
        if cell is None or self.query.kind not in HARD_KINDS or is_blank(cell.text):
            return True
        free = self.money and folded_phrase(cell.text) in words("rows", "free")
        return free or any(holds_asked(text, self.query) is not False for text in (cell.text, f"{head}: {cell.text}"))


def asked_cell(context: Context, told_in: str | None = None) -> CellAsked:
    """Return what a question for a cell says of tables in a language, its own where none is given."""
    language = context.query.language
    return _asked_in_english(context) if {language, told_in or language} == {"en"} else _asked_in_own_words(context, told_in or language)


def _asked_in_own_words(context: Context, told_in: str) -> CellAsked:
    """Return what one says that isn't in English, as its table, by words of its own; its numbers are words like others."""
    query = context.query
    tokens = tokens_of(query.text)
    said = {token.folded: stem for token in tokens for stem in terms_of(token.text)}
    usual = [match for match in lexicon(query.language).concepts.find(tokens) if match.name in ASKING_CONCEPTS]
    asking = {tokens[i].folded for match in usual for i in range(match.first, match.last)}
    return CellAsked(
        query,
        frozenset(said.values()),
        frozenset(stem for slot in query.slots if slot.carried for stem in terms_of(slot.text)),
        context.own_terms - {stem for word, stem in said.items() if word in asking},
        money=asked_value(context).money,
        attributes=frozenset(query.values("attribute")),
        forms=OwnForms(said, query.language),
        told_in=told_in,
    )


def _asked_in_english(context: Context) -> CellAsked:
    text = context.query.search_text
    said, years = frozenset(coded_terms(text)) - frozenset(terms_of(excluded_in(text))), years_in(text)
    carried = frozenset(stem for slot in context.query.slots if slot.carried for stem in terms_of(slot.text))
    told = frozenset((*context.terms, *coded_terms(text)[len(terms_of(text)) :])) - stems_listed("values", "shared")
    told -= stems_listed("rows", "plain") | stems_listed("rows", "joined") | stems_listed("counting", "rates")
    in_charge = asks_in_charge(context.query)
    told -= stems_listed("charge", "plain") if in_charge else frozenset()
    people = stems_listed("counting", "population")
    sizes = {(size.start, size.end) for size in sizes_in(text)}
    numbers = [
        (mention, unit)
        for mention in number_mentions(text, "en")
        if (is_size := (mention.start, mention.end) in sizes) or mention.values.isdisjoint(years)
        if (unit := _unit(text, mention, is_size=is_size))
    ]
    value = asked_value(context)
    asked = CellAsked(
        context.query,
        said,
        carried,
        told,
        money=not value.share and (value.money or _asks_what_is_paid(text)),
        share=value.share,
        capitals=_capitals(text),
        attributes=frozenset(context.query.values("attribute")),
        in_charge=in_charge,
    )
    numbers = [one for one in numbers if not people.isdisjoint(terms_of(one[1]))] or numbers if len(numbers) > 1 else numbers
    if len(numbers) != 1:
        return asked
    number, unit = numbers[0]
    counted = frozenset(terms_of(f"{_described(text[: number.start])} {text[number.start : number.end]} {unit}"))
    of_unit = frozenset(notions(unit)) | (people if not people.isdisjoint(terms_of(unit)) else frozenset())
    return replace(
        asked,
        told=_told_itself(text, number, told),
        number=number,
        unit=of_unit,
        counted=counted,
        of_age=_is_age(text, number) and of_unit.isdisjoint(people),
    )


def _told_itself(text: str, number: NumberMention, told: frozenset[str]) -> frozenset[str]:
    """Return the stems that the question itself tells, where the number stands before it: "We have 2,000 inhabitants. What …?"."""
    questions = [match[0] for match in SENTENCE.finditer(text) if match[0].endswith("?") and number.end <= match.start()]
    if any(match[0].endswith("?") and match[0] not in questions for match in SENTENCE.finditer(text)):
        clauses = [match for match in ASKING_CLAUSE.finditer(text) if number.end <= match.start()]
        questions = [text[clauses[0].end() :]] if clauses else []
    return told & frozenset(stem for asked in questions for stem in coded_terms(asked)) if questions else told


def _asks_what_is_paid(text: str) -> bool:
    """Whether a question ends with what is paid, and so asks for it: "What does a pupil pay?"."""
    last = tokens_of(text)[-1:]
    return bool(last) and last[0].folded in words("rows", "paying")


def _unit(text: str, number: NumberMention, *, is_size: bool) -> str:
    """Return what a number in a question counts; years count an age, and what says how large a place is counts those who live there."""
    span = unit_span(text, number.end)
    unit = text[slice(*span)] if span else ""
    if is_size:
        said = stems_listed("sizes", "people").intersection(terms_of(unit))
        return unit if not stems_listed("counting", "population").isdisjoint(said) else f"{unit if said else ''} {INHABITANTS}"
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


def _capitals(text: str) -> frozenset[str]:
    """Return the stems of the words that are written like names, the first one aside, or stand after what a person is called by."""
    tokens = tokens_of(text)
    named = [token.text for before, token in pairwise(tokens) if token.capitalised or before.folded in words("names", "none")]
    return frozenset(terms_of(" ".join(named)))
