"""What the API answers, as its OpenAPI document tells it. ``interfaces/contract.py`` makes the objects; new keys may come, these stay."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from townhall.interfaces.deadlines import DeadlineState
from townhall.interfaces.directory import ContactState
from townhall.library import State
from townhall.model import Role, Status


class _Response(BaseModel):
    model_config = ConfigDict(extra="allow")


class Place(_Response):
    """A place in a document's text."""

    source: str = Field(description="The document's path.", examples=["national-support-3.txt"])
    start: int = Field(ge=0, description="Offset of the first character, from 0, in Unicode code points.")
    end: int = Field(ge=0, description="Offset behind the last character: `text[start:end]` is the quote.")


class Statement(_Response):
    """A sentence of an answer."""

    text: str
    citations: list[int] = Field(description="Numbers of the citations that prove it.")
    lead: bool = Field(description="Whether it is the answer in short.")


class Citation(Place):
    """A quote with its place."""

    n: int = Field(ge=1, description="The number of its marker.")
    role: Role = Field(description="`related` is the nearest thing, and not the answer.")
    heading: str | None = Field(description="The headings above it, joined with ` › `.")
    page: int | None = Field(description="Counted from 1; null in a document without pages.")
    quote: str = Field(description="The document's own text between the offsets, unchanged.")
    sha256: str = Field(description="Of the document's file.")
    also_in: list[Place] = Field(description="Other places that hold the same text.")


class CardField(_Response):
    """A fact on a card."""

    value: str | None = Field(description="Null where the documents leave it blank.")
    citation: int | None


class Card(_Response):
    """Facts that belong together."""

    kind: Literal["organisation", "contact", "deadline"]
    fields: dict[str, CardField]


class Carried(_Response):
    """What an answer took over from earlier questions."""

    slot: str
    value: str


class Answer(_Response):
    """An answer, or a refusal with its reason: every statement with its quotes."""

    id: str
    question: str
    standalone: str = Field(description="The question with all that it leaves to earlier ones filled in.")
    status: Status = Field(description="`answered` and `partial` are the documents' own; the others say why there is no answer.")
    language: str = Field(description="Of the question; ISO 639-1.")
    mode: Literal["extractive", "llm"]
    answer: str = Field(description="The statements, one a line, with markers as `[1]`. What looks like a marker in a document is written `[\\1]`.")
    statements: list[Statement]
    citations: list[Citation]
    cards: list[Card]
    reason: str | None = Field(description="Why there is no answer, or what is missing in it.")
    next: list[str] = Field(description="Questions or steps that would work.")
    carried: list[Carried]
    notes: list[str] = Field(description="What was inferred, and what the reader should know of the quotes.")
    support: float | None = Field(description="Probability from 0 to 1 that the documents support the answer; null where it is read from facts.")
    index: str = Field(description="Changes with the documents.")
    settings: str = Field(description="Changes with what can change an answer.")
    timings_ms: dict[str, float]


class Hit(Place):
    """A passage that was found."""

    rank: int = Field(ge=1)
    page: int | None
    score: float = Field(description="Higher is better; to be compared within one search only.")
    text: str
    also_in: list[Place]


class Hits(_Response):
    """The passages nearest to a query, the best first."""

    id: str
    query: str = Field(description="What was searched for; of a conversation its last question as it stands by itself.")
    hits: list[Hit]


class Verdict(_Response):
    """Whether texts support a statement."""

    id: str
    supported: bool
    score: float = Field(ge=0, le=1, description="Higher is better.")
    reasons: list[str] = Field(description="What the texts don't hold.")


class Document(_Response):
    """What is known of a document."""

    source: str
    title: str
    publisher: str | None
    author: str | None
    date: str | None
    language: str | None
    link: str | None
    pages: int | None = Field(description="Null in a document without pages.")
    sha256: str
    notes: list[str] = Field(description="What its owner should know of the reading.")
    state: State = Field(description="How its file stands to what was read of it.")
    size: int | None = Field(description="Of the file, in bytes; null where it isn't there.")
    parts: int = Field(description="Passages that answers can quote from.")


class Documents(_Response):
    """The documents that answers come from."""

    index: str | None
    total: int = Field(description="How many there are in all.")
    documents: list[Document]


class DocumentText(Document):
    """A document with a stretch of its text: the text that offsets count in."""

    characters: int = Field(description="Of the whole text.")
    start: int = Field(ge=0)
    end: int = Field(ge=0)
    text: str = Field(description="From `start` to `end`.")
    page_starts: list[int] = Field(description="Offset of each page's first character.")


class Value(Place):
    """A value that was read from a document, with the text that shows it."""

    value: str = Field(description="Normalised: an ISO date, a country's code.")
    quote: str


class Person(_Response):
    """Whom to write to; null is not known."""

    name: Value | None
    role: Value | None
    email: Value | None
    phone: Value | None


class Organisation(_Response):
    """An organisation of the documents; null is not known."""

    name: Value
    acronyms: list[Value]
    other_names: list[Value]
    country: Value | None = Field(description="ISO 3166 alpha-2, or `EU` for an organisation of no one country.")
    region: Value | None
    about: Value | None
    contact: ContactState = Field(description="`blank`: there is a field for it, and nothing stands in it.")
    persons: list[Person]
    also_in: list[Place]


class Organisations(_Response):
    """The organisations in the order of the documents."""

    organisations: list[Organisation]


class Deadline(_Response):
    """A day by which something must be done; null is not known."""

    model_config = ConfigDict(extra="allow", populate_by_name=True)

    id: str = Field(description="Stays the same as long as programme and phase do.")
    state: DeadlineState
    days: int = Field(description="From today to its day; negative once it has passed.")
    programme: Value | None
    phase: Value | None
    date: Value
    opens: Value | None = Field(alias="from", description="The day on which it opens.")
    period: list[Value] | None = Field(description="The two ends of the period that it belongs to.")
    sentence: Value = Field(description="What it rests on.")
    also_in: list[Place]


class Deadlines(_Response):
    """The deadlines in the order of their days."""

    today: str = Field(description="What they are compared with.")
    deadlines: list[Deadline]


class About(_Response):
    """What answers."""

    name: str
    version: str
    index: str = Field(description="The generation of the index that serves.")
    made: str = Field(description="When it was made; ISO 8601, UTC.")
    settings: str = Field(description="Changes with what can change an answer.")
    today: str
    documents: int
    languages: list[str] = Field(description="In which questions are understood; ISO 639-1.")
    question_characters: int = Field(description="Longest question that is read.")


class Problem(BaseModel):
    """What is wrong with a request, or here: RFC 9457."""

    type: str
    title: str
    status: int
    detail: str
    errors: list[dict[str, str]] | None = Field(default=None, description="Where the request isn't of the form that is read: `where` and `detail`.")
