"""The particulars of a text with their places: numbers, dates, addresses and names, so that one can be told from another of its kind."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache

from townhall.guard.content import ADDRESS, PERCENT, TELEPHONE, digits_of, is_grouped, is_telephone, name_positions
from townhall.locales.dates import dates_in
from townhall.locales.spelling import same_spelling
from townhall.locales.values import number_mentions
from townhall.locales.words import tokens_of

_JOINT = re.compile(r"[\s'’.-]{1,2}")
"""What parts the words of one name."""


class Kind(StrEnum):
    """What sort of thing a particular is; only those of one kind can be taken for each other."""

    NUMBER = "number"
    PERCENTAGE = "percentage"
    DATE = "date"
    ADDRESS = "address"
    TELEPHONE = "telephone number"
    NAME = "name"


@dataclass(frozen=True, slots=True)
class Mention:
    """A particular in a text."""

    kind: Kind
    values: frozenset[str]
    """What it can mean: decimal digits, an ISO date as precise as it is written, a folded address, the folded words of a name."""
    start: int
    end: int

    def is_as(self, other: Mention) -> bool:
        """Whether both are of one kind and can mean the same; of a name every word must be in the other."""
        if self.kind is not other.kind:
            return False
        if self.kind is Kind.NAME:
            return self.values <= other.values
        if self.kind is Kind.DATE:
            return any(theirs.startswith(ours) for ours in self.values for theirs in other.values)
        return bool(self.values & other.values)


@lru_cache(maxsize=5_000)
def mentions_in(text: str, language: str) -> tuple[Mention, ...]:
    """Return the particulars of ``text`` in the order of their places; none overlap."""
    found: list[Mention] = []
    plain = text

    def take(kind: Kind, values: frozenset[str], start: int, end: int) -> None:
        nonlocal plain
        found.append(Mention(kind, values, start, end))
        plain = plain[:start] + "\n" * (end - start) + plain[end:]

    for match in ADDRESS.finditer(plain):
        take(Kind.ADDRESS, frozenset({same_spelling(match[0]).rstrip("/")}), *match.span())
    for mention in dates_in(plain, language):
        take(Kind.DATE, frozenset({mention.iso}), mention.start, mention.end)
    for match in TELEPHONE.finditer(plain):
        if is_telephone(match[0]) and not is_grouped(match[0]):
            take(Kind.TELEPHONE, frozenset({digits_of(match[0])}), *match.span())
    for number in number_mentions(plain, language):
        kind = Kind.PERCENTAGE if PERCENT.match(plain, number.end) else Kind.NUMBER
        values = frozenset(_decimal(value) for value in number.values)
        if values and values != {"1"}:  # "one" seldom counts
            take(kind, values, number.start, number.end)
    found.extend(_names(plain, language))
    return tuple(sorted(found, key=lambda mention: mention.start))


def _decimal(value: Decimal) -> str:
    return f"{value.normalize():f}"


def _names(text: str, language: str) -> list[Mention]:
    """Return runs of words that are written as names."""
    tokens = tokens_of(text)
    runs: list[list[int]] = []
    for position in sorted(name_positions(text, tokens, language)):
        joint = text[tokens[runs[-1][-1]].end : tokens[position].start] if runs else ""
        if runs and runs[-1][-1] == position - 1 and _JOINT.fullmatch(joint) and "\n" not in joint:
            runs[-1].append(position)
        else:
            runs.append([position])
    return [Mention(Kind.NAME, frozenset(tokens[one].folded for one in run), tokens[run[0]].start, tokens[run[-1]].end) for run in runs]
