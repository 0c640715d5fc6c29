"""One row of an evaluation set as a question: what is wrong is told with file, line, field and remedy, all of it at once."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from typing import Any

from townhall.evaluation.data.facts import ExpectedFact, TextFact
from townhall.evaluation.data.fields import FIELDS, Field
from townhall.evaluation.data.question import ExpectedSpan, Question, Relevant
from townhall.evaluation.data.row import Row, shown
from townhall.evaluation.data.texts import CorpusTexts
from townhall.locales.spelling import same_spelling


def question_of(row: Row, texts: CorpusTexts) -> Question | None:
    """Return the question that a row holds, its spans looked up in ``texts``; None where anything is wrong, which ``row.faults`` tells.

    Fields are missing, unknown or of another form, quotes are in no document, or fields contradict each other.
    """
    row.attempt(partial(row.only, "", row.values, FIELDS), None)
    row.attempt(partial(_check_complete, row), None)
    values = {name: row.attempt(partial(_field, row, name, field), None) for name, field in FIELDS.items()}
    spans = [
        row.attempt(partial(_span, row, f"spans[{index}]", source, quote, texts), None) for index, (source, quote) in enumerate(values["spans"] or ())
    ]
    for name, found in (("relevant", values["relevant"]), ("sources", values["sources"])):
        row.attempt(partial(_check_documents, row, name, found or (), texts), None)
    if row.faults:
        return None
    question = Question(
        id=values["id"],
        turns=values["messages"],
        status=values["status"],
        facts=values["facts"],
        forbidden=values["forbidden"],
        spans=tuple(span for span in spans if span),
        category=values["category"],
        language=values["language"],
        group=values["group"],
        today=values["today"],
        wants_list=values["list"],
        answers=values["answers"],
        relevant=values["relevant"],
        sources=values["sources"],
    )
    row.attempt(partial(_check_consistent, row, question), None)
    return None if row.faults else question


def _field(row: Row, name: str, field: Field) -> Any:
    """Return a field's value, or its default."""
    return field.read(row, name, row.values[name]) if name in row.values else field.default


def _check_complete(row: Row) -> None:
    required = [name for name, field in FIELDS.items() if field.required]
    if missing := [name for name in required if name not in row.values]:
        row.fail(", ".join(missing), "missing", f"Every row has {', '.join(required)}.")


def _span(row: Row, name: str, source: str, quote: str, texts: CorpusTexts) -> ExpectedSpan:
    places = texts.find(source, quote)
    if not places and (places := texts.find_changed(source, quote)):
        return ExpectedSpan(source, quote, places, changed=True)
    if not places:
        row.fail(f"{name}.quote", f"{shown(quote)} is in no document", f"Copy the quote from {source} as it stands there now.")
    return ExpectedSpan(source, quote, places)


def _check_documents(row: Row, name: str, found: Iterable[Relevant | str], texts: CorpusTexts) -> None:
    """Refuse documents, or patterns of documents, that the corpus lacks."""
    for index, each in enumerate(found):
        source = each.source if isinstance(each, Relevant) else each
        if not (texts.has(source) if isinstance(each, Relevant) else texts.has_any(source)):
            row.fail(f"{name}[{index}]", f"{shown(source)} is no document of the corpus", "Name a document as its path in the corpus folder.")


def _check_consistent(row: Row, question: Question) -> None:
    """Refuse a row that no answer could satisfy, or that expects an answer and doesn't say which."""
    if question.wants_refusal and question.spans:
        row.fail("spans", f"status {question.status[0]} is a refusal, which cites no support", "Leave spans empty, or mend status.")
    if question.wants_refusal and (question.answers or question.relevant):
        name = "answers" if question.answers else "relevant"
        row.fail(name, f"status {question.status[0]} is a refusal, to which nothing answers", f"Leave {name} empty, or mend status.")
    if question.status[0].shows_an_answer and not _is_converted(question):
        for name, given in (("facts", question.facts), ("spans", question.spans)):
            if not given:
                row.fail(name, f"empty, and status is {question.status[0]}", f"Say what a right answer must hold: at least one of {name}.")
    for fact in question.facts:
        for forbidden in question.forbidden:
            if clash := _clash(fact, forbidden):
                row.fail("forbidden", f"{clash} is expected by facts as well", "Keep it in one of the two.")


def _is_converted(question: Question) -> bool:
    """Whether a row is held to what other people's data know of it: gold answers, relevant documents, or no more than which documents are asked."""
    return question.answers is not None or bool(question.relevant or question.sources)


def _clash(fact: ExpectedFact, forbidden: ExpectedFact) -> str | None:
    """Return what holds the fact and is forbidden at once, or None."""
    match fact, forbidden:
        case TextFact(wanted), TextFact(unwanted):
            return next((repr(text) for text in unwanted for other in wanted if same_spelling(text) in same_spelling(other)), None)
        case _ if fact == forbidden:
            return fact.shown
    return None
