"""Addresses and titles of what a page points to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import quote, urlencode, urlsplit

from townhall.model import Document, Span


def quote_link(span: Span) -> str:
    """Return the address of a document at a quote."""
    return f"/documents/{quote(span.source)}?{urlencode({'start': span.start, 'end': span.end})}#quote"


def title_of(documents: Mapping[str, Document], source: str) -> str:
    """Return a document's title; its path where an index that was replaced meanwhile holds it no longer."""
    document = documents.get(source)
    return document.title if document else source


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a document was published on the web."""

    href: str
    host: str


def origin_of(document: Document | None) -> Origin | None:
    """Return where a document was published; None where nobody says, or what is said is no address of the web."""
    if document is None or not document.link:
        return None
    try:
        parsed = urlsplit(document.link)
        host = parsed.hostname
    except ValueError:
        return None
    return Origin(document.link, host) if parsed.scheme in {"http", "https"} and host else None
