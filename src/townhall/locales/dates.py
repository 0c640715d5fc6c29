"""Dates in running text, in the 24 languages: month names come from CLDR."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files

from townhall.locales.lexicon import LANGUAGES
from townhall.locales.words import STOP_WORDS, fold

OF_TIME = "in|since|from|by|of|until|till|after|before|around|circa|to|and|during|between|year|early|late"
"""English words after which four digits are a year, however long ago; elsewhere only this century's and the last one's are."""
RECENT = r"(?:19|20)\d\d"
"""A year of this century or of the last one."""
SLASHED = re.compile(rf"(?<![\d/])(\d{{1,2}})/(\d{{1,2}})/{RECENT}(?!\d)")
FOUR_DIGITS = re.compile(r"\d{4}")
"""Without them there is no date."""
MONTHS = 12
EARLIEST_YEAR, LATEST_YEAR = 1000, 2100
YEAR_FIRST = frozenset({"hu", "lt", "lv"})
"""Languages that write the year before month and day: "2025. március 24.", "2025 m. kovo 24 d.", "2025. gada 24. marts"."""


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
def months_of(language: str, *, abbreviated: bool = True) -> dict[str, int]:
    """Month names, and abbreviations unless they are left out, folded, without a final full stop."""
    names: dict[str, int] = {}
    for code in dict.fromkeys((language, "en")):
        for width in ("wide", "abbreviated") if abbreviated else ("wide",):
            for number, spelled in enumerate(_months()[code][width], start=1):
                for form in (form for name in spelled for form in _bent(fold(name).rstrip("."), language)):
                    names.setdefault(form, number)
    return {name: number for name, number in names.items() if not name.isdigit()}


@cache
def _months() -> Mapping[str, Mapping[str, Sequence[Sequence[str]]]]:
    return tomllib.loads(files("townhall.locales").joinpath("months.toml").read_text(encoding="utf-8"))


def _bent(name: str, language: str) -> tuple[str, ...]:
    """Return a month's name and its other cases where CLDR has only the first: Latvian "24. martā", "aprīļa"; Slovene "24. januarja", "decembrom"."""
    if language == "sl":
        stem = re.sub(r"e(?=[cr]$)", "", name) if name.endswith(("ber", "ec")) else name
        soft = "j" if name.endswith("ar") else ""
        return (name, *(f"{stem}{soft}{ending}" for ending in ("a", "u", "om", "em")))
    if language != "lv" or not name.endswith("s"):
        return (name,)
    stem = name.removesuffix("s")
    return (name, stem, f"{stem.removesuffix('i')}a", f"{stem}m" if stem.endswith("i") else f"{stem}am")


@cache
def _pattern(language: str) -> re.Pattern[str]:
    """Return what dates look like; of its groups one that begins with y is the year, m the month's name, n its number, d the day."""
    months = "|".join(re.escape(name) for name in sorted(months_of(language), key=len, reverse=True))
    day = r"[0-3]?\d)(?:st|nd|rd|th|er|\.|º|ª|a|η|ης)?"
    year = r"(?:1\d|20)\d\d)(?!\d)"
    recent = rf"{RECENT})"
    forms = [
        rf"(?P<y1>{recent}-(?P<n1>[01]\d)-(?P<d1>[0-3]\d)(?!\d)",
        rf"(?P<d2>[0-3]?\d)(?P<s2>\.\s?|/|-)(?P<n2>[0-3]?\d)(?P=s2)(?P<y2>{recent}(?!\d)",
        rf"(?P<d3>{day}\s+(?:de |d['’]|of |ta['’] )?(?P<m3>{months})\.?,?\s+(?:de |del |ta['’] )?(?P<y3>{year}",
        rf"(?P<m4>{months})\.?\s+(?P<d4>{day},?\s+(?P<y4>{year}",
        rf"(?P<m5>{months})\.?,?\s+(?:de |del |of )?(?P<y5>{year}",
        rf"(?:{OF_TIME})\s(?:the\s)?(?P<y6>{year}s?(?!-\d\d-\d)",
        rf"(?P<y7>{recent}s?(?![-/.]\d)",
    ]
    if language in YEAR_FIRST:
        of_year = r"(?:\.?\s+(?:m\.|gada|g\.))"
        forms[:0] = [
            rf"(?P<y8>{recent}(?P<s8>\.\s?)(?P<n8>[01]?\d)(?P=s8)(?P<d8>[0-3]?\d)(?!\d)",
            rf"(?P<y9>{year}(?:{of_year}|\.)?\s+(?P<m9>{months})\.?\s+(?P<d9>{day}(?:-[a-z]+|\s+d(?:\.|ien\w*))?",
            rf"(?P<y10>{year}{of_year}\s+(?P<d10>{day}\s+(?P<m10>{months})",
            rf"(?P<y11>{year}(?:{of_year}|\.)\s+(?P<m11>{months})",
        ]
    return re.compile(rf"(?<![\w.,])(?:{'|'.join(forms)})(?!\w)")


def writes_month_first(text: str) -> bool:
    """Whether a document's dates in digits have the month first: some can't be read otherwise, and none the other way."""
    pairs = [(int(match[1]), int(match[2])) for match in SLASHED.finditer(text)]
    return any(second > MONTHS for _, second in pairs) and not any(first > MONTHS for first, _ in pairs)


def dates_in(text: str, language: str = "en", *, month_first: bool = False) -> list[DateMention]:
    """Return the dates named in ``text`` in order; numbers that can't be a date are left out.

    Of 03/04/2026 the day comes first, as in Europe, unless ``month_first``; 03/31/2026 can be read in one way only.
    """
    if not FOUR_DIGITS.search(text):
        return []
    folded = text.translate(_FOLDED)
    months = months_of(language)
    found: list[DateMention] = []
    for match in _pattern(language).finditer(folded):
        part = {group[0]: group for group, value in match.groupdict().items() if value}
        year = int(match[part["y"]])
        month = months[match[part["m"]]] if "m" in part else int(match[part["n"]]) if "n" in part else None
        day = int(match[part["d"]]) if "d" in part else None
        if "n" in part and part["n"] == "n2" and match["s2"] == "/" and _exists(year, day, month) and (month_first or not _exists(year, month, day)):
            month, day = day, month
        if _exists(year, month, day):
            found.append(DateMention(match.start() if month else match.start(part["y"]), match.end(), year, month, day))
    return found


@cache
def _day_pattern() -> re.Pattern[str]:
    months = {name for code in LANGUAGES for name in months_of(code, abbreviated=code == "en")}
    names = "|".join(sorted(map(re.escape, months), key=len, reverse=True))
    day = r"[0-3]?\d"
    return re.compile(
        rf"(?<![\w.,]){day}(?:st|nd|rd|th|er|\.|º|ª|°|η|ης)?\s+(?:de |d['’]|of |ta['’] )?(?P<after>{names})(?!\w)"
        rf"|(?<!\w)(?P<before>{names})\s+{day}(?![\d.,]*\d)"
    )


def days_in(text: str) -> list[tuple[int, int]]:
    """Return where days of a month stand in a text of any of the languages, with a year or without one: "31. März", "20 de enero".

    A month that is a common word of English too has a capital: "31 May", but not "12 may apply".
    """
    found = _day_pattern().finditer(text.translate(_FOLDED))
    named = ((match, match.start("after" if match["after"] else "before")) for match in found)
    return [match.span() for match, at in named if (match["after"] or match["before"]) not in STOP_WORDS or text[at].isupper()]


def years_in(text: str) -> list[int]:
    """Return the years that an English text names, by themselves or in a date, in order."""
    return [date.year for date in dates_in(text)]


def _exists(year: int, month: int | None, day: int | None) -> bool:
    try:
        date(year, month or 1, day or 1)
    except ValueError:
        return False
    return EARLIEST_YEAR <= year <= LATEST_YEAR


class _Folded(dict[int, str]):
    """Folds character by character, so that offsets stay; a character that folds to several keeps its lower case."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        self[code] = folded if len(folded := fold(character)) == 1 else character.lower()[:1]
        return self[code]


_FOLDED = _Folded()
