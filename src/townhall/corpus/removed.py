"""Documents that were removed or replaced: kept for a while in a folder of their own, so that each can be brought back."""

from __future__ import annotations

import json
import os
import re
import secrets
import shutil
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

ABOUT = "about.json"
CONTENT = "content"
DRAFT = ".draft-"
_ID = re.compile(r"[0-9a-f]{16}")


@dataclass(frozen=True, slots=True)
class Removed:
    """A document as it was before it was removed or replaced."""

    id: str
    """16 hexadecimal digits."""
    source: str
    """Where it stood in the corpus."""
    sha256: str
    size: int
    """In bytes."""
    at: str
    """When, in UTC, as ISO 8601."""
    replaced: bool
    """Whether a new document took its place."""


def keep(folder: Path, path: Path, source: str, sha256: str, *, replaced: bool) -> Removed:
    """Copy the file ``path`` into the folder of removed documents.

    Raises:
        OSError: it can't be written; then nothing of it is there.
    """
    removed = Removed(secrets.token_hex(8), source, sha256, path.stat().st_size, datetime.now(UTC).isoformat(timespec="seconds"), replaced)
    draft = folder / f"{DRAFT}{removed.id}"
    draft.mkdir(parents=True, mode=0o700)
    try:
        shutil.copyfile(path, draft / CONTENT)
        (draft / ABOUT).write_text(json.dumps(asdict(removed), ensure_ascii=False), encoding="utf-8")
        for name in (CONTENT, ABOUT):
            with (draft / name).open("rb") as file:
                os.fsync(file.fileno())
        draft.replace(folder / removed.id)
    except BaseException:
        shutil.rmtree(draft, ignore_errors=True)
        raise
    return removed


def kept(folder: Path) -> list[Removed]:
    """Return what is kept, the newest first; what can't be read is left out."""
    found = [removed for path in folder.glob("*") if _ID.fullmatch(path.name) and (removed := _read(path))]
    return sorted(found, key=lambda removed: (removed.at, removed.id), reverse=True)


def kept_file(folder: Path, id: str) -> tuple[Removed, Path] | None:
    """Return a removed document and the file that holds it, or None."""
    removed = _read(folder / id) if _ID.fullmatch(id) else None
    return (removed, folder / id / CONTENT) if removed else None


def discard(folder: Path, id: str) -> None:
    """Delete a removed document for good."""
    if _ID.fullmatch(id):
        shutil.rmtree(folder / id, ignore_errors=True)


def discard_older(folder: Path, *, days: int, now: datetime | None = None) -> int:
    """Delete what was removed more than ``days`` ago; return how many documents."""
    oldest = (now or datetime.now(UTC)) - timedelta(days=days)
    old = [removed for removed in kept(folder) if datetime.fromisoformat(removed.at) < oldest]
    for removed in old:
        discard(folder, removed.id)
    return len(old)


def _read(folder: Path) -> Removed | None:
    try:
        removed = Removed(**json.loads((folder / ABOUT).read_text(encoding="utf-8")))
        datetime.fromisoformat(removed.at)
    except (OSError, ValueError, TypeError):
        return None
    return removed if removed.id == folder.name and (folder / CONTENT).is_file() else None
