"""What the API answers, as its OpenAPI document tells it: the objects of ``interfaces/objects.py``, whole, and what holds them."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field

from townhall.interfaces import objects
from townhall.interfaces.objects import Hit, Organisation, Told, Value
from townhall.library import State


class Usage(Told):
    """What a language model took for an answer."""

    prompt_tokens: int
    completion_tokens: int
    cost: float | None
    """In the currency of the settings' prices; null where there are none."""
    estimated: bool
    """Whether the model's server doesn't count, and the tokens are reckoned from the characters."""


class Answer(objects.Answer):
    """An answer, or a refusal with its reason: every statement with its quotes."""

    id: str
    settings: str
    """Changes with what can change an answer."""
    timings_ms: dict[str, float]
    usage: Usage | None = None
    """Only where a language model wrote the answer."""


class Hits(Told):
    """The passages nearest to a query, the best first."""

    id: str
    query: str
    """What was searched for; of a conversation its last question as it stands by itself."""
    hits: list[Hit]


class Verdict(Told):
    """Whether texts support a statement."""

    id: str
    supported: bool
    score: float = Field(ge=0, le=1)
    """Higher is better."""
    reasons: list[str]
    """What the texts don't hold."""


class Document(objects.Document):
    """What is known of a document."""

    sha256: str
    notes: list[str]
    """What its owner should know of the reading."""
    state: State
    """How its file stands to what was read of it."""
    size: int | None
    """Of the file, in bytes; null where it isn't there."""
    parts: int
    """Passages that answers can quote from."""


class Documents(Told):
    """The documents that answers come from."""

    index: str | None
    total: int
    """How many there are in all."""
    documents: list[Document]


class DocumentText(Document):
    """A document with a stretch of its text: the text that offsets count in."""

    characters: int
    """Of the whole text."""
    start: int = Field(ge=0)
    end: int = Field(ge=0)
    text: str
    """From `start` to `end`."""
    page_starts: list[int]
    """Offset of each page's first character."""


class Organisations(Told):
    """The organisations in the order of the documents."""

    organisations: list[Organisation]


class Deadline(objects.Deadline):
    """A day by which something must be done; null is not known."""

    model_config = ConfigDict(populate_by_name=True)

    id: str
    """Stays the same as long as programme and phase do."""
    opens: Value | None = Field(alias="from")
    """The day on which it opens."""
    period: list[Value] | None
    """The two ends of the period that it belongs to."""


class Deadlines(Told):
    """The deadlines in the order of their days."""

    today: str
    """What they are compared with."""
    deadlines: list[Deadline]


class About(Told):
    """What answers."""

    name: str
    version: str
    index: str
    """The generation of the index that serves."""
    made: str
    """When it was made; ISO 8601, UTC."""
    settings: str
    """Changes with what can change an answer."""
    today: str
    documents: int
    languages: list[str]
    """In which questions are understood; ISO 639-1."""
    question_characters: int
    """Longest question that is read."""


class Problem(BaseModel):
    """What is wrong with a request, or here: RFC 9457."""

    type: str
    title: str
    status: int
    detail: str
    errors: list[dict[str, str]] | None = Field(default=None, description="Where the request isn't of the form that is read: `where` and `detail`.")
