"""Whether an answer holds a fact: texts but for their spelling, numbers and dates by value."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from townhall.locales.dates import dates_in
from townhall.locales.spelling import same_spelling
from townhall.locales.values import NumberMention, number_mentions
from townhall.model import Answer

_NO_NUMBER = re.compile(
    r"(?<![\w:])(?:[01]?\d|2[0-3]):[0-5]\d(?::[0-5]\d)?(?![\w:])"  # a time
    r"|\+\d[\d ()/.-]{6,}\d"  # a telephone number
    r"|https?://\S+|www\.\S+|\S+@\S+"
)
"""Digits that name no number."""


@dataclass(frozen=True, slots=True)
class TextFact:
    """A text; one of the alternatives suffices."""

    alternatives: tuple[str, ...]

    @property
    def shown(self) -> str:
        """The fact as a reader sees it."""
        return " or ".join(self.alternatives)


@dataclass(frozen=True, slots=True)
class NumberFact:
    """A number, however it is spelled; with a unit only where one of the unit's spellings stands by it."""

    value: Decimal
    units: tuple[str, ...] = ()
    """Spellings of what it counts, as ``%`` or ``weeks``; empty where the number alone suffices."""

    @property
    def shown(self) -> str:
        """The fact as a reader sees it."""
        return " ".join([f"{self.value:,f}", *self.units[:1]])


@dataclass(frozen=True, slots=True)
class DateFact:
    """A day, however it is written."""

    value: date

    @property
    def shown(self) -> str:
        """The fact as a reader sees it."""
        return self.value.isoformat()


ExpectedFact = TextFact | NumberFact | DateFact


@dataclass(frozen=True, slots=True)
class Content:
    """What an answer says, ready to be compared."""

    texts: tuple[str, ...]
    """Folded; a text fact must stand within one of them."""
    numbers: tuple[NumberMention, ...]
    dates: frozenset[date]

    def holds(self, fact: ExpectedFact) -> bool:
        """Whether the fact is in the answer."""
        match fact:
            case TextFact(alternatives):
                return any(same_spelling(alternative) in text for alternative in alternatives for text in self.texts)
            case NumberFact(value, units):
                return any(value in mention.values and (not units or mention.counts(units)) for mention in self.numbers)
            case DateFact(value):
                return value in self.dates


def content_of(answer: Answer) -> Content:
    """Return what counts as said: statements, values on cards and notes; quotes don't, they are the documents' words.

    A refusal's reason and suggestions don't count either.
    """
    cards = [field.value for card in answer.cards for field in card.fields.values() if field.value is not None]
    texts = [*(statement.text for statement in answer.statements), *cards, *answer.notes]
    return Content(
        texts=tuple(same_spelling(text) for text in texts),
        numbers=tuple(mention for text in texts for mention in number_mentions(_NO_NUMBER.sub("\n", text), answer.language)),
        dates=frozenset(day for text in texts for day in _days_in(text, answer.language)),
    )


def _days_in(text: str, language: str) -> list[date]:
    return [mention.full for mention in dates_in(text, language) if mention.full]


def names_an_answer(text: str, answers: Sequence[str]) -> bool:
    """Whether one of the answers of a reading test stands in ``text`` as whole words, white space and case aside."""
    folded = " ".join(text.split()).casefold()
    return any(re.search(rf"(?<!\w){re.escape(' '.join(answer.split()).casefold())}(?!\w)", folded) for answer in answers)
