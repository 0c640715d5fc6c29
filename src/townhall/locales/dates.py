"""Dates in running text, in the 24 languages: month names come from CLDR."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import cache

from townhall.locales.words import fold

OF_TIME = "in|since|from|by|of|until|till|after|before|around|circa|to|and|during|between|year|early|late"
"""English words after which four digits are a year, however long ago; elsewhere only this century's and the last one's are."""
EARLIEST_YEAR, LATEST_YEAR = 1000, 2100


@dataclass(frozen=True, slots=True)
class DateMention:
    """A date in a text: a day, a month or a year, as precise as it was written."""

    start: int
    end: int
    year: int
    month: int | None = None
    day: int | None = None

    @property
    def iso(self) -> str:
        """The date in ISO 8601, as precise as it is: ``2024-06-17``, ``2024-06`` or ``2024``."""
        parts = [f"{self.year:04}", *(f"{part:02}" for part in (self.month, self.day) if part)]
        return "-".join(parts)

    @property
    def full(self) -> date | None:
        """The day, or None if none was named."""
        return date(self.year, self.month, self.day) if self.month and self.day else None


@cache
def _months(language: str) -> dict[str, int]:
    """Month names and abbreviations, folded, without a final full stop."""
    from babel import Locale

    names: dict[str, int] = {}
    for code in dict.fromkeys((language, "en")):
        months = Locale(code).months
        for context in ("format", "stand-alone"):
            for width in ("wide", "abbreviated"):
                for number, name in months[context].get(width, {}).items():
                    folded = fold(name).rstrip(".")
                    if not folded.isdigit():
                        names.setdefault(folded, number)
    return names


@cache
def _pattern(language: str) -> re.Pattern[str]:
    months = "|".join(re.escape(name) for name in sorted(_months(language), key=len, reverse=True))
    day = r"(?P<{}>[0-3]?\d)(?:st|nd|rd|th|er|\.|º|ª|a)?"
    year = r"(?P<{}>(?:1\d|20)\d\d)(?!\d)"
    return re.compile(
        rf"(?<![\w.,])(?:(?P<iy>(?:19|20)\d\d)-(?P<im>[01]\d)-(?P<id>[0-3]\d)(?!\d)"
        rf"|(?P<nd>[0-3]?\d)[./](?P<nm>[01]?\d)[./](?P<ny>(?:19|20)\d\d)(?!\d)"
        rf"|{day.format('d')}\s+(?:de |d['’]|of |ta['’] )?(?P<m>{months})\.?,?\s+(?:de |del |ta['’] )?{year.format('y')}"
        rf"|(?P<m2>{months})\.?\s+{day.format('d2')},?\s+{year.format('y2')}"
        rf"|(?P<m3>{months})\.?,?\s+(?:de |del |of )?{year.format('y3')}"
        rf"|(?:{OF_TIME})\s(?:the\s)?{year.format('y5')}s?"
        rf"|(?P<y4>(?:19|20)\d\d)s?(?![-/.]\d))(?!\w)"
    )


def dates_in(text: str, language: str = "en") -> list[DateMention]:
    """Return the dates named in ``text`` in order; numbers that can't be a date are left out."""
    folded = _same_length_fold(text)
    months = _months(language)
    found: list[DateMention] = []
    for match in _pattern(language).finditer(folded):
        part = match.groupdict()
        year = int(part["iy"] or part["ny"] or part["y"] or part["y2"] or part["y3"] or part["y4"] or part["y5"])
        name = part["m"] or part["m2"] or part["m3"]
        number = part["im"] or part["nm"]
        month = months[name] if name else int(number) if number else None
        day = next((int(part[key]) for key in ("id", "nd", "d", "d2") if part[key]), None)
        if _exists(year, month, day):
            start = match.start("y5") if part["y5"] else match.start()
            found.append(DateMention(start, match.end(), year, month, day))
    return found


def _exists(year: int, month: int | None, day: int | None) -> bool:
    try:
        date(year, month or 1, day or 1)
    except ValueError:
        return False
    return EARLIEST_YEAR <= year <= LATEST_YEAR


def _same_length_fold(text: str) -> str:
    """Fold character by character, so that offsets stay; a character that folds to several keeps its lower case."""
    return "".join(folded if len(folded := fold(character)) == 1 else character.lower()[:1] for character in text)
