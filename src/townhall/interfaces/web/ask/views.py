"""What the page shows of a conversation, as plain data: an exchange with its answer, its cards and its sources."""

from __future__ import annotations

from dataclasses import dataclass


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
    language: str | None
    """Its language where that is not the page's: a quote keeps its document's."""


@dataclass(frozen=True, slots=True)
class FieldView:
    """One line of a card."""

    label: str
    text: str
    citation: int | None
    blank: bool
    """True where the documents leave it open."""
    state: str | None = None
    """``open`` or ``passed``, for a line that says how a deadline stands."""


@dataclass(frozen=True, slots=True)
class CardView:
    """A card: a title and its lines."""

    title: str
    fields: tuple[FieldView, ...]
    citation: int | None
    """The one quote that shows every line; None where they rest on several."""


@dataclass(frozen=True, slots=True)
class CarriedView:
    """Something taken over from earlier questions, which can be left out."""

    label: str
    slot: str
    value: str
    """What the server knows it by."""


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
    """The language of what the assistant says itself, where that is not the page's."""
    without: str | None = None
    """What the question is not to take over from earlier ones, in words: it was asked again."""
    read_as: str | None = None
    """The question as it was understood, where earlier ones were read into it and ``carried`` doesn't say what."""
    opening: str | None = None
    """What a reply that is no answer begins with."""
    statements: tuple[StatementView, ...] = ()
    nearest: bool = False
    """True where the statements are not the answer but the nearest thing."""
    missing: str | None = None
    cards: tuple[CardView, ...] = ()
    notes: tuple[str, ...] = ()
    carried: tuple[CarriedView, ...] = ()
    questions: tuple[str, ...] = ()
    steps: tuple[str, ...] = ()
    sources: tuple[Source, ...] = ()
