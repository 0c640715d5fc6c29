"""What a user thought of an answer: an entry of the feedback, read from JSON; ``docs/data-model.md`` describes it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Literal

from pydantic import TypeAdapter, ValidationError

from townhall.errors import DatasetError
from townhall.model import Answer, Card, CardField, Citation, Role, Span, Statement, Status


@dataclass(frozen=True, slots=True)
class SaidCitation:
    """A citation of the object that ``townhall ask --json`` prints, as far as a question is drafted from it."""

    n: int
    role: Role
    source: str
    start: int
    end: int
    quote: str
    heading: str | None = None
    page: int | None = None
    sha256: str = ""
    also_in: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class SaidAnswer:
    """The object that ``townhall ask --json`` prints, as far as a question is drafted from it; other keys are left aside."""

    question: str
    status: Status
    language: str
    statements: tuple[Statement, ...]
    citations: tuple[SaidCitation, ...]
    cards: tuple[Card, ...] = ()
    standalone: str = ""
    reason: str | None = None
    next: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    def as_answer(self) -> Answer:
        """Return it as an answer; what the object doesn't tell is left out."""
        citations = tuple(
            Citation(
                each.n, each.role, each.source, each.source, each.heading, each.start, each.end, each.page, each.quote, each.sha256, each.also_in
            )
            for each in self.citations
        )
        return Answer(
            id="",
            question=self.question,
            standalone=self.standalone or self.question,
            status=self.status,
            language=self.language,
            mode="extractive",
            statements=self.statements,
            citations=citations,
            cards=self.cards,
            reason=self.reason,
            next=self.next,
            notes=self.notes,
        )


@dataclass(frozen=True, slots=True)
class Feedback:
    """One entry: what was asked, what was answered, and what the user thought of it."""

    question: str
    """As the user put it last."""
    answer: SaidAnswer
    verdict: Literal["up", "down"]
    comment: str = ""
    before: tuple[str, ...] = ()
    """What the user said before in the same conversation, oldest first."""
    day: date | None = None
    """When it was asked; None where that isn't known."""

    @property
    def turns(self) -> tuple[str, ...]:
        """What the user said, in order."""
        return (*self.before, self.question)


def read_feedback(path: Path) -> Feedback:
    """Read one entry from a JSON file.

    Raises:
        DatasetError: the file can't be read or is no entry; it names the field.
    """
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise DatasetError(f"The feedback {path} can't be opened: {error.strerror}.", remedy="Name a file that is there.") from error
    except ValueError as error:
        raise DatasetError(f"{path} is not JSON: {error}.", remedy="Give a file that holds one JSON object, in UTF-8.") from error
    return feedback_of(data, str(path))


def feedback_of(data: Mapping[str, Any], name: str) -> Feedback:
    """Return the entry that a JSON object is; ``name`` is what errors call it."""
    try:
        return TypeAdapter(Feedback).validate_python(data)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        field = ".".join(str(part) for part in first["loc"]) or "the whole"
        raise DatasetError(f"{name}, field {field}: {first['msg']}.", remedy="docs/data-model.md describes an entry of the feedback.") from error


__all__ = ["CardField", "Feedback", "SaidAnswer", "SaidCitation", "feedback_of", "read_feedback"]
