"""Conversations in the database: begun, added to, read and deleted, each by its owner alone."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from pydantic import TypeAdapter, ValidationError
from sqlalchemy import Connection, Row, delete, func, insert, select, update

from townhall.model import Slot, Turn
from townhall.storage.conversation import Conversation, Exchange, ExchangeKind, Owner, Summary
from townhall.storage.database import Database
from townhall.storage.tables import conversations, exchanges, utc_now
from townhall.storage.text import as_json, storable
from townhall.storage.tokens import new_id

LISTED = 100
"""Conversations that are listed unless more are asked for."""
_TURN = TypeAdapter(Turn)
_SLOTS = TypeAdapter(tuple[Slot, ...])
_NUMBERS = TypeAdapter(tuple[int, ...])


class Conversations:
    """All conversations. Somebody else's is treated as one that isn't there.

    Every method raises StoreError where the database can't be used.
    """

    def __init__(self, database: Database, *, clock: Callable[[], datetime] = utc_now) -> None:
        self._database = database
        self._clock = clock

    def begin(self, owner: Owner) -> str:
        """Begin a conversation and return its id."""
        id, now = new_id(), self._clock()
        with self._database.writing() as connection:
            connection.execute(insert(conversations).values(id=id, owner=owner.key, begun=now, used=now))
        return id

    def append(
        self,
        owner: Owner,
        id: str,
        *,
        question: str,
        turn: Turn | None = None,
        kind: ExchangeKind = ExchangeKind.ANSWERED,
        before: Sequence[int] = (),
        left_out: Sequence[Slot] = (),
    ) -> int | None:
        """Add an exchange and return its number; None where there is no such conversation.

        Args:
            owner: whose conversation it is.
            id: the conversation's.
            question: as it was typed.
            turn: the answer; there is one if, and only if, ``kind`` is ``ANSWERED``.
            kind: what became of the question.
            before: numbers of the exchanges that it could lean on.
            left_out: what it was not to take over from them.

        Raises:
            ValueError: ``turn`` and ``kind`` don't fit.
        """
        if (turn is not None) != (kind is ExchangeKind.ANSWERED):
            raise ValueError(f"An exchange of the kind {kind} was given {'no' if turn is None else 'a'} turn.")
        now = self._clock()
        values = {
            "kind": kind.value,
            "question": storable(question),
            "turn": as_json(_TURN, turn) if turn else None,
            "text": storable("\n".join(statement.text for statement in turn.answer.statements)) if turn else None,
            "before": as_json(_NUMBERS, tuple(before)),
            "left_out": as_json(_SLOTS, tuple(left_out)),
            "at": now,
        }
        with self._database.writing() as connection:
            if not _held(connection, owner, id):
                return None
            last = connection.execute(select(func.max(exchanges.c.number)).where(exchanges.c.conversation == id)).scalar()
            number = (last or 0) + 1
            connection.execute(insert(exchanges).values(conversation=id, number=number, **values))
            connection.execute(update(conversations).where(conversations.c.id == id).values(used=now))
        return number

    def load(self, owner: Owner, id: str) -> Conversation | None:
        """Return a conversation; None where there is none."""
        with self._database.reading() as connection:
            return _loaded(connection, owner, id)

    def latest(self, owner: Owner) -> Conversation | None:
        """Return the conversation that was used last, be it still empty; None where there is none."""
        with self._database.reading() as connection:
            chosen = select(conversations.c.id).where(conversations.c.owner == owner.key)
            id = connection.execute(chosen.order_by(conversations.c.used.desc(), conversations.c.begun.desc()).limit(1)).scalar()
            return _loaded(connection, owner, id) if id else None

    def list(self, owner: Owner, *, limit: int = LISTED) -> tuple[Summary, ...]:
        """Return the conversations in which something was asked, the one used last first."""
        which = exchanges.c.conversation
        counted = select(which, func.min(exchanges.c.number).label("first"), func.count().label("count")).group_by(which).subquery()
        wanted = (
            select(conversations.c.id, exchanges.c.question, conversations.c.used, counted.c.count)
            .join(counted, counted.c.conversation == conversations.c.id)
            .join(exchanges, (which == conversations.c.id) & (exchanges.c.number == counted.c.first))
            .where(conversations.c.owner == owner.key)
            .order_by(conversations.c.used.desc(), conversations.c.id)
            .limit(limit)
        )
        with self._database.reading() as connection:
            return tuple(Summary(*row) for row in connection.execute(wanted))

    def replace_from(self, owner: Owner, id: str, number: int) -> bool:
        """Drop exchange ``number`` and those after it, so that others can take their place; return whether there were any."""
        with self._database.writing() as connection:
            if not _held(connection, owner, id):
                return False
            gone = connection.execute(delete(exchanges).where(exchanges.c.conversation == id, exchanges.c.number >= number)).rowcount
            connection.execute(update(conversations).where(conversations.c.id == id).values(used=self._clock()))
        return self._deleted(gone) > 0

    def delete(self, owner: Owner, id: str) -> bool:
        """Delete a conversation; return whether there was one."""
        with self._database.writing() as connection:
            gone = connection.execute(delete(conversations).where(conversations.c.id == id, conversations.c.owner == owner.key)).rowcount
        return self._deleted(gone) > 0

    def delete_all(self, owner: Owner) -> int:
        """Delete all conversations of an owner; return how many there were."""
        with self._database.writing() as connection:
            gone = connection.execute(delete(conversations).where(conversations.c.owner == owner.key)).rowcount
        return self._deleted(gone)

    def _deleted(self, count: int) -> int:
        if count:
            self._database.forget()
        return count


def _held(connection: Connection, owner: Owner, id: str) -> bool:
    """Whether the conversation is the owner's; nobody else changes it until the transaction ends."""
    held = select(conversations.c.id).where(conversations.c.id == id, conversations.c.owner == owner.key)
    return connection.execute(held.with_for_update()).one_or_none() is not None


def _loaded(connection: Connection, owner: Owner, id: str) -> Conversation | None:
    found = connection.execute(select(conversations).where(conversations.c.id == id, conversations.c.owner == owner.key)).one_or_none()
    if found is None:
        return None
    rows = connection.execute(select(exchanges).where(exchanges.c.conversation == id).order_by(exchanges.c.number))
    return Conversation(found.id, found.begun, found.used, tuple(_exchange(row) for row in rows))


def _exchange(row: Row[Any]) -> Exchange:
    return Exchange(
        number=row.number,
        kind=ExchangeKind(row.kind),
        question=row.question,
        turn=_read(row.turn),
        text=row.text,
        before=_NUMBERS.validate_json(row.before),
        left_out=_SLOTS.validate_json(row.left_out),
        at=row.at,
    )


def _read(written: str | None) -> Turn | None:
    """Return the turn; None where there is none, or none that this version can read."""
    if written is None:
        return None
    try:
        return _TURN.validate_json(written)
    except ValidationError:
        return None
