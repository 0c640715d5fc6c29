"""Quantities: a number in running text and what it counts."""

from __future__ import annotations

import re

from townhall.index.facts.page import Page
from townhall.locales.dates import dates_in
from townhall.locales.words import plain_spaces
from townhall.model import Fact, FactKind

NUMBER_WORDS = {  # without "one", which seldom counts
    "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10, "eleven": 11, "twelve": 12,
    "fifteen": 15, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "hundred": 100, "dozen": 12,
}  # fmt: skip
SCALES = {"thousand": 10**3, "million": 10**6, "billion": 10**9}
NUMBER = re.compile(
    rf"(?<![\w.,-])(?P<digits>\d{{1,3}}(?:[,\u00a0\u202f]\d{{3}})+|\d+)(?P<decimals>\.\d+)?(?P<percent>\s?%)?"
    rf"(?:[ \u00a0](?P<scale>{'|'.join(SCALES)}))?(?![\w.,]*\d)"
    rf"|\b(?P<word>{'|'.join(NUMBER_WORDS)})\b",
    re.IGNORECASE,
)
UNIT_END = re.compile(
    r"[.,;:!?()\"\u201c\u201d–—]|\s[-–—]\s|\b(?:and|or|but|which|that|who|from|in|on|at|by|with|for|to|is|are|was|were|has|have|can|will|depending|when|if|than|as)\b"
)
SUBJECT = re.compile(r"(?P<noun>[^\W\d_]{3,}) (?:are|is|was|were|total|totals|numbers?|comprises?|reached)(?: (?:about|around|over|only|now))? $")
"""What stands before a number that says how many there are: "the members are 145"."""
UNIT_CHARACTERS = 60


def quantities(page: Page) -> list[Fact]:
    """Return the page's quantities: number, unit (the words that follow it) and sentence; dates and ordinals are none."""
    found: list[Fact] = []
    for section in page.bodies:
        for sentence in page.sentences(section):
            dates = [(date.start, date.end) for date in dates_in(sentence.text, page.language)]
            for match in NUMBER.finditer(sentence.text):
                if any(start <= match.start() < end for start, end in dates):
                    continue
                unit = unit_span(sentence.text, match.end())
                if unit is None:
                    continue
                start = sentence.start
                values = {
                    "number": page.value(number_value(match), start + match.start(), start + match.end()),
                    "unit": page.value(sentence.text[unit[0] : unit[1]], start + unit[0], start + unit[1]),
                    "sentence": page.sentence_value(sentence),
                }
                if subject := SUBJECT.search(plain_spaces(sentence.text), 0, match.start()):
                    values["subject"] = page.value(subject["noun"], start + subject.start("noun"), start + subject.end("noun"))
                found.append(Fact(FactKind.QUANTITY, values))
    return found


def number_value(match: re.Match[str]) -> str:
    """Return a matched number as decimal digits, a percentage with its sign."""
    if match["word"]:
        return str(NUMBER_WORDS[match["word"].lower()])
    whole = re.sub(r"\D", "", match["digits"])
    scale = SCALES[match["scale"].lower()] if match["scale"] else 1
    number = float(whole + (match["decimals"] or "")) * scale
    text = str(int(number)) if number == int(number) else repr(number)
    return text + ("%" if match["percent"] else "")


def unit_span(text: str, start: int) -> tuple[int, int] | None:
    """Return the span of the words that a number counts, or None if nothing follows it."""
    rest = text[start : start + UNIT_CHARACTERS]
    lead = len(rest) - len(rest.lstrip(" \u00a0-"))
    stop = UNIT_END.search(rest, lead)
    end = stop.start() if stop else len(rest) if len(text) - start <= UNIT_CHARACTERS else rest.rfind(" ")
    unit = rest[lead:end].rstrip()
    return (start + lead, start + lead + len(unit)) if any(character.isalpha() for character in unit) else None
