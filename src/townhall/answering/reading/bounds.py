"""A bound of a number: "the maximum amount of the grant", "at least 12 chairs"."""

from __future__ import annotations

from collections.abc import Sequence

from townhall.locales.ranges import said_before
from townhall.locales.words import phrases_in
from townhall.model import Kind, Query

BOUNDS = ("most", "least")


def asked_bound(query: Query) -> str | None:
    """Return which bound of a number an English question asks for, ``"most"`` or ``"least"``; None where it asks for none, or for both."""
    if query.language != "en" or query.kind not in {Kind.QUANTITY, Kind.OTHER, Kind.DEFINITION}:
        return None
    bounds = [bound for bound in BOUNDS if says_bound(query.search_text, bound)]
    return bounds[0] if len(bounds) == 1 else None


def says_bound(text: str, bound: str) -> bool:
    """Whether a text speaks of an upper or a lower bound."""
    return bool(phrases_in(text, said_before(bound)))


def bounds_among(text: str, spans: Sequence[tuple[int, int]], bound: str) -> list[tuple[int, int]]:
    """Return those of a text's values, in order, before which it is said that they are a bound."""
    behind = (0, *(end for _, end in spans))
    return [span for span, before in zip(spans, behind, strict=False) if says_bound(text[before : span[0]], bound)]
