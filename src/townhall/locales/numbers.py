"""Numbers in words and digits, read in one way wherever they stand: "12,000", "35k", "twenty-seven", "two million", "second", "II"."""

from __future__ import annotations

import re
import tomllib
from importlib.resources import files

_TABLES: dict[str, dict[str, int]] = tomllib.loads(files("townhall.locales").joinpath("numbers.toml").read_text(encoding="utf-8"))
CARDINALS, ORDINALS, ROMANS, SCALES = (_TABLES[name] for name in ("cardinals", "ordinals", "romans", "scales"))
LARGEST_UNIT = 9
"""Up to which a number word follows a round one: "twenty-seven"."""
_UNITS = "|".join(word for word, value in CARDINALS.items() if value <= LARGEST_UNIT)
_TENS = "|".join(word for word, value in CARDINALS.items() if value > LARGEST_UNIT + 1 and value % 10 == 0)
CARDINAL = rf"(?:(?:{_TENS})[- ](?:{_UNITS})|{'|'.join(sorted(CARDINALS, key=len, reverse=True))})"
"""A pattern for a number in words below a hundred."""
_SCALES = "|".join(SCALES)
NUMBER = re.compile(
    rf"(?<![\w.,-])(?P<digits>[1-9]\d{{0,2}}(?:[ \u00a0\u202f]\d{{3}})+|\d{{1,3}}(?:,\d{{3}})+|\d+)"
    rf"(?P<decimals>\.\d+)?(?P<percent>\s?%|\sper\s?cent\b)?"
    rf"(?:[ \u00a0](?P<scale>{_SCALES})\b|(?P<thousands>k)\b)?(?![\w.,]*\d)"
    rf"|\b(?:(?!one\b(?![ -](?:{_SCALES})\b))(?P<word>{CARDINAL})(?:[ -](?P<scaled>{_SCALES}))?|(?P<round>{_SCALES}))\b",
    re.IGNORECASE,
)
"""A number in running text, without a lone "one", which seldom counts."""
_WITH_ENDING = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?$")


def number_value(match: re.Match[str], language: str = "en") -> str:
    """Return a number that ``NUMBER`` found as decimal digits, a percentage with its sign.

    A full stop before three digits is one before thousands in every ``language`` but English: "1.200 evrov".
    """
    if match["round"]:
        return str(SCALES[match["round"].lower()])
    if match["word"]:
        parts = re.split(r"[- ]", match["word"].lower())
        return str(sum(CARDINALS[part] for part in parts) * _scale(match["scaled"]))
    whole = re.sub(r"\D", "", match["digits"])
    decimals = match["decimals"] or ""
    grouped = language != "en" and len(decimals) == len(".000")
    number = float(whole + (decimals[1:] if grouped else decimals)) * (SCALES["thousand"] if match["thousands"] else _scale(match["scale"]))
    text = str(int(number)) if number == int(number) else repr(number)
    return text + ("%" if match["percent"] else "")


def ordinal(word: str) -> str | None:
    """Return the number, as digits, that a word names where things are numbered: "2", "2nd", "second", "two", "II"; None for any other."""
    folded = word.lower()
    if match := _WITH_ENDING.match(folded):
        return str(int(match[1]))
    value = ORDINALS.get(folded) or CARDINALS.get(folded) or ROMANS.get(folded)
    return str(value) if value else None


def _scale(word: str | None) -> int:
    return SCALES[word.lower()] if word else 1
