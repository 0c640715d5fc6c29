"""Plain text and Markdown: the text is the file decoded as UTF-8, nothing normalised."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from llama_index.core.readers.base import BaseReader
from llama_index.core.schema import Document as LlamaDocument


class TownhallReader(BaseReader):
    """Reads one text file as one LlamaIndex document whose text is the decoded file, byte order mark and line ends included."""

    def load_data(self, file: Path, extra_info: dict[str, Any] | None = None) -> list[LlamaDocument]:
        """Return the file as a single document.

        Raises:
            UnicodeDecodeError: the file is not UTF-8.
            OSError: the file can't be opened.
        """
        return [LlamaDocument(text=Path(file).read_bytes().decode("utf-8"), metadata=extra_info or {})]
