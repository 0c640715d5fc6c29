"""The sections that an answer quotes, each with its quotes found in it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise
from urllib.parse import quote

from townhall.catalogue import SectionView
from townhall.interfaces.web.ask.views import Link, Piece, Source, SourceState
from townhall.interfaces.web.links import origin_of, quote_link
from townhall.locales.messages import Messages
from townhall.model import Citation, Document, Role, Span

CONTEXT = 6000
"""Characters of a section that are shown before its first and after its last quote; a chapter can be a whole book."""

SectionOf = Callable[[str, int, int], SectionView]
DocumentOf = Callable[[str], Document | None]
PATH_JOINT = " › "


def sources_of(citations: Sequence[Citation], *, words: Messages, section_of: SectionOf, document_of: DocumentOf) -> tuple[Source, ...]:
    """Return the sections that ``citations`` quote, each once, in the order of their first marker.

    A document that is not as it was quoted, or not there, gives the quote alone: its offsets mean nothing any more.
    """
    grouped: dict[tuple[str, int, Role], tuple[SectionView, list[Citation]]] = {}
    for citation in sorted(citations, key=lambda citation: citation.n):
        state = _state(document_of(citation.source), citation)
        section = section_of(citation.source, citation.start, citation.end) if state is SourceState.SAME else _alone(citation)
        grouped.setdefault((citation.source, section.start, citation.role), (section, []))[1].append(citation)
    return tuple(_source(section, group, words, document_of) for section, group in grouped.values())


def _state(document: Document | None, citation: Citation) -> SourceState:
    if document is None:
        return SourceState.GONE
    return SourceState.SAME if document.sha256 == citation.sha256 else SourceState.CHANGED


def _alone(citation: Citation) -> SectionView:
    """Return the quote as if it were its section."""
    path = tuple(citation.heading.split(PATH_JOINT)) if citation.heading else ()
    return SectionView(citation.title, path[1:] if path and path[0].casefold() == citation.title.casefold() else path, citation.quote, citation.start)


def _source(section: SectionView, citations: list[Citation], words: Messages, document_of: DocumentOf) -> Source:
    first = citations[0]
    document = document_of(first.source)
    state = _state(document, first)
    places = dict.fromkeys(span.source for citation in citations for span in citation.also_in)
    titles = tuple(dict.fromkeys(_title(document_of, source) for source in places if source != first.source))
    start, end = _window(section, citations)
    return Source(
        numbers=tuple(citation.n for citation in citations),
        title=section.title or first.title,
        path=tuple(section.heading_path),
        pieces=pieces_of(section.text[start:end], section.start + start, citations),
        page=first.page,
        language=other_language(document.language if document else None, words),
        related=first.role is Role.RELATED,
        also_in=titles,
        cut_before=bool(section.text[:start].strip()),
        cut_after=bool(section.text[end:].strip()),
        links=_links(citations, state),
        state=state,
        origin=origin_of(document),
    )


def _links(citations: Sequence[Citation], state: SourceState) -> tuple[Link, ...]:
    """Return where the document is read: at each quote, or where it has changed, from its beginning."""
    if state is SourceState.GONE:
        return ()
    if state is SourceState.CHANGED:
        return (Link(f"/documents/{quote(citations[0].source)}"),)
    return tuple(Link(quote_link(Span(citation.source, citation.start, citation.end)), citation.n) for citation in citations)


def _title(document_of: DocumentOf, source: str) -> str:
    document = document_of(source)
    return document.title if document else source


def _window(section: SectionView, citations: Sequence[Citation]) -> tuple[int, int]:
    """Return the part of the section's text to show, as offsets into it: all of it unless it is very long."""
    first = min(citation.start for citation in citations) - section.start
    last = max(citation.end for citation in citations) - section.start
    start, end = max(0, first - CONTEXT), min(len(section.text), last + CONTEXT)
    # White space around the text is layout of the file; what a quote covers stays.
    start += min(len(section.text[start:]) - len(section.text[start:].lstrip()), max(0, first - start))
    end = max(min(end, last), len(section.text[:end].rstrip()), start)
    return start, end


def pieces_of(text: str, start: int, citations: Sequence[Citation]) -> tuple[Piece, ...]:
    """Cut ``text``, which begins at offset ``start`` of its document, where quotes begin and end.

    A citation whose quote doesn't stand in the text at its offsets is not highlighted there but put in front, by itself: a wrong
    place is never marked.
    """
    placed = [citation for citation in citations if text[max(0, citation.start - start) : max(0, citation.end - start)] == citation.quote]
    pieces = [Piece(f"{citation.quote}\n\n", (citation.n,), (citation.n,), not citation.complete) for citation in citations if citation not in placed]
    cuts = sorted({0, len(text), *(edge - start for citation in placed for edge in (citation.start, citation.end))})
    for left, right in pairwise(cuts):
        here = [citation for citation in placed if citation.start - start <= left and right <= citation.end - start]
        pieces.append(
            Piece(
                text[left:right],
                tuple(citation.n for citation in here),
                tuple(citation.n for citation in here if citation.start - start == left),
                any(not citation.complete and citation.end - start == right for citation in here),
            )
        )
    return tuple(pieces)


def other_language(language: str | None, words: Messages) -> str | None:
    """Return a language if it is known and not the page's."""
    return language if language and language != words.language else None
