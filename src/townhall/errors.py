"""Errors that a user can act on.

TownhallError                a fault: one line that names the cause and the remedy      exit status 1
├── UsageError               the call was wrong: an option, a batch file, an input      exit status 2
│   └── NoSuchDocumentError  it names a document, or a pattern of documents, that isn't there
├── CorpusError              the documents can't be read
├── DocumentError            a document can't be added, replaced, removed or brought back
├── StoreError               the index or the database is missing, damaged, of another model or version
│   ├── StoreBusyError       another process is writing it
│   └── UnreachableError     its server doesn't answer
├── ModelError               the embedding model is missing or not the one expected
├── LanguageModelError       the language model that was named can't be used, or none was
├── DatasetError             an evaluation set can't be used
└── TooManyError             more questions came from somewhere than may
"""

from __future__ import annotations

import math
from enum import StrEnum


class TownhallError(Exception):
    """A fault that is told in one line: what is wrong, and what mends it."""

    exit_status = 1

    def __init__(self, cause: str, *, remedy: str) -> None:
        super().__init__(f"{cause} {remedy}")
        self.cause = cause
        self.remedy = remedy


def reason_of(error: Exception) -> str:
    """Return why something can't be read or written, in the system's words and without its number; of another error what it says."""
    return error.strerror if isinstance(error, OSError) and error.strerror else str(error)


class UsageError(TownhallError):
    """The call itself was wrong."""

    exit_status = 2


class NoSuchDocumentError(UsageError):
    """The call names a document that isn't there, or a pattern that no document matches."""


class CorpusError(TownhallError):
    """The documents, or their list, can't be read."""


class Problem(StrEnum):
    """Why a document can't be added, replaced, removed or brought back."""

    NAME = "name"
    """Nothing of its name can be kept."""
    TYPE = "type"
    """Its name's ending is not of a format that is read."""
    DISGUISED = "disguised"
    """It is of another format than its name's ending says."""
    EMPTY = "empty"
    TOO_LARGE = "too_large"
    UNREADABLE = "unreadable"
    """The reader of its format finds nothing in it that it can read."""
    SAME = "same"
    """Another document has the same contents."""
    TAKEN = "taken"
    """Another document has this name."""
    GONE = "gone"
    """There is no such document."""
    LAST = "last"
    """It is the only one."""
    FULL = "full"
    """There is no space left on the disk."""
    LOCKED = "locked"
    """The folder of the documents may not be written."""


class DocumentError(TownhallError):
    """A document can't be added, replaced, removed or brought back; everything is as it was before."""

    def __init__(self, problem: Problem, name: str, cause: str, *, remedy: str, other: str | None = None) -> None:
        super().__init__(cause, remedy=remedy)
        self.problem = problem
        self.name = name
        """The document's."""
        self.other = other
        """The document that is in its way."""


class StoreError(TownhallError):
    """The index, or the database of conversations and feedback, can't be used."""


class StoreBusyError(StoreError):
    """Another process is writing the index or the database."""


class UnreachableError(StoreError):
    """The server that holds the vectors doesn't answer; what lies there may be in order."""


class ModelError(TownhallError):
    """The embedding model can't be used."""


class LanguageModelError(TownhallError):
    """The language model can't be used, or none was named."""


class DatasetError(TownhallError):
    """An evaluation set can't be used."""


class TooManyError(TownhallError):
    """More questions than may came from one address, or with one key, within a minute."""

    def __init__(self, wait: float) -> None:
        self.wait = max(1, math.ceil(wait))
        """Seconds until the next one is answered."""
        super().__init__("Too many questions came from there within a minute.", remedy=f"Ask again in {self.wait} seconds.")
