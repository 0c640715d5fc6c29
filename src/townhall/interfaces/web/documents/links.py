"""Addresses of documents."""

from __future__ import annotations

from urllib.parse import quote, urlencode

LIST = "/documents"


def document_link(source: str, **parameters: str | int) -> str:
    """Return the address of a document, whatever its path holds; ``parameters`` are put behind a question mark."""
    query = f"?{urlencode(parameters)}" if parameters else ""
    return f"{LIST}/{quote(source)}{query}"


def original_link(source: str) -> str:
    """Return the address of the file that a document was read from."""
    return f"{LIST}/{quote(source)}/original"
