"""A conversation: what was asked and answered, kept for a browser that comes back.

It is kept under an *owner*, the hash of a token that only the browser's cookie holds: the database alone lets nobody into one.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from townhall.model import Slot, Turn
from townhall.storage.tokens import token_hash


@dataclass(frozen=True, slots=True)
class Owner:
    """Whose conversations they are: made from the token, which is itself never stored."""

    key: str
    """SHA-256 of the token, in hexadecimal."""

    @classmethod
    def of(cls, token: str) -> Owner:
        """Return the owner who holds ``token``."""
        return cls(token_hash(token))


class ExchangeKind(StrEnum):
    """What became of a question."""

    ANSWERED = "answered"
    """There is an answer; a refusal is one."""
    STOPPED = "stopped"
    """It was stopped by the one who asked."""
    FAULT = "fault"
    """Something went wrong."""


@dataclass(frozen=True, slots=True)
class Exchange:
    """A question and what became of it, with what it takes to ask it again as it stood."""

    number: int
    """From 1, with no gaps."""
    kind: ExchangeKind
    question: str
    """As it was typed."""
    turn: Turn | None
    """None where there was no answer; and where an older Townhall wrote it in a form that can't be read any more."""
    text: str | None
    """The answer's sentences, one a line, without markers. It is there for every answer, whether its ``turn`` can be read or not."""
    before: tuple[int, ...]
    """Numbers of the exchanges that it could lean on."""
    left_out: tuple[Slot, ...]
    """What it was not to take over from them."""
    at: datetime
    """In UTC."""


@dataclass(frozen=True, slots=True)
class Conversation:
    """A conversation as it stands."""

    id: str
    begun: datetime
    used: datetime
    """When it last changed."""
    exchanges: tuple[Exchange, ...]

    @property
    def turns(self) -> tuple[Turn, ...]:
        """What a follow-up question can lean on."""
        return tuple(exchange.turn for exchange in self.exchanges if exchange.turn)

    def turns_before(self, exchange: Exchange) -> tuple[Turn, ...]:
        """Return what ``exchange`` could lean on, as far as it is still there."""
        return tuple(other.turn for other in self.exchanges if other.turn and other.number in exchange.before)


@dataclass(frozen=True, slots=True)
class Summary:
    """A conversation in a list."""

    id: str
    question: str
    """The first one."""
    used: datetime
    count: int
    """Exchanges."""
