"""Batch files: questions as rows of JSON, checked line by line."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from townhall.errors import UsageError, reason_of
from townhall.model import SlotKey


@dataclass(frozen=True, slots=True)
class Row:
    """One row: the user's turns in order, or a query, and the documents to keep to."""

    id: str
    questions: tuple[str, ...]
    sources: tuple[str, ...] = ()
    dropped: tuple[SlotKey, ...] = ()
    """What the last question is not to take over from those before it."""


def read_batch(path: Path, *, may_query: bool = False) -> Iterator[Row]:
    """Yield the rows of a batch file in order; with ``may_query`` a row may have ``query`` in place of ``messages``.

    Raises:
        UsageError: the file can't be read or is empty, or a line is not such a row; the message names the line.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"{path} can't be read: {reason_of(error)}.", remedy="Name a UTF-8 file of one JSON object a line.") from error
    if not text.strip():
        raise UsageError(f"{path} holds no row.", remedy="Write one JSON object a line.")
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip():
            yield _row(f"{path}, line {number}", line, may_query=may_query)


def _row(where: str, line: str, *, may_query: bool) -> Row:
    remedy = 'A row is {"id", "messages": [{"role", "content"}], "sources"?, "dropped"?}' + (' or {"id", "query"}.' if may_query else ".")
    try:
        data = json.loads(line)
    except ValueError as error:
        raise UsageError(f"{where}: not JSON ({error}).", remedy=remedy) from error
    if not isinstance(data, dict):
        raise UsageError(f"{where}: {line[:40]!r} is not an object.", remedy=remedy)
    sources = data.get("sources") or []
    if not isinstance(sources, list) or not all(isinstance(source, str) for source in sources):
        raise UsageError(f"{where}: sources is {sources!r}.", remedy="It must be a list of patterns.")
    is_query = may_query and isinstance(data.get("query"), str)
    questions = (data["query"],) if is_query else _questions(where, data.get("messages"), remedy)
    return Row(str(data.get("id", "")), questions, tuple(sources), _dropped(where, data.get("dropped") or []))


def _questions(where: str, messages: Any, remedy: str) -> tuple[str, ...]:
    """Return the contents of the user's messages."""
    if not isinstance(messages, list) or not all(
        isinstance(m, dict) and isinstance(m.get("content"), str) and m.get("role") in {"user", "assistant"} for m in messages
    ):
        raise UsageError(f"{where}: messages is {str(messages)[:60]}.", remedy=remedy)
    questions = tuple(message["content"] for message in messages if message["role"] == "user")
    if not questions:
        raise UsageError(f"{where}: no message of the user.", remedy=remedy)
    return questions


def _dropped(where: str, slots: Any) -> tuple[SlotKey, ...]:
    """Return what is to be left out, given as an answer's ``carried`` names it."""
    if not isinstance(slots, list) or not all(
        isinstance(slot, dict) and isinstance(slot.get("slot"), str) and isinstance(slot.get("value"), str) for slot in slots
    ):
        raise UsageError(
            f"{where}: dropped is {str(slots)[:60]}.", remedy='It must be a list of {"slot", "value"}, as an answer\'s "carried" has them.'
        )
    return tuple(SlotKey(slot["slot"], slot["value"]) for slot in slots)
