"""Quantities: a number in running text and what it counts."""

from __future__ import annotations

import re

from townhall.index.facts.page import Page
from townhall.locales.dates import dates_in
from townhall.locales.numbers import NUMBER, number_value
from townhall.locales.words import plain_spaces
from townhall.model import Fact, FactKind

UNIT_END = re.compile(
    r"[.,;:!?()|\"\u201c\u201d–—]|\s[-–—]\s|\b(?:and|or|but|which|that|who|from|in|on|at|by|with|for|to|is|are|was|were|has|have|can|will|depending|when|if|than|as)\b"
)
SUBJECT = re.compile(r"(?P<noun>[^\W\d_]{3,}) (?:are|is|was|were|total|totals|numbers?|comprises?|reached)(?: (?:about|around|over|only|now))? $")
"""What stands before a number that says how many there are: "the members are 145"."""
UNIT_CHARACTERS = 60


def quantities(page: Page) -> list[Fact]:
    """Return the page's quantities: number, unit (the words that follow it), subject (what is said to be so many) and sentence.

    One of unit and subject is always there. Dates and ordinals are no quantities.
    """
    found: list[Fact] = []
    for section in page.bodies:
        for sentence in page.sentences(section):
            numbers = list(NUMBER.finditer(sentence.text))
            dates = [(date.start, date.end) for date in dates_in(sentence.text, page.language)] if numbers else []
            text = plain_spaces(sentence.text) if numbers else ""
            for match in numbers:
                if any(start <= match.start() < end for start, end in dates):
                    continue
                unit = unit_span(sentence.text, match.end())
                subject = SUBJECT.search(text, 0, match.start())
                if unit is None and subject is None:
                    continue
                start = sentence.start
                values = {"number": page.value(number_value(match, page.language), start + match.start(), start + match.end())}
                if unit:
                    values["unit"] = page.value(sentence.text[unit[0] : unit[1]], start + unit[0], start + unit[1])
                if subject:
                    values["subject"] = page.value(subject["noun"], start + subject.start("noun"), start + subject.end("noun"))
                found.append(Fact(FactKind.QUANTITY, {**values, "sentence": page.sentence_value(sentence)}))
    return found


def unit_span(text: str, start: int) -> tuple[int, int] | None:
    """Return the span of the words that a number counts, or None if nothing follows it."""
    rest = text[start : start + UNIT_CHARACTERS]
    lead = len(rest) - len(rest.lstrip(" \u00a0-"))
    stop = UNIT_END.search(rest, lead)
    end = stop.start() if stop else len(rest) if len(text) - start <= UNIT_CHARACTERS else rest.rfind(" ")
    unit = rest[lead:end].rstrip()
    return (start + lead, start + lead + len(unit)) if any(character.isalpha() for character in unit) else None
