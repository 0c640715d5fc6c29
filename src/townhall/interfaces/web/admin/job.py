"""The ingest that the page starts: one at a time, in a process of its own, seen alike by everybody who looks, on every replica.

Replicas share the folder of the outcome. Who ingests holds a lock beside it and writes down there how far it is.
"""

from __future__ import annotations

import json
import logging
import subprocess
import threading
import time
from contextlib import suppress
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout

from townhall.interfaces.ingest_worker import COMMAND, read_line, settings_for_worker
from townhall.settings import Settings

log = logging.getLogger(__name__)

ERROR_LINES = 20
"""Of a worker that failed, in the server's log."""
LOCK, NOW = ".ingest.lock", "ingest-now.json"
"""Beside the outcome: held while an ingest runs, and how it stands."""
EVERY = 0.2
"""Seconds between two notes of how it stands, unless another step begins."""


@dataclass(frozen=True, slots=True)
class Changes:
    """What an ingest did: paths of documents, and of files with the reason why they were skipped."""

    changed: bool = False
    added: tuple[str, ...] = ()
    updated: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    skipped: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class JobState:
    """How the ingest stands, or how the last one went."""

    running: bool = False
    step: str = ""
    """What ``Progress`` calls what is being done."""
    done: int = 0
    of: int = 0
    """Of how much; 0 where that isn't known."""
    ended: str | None = None
    """When the last one ended, in UTC, as ISO 8601; None where there was none."""
    changes: Changes | None = None
    """What the last one did; None where it failed."""
    fault: str | None = None
    """Why it failed, with the remedy, in English; "" where the process ended without a word."""
    busy: bool = field(default=False)
    """Whether it failed because another ingest was running."""


class Job:
    """Runs ingests. What is asked for while one runs is done by another right after it.

    Args:
        settings: of corpus and index.
        path: the file in which the last one's outcome is kept, so that it is still told after a restart, and by other replicas.
    """

    def __init__(self, settings: Settings, path: Path) -> None:
        self._settings = settings
        self._path = path
        self._lock = threading.Lock()
        self._again = False
        self._state = _stored(path)
        self._turn = FileLock(path.with_name(LOCK), thread_local=False)
        self._now = path.with_name(NOW)
        self._noted = 0.0

    @property
    def state(self) -> JobState:
        """How it stands now, whichever replica runs it."""
        with self._lock:
            own = self._state
        if own.running and self._turn.is_locked:
            return own
        if (other := self._running_elsewhere()) is not None:
            return other
        last = own if own.running else _stored(self._path)
        return last if (last.ended or "") > (own.ended or "") else own

    def start(self) -> None:
        """Have the documents read, now or as soon as the ingest that runs is done."""
        with self._lock:
            if self._state.running:
                self._again = True
                return
            self._state = replace(self._state, running=True, step="", done=0, of=0)
        threading.Thread(target=self._run, name="ingest", daemon=True).start()

    def _run(self) -> None:
        while True:
            outcome = self._in_turn()
            with self._lock:
                if not self._again:
                    self._state = outcome
                    return
                self._again = False
                self._state = replace(outcome, running=True)

    def _in_turn(self) -> JobState:
        """Run one ingest when those of other replicas are done, and keep how it went."""
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            self._turn.acquire()
        except OSError as error:  # the writer's lock of the index holds all the same
            log.warning("%s can't be locked: %s", self._path.parent, error.strerror)
        try:
            self._note(self._state)
            outcome = self._ingest()
        except Exception:  # whatever it was, the next ingest must be possible
            log.exception("The ingest could not be run.")
            outcome = JobState(fault="")
        outcome = replace(outcome, ended=datetime.now(UTC).isoformat(timespec="seconds"))
        _store(self._path, outcome)
        with suppress(OSError):
            self._now.unlink()
        self._turn.release()
        return outcome

    def _note(self, state: JobState) -> None:
        """Write down how it stands, for other replicas."""
        self._noted = time.monotonic()
        _store(self._now, replace(state, changes=None))

    def _running_elsewhere(self) -> JobState | None:
        """Return how the ingest of another replica stands; None where none runs: one that was killed holds the lock no longer."""
        if not self._now.is_file():
            return None
        try:
            with FileLock(self._turn.lock_file, timeout=0):
                return None
        except Timeout:
            return replace(_stored(self._now), running=True)
        except OSError:
            return None

    def _ingest(self) -> JobState:
        """Run one ingest to its end.

        A worker that is left alone, since the server was killed, finds nobody who listens at its next step and ends too.
        """
        outcome = JobState(fault="")
        with subprocess.Popen(  # noqa: S603 - our own module
            COMMAND, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, encoding="utf-8"
        ) as worker:
            errors: list[str] = []
            listener = threading.Thread(target=lambda: errors.extend(worker.stderr or ()), daemon=True)
            listener.start()
            with suppress(BrokenPipeError):  # it ended before it read anything; what it said about that is logged
                if worker.stdin:
                    worker.stdin.write(settings_for_worker(self._settings))
                    worker.stdin.close()
            for line in worker.stdout or ():
                said = read_line(line)
                if "report" in said:
                    outcome = JobState(changes=_changes(said["report"]))
                elif "fault" in said:
                    outcome = JobState(fault=str(said["fault"]), busy=bool(said.get("busy")))
                elif "step" in said:
                    with self._lock:
                        begun = said["step"] != self._state.step
                        self._state = now = replace(self._state, step=said["step"], done=said["done"], of=said["of"])
                    if begun or time.monotonic() - self._noted > EVERY:
                        self._note(now)
            worker.wait()
            listener.join()
        if outcome.fault == "":
            log.error("The ingest ended with status %s: %s", worker.returncode, "".join(errors[-ERROR_LINES:]).strip())
        return outcome


def _changes(report: dict[str, Any]) -> Changes:
    listed = {name: tuple(report[name]) for name in ("added", "updated", "removed")}
    return Changes(changed=bool(report["changed"]), skipped=tuple((source, reason) for source, reason in report["skipped"]), **listed)


def _store(path: Path, state: JobState) -> None:
    draft = path.with_name(f".{path.name}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        draft.write_text(json.dumps(asdict(state), ensure_ascii=False), encoding="utf-8")
        draft.replace(path)
    except OSError as error:
        log.warning("%s can't be written: %s", path, error.strerror)


def _stored(path: Path) -> JobState:
    """Return the outcome of the last ingest; that of none where there is none that can be read."""
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        changes = _changes(data.pop("changes")) if data["changes"] else None
        return JobState(**{**data, "changes": changes, "running": False})
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        return JobState()
