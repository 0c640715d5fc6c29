"""The deadlines of the documents, and how each stands on a day."""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from townhall.locales.words import folded_phrase
from townhall.model import Fact, FactValue, Span

NAMESPACE = uuid.UUID("3b0c6f0e-6d0f-5d53-9c55-0a4f6f2f7c1a")
"""Of the identifiers of deadlines; any constant would do, as long as it stays."""


class DeadlineState(StrEnum):
    """How a deadline stands, by comparison with a day."""

    OPEN = "open"
    """It has not passed; its own day is open too."""
    NOT_YET = "not_yet"
    """It has not opened yet: said only where the documents give the day on which it opens."""
    PASSED = "passed"


@dataclass(frozen=True, slots=True)
class Deadline:
    """A day by which something must be done. Each value carries its quote; None is not known."""

    id: str
    """What tells it from others: the same as long as programme and phase are, whatever its day."""
    programme: FactValue | None
    phase: FactValue | None
    due: FactValue
    """The last day, ISO."""
    opening: FactValue | None
    """The day on which it opens, ISO."""
    period: tuple[FactValue, FactValue] | None
    """The two ends of the period that it belongs to, ISO as precise as they are written; not when one can apply."""
    sentence: FactValue
    """What it rests on."""
    state: DeadlineState
    days: int
    """From today to its day; negative once it has passed."""
    also_in: tuple[Span, ...] = ()
    """Other places of the sentence."""

    @property
    def day(self) -> date:
        """The last day."""
        return date.fromisoformat(self.due.value)

    @property
    def opens(self) -> date | None:
        """The day on which it opens."""
        return date.fromisoformat(self.opening.value) if self.opening else None


def deadlines_of(facts: Iterable[Fact], *, today: date) -> tuple[Deadline, ...]:
    """Return the deadlines that facts tell of, in the order of their days, as they stand ``today``."""
    known = list(facts)
    identities = [_identity(fact) for fact in known]
    often = Counter(identities)
    made = [
        _deadline(fact, (*identity, fact.values["date"].value) if often[identity] > 1 else identity, today)
        for fact, identity in zip(known, identities, strict=True)
    ]
    return tuple(sorted(made, key=lambda deadline: deadline.due.value))


def _identity(fact: Fact) -> tuple[str, ...]:
    programme = fact.get("programme")
    return (folded_phrase(programme) if programme else fact.values["date"].span.source, fact.get("phase") or "")


def _deadline(fact: Fact, identity: Sequence[str], today: date) -> Deadline:
    values = fact.values
    day = date.fromisoformat(values["date"].value)
    opening = values.get("from")
    later = opening is not None and date.fromisoformat(opening.value) > today
    return Deadline(
        id=str(uuid.uuid5(NAMESPACE, "\n".join(identity))),
        programme=values.get("programme"),
        phase=values.get("phase"),
        due=values["date"],
        opening=opening,
        period=(values["opens"], values["closes"]) if {"opens", "closes"} <= values.keys() else None,
        sentence=values["sentence"],
        state=DeadlineState.PASSED if day < today else DeadlineState.NOT_YET if later else DeadlineState.OPEN,
        days=(day - today).days,
        also_in=tuple(other["sentence"].span for other in fact.others if "sentence" in other),
    )
