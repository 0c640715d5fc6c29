"""How many days it is until something: the day that a sentence gives, held against today."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from townhall.answering.context import Context
from townhall.answering.draft import Claim, Draft
from townhall.answering.sentences.extractive import answer_passages
from townhall.locales.dates import dates_in
from townhall.locales.lexicon import lexicon
from townhall.locales.words import tokens_of
from townhall.model import Kind, Span, Status

DEADLINES = frozenset({"deadline", "apply", "phase"})
"""Concepts of questions that deadlines tell."""
ASKS_WHEN = "when is"
"""What is asked in the place of how long it is until then."""


def answer_countdown(context: Context) -> Draft | None:
    """Say how many days it is until what is asked about; None where that is a deadline, or no sentence gives its day.

    Told for English questions alone. It is the day that the sentence itself gives as the answer to when it is, or its only one.
    """
    query = context.query
    if query.language != "en" or "countdown" not in query.concepts or query.concepts & DEADLINES or query.values("phase"):
        return None
    asked = replace(query, kind=Kind.DATE, concepts=query.concepts | {"when"}, text=_when(query.text), search_text=_when(query.search_text))
    found = answer_passages(replace(context, query=asked))
    shown = [claim for claim in found.claims if not claim.lead]
    if found.status is not Status.ANSWERED or not shown or not shown[0].quotes:
        return None
    leads = [claim.text for claim in found.claims if claim.lead]
    days = [day for text in (*leads, _quoted(context, shown[0].quotes[0].span)) if (day := _only_day(text))]
    if not days:
        return found
    left = (days[0] - context.today) // timedelta(days=1)
    say = context.messages
    told = say.say("days.left", n=left) if left >= 0 else say.say("days.ago", n=-left)
    note = say.say("note.compared", date=say.date(context.today))
    others = tuple(claim for claim in found.claims if not claim.lead)
    return replace(found, claims=(Claim(told, shown[0].quotes, lead=True), *others), notes=(*found.notes, note))


def _when(text: str) -> str:
    """Return a question with when something is in the place of how long it is until then."""
    tokens = tokens_of(text)
    asking = next((match for match in lexicon("en").concepts.find(tokens) if match.name == "countdown"), None)
    return f"{text[: tokens[asking.first].start]}{ASKS_WHEN}{text[tokens[asking.last - 1].end :]}" if asking else text


def _only_day(text: str) -> date | None:
    """Return the one day that a text gives; None where it gives none, or several."""
    days = {day for mention in dates_in(text) if (day := mention.full) is not None}
    return next(iter(days)) if len(days) == 1 else None


def _quoted(context: Context, span: Span) -> str:
    document = context.bundle.document(span.source)
    return document.text[span.start : span.end] if document else ""
