"""An answer, made ready to be shown: its quotes found in their sections, its facts put into words. No HTML here."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import groupby, pairwise
from typing import TYPE_CHECKING

from townhall.interfaces.web.views import CardView, CarriedView, FieldView, Piece, Source, StatementView, TurnView
from townhall.interfaces.web.words import LANGUAGE, WORDS, word
from townhall.locales.messages import messages
from townhall.model import Answer, Card, CardField, Citation, Document, Role, Slot, SlotKey, Statement, Status, Turn

if TYPE_CHECKING:
    from townhall.assistant import SectionView

CONTEXT = 6000
"""Characters of a section that are shown before its first and after its last quote; a chapter can be a whole book."""

QUESTION = 600
"""Characters of a question that are shown; what is longer was hardly typed."""

SectionOf = Callable[[str, int, int], "SectionView"]
DocumentOf = Callable[[str], Document | None]


def waiting(number: int, question: str, *, without: str | None = None) -> TurnView:
    """Return a question whose answer is being looked for."""
    return TurnView(number, shortened(question), "waiting", word("status.waiting"), done=False, without=without)


def stopped(number: int, question: str) -> TurnView:
    """Return a question that its author stopped."""
    return TurnView(number, shortened(question), "stopped", word("status.stopped"), opening=word("stopped.text"), questions=_again(question))


def fault(number: int, question: str, *, cause: str | None = None, remedy: str | None = None) -> TurnView:
    """Return a question that a fault kept from being answered."""
    return TurnView(
        number,
        shortened(question),
        "fault",
        word("status.fault"),
        opening=cause or word("fault.text"),
        steps=(remedy or word("fault.next"),),
        questions=_again(question),
    )


def shortened(question: str) -> str:
    """Return a question as it is shown: a very long one by its beginning."""
    return question if len(question) <= QUESTION else f"{question[:QUESTION].rstrip()} …"


def _again(question: str) -> tuple[str, ...]:
    return (question,) if len(question) <= QUESTION else ()


def answered(number: int, turn: Turn, *, without: str | None = None, section_of: SectionOf, document_of: DocumentOf) -> TurnView:
    """Return a question with its answer, complete; ``without`` names what it was not to take over."""
    question, answer = turn.question, turn.answer
    explained = bool(answer.carried or without) or _folded(answer.standalone) in {"", _folded(question)}
    shows = answer.status.shows_an_answer
    questions = tuple(item for item in answer.next if item.rstrip().endswith(("?", "\N{GREEK QUESTION MARK}")))
    # The reason stands in a place of its own; among the statements it would be there twice.
    statements = tuple(
        _statement(statement, answer, document_of) for statement in answer.statements if statement.citations or statement.text != answer.reason
    )
    said = any(statement.text == answer.reason for statement in statements)
    return TurnView(
        number=number,
        question=shortened(question),
        status=str(answer.status),
        status_words=status_words(answer),
        language=_other(answer.language),
        without=without,
        read_as=None if explained else shortened(answer.standalone),
        opening=None if shows else answer.reason,
        statements=statements,
        nearest=not shows,
        missing=answer.reason if shows and not said else None,
        cards=tuple(_card(card) for card in answer.cards),
        notes=answer.notes,
        carried=carried_views(answer.carried),
        questions=questions,
        steps=tuple(item for item in answer.next if item not in questions),
        sources=sources_of(answer.citations, section_of=section_of, document_of=document_of),
    )


def status_words(answer: Answer) -> str:
    """Return what became of the question, in a few words."""
    documents = {citation.source for citation in answer.citations if citation.role is Role.SUPPORT}
    if answer.status is Status.ANSWERED and documents:
        return word("status.answered", n=len(documents))
    return messages(LANGUAGE).say(f"status.{answer.status}")


def announcement(view: TurnView) -> str:
    """Return the reply as one text, for those who listen to it: said once, when it is complete."""
    parts = [view.status_words, view.opening, *(statement.text for statement in view.statements), view.missing, *view.steps, *view.questions]
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
        language=_other(document.language if document else None),
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


def _statement(statement: Statement, answer: Answer, document_of: DocumentOf) -> StatementView:
    cited = [citation for citation in answer.citations if citation.n in statement.citations]
    quoted = next((citation for citation in cited if citation.quote == statement.text), None)
    document = document_of(quoted.source) if quoted else None
    language = document.language if document else answer.language
    return StatementView(statement.text, statement.citations, statement.lead, not all(citation.complete for citation in cited), _other(language))


def _other(language: str | None) -> str | None:
    """Return a language if it is known and not the page's."""
    return language if language and language != LANGUAGE else None


def _folded(text: str) -> str:
    return " ".join(text.split()).casefold()


def _card(card: Card) -> CardView:
    # How a deadline stands and for how many days is one line.
    fields = tuple(_field(card, key, found) for key, found in card.fields.items() if key != "days")
    citations = {field.citation for field in fields}
    return CardView(word(f"card.{card.kind}"), fields, citations.pop() if len(citations) == 1 else None)


def _field(card: Card, key: str, found: CardField) -> FieldView:
    label = WORDS.get(f"card.{card.kind}.{key}") or WORDS.get(f"card.{key}") or key.replace("_", " ").capitalize()
    if found.value is None:
        contact = key == "contact" or (card.kind == "contact" and key == "name")
        return FieldView(label, word("card.no_contact" if contact else "card.blank"), found.citation, blank=True)
    if key == "state":
        return FieldView(label, _standing(card, found.value), found.citation, blank=False, state=found.value)
    return FieldView(label, _shown(key, found.value), found.citation, blank=False)


def _standing(card: Card, state: str) -> str:
    """Return how a deadline stands: "Passed, 12 days ago"."""
    days = card.fields.get("days")
    words = WORDS.get(f"card.state.{state}", state)
    if days is None or days.value is None or not days.value.lstrip("-").isdigit():
        return words
    n = int(days.value)
    return f"{words}, {messages(LANGUAGE).say('days.left' if n >= 0 else 'days.ago', n=abs(n))}"


def _shown(key: str, value: str) -> str:
    """Return a card's value as people write it: a country by its name, a date in full."""
    if key in {"country", "place"}:
        return messages(LANGUAGE).country(value)
    if key in {"date", "opens", "closes"}:
        try:
            return messages(LANGUAGE).iso_date(value)
        except ValueError:
            return value
    return value


def carried_views(carried: Iterable[Slot]) -> tuple[CarriedView, ...]:
    """Return what was taken over as the reader sees it: what the same words say is one thing."""
    return tuple(CarriedView(_slot(slots[0]), slots[0].name, slots[0].value) for slots in _by_words(carried))


def said_with(carried: Iterable[Slot], key: SlotKey) -> tuple[Slot, ...]:
    """Return the slot of that key with those that the same words say; nothing where it wasn't taken over."""
    return next((slots for slots in _by_words(carried) if key in {slot.key for slot in slots}), ())


def names_of(slots: Iterable[Slot]) -> str | None:
    """Return slots in words, as a list in a sentence, or None."""
    return messages(LANGUAGE).join([view.label for view in carried_views(slots)]) or None


def _by_words(slots: Iterable[Slot]) -> list[tuple[Slot, ...]]:
    """Return slots grouped by the words that say them; a place stands before the region that it was inferred from."""
    return [tuple(group) for _, group in groupby(slots, key=lambda slot: slot.text)]


def _slot(slot: Slot) -> str:
    if slot.name == "attribute":
        return word(f"attribute.{slot.value}")
    if slot.name == "phase":
        return f"{word('card.phase')} {slot.value}"
    if slot.name != "place":
        return slot.value
    country = messages(LANGUAGE).country(slot.value)
    return f"{slot.inferred} ({country})" if slot.inferred else country
