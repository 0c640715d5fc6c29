"""A run of the evaluation in the background: ``townhall eval`` in a process of its own, one at a time, while everyone goes on asking.

A process of its own, so that it can be given way to others and be stopped at any moment. It keeps a journal: a run of the same sets that was
stopped goes on where it was.
"""

from __future__ import annotations

import atexit
import json
import logging
import os
import re
import subprocess
import sys
import threading
from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path

from filelock import FileLock, Timeout
from pydantic import SecretStr

from townhall.evaluation.systems.system import AssistantSystem
from townhall.interfaces.web.quality.sets import SetFile
from townhall.settings import Settings

log = logging.getLogger(__name__)

NICENESS = 10
"""How far the run stands back behind those who ask, from 0 to 19."""
LAST_LINES = 20
"""Lines of what the run says that are kept, to tell why it failed."""
LOCK = Path("reports") / ".run.lock"
"""Under the folder of the evaluation: held while a run goes on, so that another server on the same folder begins none."""
SECONDS = 5
"""What a run that is stopped gets to end by itself."""
_EVALUATING = re.compile(r"Evaluating (?P<set>.+): (?P<system>.+)")

NOT_NEEDED = frozenset({"admin_password", "visitor_password", "metrics_key", "api_keys", "api_hosts", "api_origins", "database"})
"""Settings that a run has no use for."""


class State(StrEnum):
    """How a run stands."""

    RUNNING = "running"
    DONE = "done"
    """There is a report."""
    FAILED = "failed"
    STOPPED = "stopped"
    """By an administrator."""


@dataclass(frozen=True, slots=True)
class Run:
    """A run of the evaluation."""

    state: State
    sets: tuple[str, ...]
    began: datetime
    """In UTC."""
    dataset: str | None = None
    """The set that is being asked; None before the first."""
    compared: bool = False
    """Whether one of the other methods is being asked."""
    done: int = 0
    of: int = 0
    """Questions, of this set and this method."""
    fault: str = ""
    """Why it failed, in English."""


class Runs:
    """At most one run at a time; the last one is remembered until the next."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._lock = threading.Lock()
        self._file_lock = FileLock(settings.evals / LOCK, thread_local=False)
        self._run: Run | None = None
        self._process: subprocess.Popen[str] | None = None
        atexit.register(self.close)

    def current(self) -> Run | None:
        """Return the run that goes on, or the last one; None where there was none."""
        with self._lock:
            return self._run

    def begin(self, sets: Sequence[SetFile]) -> bool:
        """Begin a run of ``sets``; return whether that was possible: it isn't while another goes on.

        Raises:
            OSError: the folder can't be written, or no process be begun.
        """
        with self._lock:
            if self._process is not None:
                return False
            (self._settings.evals / LOCK).parent.mkdir(parents=True, exist_ok=True)
            try:
                self._file_lock.acquire(timeout=0)
            except Timeout:
                return False
            try:
                self._process = self._start(sets)
            except OSError:
                self._file_lock.release()
                raise
            self._run = Run(State.RUNNING, tuple(each.name for each in sets), datetime.now(UTC))
            threading.Thread(target=self._follow, args=(self._process,), name="evaluation", daemon=True).start()
        return True

    def stop(self) -> bool:
        """Stop the run; return whether there was one."""
        with self._lock:
            process = self._process
            if process is None or self._run is None:
                return False
            self._run = replace(self._run, state=State.STOPPED)
        process.terminate()
        return True

    def close(self) -> None:
        """End with the server."""
        if self.stop() and (process := self._process):
            try:
                process.wait(SECONDS)
            except subprocess.TimeoutExpired:
                process.kill()

    def _start(self, sets: Sequence[SetFile]) -> subprocess.Popen[str]:
        command = [sys.executable, "-m", "townhall", "eval", "--progress-lines"]
        for each in sets:
            command += ["--dataset", str(each.path)]
        process = subprocess.Popen(  # noqa: S603 - our own program, on files that our own folders list
            command, env=environment(self._settings), stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
        )
        try:
            os.setpriority(os.PRIO_PROCESS, process.pid, NICENESS)
        except OSError:  # it may have ended already, or the system has no such thing
            log.debug("The evaluation runs at the usual priority.")
        return process

    def _follow(self, process: subprocess.Popen[str]) -> None:
        """Take note of what the process tells until it ends."""
        said: deque[str] = deque(maxlen=LAST_LINES)
        for line in process.stderr or ():
            if not self._note(line):
                said.append(line.strip())
        status = process.wait()
        with self._lock:
            if self._run and self._run.state is State.RUNNING:
                done = self._has_report(since=self._run.began)
                fault = next((line for line in reversed(said) if line), f"It ended with status {status}.")
                self._run = replace(self._run, state=State.DONE) if done else replace(self._run, state=State.FAILED, fault=fault)
            self._process = None
            self._file_lock.release()

    def _note(self, line: str) -> bool:
        """Take note of a line if it tells of progress; return whether it does."""
        try:
            told = json.loads(line)
            what, done, of = str(told["what"]), int(told["done"]), int(told["of"])
        except (ValueError, KeyError, TypeError):
            return False
        with self._lock:
            if self._run and self._run.state is State.RUNNING:
                asked = _EVALUATING.fullmatch(what)
                dataset, compared = (asked["set"], asked["system"] != AssistantSystem.name) if asked else (None, False)
                self._run = replace(self._run, dataset=dataset, compared=compared, done=done, of=of)
        return True

    def _has_report(self, *, since: datetime) -> bool:
        """Whether the run left a report. Its status doesn't tell: it is the same where a gate isn't passed and where something failed."""
        try:
            return (self._settings.evals / "reports" / "latest.json").stat().st_mtime >= since.timestamp()
        except OSError:
            return False


def environment(settings: Settings) -> Mapping[str, str]:
    """Return the environment in which a process has the same settings; secrets that it doesn't need are left out, and what is the API's alone."""
    kept = {name: value for name, value in os.environ.items() if name.upper() not in {f"TOWNHALL_{setting.upper()}" for setting in NOT_NEEDED}}
    named = settings.model_dump(mode="json", include=settings.model_fields_set - NOT_NEEDED, exclude_none=True)
    secret = {name for name in named if isinstance(getattr(settings, name), SecretStr)}
    told = {f"TOWNHALL_{name.upper()}": value if isinstance(value, str) else json.dumps(value) for name, value in named.items() if name not in secret}
    return {**kept, **told}
