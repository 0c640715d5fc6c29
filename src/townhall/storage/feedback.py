"""Feedback: what somebody thought of an answer, with all it takes to judge the answer and nothing about the person."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from pydantic import TypeAdapter, ValidationError
from sqlalchemy import ColumnElement, Row, delete, func, insert, select, update

from townhall.errors import UsageError
from townhall.model import Answer
from townhall.storage.database import Database
from townhall.storage.tables import feedback, utc_now
from townhall.storage.text import as_json, storable
from townhall.storage.tokens import new_id, new_token, token_hash

COMMENT_CHARACTERS = 2000
"""Longest comment that is kept."""
LISTED = 50
"""Entries that are listed unless another number is asked for."""
KEPT_OF_AN_ANSWER = (
    "question", "standalone", "status", "language", "mode", "statements", "citations", "cards", "reason", "next", "notes", "index", "settings"
)  # fmt: skip
"""Keys of the contract's answer that are stored, beside ``answer``, its text."""
_ANSWER = TypeAdapter(Answer)
_TEXTS = TypeAdapter(tuple[str, ...])


class Verdict(StrEnum):
    """Whether the answer was found right."""

    UP = "up"
    DOWN = "down"


class Reason(StrEnum):
    """What was wrong with an answer."""

    WRONG = "wrong"
    INCOMPLETE = "incomplete"
    WRONG_SOURCE = "wrong_source"
    OUTDATED = "outdated"
    SHOULD_HAVE_ANSWERED = "should_have_answered"
    """It refused although the documents say it."""
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Receipt:
    """What the page holds to change its entry later."""

    id: str
    secret: str
    """Only its hash is stored."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One answer that somebody gave a verdict on."""

    id: str
    created: datetime
    """In UTC."""
    verdict: Verdict
    reason: Reason | None
    comment: str
    """In the user's words; empty where there are none."""
    before: tuple[str, ...]
    """What the user said before in the same conversation, oldest first."""
    day: date
    """The date that the answer assumed."""
    said: Mapping[str, Any]
    """The answer as ``townhall ask --json`` prints it: ``answer`` and the keys of ``KEPT_OF_AN_ANSWER``."""

    @property
    def answer(self) -> Answer | None:
        """The answer, to be shown; None where an older Townhall wrote it in a form that can't be read any more."""
        try:
            return _ANSWER.validate_python({"id": "", **self.said})
        except ValidationError:
            return None

    def as_row(self) -> dict[str, Any]:
        """Return the object that ``townhall eval new --from`` drafts a question from."""
        return {
            "question": self.said["question"],
            "answer": dict(self.said),
            "verdict": self.verdict.value,
            "comment": self.comment,
            "before": list(self.before),
            "day": self.day.isoformat(),
        }


class Feedback:
    """All feedback.

    Every method raises StoreError where the database can't be used.
    """

    def __init__(self, database: Database, *, clock: Callable[[], datetime] = utc_now) -> None:
        self._database = database
        self._clock = clock

    def add(
        self, answer: Answer, verdict: Verdict, *, day: date, before: Sequence[str] = (), reason: Reason | None = None, comment: str = ""
    ) -> Receipt:
        """Keep what somebody thought of ``answer``, and return what it takes to change it.

        Args:
            answer: what was shown.
            verdict: whether it was found right.
            day: the date that it assumed.
            before: what the user said before in the same conversation, oldest first.
            reason: what was wrong, if that was said.
            comment: in the user's words.

        Raises:
            UsageError: the comment is too long.
        """
        receipt = Receipt(new_id(), new_token())
        values = {
            "id": receipt.id,
            "secret": token_hash(receipt.secret),
            "created": self._clock(),
            "before": as_json(_TEXTS, tuple(before)),
            "day": day,
            "answer": _written(answer),
            **_opinion(verdict, reason, comment),
        }
        with self._database.writing() as connection:
            connection.execute(insert(feedback).values(**values))
        return receipt

    def change(self, receipt: Receipt, verdict: Verdict, *, reason: Reason | None = None, comment: str = "") -> bool:
        """Put another opinion in the place of the one that ``receipt`` was given for; return whether that is still there.

        Raises:
            UsageError: the comment is too long.
        """
        values = _opinion(verdict, reason, comment)
        with self._database.writing() as connection:
            return connection.execute(update(feedback).where(_its(receipt)).values(**values)).rowcount > 0

    def withdraw(self, receipt: Receipt) -> bool:
        """Delete the entry that ``receipt`` was given for; return whether it was still there."""
        return self._delete(_its(receipt))

    def get(self, id: str) -> Entry | None:
        """Return an entry; None where there is none."""
        with self._database.reading() as connection:
            row = connection.execute(select(feedback).where(feedback.c.id == id)).one_or_none()
        return _entry(row) if row else None

    def list(self, *, verdict: Verdict | None = None, limit: int = LISTED, offset: int = 0) -> tuple[Entry, ...]:
        """Return entries, the newest first, those of one verdict if it is named."""
        wanted = select(feedback).where(*_of(verdict)).order_by(feedback.c.created.desc(), feedback.c.id).limit(limit).offset(offset)
        with self._database.reading() as connection:
            return tuple(_entry(row) for row in connection.execute(wanted))

    def all(self) -> Iterator[Entry]:
        """Yield every entry as it stands now, the oldest first."""
        with self._database.reading() as connection:
            for row in connection.execute(select(feedback).order_by(feedback.c.created, feedback.c.id)):
                yield _entry(row)

    def count(self, *, verdict: Verdict | None = None) -> int:
        """Return how many entries there are, of one verdict if it is named."""
        with self._database.reading() as connection:
            return connection.execute(select(func.count()).select_from(feedback).where(*_of(verdict))).scalar_one()

    def delete(self, id: str) -> bool:
        """Delete an entry; return whether there was one."""
        return self._delete(feedback.c.id == id)

    def _delete(self, which: ColumnElement[bool]) -> bool:
        with self._database.writing() as connection:
            gone = connection.execute(delete(feedback).where(which)).rowcount
        if gone:
            self._database.forget()
        return gone > 0


def _its(receipt: Receipt) -> ColumnElement[bool]:
    return (feedback.c.id == receipt.id) & (feedback.c.secret == token_hash(receipt.secret))


def _of(verdict: Verdict | None) -> tuple[ColumnElement[bool], ...]:
    return (feedback.c.verdict == verdict.value,) if verdict else ()


def _opinion(verdict: Verdict, reason: Reason | None, comment: str) -> dict[str, Any]:
    """Return the columns of an opinion.

    Raises:
        UsageError: the comment is too long.
    """
    if len(comment) > COMMENT_CHARACTERS:
        raise UsageError(f"The comment has {len(comment)} characters.", remedy=f"Shorten it to {COMMENT_CHARACTERS}.")
    return {"verdict": verdict.value, "reason": reason.value if reason else None, "comment": storable(comment)}


def _written(answer: Answer) -> str:
    """Return an answer as JSON in the contract's form."""
    said = json.loads(as_json(_ANSWER, answer))
    return json.dumps({**{key: said[key] for key in KEPT_OF_AN_ANSWER}, "answer": storable(answer.text)}, ensure_ascii=False)


def _entry(row: Row[Any]) -> Entry:
    return Entry(
        id=row.id,
        created=row.created,
        verdict=Verdict(row.verdict),
        reason=Reason(row.reason) if row.reason else None,
        comment=row.comment,
        before=_TEXTS.validate_json(row.before),
        day=row.day,
        said=json.loads(row.answer),
    )
