"""Bodies that a directory names in its text, under the name of a country or a province: "Austria", and "The Alpine Forum (AF) holds …" below it."""

from __future__ import annotations

import re

from townhall.chunking.labels import is_contact
from townhall.chunking.lines import labelled, lines_of
from townhall.index.facts.fields import EMAIL
from townhall.index.facts.page import Page
from townhall.locales.structure import words
from townhall.locales.words import fold, tokens_of
from townhall.model import Heading, Section, SectionKind

PARAGRAPH = re.compile(r"(?:\A|\n[ \t]*\n|(?<=[.!?])[ \t]*\n)\s*(?=\S)")
"""Where a paragraph begins, or a line after a sentence's end."""
_WORD = r"[^\W\d_a-z][\w'’]*"
_LINK = "of|for|and|the|in|on|&|de|des|du|la|der|die|für|und|et|y|e|i|og|och|ja|és|și|un|van|voor|di|do|da|del|della|of the|for the|de la"
_JOINED = rf"{_WORD}(?:(?:[ -]| (?:{_LINK}) ){_WORD}){{1,11}}"
LONGEST = 5
"""Words of a heading that begins with a place's name and goes on with what no list of places has."""
BRACKETS = re.compile(r"\([^()]*\)")
OPENING = re.compile(rf"(?:The )?(?P<name>{_JOINED})(?P<after> \((?P<brackets>[^()\n]{{2,80}})\)| (?=[a-z]))")
"""A name at the beginning of a paragraph, with what brackets give after it, or followed by a verb."""
SEATED = re.compile(r"(?:The )?(?P<name>[^\W\d_a-z][\w'’-]*(?: [\w'’-]+){1,6}?) in (?P<seat>[^\W\d_a-z][\w'’-]*(?: [^\W\d_a-z][\w'’-]*)?)\b")
"""A name and where it is, at the beginning of a text."""
DOES = re.compile(r" (?P<word>[^\W\d_A-Z][\w'’-]*)")
"""What may be a verb after that."""
PARTS = re.compile(r"\s*[:,/–—]\s*|\s+-\s+")
"""What stands between the names of places in a heading, beside words for "and"."""
LISTED = re.compile(r"(?:The )?(?P<name>[^\W\d_a-z][\w'’-]*(?: [\w'’-]+){1,7}), (?P<rest>[^.\n]{2,120})\.")
"""A name with where it is or who hosts it, and no verb: "Relais des Cimes, Chambéry."."""


def bodies_under(page: Page, section: Section) -> list[Heading]:
    """Return the names that paragraphs of a section begin with, where its heading is no more than a place's name.

    They are those of organisations by their words or the letters after them; else the first one is, if an address to write to stands below.
    """
    text = page.text(section)
    found = [OPENING.match(text, paragraph.end()) for paragraph in PARAGRAPH.finditer(text)]
    named = [match for match in found if match and (_is_acronym(match["brackets"] or "", match["name"]) or _is_of_organisation(match["name"]))]
    begin = len(text) - len(text.lstrip())
    first = LISTED.match(text, begin) or (found[0] if found else None) or SEATED.match(text, begin)
    if not (named or first) or section.heading is None or not is_area(page, section.heading.text) or _has_parts(page, section):
        return []
    if not named and first and _could_be_name(page, first) and _gives_details(page, section):
        named = [first]
    return [_without_seat(page, Heading(match["name"], section.start + match.start("name"), section.start + match.end("name"))) for match in named]


def _could_be_name(page: Page, opening: re.Match[str]) -> bool:
    """Whether what a text opens with is no "Our French members": where capitals don't set it apart, a town follows that it is in, and what it does.

    "Members meet every month in Nantes." and "Write to Ada Quay in Nantes for help." begin with no name.
    """
    plain, said = page.lexicon.function_words, [token.folded for token in tokens_of(opening["name"])]
    if said[0] in plain or "seat" not in opening.groupdict():
        return said[0] not in plain
    after = DOES.match(opening.string, opening.end())
    does = after is not None and (fold(after["word"]) not in plain or fold(after["word"]) in words("means", "verbs"))
    return does and plain.isdisjoint(said) and any(map(page.is_place, (opening["seat"], opening["seat"].partition(" ")[0])))


def _gives_details(page: Page, section: Section) -> bool:
    """Whether what stands under a section's heading gives an address to write to, or a contact's field, as it does of a body by whatever name."""
    parts = [part for part in page.sections if section.heading in part.path]
    labels = (labelled(line.text) for line in lines_of(page.text(section)))
    blank = any(label is not None and is_contact(label["label"]) for label in labels)
    return blank or any(part.kind is SectionKind.FIELD or EMAIL.search(page.document.text, part.start, part.end) for part in parts)


def _without_seat(page: Page, name: Heading) -> Heading:
    """Return a name without the town that a body is in: "Relais du Fleuve in Nantes"."""
    shorter, link, seat = name.text.rpartition(" in ")
    return Heading(shorter, name.start, name.start + len(shorter)) if link and page.is_place(seat) else name


def is_area(page: Page, heading: str) -> bool:
    """Whether a heading names a place, or says that it does: "Province of Kelvar", "Belgium: Flanders", "Italy: western Alps", "Europe-wide"."""
    said = [token.folded for token in tokens_of(heading)]
    areas, europe = words("organisations", "areas"), words("europe", "words") | {"wide"}
    parts = [part for part in PARTS.split(BRACKETS.sub("", heading).strip()) if part]
    of_places = bool(parts) and all(page.is_place(part) or _joins_places(page, part) for part in parts)
    begins = bool(parts) and page.is_place(parts[0]) and len(said) <= LONGEST
    called = len(said) > 1 and (said[-1] in areas or (said[0] in areas and said[1] == "of"))
    return of_places or begins or called or (bool(said) and europe.issuperset(said))


def _joins_places(page: Page, text: str) -> bool:
    """Whether a text names several places, with "and" in the document's language between them: "Estonia and Latvia"."""
    tokens = tokens_of(text)
    links = [match for match in page.lexicon.concepts.find(tokens) if match.name == "and" and match.last == match.first + 1]
    starts, ends = [0, *(match.last for match in links)], [*(match.first for match in links), len(tokens)]
    return bool(links) and all(
        first < last and page.is_place(text[tokens[first].start : tokens[last - 1].end]) for first, last in zip(starts, ends, strict=True)
    )


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
