"""Messages about the answer before: "are you sure?", "shorter", "in French, please", "why?", "no"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from townhall.locales.remarks import About, Remark, remark_in
from townhall.locales.words import Token
from townhall.model import Kind, Query
from townhall.query.conversation import Before

REMARKS = frozenset(f"remark_{about}" for about in About)
"""The concepts that tell of a remark."""


def concept_of(about: About) -> str:
    """Return the concept by which a query tells that it is such a remark."""
    return f"remark_{about}"


def remarked(question: str, tokens: Sequence[Token], before: Before | None, *, language: str, fallback: str) -> Query | None:
    """Return what a message that is about the answer before asks: the question before, put anew; None for any other message.

    A bare yes or no asks nothing; it is small talk. ``language`` is the message's as far as it can be told, ``fallback`` the asker's.
    """
    spoken = before.query.language if before else fallback
    remark = remark_in(tokens, (spoken, language, "en"))
    if remark is None or (before is None and remark.about is not About.BARE):
        return None
    concepts = frozenset({concept_of(remark.about)})
    if before is None or remark.about is About.BARE:
        return Query(question, question, spoken, Kind.SMALL_TALK, concepts=concepts, search_text=question)
    return _anew(question, before.query, remark, concepts)


def _anew(question: str, before: Query, remark: Remark, concepts: frozenset[str]) -> Query:
    if remark.about is About.WHY:
        text = f"{question.strip().rstrip(' ?')} ({before.text.rstrip(' ?')})?"
        slots = tuple(replace(slot, carried=True) for slot in before.slots if slot.name != "attribute")
        return replace(before, text=text, asked=question, kind=Kind.REASON, slots=slots, concepts=concepts | {"why"}, parts=())
    language = remark.language or before.language
    parts = tuple(replace(part, language=language, concepts=concepts | (part.concepts - REMARKS)) for part in before.parts)
    return replace(before, asked=question, language=language, concepts=concepts | (before.concepts - REMARKS), parts=parts)
