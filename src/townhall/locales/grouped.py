"""Large numbers of English texts, written in one way: "70.000", "12 400", "85k" and "half a million" are 70,000, 12,400, 85,000 and 500,000."""

from __future__ import annotations

import re
import tomllib
from decimal import Decimal
from functools import cache
from importlib.resources import files

from townhall.locales.numbers import SCALES
from townhall.locales.structure import spellings, words
from townhall.locales.words import tokens_of

_MARKS = ".,'’ \N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}\N{THIN SPACE}"
_LARGE = re.compile(
    rf"(?<![\w.,'’+/-])(?<!\d[{_MARKS}])"
    r"(?:(?P<digits>\d{1,9}(?:[.,]\d{1,2})?)(?:\s?k|\sthousand)"
    rf"|(?P<grouped>[1-9]\d{{0,2}}(?P<mark>[{_MARKS}])\d{{3}}(?:(?P=mark)\d{{3}}){{0,4}}))"
    rf"(?![\w/-])(?![{_MARKS}]\d)",
    re.IGNORECASE,
)
"""A number of thousands; none that is a part of a longer one, of a code or of a telephone number, nor one beyond all that is counted."""
_BEFORE = 40
"""Characters before a number in which the word stands that says of what it is one."""


def with_plain_numbers(text: str) -> str:
    """Return an English text with its large numbers in digits, and a comma before each three of them, as English documents have them.

    A number that tells one of several things stays as it is: "room 12 400", "section 3.125".
    """
    return _LARGE.sub(_in_digits, _in_parts().sub(_of_scale, text))


def _in_digits(match: re.Match[str]) -> str:
    before = tokens_of(match.string[max(0, match.start() - _BEFORE) : match.start()])[-1:]
    if before and before[0].folded in words("rows", "coded") | words("rows", "details") | words("organisations", "divisions"):
        return match[0]
    if match["grouped"]:
        return _written(Decimal(re.sub(r"\D", "", match["grouped"])), match)
    return _written(Decimal(match["digits"].replace(",", ".")) * SCALES["thousand"], match)


def _of_scale(match: re.Match[str]) -> str:
    scale = SCALES[match["scale"].lower()] * (SCALES["hundred"] if match["hundreds"] else 1)
    return _written(Decimal(str(_parts()[" ".join(match["part"].lower().split())])) * scale, match)


def _written(number: Decimal, match: re.Match[str]) -> str:
    return f"{int(number):,}" if number == int(number) else match[0]


@cache
def _parts() -> dict[str, float]:
    table = tomllib.loads(files("townhall.locales").joinpath("number_words.toml").read_text(encoding="utf-8"))
    return dict(table["parts"])


@cache
def _in_parts() -> re.Pattern[str]:
    """Return what finds a part of a thousand or of a million, or one of them before those who live somewhere: "a million people"."""
    parts = "|".join(rf"{part}(?=\s)".replace(" ", r"\s") for part in sorted(_parts(), key=len, reverse=True) if part != "a")
    people = "|".join(spellings("counting", "population"))
    return re.compile(
        rf"\b(?P<part>(?:{parts})|a(?=\s(?:hundred\s)?(?:thousand|million)\s(?:\w+\s)?(?:{people})\b))\s(?P<hundreds>hundred\s)?(?P<scale>thousand|million)\b",
        re.IGNORECASE,
    )
