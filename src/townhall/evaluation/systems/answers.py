"""Answers that are put together without the assistant: a refusal, or text that is quoted as it stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from townhall.assistant import Assistant
from townhall.evaluation.data.question import Question
from townhall.model import Answer, Citation, Hit, Role, Span, Statement, Status

SENTENCES = 2
"""Sentences that a baseline takes from the top passage."""


@dataclass(frozen=True, slots=True)
class Quotation:
    """Text of a document, to be said and cited."""

    said: str
    place: Span
    heading: str | None = None
    also_in: tuple[Span, ...] = ()


def refusal(question: Question, *, index: str = "") -> Answer:
    """Return the answer that the documents don't say."""
    return _answer(question, Status.NOT_IN_DOCUMENTS, (), (), index)


def quotation(question: Question, quotations: Sequence[Quotation], assistant: Assistant, *, index: str = "") -> Answer:
    """Return an answer that says each quotation and cites its place; with none, a refusal."""
    citations = tuple(_citation(number, quoted, assistant) for number, quoted in enumerate(quotations, 1))
    statements = tuple(Statement(quoted.said, (number,)) for number, quoted in enumerate(quotations, 1))
    return _answer(question, Status.ANSWERED, statements, citations, index) if quotations else refusal(question, index=index)


def first_sentences(hit: Hit, assistant: Assistant, *, longest: int) -> list[Quotation]:
    """Return the first two sentences of a passage, or the first alone where both have more than ``longest`` characters."""
    sentences = hit.passage.sentences[:SENTENCES]
    if sum(len(sentence.shown) for sentence in sentences) > longest:
        sentences = sentences[:1]
    found: list[Quotation] = []
    for sentence in sentences:
        shift, length = sentence.start - hit.passage.start, sentence.end - sentence.start
        elsewhere = (Span(place.source, place.start + shift, place.start + shift + length) for place in hit.also_in)
        also_in = tuple(place for place in elsewhere if text_at(place, assistant) == sentence.text)
        heading = " › ".join(hit.passage.heading_path) or None
        found.append(Quotation(sentence.shown, Span(hit.passage.source, sentence.start, sentence.end), heading, also_in))
    return found


def text_at(place: Span, assistant: Assistant) -> str:
    """Return the text of the index's documents at a place; empty where there is no such document."""
    document = assistant.document(place.source)
    return document.text[place.start : place.end] if document else ""


def _citation(number: int, quoted: Quotation, assistant: Assistant) -> Citation:
    document = assistant.document(quoted.place.source)
    return Citation(
        n=number,
        role=Role.SUPPORT,
        source=quoted.place.source,
        title=document.title if document else quoted.place.source,
        heading=quoted.heading,
        start=quoted.place.start,
        end=quoted.place.end,
        page=document.page_of(quoted.place.start) if document else None,
        quote=text_at(quoted.place, assistant),
        sha256=document.sha256 if document else "",
        also_in=quoted.also_in,
    )


def _answer(question: Question, status: Status, statements: tuple[Statement, ...], citations: tuple[Citation, ...], index: str) -> Answer:
    return Answer(
        id=question.id,
        question=question.turns[-1],
        standalone=question.turns[-1],
        status=status,
        language=question.language,
        mode="extractive",
        statements=statements,
        citations=citations,
        index=index,
    )
