"""The report for people, as rich renderables; printing them is up to the interface."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from rich.console import Group, RenderableType
from rich.markup import escape
from rich.table import Table
from rich.text import Text

from townhall.evaluation.metrics import METRICS, Estimate, Figures
from townhall.evaluation.report import DatasetReport, EvaluationReport, Result, failures
from townhall.evaluation.scoring import printed

NOT_MEASURED = "–"

COLUMNS = ("right", "verbatim", "right_place", "refused_when_due", "refused_wrongly", "agreement", "hit@1", "hit@10", "mrr@10")
"""Metrics that the table shows; the JSON report has them all."""

LANGUAGE_COLUMNS = ("right", "right_place", "refused_when_due", "refused_wrongly")

_TITLES = {metric.name: metric.title for metric in METRICS}


def render_table(report: EvaluationReport) -> RenderableType:
    """Return the figures of every evaluation set by category, and by language where there are several, and the verdict."""
    parts: list[RenderableType] = []
    for dataset in report.datasets:
        parts.append(_by_category(dataset))
        if len(dataset.languages) > 1:
            parts.append(_table(f"{dataset.name} by language", "language", dataset.languages, LANGUAGE_COLUMNS))
    parts.append(_verdict(report))
    return Group(*parts)


def _by_category(dataset: DatasetReport) -> Table:
    title = f"{dataset.name}: {len(dataset.results)} questions, median {dataset.median_ms:.1f} ms an answer"
    table = _table(title, "category", dataset.categories, COLUMNS)
    table.add_section()
    table.add_row(*_row("all", dataset.overall, COLUMNS), style="bold")
    table.add_section()
    for name, figures in dataset.baselines.items():
        table.add_row(*_row(name, figures, COLUMNS), style="dim")
    table.caption = "Shares in %, with 95 % intervals for right. – is not measured. The last rows look at nothing: compare with them."
    return table


def _table(title: str, first: str, rows: Mapping[str, Figures], columns: tuple[str, ...]) -> Table:
    table = Table(title=title, caption_justify="left", title_justify="left")
    table.add_column(first, no_wrap=True)
    table.add_column("n", justify="right")
    for name in columns:
        table.add_column(_TITLES[name], justify="right")
    for name, figures in rows.items():
        table.add_row(*_row(name, figures, columns))
    return table


def _row(name: str, figures: Figures, columns: tuple[str, ...]) -> Iterator[str]:
    counts = [found.n for metric in ("right", "status_right") if (found := figures[metric])]
    yield escape(name)
    yield str(counts[0]) if counts else NOT_MEASURED
    for metric in columns:
        yield _cell(metric, figures[metric])


def _cell(metric: str, found: Estimate | None) -> str:
    if found is None:
        return NOT_MEASURED
    if metric == "mrr@10":
        return f"{found.value:.3f}"
    if metric == "right":
        return f"{_percent(found.value)} ({_percent(found.low)}–{_percent(found.high)})"
    return _percent(found.value)


def _percent(value: float) -> str:
    return f"{100 * value:.1f}".removesuffix(".0")


def _verdict(report: EvaluationReport) -> Text:
    if report.passed:
        return Text("Every gate is passed.", style="green")
    return Text("\n".join(["Not passed:", *(f"  {line}" for line in report.gate_failures)]), style="red")


def render_failures(report: EvaluationReport) -> RenderableType:
    """Return every wrong answer with what was expected and what went wrong; frozen sets are left out."""
    found = failures(report)
    if not found:
        return Text("No wrong answer.")
    return Group(*(part for name, result in found for part in _failure(name, result)))


def _failure(dataset: str, result: Result) -> Iterator[Text]:
    question, answer, score = result.question, result.answer, result.score
    yield Text(f"{dataset} {question.id}  {question.category}  {score.stage or 'right, but not verbatim'}", style="bold")
    for turn in question.turns:
        yield Text(f"  asked     {turn}")
    if result.standalone not in {"", question.turns[-1]}:
        yield Text(f"  read as   {result.standalone}")
    said = (printed(answer) or answer.reason or "").replace("\n", "\n            ")
    yield Text(f"  answered  {answer.status}: {said}")
    expected = "; ".join(fact.shown for fact in question.facts)
    yield Text(f"  expected  {' or '.join(question.status)}" + (f": {expected}" if expected else ""))
    for fault in score.faults:
        yield Text(f"  wrong     {fault}", style="red")
    yield Text("")
