"""The initials by which a document calls people whom it names once: "Present: Ada Quill (AQ), Jan van Dorn (JVD, until noon)"."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from townhall.answering.reading.forms import PERSON_NAME
from townhall.chunking.tables import Place
from townhall.locales.words import fold, tokens_of

BEHIND = re.compile(r"[ \u00a0]\((?P<letters>[A-Z]{2,4})\b[^()\n]{0,40}\)")
"""What stands behind a name, maybe with what else is said of somebody."""
SHORT = re.compile(r"\b[A-Z]{2,4}\b")


@lru_cache(maxsize=50)
def initials_in(text: str) -> Mapping[str, Place]:
    """Return, by initials, where a document names the person whom they are of, with them; those of several people are left out."""
    found: dict[str, list[Place]] = {}
    for match in BEHIND.finditer(text):
        before = text[max(0, match.start() - 60) : match.start()]
        name = next((one for one in PERSON_NAME.finditer(before) if one.end() == len(before)), None)
        if name and "".join(fold(token.text)[0] for token in tokens_of(name[0])) == fold(match["letters"]):
            found.setdefault(match["letters"], []).append((match.start() - len(name[0]), match.end()))
    return {letters: places[0] for letters, places in found.items() if len(places) == 1}


def with_names(text: str, document: str) -> str:
    """Return a sentence of a document with the names of those whom it calls by their initials."""
    names = {letters: document[start:end].split(" (", maxsplit=1)[0] for letters, (start, end) in initials_in(document).items()}
    return SHORT.sub(lambda match: names.get(match[0], match[0]), text)
