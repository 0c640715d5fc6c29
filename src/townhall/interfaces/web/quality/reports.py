"""What runs of the evaluation have left: the newest report and the history, read when they are asked for and kept until the files change."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Generic, TypeVar

from townhall.errors import DatasetError
from townhall.evaluation.baseline import BASELINE, Baseline, load_baseline
from townhall.evaluation.gates import Gate, load_gates
from townhall.evaluation.history import HISTORY, Measured, read_history
from townhall.evaluation.reports.stored import StoredReport, read_report
from townhall.evaluation.run import GATES

Value = TypeVar("Value")
Stamp = tuple[int, int] | None
"""Time and size of a file; None where there is none."""
MOST_REPORTS = 50
"""So many files are looked at, the newest first: others' JSON may lie in the folder too."""


@dataclass(frozen=True, slots=True)
class Found:
    """A report and its file."""

    path: Path
    report: StoredReport
    time: datetime
    """When it was written, in UTC."""

    @property
    def page(self) -> Path:
        """The same report as a page for people."""
        return self.path.with_suffix(".html")


class Reports:
    """The files of runs under the folder of the evaluation. One that is damaged, or something else, counts as not there."""

    def __init__(self, evals: Path) -> None:
        self._evals = evals
        self._folder = evals / HISTORY.parent
        self._found: dict[Path, _Kept[Found | None]] = {}
        self._history = _Kept[tuple[Measured, ...]]()
        self._baseline = _Kept[Baseline | None]()
        self._gates = _Kept[tuple[Gate, ...]]()
        self._lock = threading.Lock()

    def newest(self) -> Found | None:
        """Return the newest report; None where there is none that can be read."""
        return next(self._readable(), None)

    def all(self) -> tuple[Found, ...]:
        """Return every report, the newest first."""
        return tuple(self._readable())

    def history(self) -> tuple[Measured, ...]:
        """Return all runs that are known, the oldest first: those of the history, and reports that it doesn't hold."""
        with self._lock:
            path = self._evals / HISTORY
            known = self._history.read(path, lambda: read_history(path))
        seen = {_identity(each) for each in known}
        extra = [each for found in self.all() for each in _measured(found) if _identity(each) not in seen]
        return tuple(sorted([*known, *extra], key=lambda each: each.time))

    def baseline(self) -> Baseline | None:
        """Return the run that releases are held against; None where there is none that can be read."""
        path = self._evals / BASELINE
        with self._lock:
            return self._baseline.read(path, lambda: _or_none(lambda: load_baseline(path)))

    def gates(self) -> tuple[Gate, ...]:
        """Return the bars that are set for figures; none where the file can't be read."""
        path = self._evals / GATES
        with self._lock:
            return self._gates.read(path, lambda: _bars(path))

    def _readable(self) -> Iterator[Found]:
        paths = sorted(self._folder.glob("*.json"), key=lambda path: _stamp(path) or (0, 0), reverse=True)[:MOST_REPORTS]
        for path in paths:
            with self._lock:
                kept = self._found.setdefault(path, _Kept())
                found = kept.read(path, partial(_report, path))
            if found:
                yield found


class _Kept(Generic[Value]):
    """What was read from a file, until that changes."""

    def __init__(self) -> None:
        self._read: tuple[Stamp, Value] | None = None

    def read(self, path: Path, read: Callable[[], Value]) -> Value:
        """Return what was read, or read it."""
        stamp = _stamp(path)
        if self._read is None or self._read[0] != stamp:
            self._read = (stamp, read())
        return self._read[1]


def _stamp(path: Path) -> Stamp:
    try:
        stat = path.stat()
    except OSError:
        return None
    return stat.st_mtime_ns, stat.st_size


def _report(path: Path) -> Found | None:
    stamp = _stamp(path)
    report = _or_none(lambda: read_report(path))
    return Found(path, report, datetime.fromtimestamp(stamp[0] / 1e9, UTC)) if report and stamp else None


def _or_none(read: Callable[[], Value]) -> Value | None:
    try:
        return read()
    except DatasetError:
        return None


def _bars(path: Path) -> tuple[Gate, ...]:
    try:
        return load_gates(path).bars
    except DatasetError:
        return ()


def _measured(found: Found) -> tuple[Measured, ...]:
    report = found.report
    return tuple(
        Measured(
            time=found.time,
            dataset=each.name,
            sha256=each.sha256,
            frozen=each.frozen,
            questions=each.questions,
            townhall=report.townhall,
            settings=report.settings,
            index=report.index,
            code=None,
            judge=report.judge,
            passed=report.passed,
            figures=each.overall,
        )
        for each in report.sets
    )


def _identity(measured: Measured) -> tuple[object, ...]:
    """Return what tells a run from others though the report doesn't say when it ended."""
    figures = tuple(sorted((name, found.value) for name, found in measured.figures.items() if found))
    return (measured.dataset, measured.sha256, measured.settings, measured.index, figures)
