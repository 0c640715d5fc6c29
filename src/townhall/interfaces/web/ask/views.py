"""What the page shows of a conversation, as plain data: an exchange with its answer, its cards and its sources."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from townhall.interfaces.web.links import Origin


class SourceState(StrEnum):
    """What became of a document since it was quoted."""

    SAME = "same"
    CHANGED = "changed"
    GONE = "gone"
    """It isn't in the index any more, or there is no index."""


@dataclass(frozen=True, slots=True)
class Link:
    """An address of this site; ``n`` is the number of the quote that it leads to."""

    href: str
    n: int | None = None


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
    links: tuple[Link, ...] = ()
    """Where the whole document is read: one for each quote, or one alone that leads to the document as it is now."""
    state: SourceState = SourceState.SAME
    origin: Origin | None = None
    """Where the document was published on the web."""


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
    blank: bool = False
    """True where the documents leave it open."""


@dataclass(frozen=True, slots=True)
class Badge:
    """How a deadline stands."""

    state: str
    """``open``, ``passed`` or ``not_yet``."""
    text: str
    citation: int | None


@dataclass(frozen=True, slots=True)
class CardView:
    """A card: what it is of, what stands beside its name, and its lines."""

    kind: str
    title: FieldView
    beside: tuple[FieldView, ...]
    """What belongs to the name: an acronym, a country, a role, a phase."""
    fields: tuple[FieldView, ...]
    citation: int | None
    """The one quote that shows every line; None where they rest on several."""
    badge: Badge | None = None
    links: tuple[tuple[str, str], ...] = ()
    """Where it leads: words and address."""
    calendar: str | None = None
    """Address of a calendar file."""


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
    key: str = ""
    """What the page names the exchange by; empty for one that is not kept, or not yet."""
    asked_on: date | None = None
    """The day on which it was asked, where that is not today."""
    remark: str | None = None
    """What is to be said of the exchange itself: that it isn't kept, that the conversation begins anew."""
    copyable: str = ""
    """The answer with its citations as plain text; empty where there is none."""
    link: str = ""
    """The question's own address."""
    judged: bool = False
    """Whether the reader can say what they think of it."""
    again: bool = False
    """Whether it went without an answer and can be tried again as it was."""
