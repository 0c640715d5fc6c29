"""The outline of any document: which rules read its structure is decided by its format alone."""

from __future__ import annotations

from pathlib import PurePosixPath

from townhall.chunking.markdown import outline_markdown
from townhall.chunking.plain import outline_plain
from townhall.model import Section

MARKDOWN_SUFFIXES = frozenset({".md", ".markdown"})


def outline(text: str, source: str) -> list[Section]:
    """Return the sections of a document in the order of its text; ``source`` is its path, whose suffix tells the format."""
    if PurePosixPath(source).suffix.lower() in MARKDOWN_SUFFIXES:
        return outline_markdown(text)
    return outline_plain(text)
