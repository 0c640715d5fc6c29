"""A wrong answer beside what was expected."""

from __future__ import annotations

from dataclasses import dataclass

from townhall.evaluation.reports.stored import Quote, StoredAnswer
from townhall.interfaces.web.links import quote_link
from townhall.interfaces.web.quality.facts import fact_in_words
from townhall.interfaces.web.quality.names import known, stage_name, status_name
from townhall.locales.messages import Messages
from townhall.model import Span


@dataclass(frozen=True, slots=True)
class QuoteView:
    """A quote with its place in a document."""

    text: str
    source: str
    link: str | None
    """To the document at the quote; None where only its text is known."""


@dataclass(frozen=True, slots=True)
class WrongView:
    """An answer that was wrong."""

    id: str
    category: str
    language: str
    turns: tuple[str, ...]
    stage: str
    status: str
    answer: str
    quotes: tuple[QuoteView, ...]
    expected_status: str
    facts: tuple[str, ...]
    forbidden: tuple[str, ...]
    expected_quotes: tuple[QuoteView, ...]
    faults: tuple[str, ...]
    """In English: the evaluation's own words."""


def wrong_view(answer: StoredAnswer, words: Messages) -> WrongView:
    """Return an answer as it is shown among those that were wrong."""
    return WrongView(
        id=answer.id,
        category=known(words, "quality.category", answer.category),
        language=answer.language,
        turns=answer.turns,
        stage=stage_name(words, answer.score.stage) if answer.score.stage else words.say("quality.stage.quote"),
        status=status_name(words, answer.status),
        answer=answer.answer or answer.reason or "",
        quotes=tuple(_quote(each) for each in answer.citations if each.role == "support"),
        expected_status=words.join([status_name(words, status) for status in answer.expected.status], either=True),
        facts=tuple(fact_in_words(fact, words) for fact in answer.expected.facts),
        forbidden=tuple(fact_in_words(fact, words) for fact in answer.expected.forbidden),
        expected_quotes=tuple(_quote(each) for each in answer.expected.spans),
        faults=answer.score.faults,
    )


def _quote(found: Quote) -> QuoteView:
    return QuoteView(
        found.quote, found.source, None if found.start is None or found.end is None else quote_link(Span(found.source, found.start, found.end))
    )
