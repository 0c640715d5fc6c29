"""Pages of long lists, counted from 1."""

from __future__ import annotations

MOST_DIGITS = 5
"""Of a page's number: no list has so many pages."""


def pages_of(count: int, at_once: int) -> int:
    """Return how many pages ``count`` items take; nothing takes one, which says so."""
    return max(1, -(-count // at_once))


def page_asked(text: str | None, pages: int) -> int:
    """Return the page that an address asks for, or the nearest that there is; the first where it asks for none."""
    asked = int(text) if text and text.isascii() and text.isdigit() and len(text) <= MOST_DIGITS else 1
    return min(max(1, asked), pages)
