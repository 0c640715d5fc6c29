"""When something is open or somebody can be reached, by a sentence that gives its days and hours."""

from __future__ import annotations

from townhall.answering.context import Context
from townhall.answering.draft import Claim, Draft, sentence_quote
from townhall.answering.reading.forms import HOUR
from townhall.answering.reading.labels import is_form
from townhall.chunking.lines import labelled
from townhall.chunking.tables import is_row
from townhall.index.lexical import stems_listed, terms_of
from townhall.locales.dates import dates_in, days_in
from townhall.locales.structure import words
from townhall.locales.weekdays import weekdays_in
from townhall.locales.words import tokens_of
from townhall.model import Hit, Kind, Sentence, Status

KINDS = frozenset({Kind.DATE, Kind.OPEN, Kind.OTHER, Kind.DEFINITION, Kind.DURATION, Kind.CONTACT})
SEARCHED = "open Monday to Friday from 9:00 to 16:00, by telephone on weekdays between 9 and 12"
"""What such sentences say, put beside the question to find them."""
MOST = 2
"""Sentences that are shown: of more, nobody could tell which is meant."""


def answer_hours(context: Context) -> Draft | None:
    """Answer with the sentences that give days and hours of all that is asked about; None where none does, or many do. Told for English alone."""
    query = context.query
    said = {token.folded for token in tokens_of(query.search_text)}  # "opened" asks for the day of that
    asks = not query.concepts.isdisjoint({"clock", "when"}) and not words("hours", "reached").isdisjoint(said)
    asks |= not words("hours", "hours").isdisjoint(said)
    if query.language != "en" or query.kind not in KINDS or not asks or query.values("phase") or days_in(query.search_text):
        return None
    topic = frozenset(context.terms) - stems_listed("hours", "reached", "asked", "hours")
    if not topic:
        return None
    hits = (*context.hits, *context.searcher.search(f"{query.search_text} {SEARCHED}", context.passages, sources=context.sources))
    found = {(hit.passage.source, one.start): (hit, one) for hit in hits for one in hit.passage.sentences if _gives_hours(context, hit, one, topic)}
    claims = tuple(Claim(sentence.shown, (sentence_quote(hit, sentence),)) for hit, sentence in found.values())
    return Draft(Status.ANSWERED, claims) if 0 < len(claims) <= MOST and len({source for source, _ in found}) == 1 else None


def _gives_hours(context: Context, hit: Hit, sentence: Sentence, topic: frozenset[str]) -> bool:
    """Whether a sentence gives days of the week with hours, and it and what it stands under speak of all that is asked about.

    A line of a record and a row are told by their table; what has a date is held once.
    """
    text = sentence.text
    usual = context.language_of(hit.passage.source) != "en" or is_row(text) or labelled(text) is not None
    if usual or not HOUR.search(text) or not weekdays_in(text, "en") or days_in(text) or any(date.month for date in dates_in(text)):
        return False
    own = terms_of(sentence.text)
    held = context.stems_above(hit.passage).union(own)
    return all(any(is_form(stem, other) for other in held) for stem in topic) and any(is_form(stem, other) for stem in topic for other in own)
