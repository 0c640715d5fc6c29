"""Sums that somebody asked for, and sums that were given: "The group asked for 12,000 euros. The Board granted 8,000."."""

from __future__ import annotations

from townhall.answering.context import Context
from townhall.answering.reading.forms import MONEY
from townhall.answering.sentences.ranking import Candidate, Ranking
from townhall.chunking.lines import labelled
from townhall.locales.structure import phrases, words
from townhall.locales.words import folded_phrase, phrases_in
from townhall.model import Kind

SIDES = ("wanted", "given")
"""The lists of words that say of a sum that it was asked for, and that it was given."""
REACH = 2
"""Sentences after what was wanted, or before what was given, within which the other stands."""
PARAGRAPH = "\n\n"


def with_asked_side(context: Context, ranking: Ranking) -> Ranking:
    """Return a ranking that begins with the sum that was given, where that is asked for and the best sentence is of what was wanted, or the other.

    What was given stands after what was wanted, in one paragraph and with no label of its own.
    """
    best, asked = ranking.candidates[0], side_asked(context)
    if not is_of_other_side(context, ranking):
        return ranking
    forward = asked == SIDES[1]
    step = 1 if forward else -1
    here = {one.number: one for one in ranking.candidates if one.evidence.hit is best.evidence.hit}
    for reach in range(1, REACH + 1):
        other = here.get(best.number + step * reach)
        first, second = (best, other) if forward else (other, best)
        if other is None or first is None or second is None or not _goes_on(context, first, second):
            break
        text = other.evidence.sentence.text
        if side_told(text) == asked and MONEY.search(text):
            return ranking.led_by(other)
    return ranking


def _goes_on(context: Context, first: Candidate, second: Candidate) -> bool:
    """Whether a sentence goes on in the paragraph of another one, with no label of its own."""
    document = context.bundle.document(first.evidence.hit.passage.source)
    between = document.text[first.evidence.sentence.end : second.evidence.sentence.start] if document else ""
    return PARAGRAPH not in between and labelled(second.evidence.sentence.text) is None


def is_of_other_side(context: Context, ranking: Ranking) -> bool:
    """Whether the best sentence tells what was wanted where it is asked what was given, or the other way round."""
    return tells_other_side(context, ranking.candidates[0].evidence.sentence.text)


def tells_other_side(context: Context, text: str) -> bool:
    """Whether a text tells of the other side of a sum of money alone than an English question asks for."""
    asked, told = side_asked(context), side_told(text)
    return asked is not None and told is not None and asked != told and MONEY.search(text) is not None


def side_asked(context: Context) -> str | None:
    """Return which side of a sum of money an English question asks for, where it is one that has been dealt with; None where neither or both."""
    query, text = context.query, context.query.search_text
    money = query.kind is Kind.QUANTITY and ("how_much" in query.concepts or "money" in query.values("attribute"))
    if query.language != "en" or not money or not phrases_in(text, words("transfers", "dealt_with")):
        return None
    return _side(text, asking=True)


def side_told(text: str) -> str | None:
    """Return of which side of a sum a text tells; None where of neither, or of both."""
    return _side(text)


def _side(text: str, *, asking: bool = False) -> str | None:
    text = phrases("transfers", "open").sub(" ", f" {folded_phrase(text)} ")
    said = [side for side in SIDES if phrases_in(text, words("transfers", side) | (words("transfers", f"asks_{side}") if asking else frozenset()))]
    return said[0] if len(said) == 1 else None
