"""When an organisation was founded: a date beside a word for beginnings, in its entry."""

from __future__ import annotations

import re

from townhall.answering.context import Context
from townhall.answering.draft import Claim, Draft
from townhall.answering.reading.entries import entry_sentences
from townhall.locales.dates import dates_in
from townhall.model import Kind, Status

BEGINNING = re.compile(
    r"\b(?:founded|established|created|formed|launched|set up|started|began|inception|founding|origins?|dates? back|born|incorporated"
    r"|in existence|existed)\b",
    re.IGNORECASE,
)


def answer_founding(context: Context) -> Draft | None:
    """Answer a question for when the named organisations began; None where none is named or no entry says so."""
    if context.query.kind is not Kind.DATE or "founded" not in context.query.values("attribute"):
        return None
    for organisation in context.organisations():
        for text, quote in entry_sentences(context, organisation):
            dates = dates_in(text)
            if dates and BEGINNING.search(text):
                lead = text[dates[0].start : dates[0].end]
                return Draft(Status.ANSWERED, (Claim(lead, (quote,), lead=True), Claim(text, (quote,))))
    return None
