"""Stretches of time as English texts write them: "4 January to 30 June 2027", where the first day leaves its year to the last."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from townhall.locales.dates import months_of
from townhall.locales.structure import words


@dataclass(frozen=True, slots=True)
class Stretch:
    """Where the ends of a stretch of time stand in a text; a day by itself has no first."""

    first: tuple[int, int] | None
    last: tuple[int, int]
    opener: int | None = None
    """Where the word that opens it stands: the "between" of "between … and …"."""

    @property
    def whole(self) -> tuple[int, int]:
        """From the first day on, or from the word that opens it."""
        return self.opener if self.opener is not None else (self.first or self.last)[0], self.last[1]


def stretches(text: str, dates: Sequence[tuple[int, int]]) -> list[Stretch]:
    """Return the stretches and the single days that the dates of a text make, by their starts and ends, in order."""
    found: list[Stretch] = []
    behind = 0
    for start, end in dates:
        last = (start, end)
        if found and _link().fullmatch(text, behind, start):
            found[-1] = Stretch(found[-1].last, last)
        elif found and _range_link().fullmatch(text, behind, start) and (opener := _range_opener().search(text, 0, found[-1].last[0])):
            found[-1] = Stretch(found[-1].last, last, opener.start())
        elif beginning := _beginning().search(text, behind, start):
            ranged = beginning["ranged"] is not None
            found.append(Stretch(beginning.span("ranged" if ranged else "day"), last, beginning.start() if ranged else None))
        else:
            found.append(Stretch(None, last))
        behind = end
    return found


@cache
def _link() -> re.Pattern[str]:
    """Return what stands between the two ends of a stretch."""
    return _between(words("deadlines", "period_links") - words("deadlines", "range_links"))


@cache
def _range_link() -> re.Pattern[str]:
    """Return what stands between the two ends of a stretch that a word opens: the "and" of "between … and …"."""
    return _between(words("deadlines", "range_links"))


@cache
def _range_opener() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(sorted(words('deadlines', 'range_openers')))})\s+(?:the\s+)?\Z", re.IGNORECASE)


def _between(links: Iterable[str]) -> re.Pattern[str]:
    said = "|".join(rf"\b{re.escape(link)}\b" if link.isalpha() else re.escape(link) for link in sorted(links))
    return re.compile(rf"[\s,]*(?:{said})\s*", re.IGNORECASE)


@cache
def _beginning() -> re.Pattern[str]:
    """Return a day without a year that a link leads on from: "4 January to", "4 –", "January 4 until", "between 4 January and"."""
    months = "|".join(sorted(map(re.escape, months_of("en")), key=len, reverse=True))
    number = r"\d{1,2}(?:st|nd|rd|th)?"
    day = rf"{number}(?:\s+(?:of\s+)?(?:{months}))?|(?:{months})\.?\s+{number}|(?:{months})"
    opener = _range_opener().pattern.removesuffix(r"\Z")
    return re.compile(rf"(?:{opener}(?P<ranged>{day}){_range_link().pattern}|\b(?P<day>{day}){_link().pattern})\Z", re.IGNORECASE)
