"""What every format is turned into: documents as plain text, and rows of our own schema."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

ASSUMED_TODAY = "2024-01-01"
"""The date that converted questions assume: none of the formats names one, and answers must not change by themselves."""

ANSWERED = ("answered", "partial")
REFUSED = ("not_in_documents", "out_of_scope", "clarify")

_SAFE = re.compile(r"(?!\.)[A-Za-z0-9._-]{1,80}")
_UNSAFE_RUN = re.compile(r"[^A-Za-z0-9]+")
SLUG_CHARACTERS = 40


@dataclass(frozen=True, slots=True)
class TextFile:
    """A document as it is written to the corpus folder: the text comes through character by character."""

    name: str
    """Path in the folder, with ``/``; made of letters, digits, ``.``, ``_`` and ``-``, so that it is no pattern to anybody."""
    text: str
    title: str | None = None
    """Goes to the folder's list of sources, not into the text."""


@dataclass(frozen=True, slots=True)
class Conversion:
    """A file, or a folder, of another format in ours."""

    files: tuple[TextFile, ...]
    rows: tuple[Mapping[str, Any], ...]
    """Rows of an evaluation set, as ``docs/evaluation.md`` describes them."""
    notes: tuple[str, ...] = field(default=())
    """What was left out or mended, in a sentence each."""


def row(
    id: str,
    turns: Sequence[str],
    *,
    answerable: bool,
    language: str,
    facts: Sequence[Mapping[str, Any]] = (),
    spans: Sequence[Mapping[str, str]] = (),
    answers: Sequence[str] | None = None,
    relevant: Mapping[str, int] | None = None,
    sources: Sequence[str] = (),
) -> dict[str, Any]:
    """Return a row of our schema; fields that are not used are left out."""
    category = "refuse" if not answerable else "followup" if len(turns) > 1 else "explain"
    found: dict[str, Any] = {
        "id": id,
        "messages": [{"role": "user", "content": turn} for turn in turns],
        "status": list(ANSWERED if answerable else REFUSED),
        "facts": list(facts),
        "spans": list(spans),
        "relevant": [{"source": source, "grade": grade} for source, grade in (relevant or {}).items()],
        "sources": list(sources),
        "category": category,
        "language": language,
        "today": ASSUMED_TODAY,
    }
    found = {name: value for name, value in found.items() if value != []}
    return found if answers is None else {**found, "answers": list(answers)}


def file_name(identifier: str) -> str:
    """Return a file's name for somebody else's identifier: itself where that is safe, else what is left of it and a hash.

    Different identifiers have different names, on file systems that don't tell case from case too.
    """
    if _SAFE.fullmatch(identifier) and identifier == identifier.lower():
        return f"{identifier}.txt"
    digits = hashlib.sha256(identifier.encode("utf-8", "surrogatepass")).hexdigest()[:12]
    return f"{slug(identifier)}-{digits}.txt"


def slug(text: str) -> str:
    """Return the letters and digits of ``text`` that any file system takes, a hyphen for what lies between them."""
    return _UNSAFE_RUN.sub("-", text).strip("-").lower()[:SLUG_CHARACTERS].strip("-") or "untitled"
