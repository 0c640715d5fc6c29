"""What a corrigendum corrects, in the 24 languages: 'For "17 March 2026" read "31 March 2026".'."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import NamedTuple

QUOTE = "\"'“”„«»‘’‚‹›"
LONGEST = 200
"""Characters of what is corrected, at the most."""


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
    quoted = rf"(?:\s*:)?\s*[{QUOTE}](?P<{{side}}>[^{QUOTE}]{{{{1,{LONGEST}}}}})[{QUOTE}]"
    plain = rf"\s*:\s*(?P<{{side}}>[^{QUOTE};]{{{{1,{LONGEST}}}}}?)"
    found = []
    for said, holds in pairs:
        first, second = (r"\s+".join(map(re.escape, phrase.split())) for phrase in (said, holds))
        for side, end in ((quoted, ""), (plain, r"(?=[;.]?\s*$|[;.]\s)")):
            parts = [side.format(side=name).replace("{{", "{").replace("}}", "}") for name in ("old", "new")]
            found.append(re.compile(rf"(?<!\w){first}{parts[0]}\s*[,;.]?\s*(?<!\w){second}{parts[1]}{end}", re.IGNORECASE))
    return tuple(found)
