"""What the page shows, made ready for its templates: no HTML here."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from townhall.evaluation.metrics.figures import METRICS, Estimate, Figures, Metric
from townhall.evaluation.reports.page_model import Beside, PartRow, Parts, ReportView, ScoreRow, ScoreSection, SetView, WideTable
from townhall.evaluation.reports.report import DatasetReport, EvaluationReport, failures, passed
from townhall.evaluation.reports.wrong_answers import wrong_answer
from townhall.evaluation.result import Result
from townhall.evaluation.second_opinion import told

NOT_MEASURED = "–"
SECTIONS = (
    ("Answers", "right"),
    ("Quotes", "verbatim"),
    ("Refusals", "refused_when_due"),
    ("How sure it says it is", "calibration_error"),
    ("Paraphrases and gold answers", "agreement"),
    ("Search", "hit@1"),
)
"""Headings of the scores, each with the metric that comes first under it; the order is the metrics' own."""
FEW = ("right", "facts_held", "right_place", "verbatim", "refused_when_due", "refused_wrongly", "agreement", "hit@10")
"""Metrics that a table of categories or languages shows at once."""
AT_ONCE = 8
"""Columns that a table has room for."""


def report_view(report: EvaluationReport) -> ReportView:
    """Return what the page shows of a report."""
    wrong = failures(report)
    return ReportView(
        passed=report.passed,
        gated=bool(report.gated),
        verdict=_verdict(report),
        gate_failures=report.gate_failures,
        facts=(
            ("Townhall", report.townhall),
            ("Settings", report.settings),
            ("Index", ", ".join(report.index)),
            ("Judge of evidence", report.judge[:12] if report.judge else "none"),
            *([("Written by", report.language_model)] if report.language_model else []),
        ),
        sets=tuple(
            _set_view(number, dataset, [result for name, result in wrong if name == dataset.name])
            for number, dataset in enumerate(report.datasets, start=1)
        ),
    )


def _verdict(report: EvaluationReport) -> str:
    if report.passed:
        return f"{passed(report)} {_sentence(report.datasets[0])}" if len(report.datasets) == 1 else passed(report)
    count = len(report.gate_failures)
    return "This must not be released: one gate is not passed." if count == 1 else f"This must not be released: {count} gates are not passed."


def _sentence(dataset: DatasetReport) -> str:
    """Say in a sentence how many answers are right."""
    right = dataset.overall["right"]
    if right is None:
        return f"Nothing was measured on {dataset.name}."
    low, high = (f"{100 * value:.1f}" for value in (right.low, right.high))
    return f"Of {right.n} answers to {dataset.name}, {100 * right.value:.1f} % are right (95 % interval {low} to {high})."


def _set_view(number: int, dataset: DatasetReport, wrong: Sequence[Result]) -> SetView:
    most = max(dataset.stages.values(), default=1)
    return SetView(
        name=dataset.name,
        anchor=f"set-{number}",
        frozen=dataset.frozen,
        questions=len(dataset.results),
        sha256=dataset.sha256,
        sentence=_sentence(dataset),
        median=f"{dataset.latency.median:.0f}",
        baselines=tuple(dataset.baselines),
        sections=tuple(_sections(dataset)),
        not_measured=tuple(metric.name for metric in METRICS if dataset.overall.get(metric.name) is None),
        opinion=_opinion(dataset),
        parts=tuple(_parts(dataset)),
        stages=tuple((stage, count, count / most) for stage, count in sorted(dataset.stages.items(), key=lambda item: -item[1])),
        wrong=tuple(wrong_answer(result) for result in sorted(wrong, key=lambda result: str(result.score.stage or ""))),
    )


def _sections(dataset: DatasetReport) -> Iterator[ScoreSection]:
    starts = {first: title for title, first in SECTIONS}
    title, rows = SECTIONS[0][0], list[ScoreRow]()
    for metric in METRICS:
        if metric.name in starts:
            if rows:
                yield ScoreSection(title, tuple(rows))
            title, rows = starts[metric.name], []
        if found := dataset.overall.get(metric.name):
            rows.append(_row(metric, found, dataset.baselines))
    if rows:
        yield ScoreSection(title, tuple(rows))


def _row(metric: Metric, found: Estimate, baselines: Mapping[str, Figures]) -> ScoreRow:
    beside = tuple(Beside(name, figures.get(metric.name)) for name, figures in baselines.items())
    return ScoreRow(metric.name, metric.meaning, metric.better == "lower", found, beside)


def _opinion(dataset: DatasetReport) -> tuple[str, ...]:
    found = dataset.second_opinion
    return (f"Asked: {found.model}.", *told(found)) if found else ()


def _parts(dataset: DatasetReport) -> Iterator[Parts]:
    yield _parts_of("By category", "category", dataset.categories)
    if len(dataset.languages) > 1:
        yield _parts_of("By language", "language", dataset.languages)


def _parts_of(title: str, one: str, found: Mapping[str, Figures]) -> Parts:
    columns = tuple(metric for metric in FEW if any(figures.get(metric) for figures in found.values()))
    rows = tuple(PartRow(name, figures.get("right"), tuple(figures.get(metric) for metric in columns)) for name, figures in found.items())
    measured = [metric.name for metric in METRICS if any(figures.get(metric.name) for figures in found.values())]
    names = list(found)
    chunks = [names[first : first + AT_ONCE] for first in range(0, len(names), AT_ONCE)]
    tables = tuple(
        WideTable(tuple(chunk), tuple((metric, tuple(found[name].get(metric) for name in chunk)) for metric in measured)) for chunk in chunks
    )
    return Parts(title, one, columns, rows, tables)
