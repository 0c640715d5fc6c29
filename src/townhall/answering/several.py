"""One answer to several questions of a message: what each is answered with, and which of them the documents leave open."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TypeVar

from townhall.answering.draft import Claim, Draft
from townhall.model import Query, Status

_T = TypeVar("_T")


def together(parts: Sequence[Query], drafts: Sequence[Draft], *, not_said: str) -> Draft:
    """Return the answers to ``parts`` as one: partial where some are answered, a refusal with each one's reason, a line each, where none is.

    What comes along with a question that the documents answer isn't foreign to them: it is ``not_said``.
    """
    if any(draft.status.shows_an_answer for draft in drafts):
        drafts = [replace(draft, reason=not_said) if draft.status is Status.OUT_OF_SCOPE else draft for draft in drafts]
    open_parts = [(part, draft) for part, draft in zip(parts, drafts, strict=True) if draft.reason]
    reasons = "\n".join(dict.fromkeys(f"{part.asked[:1].upper()}{part.asked[1:]} – {draft.reason}" for part, draft in open_parts)) or None
    shown = [draft for draft in drafts if draft.status.shows_an_answer]
    steps = _each(step for _, draft in open_parts for step in draft.next)
    if not shown:
        statuses = [draft.status for draft in drafts]
        status = next(status for status in (Status.CLARIFY, Status.NOT_IN_DOCUMENTS, Status.OUT_OF_SCOPE) if status in statuses)
        return Draft(status, tuple(_refusing(reasons or not_said, [draft for _, draft in open_parts])), reason=reasons, next=steps)
    return Draft(
        Status.PARTIAL if reasons else Status.ANSWERED,
        _each(claim for draft in shown for claim in draft.claims),
        tuple(card for number, draft in enumerate(shown) for card in draft.cards if not any(card in other.cards for other in shown[:number])),
        reason=reasons,
        next=steps,
        notes=_each(note for draft in shown for note in draft.notes),
        support=min((draft.support for draft in shown if draft.support is not None), default=None),
    )


def _refusing(reasons: str, drafts: Sequence[Draft]) -> Iterable[Claim]:
    """Yield the claims of several refusals: all their reasons in one, as one refusal has it, then what is near to any of them."""
    own = [claim for draft in drafts for claim in draft.claims if claim.text == draft.reason]
    yield Claim(reasons, _each(quote for claim in own for quote in claim.quotes))
    yield from _each(claim for draft in drafts for claim in draft.claims if claim.text != draft.reason)


def _each(items: Iterable[_T]) -> tuple[_T, ...]:
    return tuple(dict.fromkeys(items))
