"""Bodies that a directory names in its text, under the name of a country or a province: "Austria", and "The Alpine Forum (AF) holds …" below it."""

from __future__ import annotations

import re

from townhall.index.facts.page import Page
from townhall.locales.structure import words
from townhall.locales.words import fold, tokens_of
from townhall.model import Heading, Section

PARAGRAPH = re.compile(r"(?:\A|\n[ \t]*\n|(?<=[.!?])[ \t]*\n)\s*(?=\S)")
"""Where a paragraph begins, or a line after a sentence's end."""
_WORD = r"[^\W\d_a-z][\w'’]*"
_JOINED = rf"{_WORD}(?:(?:[ -]| (?:of|for|and|the|in|on|&|de|des|du|la|der|die|für|und|di|do|da|of the|for the|de la) ){_WORD}){{1,11}}"
OPENING = re.compile(rf"(?:The )?(?P<name>{_JOINED})(?P<after> \((?P<brackets>[^()\n]{{2,80}})\)| (?=[a-z]))")
"""A name at the beginning of a paragraph, with what brackets give after it, or followed by a verb."""


def bodies_under(page: Page, section: Section) -> list[Heading]:
    """Return the names that paragraphs of a section begin with, where its heading is no more than a place's name."""
    text = page.text(section)
    found = (OPENING.match(text, paragraph.end()) for paragraph in PARAGRAPH.finditer(text))
    named = [match for match in found if match and (_is_acronym(match["brackets"] or "", match["name"]) or _is_of_organisation(match["name"]))]
    if not named or section.heading is None or not _is_area(page, section.heading.text) or _has_parts(page, section):
        return []
    return [Heading(match["name"], section.start + match.start("name"), section.start + match.end("name")) for match in named]


def _is_area(page: Page, heading: str) -> bool:
    """Whether a heading names a place, or says that it does: "Province of Kelvar", "Kelvar County"."""
    said = [token.folded for token in tokens_of(heading)]
    areas = words("organisations", "areas")
    return page.is_place(heading) or (len(said) > 1 and (said[-1] in areas or (said[0] in areas and said[1] == "of")))


def _has_parts(page: Page, section: Section) -> bool:
    """Whether headed sections stand below a section, which then have their names from their headings."""
    return any(section.heading in other.parents for other in page.bodies)


def _is_acronym(brackets: str, name: str) -> bool:
    """Whether brackets hold letters with which words of a name begin, in their order."""
    letters = "".join(character for character in brackets if character.isupper())
    initials = iter(token.text[0].upper() for token in tokens_of(name))
    return brackets.isalpha() and len(letters) > 1 and all(letter in initials for letter in letters)


def _is_of_organisation(name: str) -> bool:
    return any(fold(token.text) in words("organisations", "nouns") for token in tokens_of(name))
