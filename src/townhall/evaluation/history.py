"""The history of runs: a line of JSON for each evaluation set of each run, so that figures can be followed though reports replace each other."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from townhall.evaluation.journal import code_hash
from townhall.evaluation.metrics.figures import METRIC_NAMES, Estimate
from townhall.evaluation.reports.report import EvaluationReport

HISTORY = Path("reports") / "history.jsonl"
"""Where the history lies, under the folder of the evaluation."""
DIGITS = 6
"""Digits after the point that are kept, as in reports."""


@dataclass(frozen=True, slots=True)
class Measured:
    """What one run found on one evaluation set."""

    time: datetime
    """When the run ended, with its zone."""
    dataset: str
    """The set's name."""
    sha256: str
    """Of the set's file: figures of different versions are of different questions."""
    frozen: bool
    questions: int
    townhall: str
    settings: str
    """Hash of the settings that can change an answer."""
    index: tuple[str, ...]
    """Generations that answered."""
    code: str | None
    """Hash of the program's own files; None where that isn't known."""
    judge: str | None
    passed: bool
    """Whether the run, with all its sets, passed every gate."""
    figures: Mapping[str, Estimate | None]
    """By metric; None where it wasn't measured."""


def measured_of(report: EvaluationReport, *, time: datetime) -> tuple[Measured, ...]:
    """Return what the history keeps of a run that ended at ``time``: one entry for each of its sets."""
    return tuple(
        Measured(
            time=time,
            dataset=each.name,
            sha256=each.sha256,
            frozen=each.frozen,
            questions=len(each.results),
            townhall=report.townhall,
            settings=report.settings,
            index=report.index,
            code=code_hash(),
            judge=report.judge,
            passed=report.passed,
            figures={name: each.overall.get(name) for name in METRIC_NAMES},
        )
        for each in report.datasets
    )


def add_to_history(report: EvaluationReport, path: Path, *, time: datetime | None = None) -> None:
    """Add a run to the history; ``time`` is when it ended, now where it isn't given."""
    path.parent.mkdir(parents=True, exist_ok=True)
    lines = [json.dumps(_as_json(each), ensure_ascii=False) + "\n" for each in measured_of(report, time=time or datetime.now(UTC))]
    with path.open("a", encoding="utf-8") as file:  # one write, so that two runs that end at once don't mix their lines
        file.write("".join(lines))


def read_history(path: Path) -> tuple[Measured, ...]:
    """Return the history, the oldest run first; lines that can't be read are left out, and there is none where there is no file."""
    try:
        lines = path.read_text(encoding="utf-8", errors="replace").split("\n")
    except OSError:
        return ()
    return tuple(sorted(_readable(lines), key=lambda each: each.time))


def _readable(lines: list[str]) -> Iterator[Measured]:
    for line in lines:
        if line.strip():
            try:
                found = _MEASURED.validate_json(line)
            except ValidationError:
                continue
            if found.time.tzinfo is not None:
                yield found


def _as_json(measured: Measured) -> dict[str, Any]:
    figures = {
        name: None if found is None else {key: round(value, DIGITS) if isinstance(value, float) else value for key, value in asdict(found).items()}
        for name, found in measured.figures.items()
    }
    return {**asdict(measured), "time": measured.time.isoformat(timespec="seconds"), "index": list(measured.index), "figures": figures}


_MEASURED = TypeAdapter(Measured)
