"""Watching a corpus: every change leads to an ingest once it has settled, and none is missed."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path
from queue import Empty, Queue

import pytest

from townhall.library import changes, watching
from townhall.settings import Settings

PATIENCE = 60
"""Seconds after which a change that was not told counts as missed."""


class Watched:
    """A folder that is watched in a thread of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.seen: Queue[dict[str, str]] = Queue()
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def _run(self) -> None:
        for _ in changes(Settings(corpus=self.folder), stop=self._stop):
            self.seen.put({path.name: path.read_text(encoding="utf-8") for path in self.folder.glob("*.txt")})

    def until(self, expected: dict[str, str]) -> list[dict[str, str]]:
        """Return what was seen until the folder was seen as ``expected``."""
        found: list[dict[str, str]] = []
        try:
            while not found or found[-1] != expected:
                found.append(self.seen.get(timeout=PATIENCE))
        except Empty:
            pytest.fail(f"saw {found}, not {expected}")
        return found

    def close(self) -> None:
        """Stop watching."""
        self._stop.set()
        self._thread.join(timeout=PATIENCE)
        assert not self._thread.is_alive()


@pytest.fixture
def watched(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Watched]:
    """Return a watched folder with one file, seen once."""
    monkeypatch.setattr(watching, "SETTLED", 0.3)
    monkeypatch.setattr(watching, "ABSENT", 0.1)
    monkeypatch.setattr(watching, "LOOK", 300)
    (tmp_path / "corpus").mkdir()
    (tmp_path / "corpus" / "a.txt").write_text("a", encoding="utf-8")
    watched = Watched(tmp_path / "corpus")
    watched.until({"a.txt": "a"})
    yield watched
    watched.close()


def test_each_kind_of_change_is_told(watched: Watched) -> None:
    """A file that is added, changed, renamed or removed is told."""
    (watched.folder / "b.txt").write_text("b", encoding="utf-8")
    watched.until({"a.txt": "a", "b.txt": "b"})
    (watched.folder / "a.txt").write_text("aa", encoding="utf-8")
    watched.until({"a.txt": "aa", "b.txt": "b"})
    (watched.folder / "a.txt").rename(watched.folder / "c.txt")
    watched.until({"c.txt": "aa", "b.txt": "b"})
    (watched.folder / "b.txt").unlink()
    watched.until({"c.txt": "aa"})


def test_a_file_that_is_being_written_is_waited_for(watched: Watched, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that grows for a while is told when it is whole, and no half of it before."""
    monkeypatch.setattr(watching, "SETTLED", 3)  # longer than a busy machine makes of a pause
    path = watched.folder / "large.txt"
    pause = threading.Event()
    with path.open("w", encoding="utf-8") as file:
        for _ in range(20):
            file.write("x" * 100)
            file.flush()
            pause.wait(0.05)
    seen = watched.until({"a.txt": "a", "large.txt": "x" * 2000})
    assert len(seen) == 1


def test_a_corpus_that_vanishes_is_watched_again(watched: Watched) -> None:
    """A folder that is moved away and comes back, as a share does, goes on being watched."""
    away = watched.folder.with_name("away")
    watched.folder.rename(away)
    threading.Event().wait(1)
    away.rename(watched.folder)
    (watched.folder / "b.txt").write_text("b", encoding="utf-8")
    watched.until({"a.txt": "a", "b.txt": "b"})
