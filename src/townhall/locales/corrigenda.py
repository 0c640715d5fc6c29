"""What a corrigendum corrects, in the 24 languages: 'For "17 March 2026" read "31 March 2026".'."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import NamedTuple

OPENING, CLOSING = '"“”„«»‘‚‹›', '"“”«»’›‹'
"""Quotation marks; an apostrophe is one only where no letter follows it."""
LONGEST = 200
"""Characters of what is corrected, at the most."""
QUOTED = rf"\s{{0,3}}:?\s{{0,3}}[{OPENING}](?P<SIDE>(?:[^{OPENING}{CLOSING}]|’(?=\w)){{1,{LONGEST}}})[{CLOSING}]"
AFTER_COLON = rf"\s{{0,3}}:\s{{0,3}}(?P<SIDE>[^\s{OPENING};][^{OPENING};]{{0,{LONGEST}}}?)"
PLAIN_END = r"(?=;\s|(?<!\d)\.\s|[;.]?\s{0,5}$)"
"""Where what stands after a colon ends: not at the dot of an ordinal."""


class Correction(NamedTuple):
    """What was printed, and what holds in its place, each as a span of a text."""

    old: tuple[int, int]
    new: tuple[int, int]


def corrections_in(text: str, language: str) -> Iterator[Correction]:
    """Yield what a text corrects; both sides stand in quotation marks, or after a colon."""
    for pattern in _patterns(language):
        for match in pattern.finditer(text):
            yield Correction(match.span("old"), match.span("new"))


@cache
def _patterns(language: str) -> tuple[re.Pattern[str], ...]:
    pairs = tomllib.loads(files("townhall.locales").joinpath("corrigenda.toml").read_text(encoding="utf-8")).get(language, [])
    return tuple(_pattern(said, holds, side, end) for said, holds in pairs for side, end in ((QUOTED, ""), (AFTER_COLON, PLAIN_END)))


def _pattern(said: str, holds: str, side: str, end: str) -> re.Pattern[str]:
    """Return what finds a correction; white space is bounded everywhere, or a line of blanks would be tried in every way."""
    before, between = (r"\s{1,3}".join(map(re.escape, phrase.split())) for phrase in (said, holds))
    old, new = (side.replace("SIDE", name) for name in ("old", "new"))
    return re.compile(rf"(?<!\w){before}{old}[\s,;.]{{0,5}}(?<!\w){between}{new}{end}", re.IGNORECASE)
