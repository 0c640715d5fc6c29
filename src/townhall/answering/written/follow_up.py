"""A follow-up question that a model has written out in full, held to what the conversation says."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from townhall.guard import support
from townhall.guard.content import content_of
from townhall.locales.words import folded_phrase, tokens_of
from townhall.model import Kind, Query, Turn
from townhall.query.remarks import REMARKS

SHORT = 7
"""Words up to which a message may be a fragment that the rules can't make out."""
LEANING = frozenset({"pronoun", "pronoun_person", "and", "correction", "back"})
"""Concepts whose words lean on earlier turns."""
NAMES = ("place", "region", "organisation", "person", "phase")
"""Slots that a question written out has to keep."""
LONGEST = 300
"""Characters of a question written out."""


def leans(query: Query, turns: Sequence[Turn]) -> bool:
    """Whether the rules read earlier turns into a message, or may have missed that it leans on them."""
    if not turns or query.kind is Kind.SMALL_TALK or not query.concepts.isdisjoint(REMARKS):
        return False
    read_into = any(slot.carried for slot in query.slots) or folded_phrase(query.text) != folded_phrase(query.asked)
    return read_into or not query.concepts.isdisjoint(LEANING) or len(tokens_of(query.asked)) <= SHORT


def as_question(reply: str) -> str | None:
    """Return the one question that a reply is; None where it is none, or too long."""
    lines = [line.strip().strip("\"“”„«»'`") for line in reply.splitlines() if line.strip()]
    return lines[0] if len(lines) == 1 and 0 < len(lines[0]) <= LONGEST else None


def is_faithful(written: Query, default: Query, turns: Sequence[Turn]) -> bool:
    """Whether a question written out keeps what the rules' reading and the message hold, and adds nothing that the conversation hasn't.

    Args:
        written: the question written out, read by itself.
        default: the message as the rules read it, with earlier turns.
        turns: the conversation before it.
    """
    if written.language != default.language or written.kind is Kind.SMALL_TALK:
        return False
    for name in NAMES:
        kept = set(default.values(name))
        if kept and set(written.values(name)) != kept:
            return False
    message, full = content_of(default.asked, default.language), content_of(written.text, default.language)
    numbers = [values for _, values, _ in full.numbers]
    if not (message.dates <= full.dates and message.countries <= full.countries and message.addresses <= full.addresses):
        return False
    if not set(message.names) <= full.tokens or not all(any(values & others for others in numbers) for _, values, _ in message.numbers):
        return False
    said = [default.asked, default.text]
    for turn in turns:
        said += [turn.question, turn.query.text, *(statement.text for statement in turn.answer.statements)]
    return support(written.text, said, language=default.language).supported


def taken_over(written: Query, default: Query) -> Query:
    """Return the question written out in the place of the rules' reading; what the message itself doesn't say counts as carried."""
    own = {slot.key for slot in default.slots if not slot.carried}
    slots = tuple(replace(slot, carried=slot.key not in own and slot.name != "attribute") for slot in written.slots)
    return replace(written, asked=default.asked, slots=slots)
