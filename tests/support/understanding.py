"""What a question is understood as, after others."""

from __future__ import annotations

from typing import Protocol

from townhall.model import Query


class Understand(Protocol):
    """``understand("first", "second", ...)``."""

    def __call__(self, *questions: str) -> Query:
        """Return the last question's reading, after the others as a conversation."""
