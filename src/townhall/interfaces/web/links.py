"""Addresses and titles of what a page points to."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import quote, urlencode

from townhall.model import Document, Span


def quote_link(span: Span) -> str:
    """Return the address of a document at a quote."""
    return f"/documents/{quote(span.source)}?{urlencode({'start': span.start, 'end': span.end})}#quote"


def title_of(documents: Mapping[str, Document], source: str) -> str:
    """Return a document's title; its path where an index that was replaced meanwhile holds it no longer."""
    document = documents.get(source)
    return document.title if document else source
