"""The report for programs: JSON, the same bytes for the same answers."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

from townhall.evaluation.data.facts import DateFact, ExpectedFact, NumberFact, TextFact
from townhall.evaluation.metrics.figures import Figures
from townhall.evaluation.metrics.scoring import printed
from townhall.evaluation.recorded import columns_json
from townhall.evaluation.reports.report import DatasetReport, EvaluationReport
from townhall.evaluation.result import Result
from townhall.evaluation.second_opinion import opinion_json
from townhall.model import Hit

VERSION = 2
"""Of the report's format."""

_DIGITS = 6
"""Digits after the point, so that the last bits of a sum don't make two reports differ."""


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
        **({"language_model": report.language_model} if report.language_model else {}),
        "index": list(report.index),
        "passed": report.passed,
        "gate_failures": list(report.gate_failures),
        "gated": list(report.gated),
        "datasets": [_dataset_json(dataset) for dataset in report.datasets],
        "timings_ms": {dataset.name: asdict(dataset.latency) for dataset in report.datasets},
    }


def _dataset_json(dataset: DatasetReport) -> dict[str, Any]:
    return {
        "name": dataset.name,
        "sha256": dataset.sha256,
        "frozen": dataset.frozen,
        "questions": len(dataset.results),
        "overall": _figures_json(dataset.overall),
        "categories": {name: _figures_json(figures) for name, figures in dataset.categories.items()},
        "languages": {name: _figures_json(figures) for name, figures in dataset.languages.items()},
        "baselines": {name: _figures_json(figures) for name, figures in dataset.baselines.items()},
        "stages": dataset.stages,
        "columns": columns_json(dataset.recorded),
        "second_opinion": opinion_json(dataset.second_opinion, None if dataset.frozen else [result.question.id for result in dataset.results]),
        "results": None if dataset.frozen else [_result_json(result) for result in dataset.results],
    }


def _figures_json(figures: Figures) -> dict[str, Any]:
    return {
        name: None if found is None else {key: round(value, _DIGITS) if isinstance(value, float) else value for key, value in asdict(found).items()}
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
            "answers": None if question.answers is None else list(question.answers),
            "relevant": [{"source": judged.source, "grade": judged.grade} for judged in question.relevant],
        },
        "standalone": result.response.standalone,
        "status": answer.status,
        "answer": printed(answer),
        "reason": answer.reason,
        "citations": [
            {"n": citation.n, "role": citation.role, "source": citation.source, "start": citation.start, "end": citation.end, "quote": citation.quote}
            for citation in answer.citations
        ],
        "hits": [_hit_json(hit) for hit in result.response.hits],
        "ranks": list(result.ranking.ranks),
        "documents": list(result.ranking.documents),
        "retrieval": None if result.retrieval is None else {name: round(value, _DIGITS) for name, value in sorted(result.retrieval.items())},
        "score": asdict(score),
    }


def _hit_json(hit: Hit) -> dict[str, Any]:
    passage = hit.passage
    return {
        "rank": hit.rank,
        "source": passage.source,
        "start": passage.start,
        "end": passage.end,
        "heading": list(passage.heading_path),
        "text": passage.text,
    }


def _fact_json(fact: ExpectedFact) -> dict[str, Any]:
    match fact:
        case TextFact(alternatives):
            return {"text": list(alternatives)}
        case NumberFact(value, units):
            return {"number": int(value) if value == int(value) else float(value), **({"unit": list(units)} if units else {})}
        case DateFact(value):
            return {"date": value.isoformat()}
