"""Errors that a user can act on.

TownhallError            a fault: one line that names the cause and the remedy      exit status 1
├── UsageError           the call was wrong: an option, a batch file, an input      exit status 2
├── CorpusError          the documents can't be read
├── StoreError           the index or the database is missing, damaged, of another model or version
│   └── StoreBusyError   another process is writing it
├── ModelError           the embedding model is missing or not the one expected
├── LanguageModelError   the language model that was named can't be used, or none was
└── DatasetError         an evaluation set can't be used
"""

from __future__ import annotations


class TownhallError(Exception):
    """A fault that is told in one line: what is wrong, and what mends it."""

    exit_status = 1

    def __init__(self, cause: str, *, remedy: str) -> None:
        super().__init__(f"{cause} {remedy}")
        self.cause = cause
        self.remedy = remedy


class UsageError(TownhallError):
    """The call itself was wrong."""

    exit_status = 2


class CorpusError(TownhallError):
    """The documents, or their list, can't be read."""


class StoreError(TownhallError):
    """The index, or the database of conversations and feedback, can't be used."""


class StoreBusyError(StoreError):
    """Another process is writing the index or the database."""


class ModelError(TownhallError):
    """The embedding model can't be used."""


class LanguageModelError(TownhallError):
    """The language model can't be used, or none was named."""


class DatasetError(TownhallError):
    """An evaluation set can't be used."""
