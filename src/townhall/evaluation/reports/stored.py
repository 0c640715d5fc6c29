"""A report read back from its JSON file, to be shown: the figures, and the wrong answers of the sets that aren't frozen."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

from townhall.errors import DatasetError
from townhall.evaluation.metrics.figures import Estimate, Figures
from townhall.evaluation.recorded import Recorded, recorded_of
from townhall.evaluation.reports.as_json import VERSION


@dataclass(frozen=True, slots=True)
class Quote:
    """What an answer cited, or should have cited."""

    source: str
    quote: str
    start: int | None = None
    """Offsets in the document; None for what was expected, which is known by its text."""
    end: int | None = None
    role: str = "support"


@dataclass(frozen=True, slots=True)
class Expected:
    """What the answer was held to."""

    status: tuple[str, ...]
    facts: tuple[Mapping[str, Any], ...] = ()
    """As in a row of the set."""
    forbidden: tuple[Mapping[str, Any], ...] = ()
    spans: tuple[Quote, ...] = ()


@dataclass(frozen=True, slots=True)
class WrongScore:
    """What was wrong with an answer."""

    right: bool
    stage: str | None
    """Where it went wrong first; None where it is right and a quote isn't the document's text."""
    faults: tuple[str, ...]
    """In English words."""
    verbatim: bool | None = None


@dataclass(frozen=True, slots=True)
class StoredAnswer:
    """A question and its answer."""

    id: str
    category: str
    language: str
    turns: tuple[str, ...]
    expected: Expected
    standalone: str
    status: str
    answer: str
    reason: str | None
    citations: tuple[Quote, ...]
    score: WrongScore


@dataclass(frozen=True, slots=True)
class StoredSet:
    """What a report tells of one evaluation set."""

    name: str
    sha256: str
    frozen: bool
    questions: int
    overall: Figures
    categories: Mapping[str, Figures]
    languages: Mapping[str, Figures]
    baselines: Mapping[str, Figures]
    stages: Mapping[str, int]
    """How many answers went wrong at each."""
    recorded: Recorded
    """Every metric's value for every question."""
    wrong: tuple[StoredAnswer, ...] | None
    """Answers that are wrong or whose quotes aren't the documents' text; None for a frozen set, of which no question is ever shown."""


@dataclass(frozen=True, slots=True)
class StoredReport:
    """A report."""

    townhall: str
    settings: str
    judge: str | None
    index: tuple[str, ...]
    passed: bool
    gate_failures: tuple[str, ...]
    ungated: tuple[str, ...]
    """The sets that no gate is set for."""
    sets: tuple[StoredSet, ...]


def read_report(path: Path) -> StoredReport:
    """Return the report in a file.

    Raises:
        DatasetError: the file can't be read, or is no report of this version.
    """
    try:
        data = json.loads(path.read_bytes())
        _check(data)
        return StoredReport(
            townhall=str(data["townhall"]),
            settings=str(data["settings"]),
            judge=None if data["judge"] is None else str(data["judge"]),
            index=tuple(str(each) for each in data["index"]),
            passed=bool(data["passed"]),
            gate_failures=tuple(str(line) for line in data["gate_failures"]),
            ungated=tuple(str(part["name"]) for part in data["datasets"] if part["name"] not in data["gated"]),
            sets=tuple(_set_of(part) for part in data["datasets"]),
        )
    except OSError as error:
        raise DatasetError(f"The report {path} can't be opened: {error.strerror}.", remedy="Run `townhall eval`.") from error
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise DatasetError(f"{path} is no report that can be shown: {error}.", remedy="Run `townhall eval` again.") from error


def _check(data: Mapping[str, Any]) -> None:
    """Refuse what is no report of this version.

    Raises:
        ValueError, KeyError, TypeError: it isn't.
    """
    if data["version"] != VERSION:
        raise ValueError(f"it is of version {data['version']}, this program reads {VERSION}")
    if not data["datasets"]:
        raise ValueError("it holds no evaluation set")


def _set_of(data: Mapping[str, Any]) -> StoredSet:
    frozen = bool(data["frozen"])
    return StoredSet(
        name=str(data["name"]),
        sha256=str(data["sha256"]),
        frozen=frozen,
        questions=int(data["questions"]),
        overall=_FIGURES.validate_python(data["overall"]),
        categories=_PARTS.validate_python(data["categories"]),
        languages=_PARTS.validate_python(data["languages"]),
        baselines=_PARTS.validate_python(data["baselines"]),
        stages={str(stage): int(count) for stage, count in data["stages"].items()},
        recorded=recorded_of(data),
        wrong=None if frozen or data["results"] is None else tuple(_ANSWER.validate_python(each) for each in data["results"] if _is_wrong(each)),
    )


def _is_wrong(result: Mapping[str, Any]) -> bool:
    return not result["score"]["right"] or result["score"]["verbatim"] is False


_FIGURES: TypeAdapter[Mapping[str, Estimate | None]] = TypeAdapter(dict[str, Estimate | None])
_PARTS: TypeAdapter[Mapping[str, Mapping[str, Estimate | None]]] = TypeAdapter(dict[str, dict[str, Estimate | None]])
_ANSWER = TypeAdapter(StoredAnswer)
