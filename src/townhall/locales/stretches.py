"""Stretches of time as English texts write them: "4 January to 30 June 2027", where the first day leaves its year to the last."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from townhall.locales.dates import DateMention, months_of
from townhall.locales.structure import words

NO_LINK = frozenset({"and"})
"""Links two ends of a stretch after "between" alone; elsewhere it names two days."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """Where the ends of a stretch of time stand in a text; a day by itself has no first."""

    first: tuple[int, int] | None
    last: tuple[int, int]

    @property
    def whole(self) -> tuple[int, int]:
        """From the first day on."""
        return (self.first or self.last)[0], self.last[1]


def stretches(text: str, dates: Sequence[DateMention]) -> list[Stretch]:
    """Return the stretches and the single days that the dates of a text make, in order."""
    found: list[Stretch] = []
    behind = 0
    for date in dates:
        last = (date.start, date.end)
        beginning = _beginning().search(text, behind, date.start)
        if found and behind and _link().fullmatch(text, behind, date.start):
            found[-1] = Stretch(found[-1].last, last)
        else:
            found.append(Stretch(beginning.span("day") if beginning else None, last))
        behind = date.end
    return found


@cache
def _link() -> re.Pattern[str]:
    """Return what stands between the two ends of a stretch."""
    links = words("deadlines", "period_links") - NO_LINK
    said = "|".join(rf"\b{re.escape(link)}\b" if link.isalpha() else re.escape(link) for link in sorted(links))
    return re.compile(rf"\s*(?:{said})\s*", re.IGNORECASE)


@cache
def _beginning() -> re.Pattern[str]:
    """Return a day without a year that a link leads on from: "4 January to", "4 –", "January 4 until"."""
    months = "|".join(sorted(map(re.escape, months_of("en")), key=len, reverse=True))
    day = r"\d{1,2}(?:st|nd|rd|th)?"
    return re.compile(rf"\b(?P<day>{day}(?:\s+(?:of\s+)?(?:{months}))?|(?:{months})\.?\s+{day}|(?:{months}))(?:{_link().pattern})\Z", re.IGNORECASE)
