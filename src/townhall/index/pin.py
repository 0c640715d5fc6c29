"""The pin: somebody chose which generation serves, by a rollback or a backup, and nothing that runs by itself may undo that.

    index/PINNED                       the generation that was chosen, when, and of which documents another one would be made

It holds for the generation that it names and no other, so that one which a killed process left means nothing.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from townhall.errors import StoreError

PINNED = "PINNED"


@dataclass(frozen=True, slots=True)
class Pin:
    """What was chosen."""

    generation: str
    since: datetime
    """In UTC."""
    documents: frozenset[str]
    """States of the documents, as ``state_of`` tells them, in which the generation stays: any other one came after the choice."""


def state_of(hashes: Mapping[str, str]) -> str:
    """Return sixteen hexadecimal digits that change with every document: ``hashes`` are those of all files, by path."""
    return hashlib.sha256(json.dumps(sorted(hashes.items())).encode()).hexdigest()[:16]


def write_pin(index: Path, generation: str, documents: Iterable[str]) -> None:
    """Pin a generation from now on, in one step."""
    draft = index / f".{PINNED}"
    data = {"generation": generation, "since": datetime.now(UTC).isoformat(timespec="seconds"), "documents": sorted(documents)}
    with draft.open("w", encoding="utf-8") as file:
        file.write(json.dumps(data, indent=1) + "\n")
        file.flush()
        os.fsync(file.fileno())
    draft.replace(index / PINNED)


def read_pin(index: Path) -> Pin | None:
    """Return the pin; None where there is none.

    Raises:
        StoreError: it can't be read: whether the generation that serves was chosen isn't known then.
    """
    path = index / PINNED
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        return Pin(str(data["generation"]), datetime.fromisoformat(data["since"]), frozenset(data["documents"]))
    except (FileNotFoundError, NotADirectoryError):
        return None
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise StoreError(f"{path} can't be read.", remedy="Run `townhall ingest`, or delete it.") from error


def remove_pin(index: Path) -> None:
    """Let go of the pin, if there is one."""
    (index / PINNED).unlink(missing_ok=True)
