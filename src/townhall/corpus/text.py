"""Plain text and Markdown: the text is the file decoded, nothing normalised. And our reader behind LlamaIndex's interface."""

from __future__ import annotations

from townhall.corpus.formats import Extracted
from townhall.corpus.formats.encoding import decode, told_of


def decoded(data: bytes) -> Extracted:
    """Return a text file as it stands, byte order mark and line ends included; in another encoding than UTF-8 only if one is sure.

    Raises:
        UnreadableError: it is no text, or in an encoding that can't be told.
    """
    try:
        return Extracted(data.decode("utf-8"))
    except UnicodeDecodeError:
        text, encoding = decode(data)
        return Extracted(text, notes=told_of(encoding))
