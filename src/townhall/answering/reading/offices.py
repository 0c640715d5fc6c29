"""The offices by which a document calls people whom it names once: "Present: Ada Quill (chair), Jan van Dorn (treasurer)"."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from townhall.answering.reading.forms import PERSON_NAME
from townhall.chunking.tables import Place
from townhall.locales.structure import words
from townhall.locales.words import folded_phrase, phrases_in
from townhall.model import Kind, Query

BEHIND = re.compile(r"[ \u00a0\n]\((?P<office>[^\W\d_][^()\n\d]{2,40})\)")
"""What stands in brackets behind a name."""
AT_END = re.compile(rf"(?:{PERSON_NAME.pattern})\Z")
ARTICLE = "the "
LONGEST_NAME = 60
IN_CHARGE = frozenset({Kind.PERSON, Kind.DEFINITION, Kind.OTHER, Kind.SUPPORT})
"""Kinds of question of which the words tell whether somebody in charge is asked for."""


@lru_cache(maxsize=50)
def holders_in(text: str) -> Mapping[str, Place]:
    """Return, by offices in folded words, where a document names the one who holds each, the office with it; those of several are left out."""
    found: dict[str, list[Place]] = {}
    for match in BEHIND.finditer(text):
        office = folded_phrase(match["office"])
        before = text[max(0, match.start() - LONGEST_NAME) : match.start()]
        name = AT_END.search(before)
        if name and office.split()[-1:] and office.split()[-1] in words("persons", "offices") | words("persons", "titles"):
            found.setdefault(office, []).append((match.start() - len(name[0]), match.end()))
    return {office: places[0] for office, places in found.items() if len(places) == 1}


def begins_with_office(text: str) -> bool:
    """Whether a sentence begins with one who goes by an office: "The chair said that …"."""
    said = folded_phrase(text).removeprefix(ARTICLE)
    offices = words("persons", "offices") | words("persons", "titles")
    return folded_phrase(text).startswith(ARTICLE) and any(word in offices for word in said.split()[:1])


def holder_spoken_of(text: str, document: str) -> Place | None:
    """Return where a document names the one whom a sentence begins with calling by an office: "The chair said that …"; None where it doesn't.

    "The treasurer of the county" is another one, and so is "the treasurer's sister".
    """
    said = f"{folded_phrase(text)} "
    holders = holders_in(document) if said.startswith(ARTICLE) else {}
    known = max((office for office in holders if said.startswith(f"{ARTICLE}{office} ")), key=len, default=None)
    after = said.removeprefix(f"{ARTICLE}{known} ").split()[:1]
    return None if known is None or words("persons", "of_others").intersection(after) else holders[known]


def asks_in_charge(query: Query) -> bool:
    """Whether an English question asks who is in charge of something."""
    return query.kind in IN_CHARGE and "who" in query.concepts and bool(phrases_in(query.search_text, words("charge", "asked")))
