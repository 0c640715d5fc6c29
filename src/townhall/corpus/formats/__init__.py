"""Formats: which file is read by what, and in which version.

A reader is a function ``extract(data, *, limit) -> Extracted`` in a module of its own. It gets a file's bytes and no path, and runs in a
process that can open neither a file nor a connection (``townhall.corpus.isolation``).
"""

from townhall.corpus.formats.extracted import Extracted, Metadata, TextBuilder, UnreadableError
from townhall.corpus.formats.registry import FORMATS, READ_SUFFIXES, TEXT_SUFFIXES, Format, format_of, reason_unread, version_of

__all__ = [
    "FORMATS",
    "READ_SUFFIXES",
    "TEXT_SUFFIXES",
    "Extracted",
    "Format",
    "Metadata",
    "TextBuilder",
    "UnreadableError",
    "format_of",
    "reason_unread",
    "version_of",
]
