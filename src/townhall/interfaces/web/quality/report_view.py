"""A report as somebody reads it who runs no commands: sentences first, then the few figures that matter, each with what chance could have done."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from babel import Locale

from townhall.evaluation.gates import Gate
from townhall.evaluation.metrics.figures import Estimate, Figures
from townhall.evaluation.recorded import Recorded
from townhall.evaluation.reports.stored import Quote, StoredAnswer, StoredReport, StoredSet
from townhall.interfaces.web.links import quote_link
from townhall.interfaces.web.quality.facts import fact_in_words
from townhall.interfaces.web.quality.ranges import range_in_words, range_of
from townhall.locales.messages import Messages
from townhall.model import Span
from townhall.settings import TIME_ZONE

SYSTEM = "townhall"
LOWER = frozenset({"refused_wrongly", "fabricated"})
FEW = ("right", "verbatim", "refused_when_due", "refused_wrongly", "fabricated")
"""The figures that matter to a person, of which those in LOWER are better when they are lower."""
PARTS = ("right", "refused_when_due", "refused_wrongly")
"""What a set is broken down by."""
WRONG_AT_ONCE = 20
FIRST, LAST = "at_least", "at_most"
REACHED = {FIRST: lambda value, bar: value >= bar, LAST: lambda value, bar: value <= bar}


@dataclass(frozen=True, slots=True)
class Bar:
    """A figure as a line of a chart; shares are of the chart's width, in per cent."""

    name: str
    value: str
    interval: str
    """In words; empty for what stands beside it to compare."""
    width: float
    low: float
    high: float
    own: bool
    """Whether it is the assistant's, not one of those that it is compared with."""


@dataclass(frozen=True, slots=True)
class FigureView:
    """One figure with what it is to be compared with."""

    key: str
    bars: tuple[Bar, ...]
    n: int
    bar: str | None
    """The bar that is set for it, in words; None where there is none."""
    reached: bool
    mark: float | None
    """Where the bar stands in the chart."""


@dataclass(frozen=True, slots=True)
class PartView:
    """A category or a language."""

    name: str
    n: int
    cells: tuple[Bar | None, ...]
    """In the order of PARTS; None where it wasn't measured."""


@dataclass(frozen=True, slots=True)
class QuoteView:
    """A quote with its place in a document."""

    text: str
    source: str
    link: str | None
    """To the document at the quote; None where only its text is known."""


@dataclass(frozen=True, slots=True)
class WrongView:
    """An answer that was wrong."""

    id: str
    category: str
    language: str
    turns: tuple[str, ...]
    stage: str
    status: str
    answer: str
    quotes: tuple[QuoteView, ...]
    expected_status: str
    facts: tuple[str, ...]
    forbidden: tuple[str, ...]
    expected_quotes: tuple[QuoteView, ...]
    faults: tuple[str, ...]
    """In English: the evaluation's own words."""


@dataclass(frozen=True, slots=True)
class StageView:
    """Where answers went wrong."""

    name: str
    count: int
    width: float


@dataclass(frozen=True, slots=True)
class SetView:
    """One evaluation set."""

    name: str
    frozen: bool
    sentences: tuple[str, ...]
    figures: tuple[FigureView, ...]
    categories: tuple[PartView, ...]
    languages: tuple[PartView, ...]
    stages: tuple[StageView, ...]
    wrong: tuple[WrongView, ...]
    wrong_count: int


@dataclass(frozen=True, slots=True)
class SetLine:
    """A set in the list of all."""

    name: str
    frozen: bool
    questions: int
    cells: tuple[Bar | None, ...]
    """In the order of FEW."""


@dataclass(frozen=True, slots=True)
class ReportView:
    """What the page says of a report before it goes into one set."""

    passed: bool
    gated: bool
    """Whether any bar is set: else nothing is passed."""
    verdict: str
    sentences: tuple[str, ...]
    rests: tuple[str, ...]
    failures: tuple[str, ...]
    """In English: the evaluation's own words."""
    sets: tuple[SetLine, ...]


def report_view(report: StoredReport, words: Messages, *, time: datetime, serving: str | None) -> ReportView:
    """Return the verdict and what it rests on.

    Args:
        report: the report.
        words: of the reader's language.
        time: when it was made.
        serving: the generation of the index that answers now; None where there is none.
    """
    count = len(report.gate_failures)
    questions = sum(each.questions for each in report.sets)
    local = time.astimezone(TIME_ZONE)
    rests = [
        words.say("quality.rests_questions", n=questions),
        words.say("quality.rests_sets", n=len(report.sets)),
        words.say("quality.rests_time", date=words.date(local.date()), time=f"{local:%H:%M}"),
        words.say("quality.rests_index", index=", ".join(each[:12] for each in report.index)),
    ]
    if serving and serving not in report.index:
        rests.append(words.say("quality.rests_older"))
    gated = len(report.ungated) < len(report.sets)
    unset = words.say("quality.unset", sets=words.join(report.ungated)) if report.ungated else ""
    if unset and gated:
        rests.append(unset)
    return ReportView(
        passed=report.passed,
        gated=gated,
        verdict=unset if not gated else words.say("quality.passed") if report.passed else words.say("quality.failed", n=count),
        sentences=tuple(_sentences([each.recorded for each in report.sets], words)),
        rests=tuple(rests),
        failures=report.gate_failures,
        sets=tuple(
            SetLine(each.name, each.frozen, each.questions, tuple(_bar(words, SYSTEM, each.overall.get(name), own=True) for name in FEW))
            for each in report.sets
        ),
    )


def set_view(found: StoredSet, words: Messages, *, gates: Sequence[Gate], page: int) -> SetView:
    """Return one set of a report; ``page`` counts the wrong answers from 1, ``WRONG_AT_ONCE`` on each."""
    most = max(found.stages.values(), default=1)
    wrong = sorted(found.wrong or (), key=lambda answer: answer.score.stage or "")
    first = WRONG_AT_ONCE * (page - 1)
    return SetView(
        name=found.name,
        frozen=found.frozen,
        sentences=tuple(_sentences([found.recorded], words)),
        figures=tuple(_figures(found, words, gates)),
        categories=tuple(_parts(found.categories, words, lambda name: _known(words, "quality.category", name))),
        languages=tuple(_parts(found.languages, words, lambda name: language_name(words, name))) if len(found.languages) > 1 else (),
        stages=tuple(
            StageView(stage_name(words, stage), count, 100 * count / most) for stage, count in sorted(found.stages.items(), key=lambda pair: -pair[1])
        ),
        wrong=tuple(_wrong(answer, words) for answer in wrong[first : first + WRONG_AT_ONCE]),
        wrong_count=len(wrong),
    )


def _sentences(sets: Sequence[Recorded], words: Messages) -> Iterator[str]:
    """Say in sentences how questions fared: those that the documents answer, and those that they don't."""
    answerable = right = refused = due = due_refused = 0
    for each in sets:
        for is_right, wrongly, when_due in zip(each.values["right"], each.values["refused_wrongly"], each.values["refused_when_due"], strict=True):
            if wrongly is not None:
                answerable, right, refused = answerable + 1, right + int(is_right == 1), refused + int(wrongly == 1)
            if when_due is not None:
                due, due_refused = due + 1, due_refused + int(when_due == 1)
    if answerable:
        yield words.say("quality.says_right", n=right, of=answerable)
        if refused:
            yield words.say("quality.says_refused", n=refused)
        if answerable - right - refused > 0:
            yield words.say("quality.says_wrong", n=answerable - right - refused)
    if due:
        yield words.say("quality.says_due", n=due_refused, of=due)
        if due > due_refused:
            yield words.say("quality.says_anyway", n=due - due_refused)


def _figures(found: StoredSet, words: Messages, gates: Sequence[Gate]) -> Iterator[FigureView]:
    for name in FEW:
        measured = found.overall.get(name)
        own = _bar(words, SYSTEM, measured, own=True)
        if measured is None or own is None:
            continue
        others = (_bar(words, each, figures.get(name), own=False) for each, figures in found.baselines.items())
        gate = next((each for each in gates if each.dataset == found.name and each.metric == name and not each.every_category), None)
        yield FigureView(
            key=name,
            bars=(own, *(other for other in others if other)),
            n=measured.n,
            bar=words.say(f"quality.bar_{gate.side}", share=words.share(gate.bar)) if gate else None,
            reached=REACHED[gate.side](measured.value, gate.bar) if gate else True,
            mark=100 * gate.bar if gate else None,
        )


def _parts(parts: Mapping[str, Figures], words: Messages, name_of: Callable[[str], str]) -> Iterator[PartView]:
    for name, figures in parts.items():
        measured = figures.get("right")
        yield PartView(name_of(name), measured.n if measured else 0, tuple(_bar(words, SYSTEM, figures.get(metric), own=True) for metric in PARTS))


def _bar(words: Messages, system: str, found: Estimate | None, *, own: bool) -> Bar | None:
    if found is None:
        return None
    low, high = range_of(found)
    value_at, low_at, high_at = (round(100 * min(max(share, 0.0), 1.0), 2) for share in (found.value, low, high))
    return Bar(
        _known(words, "quality.system", system), words.share(found.value), range_in_words(found, words) if own else "", value_at, low_at, high_at, own
    )


def _wrong(answer: StoredAnswer, words: Messages) -> WrongView:
    return WrongView(
        id=answer.id,
        category=_known(words, "quality.category", answer.category),
        language=answer.language,
        turns=answer.turns,
        stage=stage_name(words, answer.score.stage) if answer.score.stage else words.say("quality.stage.quote"),
        status=status_name(words, answer.status),
        answer=answer.answer or answer.reason or "",
        quotes=tuple(_quote(each) for each in answer.citations if each.role == "support"),
        expected_status=words.join([status_name(words, status) for status in answer.expected.status], either=True),
        facts=tuple(fact_in_words(fact, words) for fact in answer.expected.facts),
        forbidden=tuple(fact_in_words(fact, words) for fact in answer.expected.forbidden),
        expected_quotes=tuple(_quote(each) for each in answer.expected.spans),
        faults=answer.score.faults,
    )


def _quote(found: Quote) -> QuoteView:
    return QuoteView(
        found.quote, found.source, None if found.start is None or found.end is None else quote_link(Span(found.source, found.start, found.end))
    )


def stage_name(words: Messages, stage: str) -> str:
    """Return where an answer went wrong, in words."""
    return _known(words, "quality.stage", stage)


def status_name(words: Messages, status: str) -> str:
    """Return what became of a question, in words."""
    return _known(words, "quality.status", status)


def language_name(words: Messages, code: str) -> str:
    """Return a language's name in the reader's language; its code where it has none."""
    name = Locale(words.language).languages.get(code)
    return str(name) if name else code


def _known(words: Messages, section: str, name: str) -> str:
    """Return the page's word for a name of the evaluation; the name itself where there is none."""
    key = f"{section}.{name.replace(' ', '_')}"
    return words.say(key) if words.has(key) else name
