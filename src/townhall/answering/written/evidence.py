"""The numbered sentences that a model writes from: those of the extractive answer first, then the best others with their neighbours."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from townhall.answering.context import Context
from townhall.answering.draft import Draft, Quote, sentence_quote
from townhall.answering.reading.entries import entry_hits
from townhall.answering.sentences.ranking import rank_sentences
from townhall.answering.written.addressed import speaks_to_a_model
from townhall.chunking.passages import PATH_SEPARATOR
from townhall.model import Hit, Role, Span

LONGEST = 1200
"""Characters of one sentence; what is longer is no sentence."""

BEFORE = 400
"""Characters before a sentence in which the one before it is looked for."""
_END = re.compile(r"(?<=[.!?…])\s+")


@dataclass(frozen=True, slots=True)
class Numbered:
    """A sentence that a statement may cite by its number."""

    number: int
    """From 1."""
    text: str
    """As the document has it, white space folded."""
    quote: Quote
    place: str
    """Its document's title and the headings that it stands under."""
    language: str
    """Of its document, ISO 639-1."""
    cited: bool
    """Whether the extractive answer cites it."""


def numbered_sentences(context: Context, draft: Draft, *, characters: int) -> tuple[Numbered, ...]:
    """Return the sentences for a model, ``characters`` long in all with their places; those that speak to a model are left out."""
    found: list[Numbered] = []
    used = 0
    own = [quote for claim in draft.claims for quote in claim.quotes if quote.role is Role.SUPPORT]
    for quote, cited in [*((quote, True) for quote in own), *((quote, False) for quote in _others(context))]:
        text = text_of(context, quote.span)
        place = place_of(context, quote.span)
        size = len(text) + len(place)
        if any(_within(quote.span, other.quote.span) for other in found) or not text or len(text) > LONGEST or is_addressed(context, quote.span):
            continue
        if used + size > characters and not cited:
            break
        used += size
        found.append(Numbered(len(found) + 1, text, quote, place, context.bundle.titles[quote.span.source].language or "en", cited))
    return tuple(found)


def text_of(context: Context, span: Span) -> str:
    """Return the document's text at a span, white space folded."""
    document = context.bundle.document(span.source)
    return " ".join(document.text[span.start : span.end].split()) if document else ""


def place_of(context: Context, span: Span) -> str:
    """Return the title and the headings that a span stands under, without any that speaks to a model."""
    section = context.bundle.section_around(span.source, span.start)
    headings = [heading.text for heading in section.path] if section else []
    parts = [" ".join(text.split()) for text in (context.bundle.titles[span.source].title, *headings)]
    return PATH_SEPARATOR.join(dict.fromkeys(part for part in parts if part and not speaks_to_a_model(part)))


def _others(context: Context) -> Iterator[Quote]:
    """Yield further sentences, best first, each followed by its neighbours."""
    hits = _hits(context)
    ranking = rank_sentences(context, hits)
    for candidate in ranking.candidates if ranking else ():
        sentences = candidate.evidence.hit.passage.sentences
        for number in (candidate.number, candidate.number - 1, candidate.number + 1):
            if 0 <= number < len(sentences):
                yield sentence_quote(candidate.evidence.hit, sentences[number])


def is_addressed(context: Context, span: Span) -> bool:
    """Whether a span speaks to a model, or goes on from a sentence before it, in the same line, that does."""
    document = context.bundle.document(span.source)
    if document is None:
        return True
    line = document.text[max(0, span.start - BEFORE) : span.start].rsplit("\n", 1)[-1]
    before = next((part for part in reversed(_END.split(line)) if part.strip()), "")
    return speaks_to_a_model(document.text[span.start : span.end]) or speaks_to_a_model(before)


def _hits(context: Context) -> list[Hit]:
    """Return the passages of the organisations that are asked about, then those that were found, each once."""
    organisations = context.organisations()
    hits = [*(entry_hits(context, organisations) if organisations else []), *context.hits]
    return list({(hit.passage.source, hit.passage.start): hit for hit in hits}.values())


def _within(span: Span, other: Span) -> bool:
    return span.source == other.source and other.start <= span.start and span.end <= other.end
