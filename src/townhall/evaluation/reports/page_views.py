"""What the page shows, made ready for its templates: no HTML here."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from townhall.evaluation.data.question import Question
from townhall.evaluation.metrics.figures import METRICS, Estimate, Figures, Metric
from townhall.evaluation.metrics.scoring import printed
from townhall.evaluation.reports.report import DatasetReport, EvaluationReport, failures, passed
from townhall.evaluation.result import Result
from townhall.evaluation.second_opinion import told
from townhall.model import Citation, Hit, Role

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


@dataclass(frozen=True, slots=True)
class Beside:
    """A baseline's figure."""

    name: str
    found: Estimate | None


@dataclass(frozen=True, slots=True)
class ScoreRow:
    """One figure with what it is to be compared with."""

    name: str
    meaning: str
    lower: bool
    """Whether lower is better."""
    found: Estimate
    beside: tuple[Beside, ...]


@dataclass(frozen=True, slots=True)
class ScoreSection:
    """Figures under one heading."""

    title: str
    rows: tuple[ScoreRow, ...]


@dataclass(frozen=True, slots=True)
class PartRow:
    """A category or a language."""

    name: str
    right: Estimate | None
    cells: tuple[Estimate | None, ...]


@dataclass(frozen=True, slots=True)
class WideTable:
    """Every figure of some categories or languages: a row a metric, a column each."""

    heads: tuple[str, ...]
    rows: tuple[tuple[str, tuple[Estimate | None, ...]], ...]


@dataclass(frozen=True, slots=True)
class Parts:
    """A set broken down."""

    title: str
    one: str
    """What one part is."""
    columns: tuple[str, ...]
    rows: tuple[PartRow, ...]
    tables: tuple[WideTable, ...]


@dataclass(frozen=True, slots=True)
class Piece:
    """Some text of a passage; marked where it was expected."""

    text: str
    marked: bool


@dataclass(frozen=True, slots=True)
class Passage:
    """A passage that was retrieved."""

    rank: int
    source: str
    heading: str
    pieces: tuple[Piece, ...]

    @property
    def expected(self) -> bool:
        """Whether it holds text that was expected."""
        return any(piece.marked for piece in self.pieces)


@dataclass(frozen=True, slots=True)
class ExpectedQuote:
    """A span that the answer should have cited."""

    source: str
    quote: str
    fate: str
    """Whether search found it, in words."""


@dataclass(frozen=True, slots=True)
class WrongAnswer:
    """A question that was answered wrong, with all that tells why."""

    id: str
    category: str
    language: str
    stage: str
    turns: tuple[str, ...]
    read_as: str | None
    """What the last turn was read as, where it isn't what was typed."""
    status: str
    answer: str
    quotes: tuple[Citation, ...]
    related: tuple[Citation, ...]
    expected_status: str
    expected_facts: tuple[str, ...]
    forbidden: tuple[str, ...]
    expected_quotes: tuple[ExpectedQuote, ...]
    faults: tuple[str, ...]
    passages: tuple[Passage, ...]


@dataclass(frozen=True, slots=True)
class SetView:
    """One evaluation set."""

    name: str
    anchor: str
    frozen: bool
    questions: int
    sha256: str
    sentence: str
    median: str
    baselines: tuple[str, ...]
    sections: tuple[ScoreSection, ...]
    not_measured: tuple[str, ...]
    opinion: tuple[str, ...]
    """What a language model said of the answers, a line each; empty where none was asked."""
    parts: tuple[Parts, ...]
    stages: tuple[tuple[str, int, float], ...]
    """Where answers went wrong, how many, and as a share of the most."""
    wrong: tuple[WrongAnswer, ...]


@dataclass(frozen=True, slots=True)
class ReportView:
    """The whole page."""

    passed: bool
    gated: bool
    """Whether any gate is set: else nothing is passed."""
    verdict: str
    gate_failures: tuple[str, ...]
    facts: tuple[tuple[str, str], ...]
    """What was run, by name."""
    sets: tuple[SetView, ...]


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
        wrong=tuple(_wrong(result) for result in sorted(wrong, key=lambda result: str(result.score.stage or ""))),
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


def _wrong(result: Result) -> WrongAnswer:
    question, response, score = result.question, result.response, result.score
    answer = response.answer
    return WrongAnswer(
        id=question.id,
        category=str(question.category),
        language=question.language,
        stage=str(score.stage or "right, but a quote is not the document's text"),
        turns=question.turns,
        read_as=response.standalone if response.standalone not in {"", question.turns[-1]} else None,
        status=str(answer.status).replace("_", " "),
        answer=printed(answer) or answer.reason or "",
        quotes=tuple(citation for citation in answer.citations if citation.role is Role.SUPPORT),
        related=tuple(citation for citation in answer.citations if citation.role is not Role.SUPPORT),
        expected_status=" or ".join(str(status).replace("_", " ") for status in question.status),
        expected_facts=tuple(fact.shown for fact in question.facts),
        forbidden=tuple(fact.shown for fact in question.forbidden),
        expected_quotes=tuple(_expected(result)),
        faults=score.faults,
        passages=tuple(_passage(question, hit) for hit in response.hits),
    )


def _expected(result: Result) -> Iterator[ExpectedQuote]:
    for span, rank in zip(result.question.spans, result.ranking.ranks, strict=False):
        yield ExpectedQuote(span.source, span.quote, "not among the passages that were found" if rank is None else f"found, passage {rank}")


def _passage(question: Question, hit: Hit) -> Passage:
    places = sorted(
        (max(place.start, hit.passage.start), min(place.end, hit.passage.end))
        for span in question.spans
        for place in span.places
        if place.source == hit.passage.source and place.start < hit.passage.end and hit.passage.start < place.end
    )
    text, begin, pieces = hit.passage.text, hit.passage.start, list[Piece]()
    done = begin
    for start, end in places:
        if start < done:
            continue
        pieces += [Piece(text[done - begin : start - begin], marked=False), Piece(text[start - begin : end - begin], marked=True)]
        done = end
    pieces.append(Piece(text[done - begin :], marked=False))
    return Passage(hit.rank, hit.passage.source, " › ".join(hit.passage.heading_path), tuple(piece for piece in pieces if piece.text))
