"""An answer, made ready to be shown: its quotes found in their sections, its facts put into words. No HTML here."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Literal

from townhall.interfaces.web.words import WORDS, word
from townhall.model import Answer, Card, Citation, Document, Role, Slot, Statement

if TYPE_CHECKING:
    from townhall.assistant import SectionView

CONTEXT = 6000
"""Characters of a section that are shown before its first and after its last quote; a chapter can be a whole book."""

LANGUAGE = "en"
"""The language of the page's own words, for the names of countries and dates."""

SectionOf = Callable[[str, int, int], "SectionView"]
DocumentOf = Callable[[str], Document | None]


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a section's text that the same quotes cover, or none."""

    text: str
    quotes: tuple[int, ...] = ()
    """The numbers of the quotes that it belongs to."""
    begins: tuple[int, ...] = ()
    """Those of them that begin here."""
    broken: bool = False
    """True where a quoted sentence ends here because the document breaks off."""


@dataclass(frozen=True, slots=True)
class Source:
    """A section with the quotes from it: what one entry of the sources shows."""

    numbers: tuple[int, ...]
    title: str
    path: tuple[str, ...]
    pieces: tuple[Piece, ...]
    page: int | None = None
    language: str | None = None
    related: bool = False
    also_in: tuple[str, ...] = ()
    """Titles of the other documents that hold the same."""
    cut_before: bool = False
    cut_after: bool = False


@dataclass(frozen=True, slots=True)
class StatementView:
    """One sentence of the answer and its markers."""

    text: str
    citations: tuple[int, ...]
    lead: bool
    broken: bool


@dataclass(frozen=True, slots=True)
class FieldView:
    """One line of a card."""

    label: str
    text: str
    citation: int | None
    blank: bool


@dataclass(frozen=True, slots=True)
class CardView:
    """A card: a title and its lines."""

    title: str
    fields: tuple[FieldView, ...]


@dataclass(frozen=True, slots=True)
class TurnView:
    """One exchange as the page shows it."""

    number: int
    question: str
    status: str
    status_words: str
    done: bool = True
    """False while the answer is being made: what belongs under it is not shown yet."""
    language: str | None = None
    opening: str | None = None
    """What a reply that is no answer begins with."""
    statements: tuple[StatementView, ...] = ()
    nearest: bool = False
    """True where the statements are not the answer but the nearest thing."""
    missing: str | None = None
    cards: tuple[CardView, ...] = ()
    notes: tuple[str, ...] = ()
    carried: tuple[str, ...] = ()
    questions: tuple[str, ...] = ()
    steps: tuple[str, ...] = ()
    sources: tuple[Source, ...] = ()


def waiting(number: int, question: str) -> TurnView:
    """Return a question whose answer is being looked for."""
    return TurnView(number, question, "waiting", word("status.waiting"), done=False)


def stopped(number: int, question: str) -> TurnView:
    """Return a question that its author stopped."""
    return TurnView(number, question, "stopped", word("status.stopped"), opening=word("stopped.text"), questions=(question,))


def fault(number: int, question: str, *, cause: str | None = None, remedy: str | None = None) -> TurnView:
    """Return a question that a fault kept from being answered."""
    opening = cause or word("fault.text")
    return TurnView(number, question, "fault", word("status.fault"), opening=opening, steps=(remedy or word("fault.next"),), questions=(question,))


def answered(number: int, question: str, answer: Answer, *, section_of: SectionOf, document_of: DocumentOf) -> TurnView:
    """Return a question with its answer, complete."""
    questions = tuple(item for item in answer.next if item.rstrip().endswith(("?", ";", "？")))
    shows = answer.status.shows_an_answer
    return TurnView(
        number=number,
        question=question,
        status=str(answer.status),
        status_words=status_words(answer),
        language=answer.language or None,
        opening=None if shows else answer.reason,
        statements=tuple(_statement(statement, answer) for statement in answer.statements),
        nearest=not shows,
        missing=answer.reason if shows else None,
        cards=tuple(_card(card) for card in answer.cards),
        notes=answer.notes,
        carried=tuple(_slot(slot) for slot in answer.carried),
        questions=questions,
        steps=tuple(item for item in answer.next if item not in questions),
        sources=sources_of(answer.citations, section_of=section_of, document_of=document_of),
    )


def status_words(answer: Answer) -> str:
    """Return what became of the question, in a few words."""
    key = f"status.{answer.status}"
    documents = {citation.source for citation in answer.citations if citation.role is Role.SUPPORT}
    return WORDS[key] if key in WORDS else word(key, n=len(documents))


def announcement(view: TurnView) -> str:
    """Return the reply as one text, for those who listen to it: said once, when it is complete."""
    parts = [view.status_words, view.opening, *(statement.text for statement in view.statements), view.missing, *view.steps]
    return " ".join(part if part.endswith((".", "!", "?", ":", "…")) else f"{part}." for part in parts if part)


def sources_of(citations: Sequence[Citation], *, section_of: SectionOf, document_of: DocumentOf) -> tuple[Source, ...]:
    """Return the sections that ``citations`` quote, each once, in the order of their first marker."""
    grouped: dict[tuple[str, int, Role], tuple[SectionView, list[Citation]]] = {}
    for citation in sorted(citations, key=lambda citation: citation.n):
        section = section_of(citation.source, citation.start, citation.end)
        grouped.setdefault((citation.source, section.start, citation.role), (section, []))[1].append(citation)
    return tuple(_source(section, group, document_of) for section, group in grouped.values())


def _source(section: SectionView, citations: list[Citation], document_of: DocumentOf) -> Source:
    first = citations[0]
    document = document_of(first.source)
    places = dict.fromkeys(span.source for citation in citations for span in citation.also_in)
    titles = tuple(dict.fromkeys(_title(document_of, source) for source in places if source != first.source))
    start, end = _window(section, citations)
    return Source(
        numbers=tuple(citation.n for citation in citations),
        title=section.title or first.title,
        path=tuple(section.heading_path),
        pieces=pieces_of(section.text[start:end], section.start + start, citations),
        page=first.page,
        language=document.language if document else None,
        related=first.role is Role.RELATED,
        also_in=titles,
        cut_before=bool(section.text[:start].strip()),
        cut_after=bool(section.text[end:].strip()),
    )


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
    for left, right in zip(cuts, cuts[1:], strict=False):
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


def _statement(statement: Statement, answer: Answer) -> StatementView:
    complete = {citation.n: citation.complete for citation in answer.citations}
    broken = any(not complete.get(n, True) for n in statement.citations)
    return StatementView(statement.text, statement.citations, statement.lead, broken)


def _card(card: Card) -> CardView:
    return CardView(word(f"card.{card.kind}"), tuple(_field(card, key) for key in card.fields))


def _field(card: Card, key: str) -> FieldView:
    found = card.fields[key]
    label = WORDS.get(f"card.{key}.field") or WORDS.get(f"card.{key}") or key.replace("_", " ").capitalize()
    if found.value is None:
        blank = WORDS["card.blank.contact"] if card.kind == "contact" and key == "name" or key == "contact" else WORDS["card.blank"]
        return FieldView(label, blank, found.citation, blank=True)
    return FieldView(label, _shown(key, found.value), found.citation, blank=False)


def _shown(key: str, value: str) -> str:
    """Return a card's value as people write it: a country by its name, a date in full."""
    if key in {"country", "place"}:
        return country_name(value)
    if key in {"date", "opens", "closes"}:
        return date_in_words(value)
    return value


def _slot(slot: Slot) -> str:
    return country_name(slot.value) if slot.name == "place" else slot.value


def country_name(code: str) -> str:
    """Return a country's name for its ISO 3166 alpha-2 code; anything else comes back as it is."""
    from babel import Locale

    return Locale(LANGUAGE).territories.get(code, code)


def date_in_words(value: str, style: Literal["long", "full"] = "long") -> str:
    """Return an ISO date in words; a month, or anything that is no date, comes back as readable as it can be."""
    from babel.dates import format_date, format_skeleton

    try:
        return format_date(date.fromisoformat(value), style, locale=LANGUAGE)
    except ValueError:
        pass
    try:
        return format_skeleton("yMMMM", date.fromisoformat(f"{value}-01"), locale=LANGUAGE)
    except ValueError:
        return value
