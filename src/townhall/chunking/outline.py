"""The outline of any document: by its blocks where its format gives some, else by the rules that its suffix names."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import PurePosixPath

from townhall.chunking.blocks import outline_blocks
from townhall.chunking.markdown import outline_markdown
from townhall.chunking.plain import outline_plain
from townhall.model import Block, Section

MARKDOWN_SUFFIXES = frozenset({".md", ".markdown"})


def outline(text: str, source: str, blocks: Sequence[Block] = ()) -> list[Section]:
    """Return the sections of a document in the order of its text; ``source`` is its path, whose suffix tells the format of one without blocks."""
    if blocks:
        return outline_blocks(text, blocks)
    if PurePosixPath(source).suffix.lower() in MARKDOWN_SUFFIXES:
        return outline_markdown(text)
    return outline_plain(text)
