"""The report for people, as rich renderables; printing them is up to the interface."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from rich.box import SIMPLE_HEAD
from rich.console import Console, ConsoleOptions, Group, RenderableType, RenderResult
from rich.markup import escape
from rich.table import Table
from rich.text import Text

from townhall.evaluation.metrics.figures import METRICS, Estimate, Figures
from townhall.evaluation.metrics.scoring import printed
from townhall.evaluation.reports.report import DatasetReport, EvaluationReport, failures, passed
from townhall.evaluation.result import Result
from townhall.evaluation.second_opinion import SecondOpinion, told

NOT_MEASURED = "–"

COLUMNS = ("right", "verbatim", "right_place", "refused_when_due", "refused_wrongly", "agreement", "hit@1", "hit@10", "mrr@10")
"""Metrics that the table shows; the JSON report has them all."""

LANGUAGE_COLUMNS = ("right", "right_place", "refused_when_due", "refused_wrongly")

LEGEND = (
    "Shares in %; – is not measured. right: the whole answer is. quote: every quote is the document's text. place: the right places are cited. "
    "due: refused where a refusal is due. wrong: refused where there is an answer (lower is better). agree: questions of one meaning fare alike. "
    "hit1, hit10: the right passage is the first, among the first ten. MRR: mean of 1 / its rank. "
    "always refuse, never refuse: baselines that look at nothing."
)
INTERVALS = " In brackets: the 95 % interval of right."

NARROW = 80
"""Characters that the table needs; in a narrower terminal its lines wrap, nothing is cut off."""
WIDE = 120
"""Characters from which intervals are shown."""

_TITLES = {metric.name: metric.title for metric in METRICS}


def render_table(report: EvaluationReport) -> RenderableType:
    """Return the figures of every evaluation set by category, and by language where there are several, and the verdict.

    It needs a console of ``NARROW`` characters; from ``WIDE`` on it shows intervals.
    """
    return _Report(report)


@dataclass(frozen=True, slots=True)
class _Report:
    """The tables, made when their width is known."""

    report: EvaluationReport

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        intervals = options.max_width >= WIDE
        for dataset in self.report.datasets:
            yield _by_category(dataset, intervals=intervals)
            yield Text("")
            if len(dataset.languages) > 1:
                yield _table(f"{dataset.name} by language", "language", dataset.languages, LANGUAGE_COLUMNS, intervals=intervals)
                yield Text("")
            if dataset.second_opinion:
                yield from _second_opinion(dataset.second_opinion)
                yield Text("")
        yield Text(LEGEND + (INTERVALS if intervals else ""), style="dim")
        yield Text("")
        yield _verdict(self.report)


def _by_category(dataset: DatasetReport, *, intervals: bool) -> Table:
    title = f"{dataset.name}: {len(dataset.results)} questions, median {dataset.latency.median:.1f} ms an answer"
    table = _table(title, "category", dataset.categories, COLUMNS, intervals=intervals)
    table.add_section()
    table.add_row(*_row("all", dataset.overall, COLUMNS, intervals=intervals), style="bold")
    table.add_section()
    for name, figures in dataset.baselines.items():
        table.add_row(*_row(name, figures, COLUMNS, intervals=intervals), style="dim")
    return table


def _table(title: str, first: str, rows: Mapping[str, Figures], columns: tuple[str, ...], *, intervals: bool) -> Table:
    table = Table(title=title, title_justify="left", title_style="bold", box=SIMPLE_HEAD, padding=(0, 1, 0, 0), pad_edge=False, show_edge=False)
    table.add_column(first, no_wrap=True)
    table.add_column("n", justify="right", no_wrap=True)
    for name in columns:
        table.add_column(_TITLES[name], justify="right", no_wrap=True)
    for name, figures in rows.items():
        table.add_row(*_row(name, figures, columns, intervals=intervals))
    return table


def _row(name: str, figures: Figures, columns: tuple[str, ...], *, intervals: bool) -> Iterator[str]:
    counts = [found.n for metric in ("right", "status_right") if (found := figures[metric])]
    yield escape(name)
    yield str(counts[0]) if counts else NOT_MEASURED
    for metric in columns:
        yield _cell(metric, figures[metric], intervals=intervals)


def _cell(metric: str, found: Estimate | None, *, intervals: bool) -> str:
    if found is None:
        return NOT_MEASURED
    if metric == "mrr@10":
        return f"{found.value:.3f}"
    if metric == "right" and intervals:
        return f"{_percent(found.value)} ({_percent(found.low)}–{_percent(found.high)})"
    return _percent(found.value)


def _second_opinion(found: SecondOpinion) -> Iterator[Text]:
    """Yield what the language model said, and how far it agrees with what was measured."""
    yield Text(f"Second opinion of {found.model}, which decides nothing", style="bold")
    yield from (Text(f"  {line}") for line in told(found))


def _percent(value: float) -> str:
    return f"{100 * value:.1f}".removesuffix(".0")


def _verdict(report: EvaluationReport) -> Text:
    if report.passed:
        return Text(passed(report), style="green" if report.gated else "yellow")
    return Text("\n".join(["Not passed:", *(f"  {line}" for line in report.gate_failures)]), style="red")


def render_failures(report: EvaluationReport) -> RenderableType:
    """Return every wrong answer with what was expected and what went wrong; frozen sets are left out."""
    found = failures(report)
    if not found:
        return Text("No wrong answer.")
    return Group(*(part for name, result in found for part in _failure(name, result)))


def _failure(dataset: str, result: Result) -> Iterator[Text]:
    question, answer, score = result.question, result.response.answer, result.score
    yield Text(f"{dataset} {question.id}  {question.category}  {score.stage or 'right, but not verbatim'}", style="bold")
    for turn in question.turns:
        yield Text(f"  asked     {turn}")
    if result.response.standalone not in {"", question.turns[-1]}:
        yield Text(f"  read as   {result.response.standalone}")
    said = (printed(answer) or answer.reason or "").replace("\n", "\n            ")
    yield Text(f"  answered  {answer.status}: {said}")
    expected = "; ".join(fact.shown for fact in question.facts)
    yield Text(f"  expected  {' or '.join(question.status)}" + (f": {expected}" if expected else ""))
    for fault in score.faults:
        yield Text(f"  wrong     {fault}", style="red")
    yield Text("")
