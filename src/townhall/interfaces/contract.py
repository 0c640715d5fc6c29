"""The contract for programs: answers and hits as JSON objects."""

from __future__ import annotations

from typing import Any

from townhall.model import Answer, Card, Citation, Hit, Span, Usage


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
        "statements": [{"text": s.text, "citations": list(s.citations), "lead": s.lead} for s in answer.statements],
        "citations": [_citation(citation) for citation in answer.citations],
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


def _citation(citation: Citation) -> dict[str, Any]:
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


def _usage(usage: Usage) -> dict[str, Any]:
    return {"prompt_tokens": usage.prompt_tokens, "completion_tokens": usage.completion_tokens, "cost": usage.cost, "estimated": usage.estimated}


def _card(card: Card) -> dict[str, Any]:
    return {"kind": card.kind, "fields": {name: {"value": field.value, "citation": field.citation} for name, field in card.fields.items()}}


def _place(place: Span) -> dict[str, Any]:
    return {"source": place.source, "start": place.start, "end": place.end}
