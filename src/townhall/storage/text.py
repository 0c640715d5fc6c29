"""Text that any database can hold."""

from __future__ import annotations

import json
from typing import TypeVar

from pydantic import TypeAdapter

Value = TypeVar("Value")


def storable(text: str) -> str:
    """Return ``text`` with a question mark in place of each half of a character, which UTF-8 can't hold, and each NUL, which PostgreSQL can't."""
    return text.replace("\x00", "?").encode(errors="replace").decode()


def as_json(adapter: TypeAdapter[Value], value: Value) -> str:
    """Return ``value`` as JSON that can be stored; pydantic's own ``dump_json`` refuses halves of characters."""
    return storable(json.dumps(adapter.dump_python(value, mode="json"), ensure_ascii=False))
