"""From a draft to the answer that the user gets: citations numbered and read from the documents."""

from __future__ import annotations

from townhall.answering.context import Context
from townhall.answering.draft import Draft, Numbering, Quote
from townhall.chunking.passages import PATH_SEPARATOR
from townhall.model import Answer, Citation, Span, Usage


def finish(
    context: Context, draft: Draft, *, identifier: str, index: str, settings: str, written: bool = False, usage: Usage | None = None
) -> Answer:
    """Return the answer; every citation's quote is the text of its document between its offsets.

    ``written`` says that a language model has a part in it, ``usage`` what that took.
    """
    numbering = Numbering()
    statements = numbering.statements(draft.claims)
    cards = numbering.cards(draft.cards)
    citations = tuple(_citation(context, number, quote) for number, quote in enumerate(numbering.quotes.values(), 1))
    notes = [*draft.notes]
    if any(not citation.complete for citation in citations):
        notes.append(context.messages.say("note.breaks_off"))
    languages = {context.bundle.titles[citation.source].language for citation in citations}
    if citations and languages != {context.query.language} and context.query.language != "en":
        notes.append(context.messages.say("note.other_language"))
    return Answer(
        id=identifier,
        question=context.query.asked,
        standalone=context.query.text,
        status=draft.status,
        language=context.query.language,
        mode="llm" if written else "extractive",
        statements=statements,
        citations=citations,
        cards=cards,
        reason=draft.reason,
        next=draft.next,
        carried=tuple(slot for slot in context.query.slots if slot.carried),
        notes=tuple(dict.fromkeys(notes)),
        support=draft.support,
        index=index,
        settings=settings,
        usage=usage,
    )


def _citation(context: Context, number: int, quote: Quote) -> Citation:
    document = context.bundle.document(quote.span.source)
    assert document is not None  # noqa: S101 - the span was read from this very generation
    text = document.text[quote.span.start : quote.span.end]
    return Citation(
        n=number,
        role=quote.role,
        source=document.source,
        title=document.title,
        heading=_heading(context, quote.span),
        start=quote.span.start,
        end=quote.span.end,
        page=document.page_of(quote.span.start),
        quote=text,
        sha256=document.sha256,
        also_in=tuple(place for place in quote.also_in if _text(context, place) == text),
        complete=quote.complete,
    )


def _text(context: Context, place: Span) -> str | None:
    document = context.bundle.document(place.source)
    return document.text[place.start : place.end] if document else None


def _heading(context: Context, span: Span) -> str | None:
    """Return the heading path of the section that a span lies in; a heading lies in its own section."""
    section = context.bundle.section_around(span.source, span.start)
    return PATH_SEPARATOR.join(" ".join(heading.text.split()) for heading in section.path) or None if section else None
