"""What the user gets: statements, the quotes that prove them, and cards."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Literal

from townhall.model.documents import Span
from townhall.model.queries import Query, Slot


class Status(StrEnum):
    """What became of a question."""

    ANSWERED = "answered"
    PARTIAL = "partial"
    NOT_IN_DOCUMENTS = "not_in_documents"
    OUT_OF_SCOPE = "out_of_scope"
    CLARIFY = "clarify"

    @property
    def shows_an_answer(self) -> bool:
        """Whether the documents' answer is shown, in whole or in part."""
        return self in {Status.ANSWERED, Status.PARTIAL}


class Role(StrEnum):
    """What a citation is for."""

    SUPPORT = "support"
    RELATED = "related"
    """The nearest thing, marked as not the answer."""


@dataclass(frozen=True, slots=True)
class Citation:
    """A quote with its place: ``quote`` is the document's text between the offsets, unchanged."""

    n: int
    """The number of its marker, from 1."""
    role: Role
    source: str
    title: str
    heading: str | None
    """The heading path, joined with `` › ``."""
    start: int
    end: int
    page: int | None
    quote: str
    sha256: str
    also_in: tuple[Span, ...] = ()
    complete: bool = True
    """False where the quoted sentence breaks off in the document."""


@dataclass(frozen=True, slots=True)
class Statement:
    """One sentence of the answer with the numbers of the citations that prove it."""

    text: str
    """Without markers; brackets with digits that stand in the document are not yet escaped."""
    citations: tuple[int, ...]
    lead: bool = False


@dataclass(frozen=True, slots=True)
class CardField:
    """A fact on a card; ``value`` is None where the documents leave it blank."""

    value: str | None
    citation: int | None


@dataclass(frozen=True, slots=True)
class Card:
    """A fact shown as a card."""

    kind: Literal["organisation", "contact", "deadline"]
    fields: Mapping[str, CardField]


@dataclass(frozen=True, slots=True)
class Usage:
    """What a language model took for an answer."""

    prompt_tokens: int
    completion_tokens: int
    cost: float | None = None
    """In the currency of the settings' prices; None where there are none."""
    estimated: bool = False
    """True where the server doesn't count and the tokens are reckoned from the characters."""

    def __add__(self, other: Usage) -> Usage:
        cost = None if self.cost is None and other.cost is None else (self.cost or 0) + (other.cost or 0)
        prompt, completion = self.prompt_tokens + other.prompt_tokens, self.completion_tokens + other.completion_tokens
        return Usage(prompt, completion, cost, estimated=self.estimated or other.estimated)


@dataclass(frozen=True, slots=True)
class Answer:
    """What the user gets. A refusal is an answer: it has a reason and a next step."""

    id: str
    question: str
    standalone: str
    status: Status
    language: str
    mode: Literal["extractive", "llm"]
    statements: tuple[Statement, ...]
    citations: tuple[Citation, ...]
    cards: tuple[Card, ...] = ()
    reason: str | None = None
    next: tuple[str, ...] = ()
    """Questions or steps that would work."""
    carried: tuple[Slot, ...] = ()
    """What came from earlier turns."""
    notes: tuple[str, ...] = ()
    """What was inferred, and what the reader should know of the quotes."""
    support: float | None = None
    """Calibrated probability that the answer is supported; None where none was computed."""
    index: str = ""
    settings: str = ""
    timings_ms: Mapping[str, float] = field(default_factory=dict)
    usage: Usage | None = None
    """What the language model took, where it wrote the answer."""

    @property
    def text(self) -> str:
        """The statements joined, one a line, each with its markers; brackets with digits of the documents' own are escaped."""
        return "\n".join(f"{escape_markers(s.text)} {''.join(f'[{n}]' for n in s.citations)}".rstrip() for s in self.statements)

    @property
    def refusal(self) -> str | None:
        """Why no answer is shown; None where one is."""
        return None if self.status.shows_an_answer else self.reason

    @property
    def missing(self) -> str | None:
        """What the documents don't give of all that was asked, where the rest is shown and no statement says so itself."""
        says_so = any(statement.text == self.reason for statement in self.statements)
        return self.reason if self.status.shows_an_answer and not says_so else None

    @property
    def said(self) -> tuple[Statement, ...]:
        """The statements without the one that only repeats the reason: for whoever gives the reason a place of its own."""
        return tuple(statement for statement in self.statements if statement.citations or statement.text != self.reason)


_LOOKS_LIKE_A_MARKER = re.compile(r"\[(?=\d+\])")


def escape_markers(text: str) -> str:
    """Put a backslash into "[1]" where it is not a marker of ours, so that a marker is always a marker."""
    return _LOOKS_LIKE_A_MARKER.sub(r"[\\", text)


@dataclass(frozen=True, slots=True)
class Turn:
    """One exchange of a conversation."""

    question: str
    query: Query
    answer: Answer
