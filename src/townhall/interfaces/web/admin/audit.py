"""What administrators did, and when: a line each in a file beside the database. It says nothing of a person."""

from __future__ import annotations

import hashlib
import json
import logging
from collections import deque
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

log = logging.getLogger(__name__)

SESSION_DIGITS = 8
"""How much of a session's hash is noted: it tells two sessions apart and opens neither."""


@dataclass(frozen=True, slots=True)
class Act:
    """Something that an administrator did."""

    at: str
    """When, in UTC, as ISO 8601."""
    what: str
    """``signed-in``, ``signed-out``, ``added``, ``replaced``, ``removed``, ``restored``, ``read``."""
    document: str | None = None
    sha256: str | None = None
    """Of the document's bytes."""
    session: str | None = None
    """The same for all that was done in one session."""


class Audit:
    """The file of what was done."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def note(self, what: str, *, token: str = "", document: str | None = None, sha256: str | None = None) -> None:
        """Add a line. Where that isn't possible the server's log says so: what was done is done."""
        session = hashlib.sha256(b"audit" + token.encode()).hexdigest()[:SESSION_DIGITS] if token else None
        act = Act(datetime.now(UTC).isoformat(timespec="seconds"), what, document, sha256, session)
        line = json.dumps({name: value for name, value in asdict(act).items() if value is not None}, ensure_ascii=False)
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            with self._path.open("a", encoding="utf-8") as file:  # one short write at the end of the file: lines don't mix
                file.write(line + "\n")
        except OSError as error:
            log.warning("%s can't be written (%s): %s", self._path, error.strerror, line)

    def last(self, count: int) -> list[Act]:
        """Return what was done last, the newest first; a line that can't be read is left out."""
        try:
            with self._path.open(encoding="utf-8", errors="replace") as file:
                lines = deque(file, maxlen=count)
        except OSError:
            return []
        return [act for line in reversed(lines) if (act := _read(line))]


def _read(line: str) -> Act | None:
    try:
        return Act(**json.loads(line))
    except (ValueError, TypeError):
        return None
