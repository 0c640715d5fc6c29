"""Text that any database can hold."""

from __future__ import annotations


def storable(text: str) -> str:
    """Return ``text`` with a question mark in place of each half of a character, which UTF-8 can't hold, and each NUL, which PostgreSQL can't."""
    return text.replace("\x00", "?").encode(errors="replace").decode()
