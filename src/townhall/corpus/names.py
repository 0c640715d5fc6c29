"""The name that a file gets in the corpus: what somebody's computer called it, made safe on every system."""

from __future__ import annotations

import re
import unicodedata
from pathlib import PurePosixPath

NAME_BYTES = 200
"""Longest name, in UTF-8: file systems allow 255, and drafts of it need a little more."""
_SEPARATORS = re.compile(r"[/\\]")
_RESERVED = re.compile(r'[<>:"|?*]+')
"""What Windows allows in no name."""
_DEVICES = re.compile(r"(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(?=\.|$)", re.IGNORECASE)
"""What Windows takes for a device, with any ending."""


def safe_name(name: str) -> str | None:
    """Return ``name`` as a file of the corpus may be called, or None where nothing is left of it.

    Folders are cut off, whichever way they are written; so are characters that show nothing or turn the writing round, leading dots, and what
    no file name may hold on some system. The rest is as it was, in Unicode's composed form.
    """
    last = _SEPARATORS.split(name)[-1]
    # Tabs and line ends are white space first, though they show nothing.
    spaced = (" " if character.isspace() else character for character in last)
    shown = "".join(character for character in spaced if unicodedata.category(character)[0] != "C")
    shown = " ".join(unicodedata.normalize("NFC", shown).split())
    plain = _RESERVED.sub("_", shown).lstrip(". ").rstrip(". ")
    if not PurePosixPath(plain).stem.strip("_ ."):
        return None
    if _DEVICES.match(plain):
        plain = f"_{plain}"
    return _shortened(plain)


def _shortened(name: str) -> str:
    """Cut a name that is too long before its ending, between characters."""
    if len(name.encode()) <= NAME_BYTES:
        return name
    suffix = PurePosixPath(name).suffix
    if len(suffix.encode()) > NAME_BYTES // 2:
        suffix = ""
    stem = name[: len(name) - len(suffix)]
    return stem.encode()[: NAME_BYTES - len(suffix.encode())].decode(errors="ignore").rstrip(". ") + suffix
