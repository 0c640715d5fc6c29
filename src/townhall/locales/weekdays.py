"""Days of the week in running text, in the 24 languages: names come from CLDR, words for several of them from ``structure.toml``."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from itertools import pairwise
from typing import NamedTuple

from townhall.locales.dates import dates_in, days_in
from townhall.locales.structure import words
from townhall.locales.words import Token, fold, folded_phrase, phrases_in, tokens_of

DAYS = 7
SEVERAL = {"daily": range(DAYS), "workdays": range(5), "weekend": range(5, DAYS)}
"""The days that each list of words stands for; Monday is 0, as in Python and in CLDR."""
BENDING = frozenset({"bg", "cs", "el", "hr", "lt", "lv", "pl", "ro", "sk", "sl"})
"""Languages in which a name's end changes, or the vowel before it: "sobota", "v sobotu"; "petek", "ob petkih"."""
NUMERALS = frozenset({"el", "mt"})
"""Languages that write a day as they do a number, but for its capital."""
COUNTED = frozenset({("ro", "luni")})
"""Names of days that are something else after a number: "3 luni", three months."""
ENDS = {"et": ("st", "ni"), "fi": ("sta", "n"), "hu": ("tol", "ig")}
"""Endings that make two days the ends of a range, in languages that do without a word for it: "hétfőtől péntekig"."""
SHORTEST = 3
"""Letters of a name's beginning that can stand for it, "Tues"; a word with fewer is an article: "Il-Ħadd"."""
OF_HOURS = re.compile(r"\.?:?\s*\d{1,2}\s?[:.h–-]")
"""What follows an abbreviation that no other day stands beside: "Sat. 9:00", "Sun 10-12"."""


class _Mention(NamedTuple):
    day: int
    start: int
    end: int
    short: bool


def weekdays_in(text: str, language: str) -> frozenset[int]:
    """Return the days of the week of which an English text, or one in ``language``, speaks: each of a range, all seven of "daily"."""
    found = {day for key, days in SEVERAL.items() if phrases_in(text, words("weekdays", key)) for day in days}
    for code in dict.fromkeys((language, "en")):
        mentions = _mentions(text, code)
        ranges = [(first, last) for first, last in pairwise(mentions) if _is_range(text, first, last, code)]
        within = {mention for ends in ranges for mention in ends}
        found.update(mention.day for mention in mentions if not mention.short or mention in within or OF_HOURS.match(text, mention.end))
        found.update((first.day + after) % DAYS for first, last in ranges for after in range((last.day - first.day) % DAYS))
    return frozenset(found)


def is_day(text: str) -> bool:
    """Whether a text is nothing but a day: one of a month in any of the languages, with or without its year, or one of the week in English."""
    masked = text
    for start, end in [*((date.start, date.end) for date in dates_in(text)), *days_in(text)]:
        masked = masked[:start] + " " * (end - start) + masked[end:]
    rest = [token for token in tokens_of(masked) if not token.text.isdigit()]
    return (masked != text or bool(rest)) and all(_mentions(token.text, "en") for token in rest)


def _is_range(text: str, first: _Mention, last: _Mention, language: str) -> bool:
    """Whether what stands between two days, or how they end, makes them the ends of a range."""
    link = text[first.end : last.start].strip(" \u00a0.,")
    if not link and language in ENDS:
        return all(fold(text[day.start : day.end]).endswith(ending) for day, ending in zip((first, last), ENDS[language], strict=True))
    return (folded_phrase(link) or link) in words("weekdays", "to")


def _mentions(text: str, language: str) -> list[_Mention]:
    """Return the days that are named in a text, in order."""
    tokens = tokens_of(text)
    found: list[_Mention] = []
    for place, token in enumerate(tokens):
        for day, (name, short) in enumerate(_names(language)):
            length = _fits(tokens[place : place + len(name)], name)
            if place and tokens[place - 1].folded[:1].isdigit() and (language, token.folded) in COUNTED:
                continue
            if length and (language not in NUMERALS or any(part.capitalised for part in tokens[place : place + length])):
                found.append(_Mention(day, token.start, tokens[place + length - 1].end, short=False))
            elif len(name) == 1 and short.fullmatch(token.folded):
                found.append(_Mention(day, token.start, token.end, short=True))
    return found


def _fits(tokens: Sequence[Token], name: Sequence[re.Pattern[str]]) -> int:
    """Return how many of some words name a day: all, none, or the first where the rest is left to a later day ("segunda a sexta-feira")."""
    fitting = [part.fullmatch(token.folded) is not None for token, part in zip(tokens, name, strict=False)]
    if len(fitting) == len(name) and all(fitting):
        return len(name)
    return int(len(fitting) > 1 and fitting[0] and tokens[1].folded in words("weekdays", "to"))


@cache
def _names(language: str) -> tuple[tuple[tuple[re.Pattern[str], ...], re.Pattern[str]], ...]:
    """Return, for each day from Monday on, its name word by word, and what stands for it where it is abbreviated."""
    from babel import Locale

    days = Locale(language).days["stand-alone"]
    return tuple(_name(language, days["wide"][day], fold(days["abbreviated"][day]).rstrip(".")) for day in range(DAYS))


def _name(language: str, name: str, abbreviated: str) -> tuple[tuple[re.Pattern[str], ...], re.Pattern[str]]:
    *first, last = [token.folded for token in tokens_of(name) if len(token.folded) >= SHORTEST]
    beginnings = {abbreviated, *(last[:letters] for letters in range(SHORTEST, len(last)))}
    short = re.compile("|".join(sorted(map(re.escape, beginnings), key=len, reverse=True)))
    stem = _bent(last) if language in BENDING else last
    if len(stem) <= SHORTEST:  # "luni", "lunea": what begins with "lun" is seldom a day
        return (*map(re.compile, first), re.compile(rf"{last}(?:\w{{0,3}})|{stem}ea")), short
    return (*map(re.compile, first), re.compile(rf"{stem}\w{{0,5}}")), short


def _bent(name: str) -> str:
    """Return a pattern of what stays of a name in every case: without its last vowels, or with the last one left out at will."""
    stem = re.sub(r"[aeiouyаяеиоαηο]+s?$", "", name)
    return stem if stem != name else re.sub(r"([aeo])([^aeo])$", r"\1?\2", name)
