"""The ingest that the page starts: one at a time, in a process of its own, seen alike by everybody who looks."""

from __future__ import annotations

import json
import logging
import subprocess
import sys
import threading
from contextlib import suppress
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from townhall.interfaces.ingest_worker import settings_for_worker
from townhall.settings import Settings

log = logging.getLogger(__name__)

COMMAND = (sys.executable, "-P", "-m", "townhall.interfaces.ingest_worker")
ERROR_LINES = 20
"""Of a worker that failed, in the server's log."""


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
        path: the file in which the last one's outcome is kept, so that it is still told after a restart.
    """

    def __init__(self, settings: Settings, path: Path) -> None:
        self._settings = settings
        self._path = path
        self._lock = threading.Lock()
        self._again = False
        self._state = _stored(path)

    @property
    def state(self) -> JobState:
        """How it stands now."""
        with self._lock:
            return self._state

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
            try:
                outcome = self._ingest()
            except Exception:  # whatever it was, the next ingest must be possible
                log.exception("The ingest could not be run.")
                outcome = JobState(fault="")
            outcome = replace(outcome, ended=datetime.now(UTC).isoformat(timespec="seconds"))
            _store(self._path, outcome)
            with self._lock:
                if not self._again:
                    self._state = outcome
                    return
                self._again = False
                self._state = replace(outcome, running=True)

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
                said = _object(line)
                if "report" in said:
                    outcome = JobState(changes=_changes(said["report"]))
                elif "fault" in said:
                    outcome = JobState(fault=str(said["fault"]), busy=bool(said.get("busy")))
                elif "step" in said:
                    with self._lock:
                        self._state = replace(self._state, step=said["step"], done=said["done"], of=said["of"])
            worker.wait()
            listener.join()
        if outcome.fault == "":
            log.error("The ingest ended with status %s: %s", worker.returncode, "".join(errors[-ERROR_LINES:]).strip())
        return outcome


def _object(line: str) -> dict[str, Any]:
    """Return the object of a line; libraries may print others."""
    with suppress(ValueError):
        if isinstance(said := json.loads(line), dict):
            return said
    return {}


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
