"""What passes between the reading process and ours: JSON, never pickles, and nothing of it is believed unseen.

A request is a line of JSON (``source``, ``size``, ``characters``, ``seconds``) and ``size`` bytes. A reply is eight bytes, its length, and so
much JSON.
"""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from townhall.corpus.formats.extracted import Extracted
from townhall.model import Block, BlockKind

LENGTH = 8
"""Bytes that tell a reply's length, the highest first."""


def dump_blocks(blocks: tuple[Block, ...]) -> list[list[Any]]:
    """Return blocks as lists."""
    return [[block.kind.value, block.start, block.end, block.level] for block in blocks]


def load_blocks(data: Any, length: int) -> tuple[Block, ...]:
    """Return the blocks that ``dump_blocks`` made, of a text of ``length`` characters.

    Raises:
        ValueError: they are out of order, or lie outside of the text.
    """
    blocks: list[Block] = []
    position = 0
    for kind, start, end, level in data:
        if not (type(start) is type(end) is type(level) is int and position <= start < end <= length and level >= 0):
            raise ValueError(f"a block [{start}:{end}] after {position} in a text of {length} characters")
        blocks.append(Block(BlockKind(kind), start, end, level))
        position = end
    return tuple(blocks)


def dump_extracted(found: Extracted) -> bytes:
    """Return what was extracted as JSON."""
    fields = {
        "text": found.text,
        "blocks": dump_blocks(found.blocks),
        "page_starts": found.page_starts,
        "title": found.title,
        "author": found.author,
        "date": found.date.isoformat() if found.date else None,
        "language": found.language,
        "notes": found.notes,
    }
    return json.dumps(fields).encode()


def load_extracted(table: dict[str, Any]) -> Extracted:
    """Return what ``dump_extracted`` wrote.

    Raises:
        ValueError, TypeError, KeyError: it is something else.
    """
    text = _text(table["text"])
    pages = tuple(table["page_starts"])
    if any(type(page) is not int for page in pages) or list(pages) != sorted(pages) or (pages and not 0 <= pages[0] <= pages[-1] <= len(text)):
        raise ValueError("pages out of order")
    return Extracted(
        text,
        load_blocks(table["blocks"], len(text)),
        pages,
        title=_text_or_none(table["title"]),
        author=_text_or_none(table["author"]),
        date=date.fromisoformat(table["date"]) if table["date"] is not None else None,
        language=_text_or_none(table["language"]),
        notes=tuple(_text(note) for note in table["notes"]),
    )


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError(f"{type(value).__name__} where a text is due")
    value.encode()  # half of a surrogate pair could be stored nowhere
    return value


def _text_or_none(value: Any) -> str | None:
    return None if value is None else _text(value)
