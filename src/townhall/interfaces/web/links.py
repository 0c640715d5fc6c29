"""Addresses of what a page points to."""

from __future__ import annotations

from urllib.parse import quote, urlencode

from townhall.model import Span


def quote_link(span: Span) -> str:
    """Return the address of a document at a quote."""
    return f"/documents/{quote(span.source)}?{urlencode({'start': span.start, 'end': span.end})}#quote"
