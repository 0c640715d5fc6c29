"""A month that means the minutes of a meeting: "Which towns were admitted in February?" by those of 24 February, which don't say so again."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fnmatch import fnmatchcase
from glob import escape

from townhall.answering.context import Context
from townhall.answering.sentences.ranking import Ranking
from townhall.index.lexical import stems_listed, terms_of
from townhall.locales.dates import dates_in, months_of
from townhall.locales.structure import words
from townhall.locales.within import Within, within_in
from townhall.locales.words import phrases_in, tokens_of

HEAD = 300
"""Characters with which a document begins, where it says what it is and of which day."""


def of_meeting(context: Context) -> Context | None:
    """Return what an English question that names a month is to be answered from without it: the minutes of a meeting of that month.

    None where it doesn't ask what was done or said at one, or there are no such minutes.
    """
    query, within = context.query, _month_asked(context)
    if within is None:
        return None
    asked = context.sources or ("*",)
    known = [source for source in context.bundle.titles if any(fnmatchcase(source, pattern) for pattern in asked)]
    sources = [source for source in known if (day := _day_of(context, source)) and _holds(context, within, day)]
    if not sources:
        return None
    text = " ".join(f"{query.search_text[: within.start]} {query.search_text[within.end :]}".split())
    return replace(context, query=replace(query, text=text, search_text=text), sources=[escape(source) for source in sources])


def is_of_other_meeting(context: Context, ranking: Ranking) -> bool:
    """Whether it is asked what was done in a month, and the best sentence, which names none, stands in the minutes of another."""
    within, evidence = _month_asked(context), ranking.candidates[0].evidence
    day = _day_of(context, evidence.hit.passage.source) if within else None
    named = any(token.folded in months_of("en") for token in tokens_of(evidence.sentence.text))
    return within is not None and day is not None and not named and not _holds(context, within, day)


def _month_asked(context: Context) -> Within | None:
    """Return the month in which, an English question says, something was done or said at a meeting; None where it doesn't."""
    query = context.query
    within = within_in(query.search_text) if query.language == "en" else None
    since = within.since if within and within.since == within.until else None
    if since is None or since.day is not None or since.months[0] != since.months[1]:
        return None
    return None if stems_listed("meetings", "acts").isdisjoint(terms_of(query.search_text)) else within


def _holds(context: Context, within: Within, day: date) -> bool:
    first, last = within.days(day.year, context.today)
    return first <= day <= last


def _day_of(context: Context, source: str) -> date | None:
    """Return the day of the meeting that a document is the minutes of; None for any other document."""
    document = context.bundle.document(source)
    head = f"{document.title}\n{document.text[:HEAD]}" if document else ""
    days = [mention.full for mention in dates_in(head) if mention.full]
    return days[0] if days and phrases_in(head, words("meetings", "minutes")) else None
