"""Our reader behind LlamaIndex's interface: one file, one document."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from llama_index.core.readers.base import BaseReader
from llama_index.core.schema import Document as LlamaDocument

from townhall.corpus.formats import TEXT_SUFFIXES
from townhall.corpus.isolation import Isolated
from townhall.corpus.limits import Limits
from townhall.corpus.reader import read_bytes
from townhall.corpus.text import decoded
from townhall.corpus.wire import dump_blocks

UNSEEN = ["blocks", "page_starts"]
"""Metadata that is no text for a model."""


class TownhallReader(BaseReader):
    """Reads one file, of any format that Townhall reads, as one LlamaIndex document with exact offsets.

    Its text is what ``townhall show`` prints; ``blocks`` and ``page_starts`` are given as metadata where the format has them.
    """

    def load_data(self, file: Path, extra_info: dict[str, Any] | None = None) -> list[LlamaDocument]:
        """Return the file as a single document.

        Raises:
            UnreadableError: the file can't be read.
        """
        path, limits = Path(file), Limits()
        data = read_bytes(path, limits.size)
        if path.suffix.lower() in TEXT_SUFFIXES:
            found = decoded(data)
        else:
            with Isolated(limits) as isolated:
                found = isolated.extract(path.name, data)
        about = {"title": found.title, "author": found.author, "date": found.date.isoformat() if found.date else None, "language": found.language}
        metadata: dict[str, Any] = {name: value for name, value in about.items() if value}
        if found.blocks:
            metadata |= {"blocks": dump_blocks(found.blocks), "page_starts": list(found.page_starts)}
        return [
            LlamaDocument(
                text=found.text,
                metadata={**metadata, **(extra_info or {})},
                excluded_embed_metadata_keys=UNSEEN,
                excluded_llm_metadata_keys=UNSEEN,
            )
        ]
