"""Changes of the corpus, as they happen: told once they have settled."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from pathlib import Path

from townhall.corpus import visible_files
from townhall.settings import Settings

SETTLED = 1.0
"""Seconds for which no file may have changed before an ingest begins: what is still being written or copied waits."""
LONGEST = 60.0
"""Seconds after which an ingest begins all the same: a folder that never rests must not keep the others from being read."""
LOOK = 5000
"""Milliseconds after which the folder is compared though nothing was told."""
ABSENT = 2.0
"""Seconds between two looks at a corpus that isn't there."""


def changes(settings: Settings, *, stop: threading.Event | None = None) -> Iterator[None]:
    """Yield at once, and then after every change of the corpus, until ``stop`` is set or Ctrl-C is pressed.

    A corpus that vanishes and comes back is watched again. Files whose size or time still changes are waited for.
    """
    from watchfiles import watch

    stop = stop or threading.Event()
    seen = _state(settings.corpus)
    yield
    while not stop.is_set():
        if not settings.corpus.is_dir():
            stop.wait(ABSENT)
            continue
        try:
            for _ in watch(settings.corpus, stop_event=stop, step=200, rust_timeout=LOOK, yield_on_timeout=True, raise_interrupt=True):
                # What came while an ingest ran was not told, and some shares tell nothing: the folder itself is compared.
                if not settings.corpus.is_dir():
                    break
                if _state(settings.corpus) != seen and _settled(settings.corpus, stop):
                    seen = _state(settings.corpus)
                    yield
        except OSError:  # it vanished, or the system watches no more folders
            stop.wait(ABSENT)


def _settled(corpus: Path, stop: threading.Event) -> bool:
    """Wait until the files of the corpus stay as they are; False where it was stopped meanwhile."""
    latest = time.monotonic() + LONGEST
    before = _state(corpus)
    while not stop.wait(SETTLED):
        now = _state(corpus)
        if now == before or time.monotonic() > latest:
            return True
        before = now
    return False


def _state(corpus: Path) -> dict[str, tuple[int, int]]:
    """Return size and time of every file that an ingest would look at."""
    state: dict[str, tuple[int, int]] = {}
    try:
        for path in visible_files(corpus):
            status = path.stat()
            state[path.as_posix()] = (status.st_size, status.st_mtime_ns)
    except OSError:
        return state
    return state
