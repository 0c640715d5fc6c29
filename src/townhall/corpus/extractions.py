"""What was read is kept, so that a file that hasn't changed is not parsed again, also after an ingest that was killed half-way.

One JSON file an extraction, named by all that it depends on: the file's bytes, its format's reader with versions, and the limits. What a file
could not be read for is kept likewise: one that took a minute to fail doesn't take another at each ingest.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable
from dataclasses import astuple
from pathlib import Path, PurePosixPath

from townhall.corpus.formats import Extracted, UnreadableError, version_of
from townhall.corpus.limits import Limits
from townhall.corpus.wire import dump_extracted, load_extracted


class Extractions:
    """Extractions of one folder; ``fresh`` reads everything again. Safe to use from several processes at once."""

    def __init__(self, folder: Path, limits: Limits, *, fresh: bool = False) -> None:
        self._folder = folder
        self._limits = limits
        self._fresh = fresh
        self._used: set[str] = set()

    def get(self, source: str, sha256: str, read: Callable[[], Extracted]) -> Extracted:
        """Return what was read from a file of this name and hash, or read and keep it.

        Raises:
            UnreadableError: it can't be read, now or when it was tried.
        """
        path = self._path(source, sha256)
        self._used.add(path.name)
        table = None if self._fresh else _load(path)
        if table is not None and "reason" in table:
            raise UnreadableError(str(table["reason"]))
        if table is not None:
            try:
                return load_extracted(table)
            except (ValueError, TypeError, KeyError):
                pass  # damaged: as good as not there
        try:
            found = read()
        except UnreadableError as error:
            self._keep(path, json.dumps({"reason": error.reason}).encode())
            raise
        self._keep(path, dump_extracted(found))
        return found

    def keep(self, source: str, sha256: str) -> None:
        """Have what was read from a file kept without asking for it."""
        self._used.add(self._path(source, sha256).name)

    def forget_others(self) -> None:
        """Remove what this object was not asked for: the extractions of files that are gone or changed."""
        if self._folder.is_dir():
            for path in self._folder.iterdir():
                if path.name not in self._used:
                    path.unlink(missing_ok=True)

    def _path(self, source: str, sha256: str) -> Path:
        suffix = PurePosixPath(source).suffix.lower()
        identity = json.dumps([sha256, suffix, version_of(source), astuple(self._limits)])
        return self._folder / f"{hashlib.sha256(identity.encode()).hexdigest()[:32]}.json"

    def _keep(self, path: Path, data: bytes) -> None:
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            draft = path.with_name(f".{path.name}.{os.getpid()}")
            draft.write_bytes(data)
            draft.replace(path)
        except OSError:
            return  # a folder that can't be written costs time, no document


def _load(path: Path) -> dict[str, object] | None:
    try:
        table = json.loads(path.read_bytes())
    except (OSError, ValueError):
        return None
    return table if isinstance(table, dict) else None
