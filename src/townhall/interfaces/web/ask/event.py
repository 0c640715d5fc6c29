"""What a page sends of a conversation, and from where."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from townhall.model import SlotKey

LONGEST = 2000
"""Exchanges that a page can name."""


@dataclass(frozen=True, slots=True)
class Event:
    """What a page sent: everything in it may be nonsense."""

    question: str = ""
    token: str = ""
    """What the page knows this question by."""
    conversation: str = ""
    """Empty for one that isn't begun yet."""
    shown: tuple[str, ...] = ()
    """Keys of the exchanges that it shows; an empty one stands for an exchange that isn't kept."""
    again: str = ""
    """Key of an exchange whose question is asked again, as it stood then."""
    without: SlotKey | None = None
    """What ``again`` is not to take over this time."""
    instead: str = ""
    """Key of the last exchange, where the answer is to take its place."""

    @classmethod
    def of(cls, data: Mapping[str, Any]) -> Event:
        """Return what is readable of ``data``."""
        texts = {name: value for name in ("question", "token", "conversation", "again", "instead") if isinstance(value := data.get(name), str)}
        shown = data.get("shown")
        keys = tuple(str(key) for key in shown[:LONGEST]) if isinstance(shown, list) else ()
        without: SlotKey | None = None
        match data.get("without"):
            case {"slot": str(name), "value": str(value)}:
                without = SlotKey(name, value)
        texts["question"] = texts.get("question", "").strip()
        return cls(shown=keys, without=without, **texts)


@dataclass(frozen=True, slots=True)
class Origin:
    """Where an event comes from: what limits are counted for, and what the log calls the request."""

    address: str = ""
    request: str = ""
