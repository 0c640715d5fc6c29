"""Retention: what is older than it may be is deleted, and its bytes with it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete

from townhall.storage import tables
from townhall.storage.database import Database


@dataclass(frozen=True, slots=True)
class Swept:
    """What was deleted: how many of each."""

    conversations: int
    feedback: int
    sessions: int
    attempts: int
    compacted: bool
    """Whether the space was given back too; where others kept the database busy, the next sweep does it."""


def sweep(database: Database, *, days: int, now: datetime | None = None) -> Swept:
    """Delete conversations not used and feedback not given in the last ``days``, ended sessions, and counters that no longer matter.

    It can run at any time and as often as one likes, while others read and write.

    Raises:
        StoreError: the database can't be used.
    """
    now = now or tables.utc_now()
    oldest = now - timedelta(days=days)
    with database.writing() as connection:
        conversations, feedback, sessions, attempts = (
            connection.execute(delete(table).where(column < limit)).rowcount
            for table, column, limit in (
                (tables.conversations, tables.conversations.c.used, oldest),
                (tables.feedback, tables.feedback.c.created, oldest),
                (tables.sessions, tables.sessions.c.expires, now),
                (tables.attempts, tables.attempts.c.until, now),
            )
        )
    return Swept(conversations, feedback, sessions, attempts, compacted=database.compact())


def delete_all(database: Database) -> Swept:
    """Delete everything that is kept.

    Raises:
        StoreError: the database can't be used.
    """
    with database.writing() as connection:
        conversations, feedback, sessions, attempts = (
            connection.execute(delete(table)).rowcount for table in (tables.conversations, tables.feedback, tables.sessions, tables.attempts)
        )
    return Swept(conversations, feedback, sessions, attempts, compacted=database.compact())
