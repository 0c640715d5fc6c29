"""What a sentence says of a day: that something is due by it, or that something opens on it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import Enum
from typing import NamedTuple

from townhall.index.facts.page import Page
from townhall.locales.dates import DateMention
from townhall.locales.deadlines import announces, announcing, is_label
from townhall.locales.structure import words
from townhall.locales.words import tokens_of

NEAR = 6
"""Words before a day within which what it is for is looked for."""
BESIDE = 3
"""Words right before a day that say what else it is the day of."""
RIGHT_BEFORE = 2
"""Words that may stand between a preposition and its day: a weekday, an article."""
AFTER = 3
"""Words from a day's last one on within which what follows it is looked for."""
CLAUSE_END = re.compile(r"[,;.]\s|$")
CLAUSE_BREAK = re.compile(r"[,;.]\s")


SEVERAL = 2
"""Days from which one of a sentence's can have taken another one's place."""


class End(Enum):
    """Which end of the time in which one can apply a day is."""

    FIRST = "first"
    LAST = "last"


class Told(NamedTuple):
    """What is known of a sentence beside its words."""

    announced: bool
    """Whether the one before it announces deadlines."""
    phased: bool
    """Whether it speaks of a phase."""


def end_told(page: Page, sentence: str, start: int, date: DateMention, told: Told) -> End | None:
    """Return which end a sentence says that ``date`` is; ``start`` is where what is said before it begins. None where it is neither."""
    lead_in = sentence[start : date.start]
    if page.language != "en":
        return _in_language(page.language, sentence, lead_in, date, told)
    near = " ".join(token.text for token in tokens_of(lead_in)[-NEAR:])
    if announces(near, "opening", "en"):
        return End.FIRST
    beside = " ".join(token.text for token in tokens_of(lead_in)[-BESIDE:])
    if announces(near, "lasting", "en") or announces(beside, "of_papers", "en") or _is_of_outcome(lead_in):
        return None
    is_due = announces(near, "before", "en") and (announces(sentence, "apply", "en") or told.announced)
    return End.LAST if announces(lead_in, "strong", "en") or is_due or (told.announced and told.phased) else None


def _is_of_outcome(lead_in: str) -> bool:
    """Whether what stands before a day says by when something comes of applying: "Results come by", but not "submit results by"."""
    said = [token.folded for token in tokens_of(CLAUSE_BREAK.split(lead_in.rstrip(" ,;."))[-1])]
    outcomes = words("deadlines", "outcomes") | words("deadlines", "otherwise")
    last = max((i for i, word in enumerate(said) if word in outcomes), default=None)
    if last is None:
        return False
    before, after = ({match.name for match in announcing(" ".join(part), "en")} for part in (said[:last], said[last + 1 :]))
    told = not words("periods", "being").isdisjoint(said[max(0, last - 1) :])
    return "strong" not in before and "apply" not in after and (told or "apply" not in before)


def given_up(sentence: str, dates: Sequence[DateMention], language: str = "en") -> list[DateMention]:
    """Return the days of a sentence that it says others have taken the place of: "extended from 3 May to 7 June"."""
    held = in_force(sentence, dates, language)
    return [date for date in dates if date not in held]


def in_force(sentence: str, dates: Sequence[DateMention], language: str = "en") -> list[DateMention]:
    """Return the days of a sentence without those that it says others have taken the place of: "first announced as 30 October".

    In another language than English that is the earlier one of the two days of a sentence that says that something is put off.
    """
    if language != "en":
        full = sorted((date for date in dates if date.full), key=lambda date: date.iso)
        put_off = len(full) == SEVERAL and full[0].iso < full[1].iso and announces(sentence, "amended", language)
        return [date for date in dates if not put_off or date is not full[0]]

    def is_given_up(position: int, date: DateMention) -> bool:
        lead_in = sentence[dates[position - 1].end if position else 0 : date.start]
        following = sentence[date.end : dates[position + 1].start] if position + 1 < len(dates) else ""
        before = " ".join(token.text for token in tokens_of(lead_in)[-NEAR:])
        return announces(before, "given_up", "en") or announces(following, "amended", "en")

    held = [date for position, date in enumerate(dates) if not is_given_up(position, date)]
    return held if held and len(dates) >= SEVERAL else list(dates)


def _in_language(language: str, sentence: str, lead_in: str, date: DateMention, told: Told) -> End | None:
    """Return the same of another language than English, whose prepositions stand for much else: the word right at the day decides."""
    words, found = len(tokens_of(lead_in)), announcing(lead_in, language)
    clause = CLAUSE_END.search(sentence, date.end)
    following = announcing(sentence[date.end : clause.start() if clause else len(sentence)], language)
    beside = {match.name for match in announcing(_beside(sentence, date), language) if match.last <= AFTER}
    at = {match.name for match in found if words - match.last <= RIGHT_BEFORE}
    near = {match.name for match in found if words - match.first <= NEAR}
    strong = any(match.name == "strong" for match in found) or is_label(lead_in, language)
    taken = announces(sentence, "apply", language)
    strong |= any(match.name == "cues" for match in found) and (told.phased or taken)  # "Termenul primei etape este …"
    applying = strong or taken
    if any(match.name == "otherwise" for match in (*found, *following)):
        return None
    if ("opening" in near and "before" not in at) or (applying and ("from" in at or "from_after" in beside)):
        return End.FIRST
    due = ("before" in at or "after" in beside) and (applying or told.announced)
    return End.LAST if strong or due or (told.announced and (told.phased or not words)) else None


def _beside(sentence: str, date: DateMention) -> str:
    """Return what stands from a day's last word on: "31-ig", "31.3.2027 mennessä"."""
    last = tokens_of(sentence[date.start : date.end])[-1:]
    return sentence[date.start + last[0].start if last else date.end :]


def is_of_applying(page: Page, sentence: str, first: DateMention, last: DateMention) -> bool:
    """Whether a sentence in another language than English says that one can apply between two days."""
    found = announcing(sentence[: first.start], page.language) + announcing(sentence[last.end :], page.language)
    names = {match.name for match in found}
    return bool(names & {"apply", "strong"}) and "otherwise" not in names
