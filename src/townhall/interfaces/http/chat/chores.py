"""Chores: prompts that a chat client writes by itself, for a conversation's title, tags or further questions.

They are no questions to the documents. A client's prompt begins with a heading "Task", names the keys of the JSON object that it wants, and holds the
conversation. Each key is filled from the conversation itself, by the kind of value that is shown for it: nothing is made up.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

_TASK = re.compile(r"\s*#{1,6}\s*Task\b", re.IGNORECASE)
_HISTORY = re.compile(r"<chat_history>(.*?)</chat_history>", re.DOTALL)
_SPEAKER = re.compile(r"^(USER|ASSISTANT|SYSTEM|TOOL)\s*:[ \t]*", re.MULTILINE)
_FORM = re.compile(r"\{\s*\"(\w+)\"\s*:\s*(\[|\")")
TITLE_WORDS = 8
TITLE_CHARACTERS = 60


@dataclass(frozen=True, slots=True)
class Chore:
    """What a client wants to be filled in: the key of the object, and whether its value is a list."""

    key: str
    is_list: bool
    questions: tuple[str, ...]
    """Of the user, in the conversation that the prompt holds."""


def chore_of(prompt: str) -> Chore | None:
    """Return the chore that a message is; None where it is a question."""
    if not _TASK.match(prompt):
        return None
    history = _HISTORY.search(prompt)
    form = _FORM.search(prompt[: history.start()] if history else prompt)
    if form is None:
        return None
    return Chore(form[1], form[2] == "[", _asked_in(history[1]) if history else ())


def fill(chore: Chore, follow_ups: Callable[[tuple[str, ...]], tuple[str, ...]]) -> str:
    """Return the JSON object that a chore wants.

    Args:
        chore: what is wanted.
        follow_ups: makes further questions of the conversation's; called only where they are wanted.
    """
    questions = chore.questions
    values: dict[str, Callable[[], Any]] = {
        "title": lambda: _title(questions),
        "follow_ups": lambda: list(follow_ups(questions)) if questions else [],
        "queries": lambda: list(questions[-1:]),
    }
    value = values[chore.key]() if chore.key in values else []
    if chore.is_list != isinstance(value, list):
        value = [] if chore.is_list else ""
    return json.dumps({chore.key: value}, ensure_ascii=False)


def _asked_in(history: str) -> tuple[str, ...]:
    pieces = _SPEAKER.split(history)[1:]
    said = [text.strip() for role, text in zip(pieces[::2], pieces[1::2], strict=True) if role == "USER"]
    return tuple(text for text in said if text)


def _title(questions: tuple[str, ...]) -> str:
    """Return the first question, cut where it is long."""
    words = questions[0].split() if questions else []
    title = " ".join(words[:TITLE_WORDS])[:TITLE_CHARACTERS]
    return f"{title} …" if len(title) < len(" ".join(words)) else title
