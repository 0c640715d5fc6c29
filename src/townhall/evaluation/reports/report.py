"""What an evaluation found: as JSON for programs."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from townhall.evaluation.data.facts import DateFact, ExpectedFact, NumberFact, TextFact
from townhall.evaluation.metrics.figures import Figures
from townhall.evaluation.metrics.scoring import printed
from townhall.evaluation.result import Result

VERSION = 1
"""Of the report's format."""


@dataclass(frozen=True, slots=True)
class DatasetReport:
    """The figures of one evaluation set."""

    name: str
    sha256: str
    frozen: bool
    overall: Figures
    categories: Mapping[str, Figures]
    languages: Mapping[str, Figures]
    baselines: Mapping[str, Figures]
    results: tuple[Result, ...]

    @property
    def median_ms(self) -> float:
        """Median wall time of an answer, in milliseconds."""
        return _quantile([result.response.milliseconds for result in self.results], 0.5)


@dataclass(frozen=True, slots=True)
class EvaluationReport:
    """Everything that one run found."""

    townhall: str
    """The program's version."""
    settings: str
    """The hash of the settings that can change an answer."""
    judge: str | None
    """SHA-256 of the judge's weights; None where none was used."""
    index: tuple[str, ...]
    """The generations that answered: one, unless the index changed under the run."""
    datasets: tuple[DatasetReport, ...]
    gate_failures: tuple[str, ...]
    """One line for each gate that is not passed."""

    @property
    def passed(self) -> bool:
        """Whether every gate is passed."""
        return not self.gate_failures


def failures(report: EvaluationReport) -> tuple[tuple[str, Result], ...]:
    """Return the wrong answers, each with its dataset's name; frozen sets are looked at as scores only, so theirs are left out."""
    return tuple(
        (dataset.name, result)
        for dataset in report.datasets
        if not dataset.frozen
        for result in dataset.results
        if not result.score.right or result.score.verbatim is False
    )


def write_json(report: EvaluationReport, path: Path) -> None:
    """Write the report, folders included; equal runs give equal bytes but for ``timings_ms``."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(as_json(report), ensure_ascii=False, indent=1, allow_nan=False) + "\n", encoding="utf-8")


def as_json(report: EvaluationReport) -> dict[str, Any]:
    """Return the report as JSON values; a figure that wasn't measured is null."""
    return {
        "version": VERSION,
        "townhall": report.townhall,
        "settings": report.settings,
        "judge": report.judge,
        "index": list(report.index),
        "passed": report.passed,
        "gate_failures": list(report.gate_failures),
        "datasets": [_dataset_json(dataset) for dataset in report.datasets],
        "timings_ms": {dataset.name: _timings(dataset) for dataset in report.datasets},
    }


def _dataset_json(dataset: DatasetReport) -> dict[str, Any]:
    stages = [result.score.stage for result in dataset.results if result.score.stage]
    return {
        "name": dataset.name,
        "sha256": dataset.sha256,
        "frozen": dataset.frozen,
        "questions": len(dataset.results),
        "overall": _figures_json(dataset.overall),
        "categories": {name: _figures_json(figures) for name, figures in dataset.categories.items()},
        "languages": {name: _figures_json(figures) for name, figures in dataset.languages.items()},
        "baselines": {name: _figures_json(figures) for name, figures in dataset.baselines.items()},
        "stages": {stage: stages.count(stage) for stage in sorted(set(stages))},
        "results": None if dataset.frozen else [_result_json(result) for result in dataset.results],
    }


def _figures_json(figures: Figures) -> dict[str, Any]:
    return {
        name: None if found is None else {key: round(value, 6) if isinstance(value, float) else value for key, value in asdict(found).items()}
        for name, found in figures.items()
    }


def _result_json(result: Result) -> dict[str, Any]:
    question, answer, score = result.question, result.response.answer, result.score
    return {
        "id": question.id,
        "category": question.category,
        "language": question.language,
        "group": question.group,
        "turns": list(question.turns),
        "today": question.today.isoformat(),
        "expected": {
            "status": list(question.status),
            "facts": [_fact_json(fact) for fact in question.facts],
            "forbidden": [_fact_json(fact) for fact in question.forbidden],
            "spans": [{"source": span.source, "quote": span.quote} for span in question.spans],
        },
        "standalone": result.response.standalone,
        "status": answer.status,
        "answer": printed(answer),
        "citations": [
            {"n": citation.n, "role": citation.role, "source": citation.source, "start": citation.start, "end": citation.end, "quote": citation.quote}
            for citation in answer.citations
        ],
        "ranks": list(result.ranking.ranks),
        "retrieval": None if result.retrieval is None else {name: round(value, 6) for name, value in sorted(result.retrieval.items())},
        "score": asdict(score),
    }


def _fact_json(fact: ExpectedFact) -> dict[str, Any]:
    match fact:
        case TextFact(alternatives):
            return {"text": list(alternatives)}
        case NumberFact(value):
            return {"number": int(value) if value == int(value) else float(value)}
        case DateFact(value):
            return {"date": value.isoformat()}


def _timings(dataset: DatasetReport) -> dict[str, float]:
    times = [result.response.milliseconds for result in dataset.results]
    return {"median": _quantile(times, 0.5), "p95": _quantile(times, 0.95), "longest": _quantile(times, 1.0)}


def _quantile(values: list[float], share: float) -> float:
    import numpy as np

    return round(float(np.quantile(values, share)), 2)
