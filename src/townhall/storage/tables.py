"""The tables. ``docs/storage.md`` says of each column what it is for and how long it stays.

Names begin with ``townhall_``, so that a database can be shared with other programs. What is only read as a whole (an answer, a list of
numbers) is JSON in a text column: that is the same in every database.
"""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import Column, Date, DateTime, Dialect, ForeignKey, Index, Integer, LargeBinary, MetaData, String, Table, Text
from sqlalchemy.types import TypeDecorator

SCHEMA = 1
"""Raised whenever an older Townhall could not use what this one makes."""

ID_LENGTH = 22
HASH_LENGTH = 64


def utc_now() -> datetime:
    """Return the time, in UTC."""
    return datetime.now(UTC)


class UtcDateTime(TypeDecorator[datetime]):
    """A time in UTC. SQLite knows no zones: there it is stored without one, and gets it back when it is read."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Turn a time into UTC."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"{value} has no time zone.")
        utc = value.astimezone(UTC)
        return utc.replace(tzinfo=None) if dialect.name == "sqlite" else utc

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002 - SQLAlchemy's signature
        """Return a time in UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


metadata = MetaData()

state = Table(
    "townhall_state",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("version", Integer, nullable=False),
    Column("key", LargeBinary, nullable=False),
)
"""One row: the version of the tables, and the key under which addresses are hashed."""

conversations = Table(
    "townhall_conversations",
    metadata,
    Column("id", String(ID_LENGTH), primary_key=True),
    Column("owner", String(HASH_LENGTH), nullable=False),
    Column("begun", UtcDateTime, nullable=False),
    Column("used", UtcDateTime, nullable=False, index=True),
    Index("townhall_conversations_by_owner", "owner", "used"),
)

exchanges = Table(
    "townhall_exchanges",
    metadata,
    Column("conversation", String(ID_LENGTH), ForeignKey(conversations.c.id, ondelete="CASCADE"), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("kind", String(16), nullable=False),
    Column("question", Text, nullable=False),
    Column("turn", Text),
    Column("text", Text),
    Column("before", Text, nullable=False),
    Column("left_out", Text, nullable=False),
    Column("at", UtcDateTime, nullable=False),
)

feedback = Table(
    "townhall_feedback",
    metadata,
    Column("id", String(ID_LENGTH), primary_key=True),
    Column("secret", String(HASH_LENGTH), nullable=False),
    Column("created", UtcDateTime, nullable=False, index=True),
    Column("verdict", String(8), nullable=False, index=True),
    Column("reason", String(32)),
    Column("comment", Text, nullable=False),
    Column("before", Text, nullable=False),
    Column("day", Date, nullable=False),
    Column("answer", Text, nullable=False),
)
"""Nothing in it says who: no owner, no conversation, no address."""

attempts = Table(
    "townhall_attempts",
    metadata,
    Column("key", String(HASH_LENGTH), primary_key=True),
    Column("times", Text, nullable=False),
    Column("until", UtcDateTime, nullable=False, index=True),
)

sessions = Table(
    "townhall_sessions",
    metadata,
    Column("key", String(HASH_LENGTH), primary_key=True),
    Column("expires", UtcDateTime, nullable=False, index=True),
)
