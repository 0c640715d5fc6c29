"""A question of an evaluation set, and what its answer is held to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from townhall.evaluation.data.facts import ExpectedFact
from townhall.model import Span, Status


class Category(StrEnum):
    """What a question is about, and how reports are broken down."""

    SUPPORT = "support"
    CONTACT = "contact"
    DEADLINE = "deadline"
    NUMBER = "number"
    EXPLAIN = "explain"
    LIST = "list"
    FOLLOWUP = "followup"
    REFUSE = "refuse"


@dataclass(frozen=True, slots=True)
class ExpectedSpan:
    """Text of the documents that supports the right answer, and where it stands now."""

    source: str
    quote: str
    places: tuple[Span, ...]
    """Never empty: a quote that is not in the corpus is an error."""
    changed: bool = False
    """Whether it was found again only but for case and punctuation: the document was edited, and the quote should follow."""


@dataclass(frozen=True, slots=True)
class Relevant:
    """A document that has to do with a question, as somebody has judged."""

    source: str
    grade: int
    """How far: 1 or more; what isn't named counts as 0."""


@dataclass(frozen=True, slots=True)
class Question:
    """One row: what is asked and what the answer is held to."""

    id: str
    turns: tuple[str, ...]
    """What the user says, in order; the answer to the last is judged."""
    status: tuple[Status, ...]
    """Acceptable statuses, preferred first."""
    facts: tuple[ExpectedFact, ...]
    """All must be in the answer."""
    forbidden: tuple[ExpectedFact, ...]
    """None may be in the answer."""
    spans: tuple[ExpectedSpan, ...]
    """Each must be cited."""
    category: Category
    language: str
    """ISO 639-1 code of the question."""
    group: str | None
    """Name shared by questions that mean the same."""
    today: date
    wants_list: bool
    answers: tuple[str, ...] | None = None
    """Gold answers in the documents' words, for exact match and token F1; empty where there is none to give, None where that isn't measured."""
    relevant: tuple[Relevant, ...] = ()
    """Documents that are relevant; empty where only spans say what is to be found."""
    sources: tuple[str, ...] = ()
    """Patterns of the documents that are asked; empty for all."""

    @property
    def wants_refusal(self) -> bool:
        """Whether only a refusal is right."""
        return not any(status.shows_an_answer for status in self.status)

    @property
    def wants_answer(self) -> bool:
        """Whether only an answer, whole or partial, is right."""
        return all(status.shows_an_answer for status in self.status)
