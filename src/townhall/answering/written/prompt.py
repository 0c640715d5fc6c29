"""What is said to the language model: today, the question, the numbered sentences as data, and what is known already."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple

from townhall.answering.context import Context
from townhall.answering.draft import Claim
from townhall.answering.written.evidence import Numbered
from townhall.locales.messages import messages
from townhall.model import Turn

MOST = 6
"""Statements that are asked for."""
TURNS = 4
"""Turns of a conversation that a follow-up question is written out from."""
SAID = 600
"""Characters of an answer that are shown of it."""
SCHEMA: dict[str, Any] = {
    "type": "object",
    "properties": {
        "statements": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {"text": {"type": "string"}, "citations": {"type": "array", "items": {"type": "integer"}}},
                "required": ["text", "citations"],
                "additionalProperties": False,
            },
        }
    },
    "required": ["statements"],
    "additionalProperties": False,
}
"""The form of the reply, for servers that hold to one."""


class Prompt(NamedTuple):
    """The two messages that a model gets."""

    system: str
    user: str


def answer_prompt(context: Context, numbered: Sequence[Numbered], known: Sequence[Claim]) -> Prompt:
    """Return what a model is told to write an answer; ``known`` are claims that stand before what it writes."""
    said = "\n".join(_data({"said": claim.text}) for claim in known) or "Nothing."
    return Prompt(
        _texts()["system"].format(language=messages("en").language_name(context.query.language), most=MOST).strip(),
        _texts()["user"]
        .format(
            today=context.today.isoformat(),
            sentences="\n".join(_data({"number": each.number, "document": each.place, "sentence": each.text}) for each in numbered),
            known=said,
            question=_data({"question": context.query.text}),
        )
        .strip(),
    )


def follow_up_prompt(question: str, turns: Sequence[Turn]) -> Prompt:
    """Return what a model is told to write a question out in full."""
    shown = [_data({"question": turn.query.text, "answer": " ".join(s.text for s in turn.answer.statements)[:SAID]}) for turn in turns[-TURNS:]]
    return Prompt(
        _texts()["follow_up_system"].strip(), _texts()["follow_up_user"].format(turns="\n".join(shown), question=_data({"message": question})).strip()
    )


def _data(value: dict[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False)


@cache
def _texts() -> dict[str, str]:
    return tomllib.loads(files("townhall.answering.written").joinpath("prompt.toml").read_text(encoding="utf-8"))
