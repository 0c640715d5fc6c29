"""The contract for programs: what the command line and the API tell, as JSON objects."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from townhall.interfaces.deadlines import Deadline
from townhall.interfaces.directory import Entry
from townhall.model import Answer, Card, Citation, Document, FactValue, Hit, Span, Statement, Usage

if TYPE_CHECKING:  # it takes a second to import
    from townhall.guard import Verdict


def answer_object(answer: Answer) -> dict[str, Any]:
    """Return an answer as the object that ``townhall ask --json`` prints."""
    return {
        "id": answer.id,
        "question": answer.question,
        "standalone": answer.standalone,
        "status": answer.status.value,
        "language": answer.language,
        "mode": answer.mode,
        "answer": answer.text,
        "statements": [statement_object(statement) for statement in answer.statements],
        "citations": [citation_object(citation) for citation in answer.citations],
        "cards": [_card(card) for card in answer.cards],
        "reason": answer.reason,
        "next": list(answer.next),
        "carried": [{"slot": slot.name, "value": slot.value} for slot in answer.carried],
        "notes": list(answer.notes),
        "support": answer.support,
        "index": answer.index,
        "settings": answer.settings,
        "timings_ms": dict(answer.timings_ms),
        **({"usage": _usage(answer.usage)} if answer.usage else {}),
    }


def hit_object(hit: Hit, page: int | None) -> dict[str, Any]:
    """Return a hit as ``townhall search --json`` prints it."""
    return {
        "rank": hit.rank,
        "source": hit.passage.source,
        "start": hit.passage.start,
        "end": hit.passage.end,
        "page": page,
        "score": round(hit.score, 6),
        "text": hit.passage.text,
        "also_in": [_place(place) for place in hit.also_in],
    }


def statement_object(statement: Statement) -> dict[str, Any]:
    """Return a sentence of an answer with the numbers of its citations."""
    return {"text": statement.text, "citations": list(statement.citations), "lead": statement.lead}


def citation_object(citation: Citation) -> dict[str, Any]:
    """Return a quote with its place."""
    return {
        "n": citation.n,
        "role": citation.role.value,
        "source": citation.source,
        "heading": citation.heading,
        "start": citation.start,
        "end": citation.end,
        "page": citation.page,
        "quote": citation.quote,
        "sha256": citation.sha256,
        "also_in": [_place(place) for place in citation.also_in],
    }


def verdict_object(verdict: Verdict, *, id: str) -> dict[str, Any]:
    """Return what the guard says of a statement, as ``townhall verify --json`` prints it."""
    return {"id": id, "supported": verdict.supported, "score": round(verdict.score, 4), "reasons": list(verdict.reasons)}


def document_object(document: Document) -> dict[str, Any]:
    """Return what is known of a document, without its text."""
    return {
        "source": document.source,
        "title": document.title,
        "publisher": document.publisher,
        "author": document.author,
        "date": document.date.isoformat() if document.date else None,
        "language": document.language,
        "link": document.link,
        "pages": len(document.page_starts) or None,
        "sha256": document.sha256,
        "notes": list(document.notes),
    }


def organisation_object(entry: Entry) -> dict[str, Any]:
    """Return an organisation of the directory; every value comes with its quote and its place."""
    return {
        "name": _value(entry.name),
        "acronyms": [_value(value) for value in entry.acronyms],
        "other_names": [_value(value) for value in entry.other_names],
        "country": _value(entry.country),
        "region": _value(entry.region),
        "about": _value(entry.about),
        "contact": entry.contact.value,
        "persons": [
            {"name": _value(person.name), "role": _value(person.role), "email": _value(person.email), "phone": _value(person.phone)}
            for person in entry.persons
        ],
        "also_in": [_place(place) for place in entry.also_in],
    }


def deadline_object(deadline: Deadline) -> dict[str, Any]:
    """Return a deadline as it stands on its day; every value of the documents comes with its quote and its place."""
    return {
        "id": deadline.id,
        "state": deadline.state.value,
        "days": deadline.days,
        "programme": _value(deadline.programme),
        "phase": _value(deadline.phase),
        "date": _value(deadline.due),
        "from": _value(deadline.opening),
        "period": [_value(value) for value in deadline.period] if deadline.period else None,
        "sentence": _value(deadline.sentence),
        "also_in": [_place(place) for place in deadline.also_in],
    }


def _value(value: FactValue | None) -> dict[str, Any] | None:
    return {"value": value.value, "quote": value.quote, **_place(value.span)} if value else None


def _usage(usage: Usage) -> dict[str, Any]:
    return {"prompt_tokens": usage.prompt_tokens, "completion_tokens": usage.completion_tokens, "cost": usage.cost, "estimated": usage.estimated}


def _card(card: Card) -> dict[str, Any]:
    return {"kind": card.kind, "fields": {name: {"value": field.value, "citation": field.citation} for name, field in card.fields.items()}}


def _place(place: Span) -> dict[str, Any]:
    return {"source": place.source, "start": place.start, "end": place.end}
