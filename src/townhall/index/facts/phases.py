"""Which phase of a call a text speaks of: "Phase II", "the second round", "drugi rok"."""

from __future__ import annotations

import re
from functools import cache
from itertools import pairwise

from townhall.index.facts.page import Page
from townhall.locales.numbers import CARDINAL, ORDINALS, ordinal
from townhall.locales.phases import phase_of
from townhall.locales.structure import words
from townhall.locales.words import tokens_of
from townhall.model import FactValue, Section, Sentence

BREAK = "\n\n"
"""What parts paragraphs."""
OPENING = 6
"""Characters before a phase with which a paragraph may begin: an article, the mark of an item."""


def phase_in(page: Page, text: str, start: int, until: int | None = None) -> FactValue | None:
    """Return the phase of which a text that begins at ``start`` speaks: the last before ``until``, else the first."""
    if page.language != "en":
        told = _told(page, text, len(text) if until is None else until)
        return page.value(told[0], start + told[1], start + told[2]) if told else None
    phases = list(_pattern().finditer(text))
    phase = next(iter(phases), None) if until is None else next((match for match in reversed(phases) if match.start() < until), None)
    return page.value(_value(phase), start + phase.start(), start + phase.end()) if phase else None


def headed_phase(page: Page, section: Section, sentence: Sentence) -> FactValue | None:
    """Return the phase that an English sentence is of by where it stands: that with which its paragraph begins, else that of its part's heading.

    The heading of a whole document says which call it is, and of none of its phases. A sentence that counts something itself, or speaks of
    this or the next one, may be of another.
    """
    if page.language != "en" or _tells_another(sentence.text):
        return None
    paragraph = page.document.text.rfind(BREAK, section.start, sentence.start)
    first = next((other for other in page.sentences(section) if other.start > paragraph), sentence)
    opening = phase_in(page, first.text, first.start)
    if opening is not None and opening.span.start - first.start <= OPENING:
        return opening
    return phase_in(page, section.heading.text, section.heading.start) if section.heading and section.parents else None


def _tells_another(text: str) -> bool:
    """Whether a text counts something by an ordinal ("the second", but not "first announced as"), or says "this call" or "the next round"."""
    pairs = list(pairwise(token.folded for token in tokens_of(text)))
    counted = any(word in ORDINALS and before in words("topics", "articles") for before, word in pairs)
    return counted or any(word in words("deadlines", "pointing") and noun in words("deadlines", "phases") for word, noun in pairs)


def _told(page: Page, text: str, until: int) -> tuple[str, int, int] | None:
    """Return the phase of which a text in another language than English speaks before a place, else at all: its number, and where it stands."""
    for part in (text[:until], text):
        tokens = tokens_of(part)
        if phase := phase_of(part, tokens, page.lexicon):
            return phase.value, tokens[phase.first].start, tokens[phase.last - 1].end
    return None


@cache
def _pattern() -> re.Pattern[str]:
    nouns = "|".join(noun.replace(" ", "[- ]") for noun in sorted(words("deadlines", "phases"), key=len, reverse=True))  # "cut-off" is folded
    numbers = rf"\d{{1,2}}|[IVX]{{1,4}}|[A-D]|{CARDINAL}"
    ordinals = "|".join([*ORDINALS, *words("deadlines", "last")])
    return re.compile(rf"\b(?:(?P<noun>{nouns})s? (?P<number>{numbers})\b|(?P<ordinal>{ordinals}) (?:{nouns})\b)", re.IGNORECASE)


def _value(match: re.Match[str]) -> str:
    """Return the phase's number as digits where it has one: "Phase II" and "second phase" are "2"."""
    value = (match["number"] or match["ordinal"]).lower()
    return ordinal(value) or value
