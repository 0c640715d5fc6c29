"""A report as somebody reads it who runs no commands: sentences first, then the few figures that matter, each with what chance could have done."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from townhall.evaluation.gates import Gate
from townhall.evaluation.metrics.figures import Figures
from townhall.evaluation.recorded import Recorded
from townhall.evaluation.reports.stored import StoredReport, StoredSet
from townhall.interfaces.web.quality.bars import Bar, bar_of
from townhall.interfaces.web.quality.names import known, language_name, stage_name
from townhall.interfaces.web.quality.wrong_view import WrongView, wrong_view
from townhall.locales.messages import Messages
from townhall.settings import TIME_ZONE

LOWER = frozenset({"refused_wrongly", "fabricated"})
FEW = ("right", "verbatim", "refused_when_due", "refused_wrongly", "fabricated")
"""The figures that matter to a person, of which those in LOWER are better when they are lower."""
PARTS = ("right", "refused_when_due", "refused_wrongly")
"""What a set is broken down by."""
WRONG_AT_ONCE = 20
FIRST, LAST = "at_least", "at_most"
REACHED = {FIRST: lambda value, bar: value >= bar, LAST: lambda value, bar: value <= bar}


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
            SetLine(each.name, each.frozen, each.questions, tuple(bar_of(each.overall.get(name), words) for name in FEW)) for each in report.sets
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
        categories=tuple(_parts(found.categories, words, lambda name: known(words, "quality.category", name))),
        languages=tuple(_parts(found.languages, words, lambda name: language_name(words, name))) if len(found.languages) > 1 else (),
        stages=tuple(
            StageView(stage_name(words, stage), count, 100 * count / most) for stage, count in sorted(found.stages.items(), key=lambda pair: -pair[1])
        ),
        wrong=tuple(wrong_view(answer, words) for answer in wrong[first : first + WRONG_AT_ONCE]),
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
        own = bar_of(measured, words)
        if measured is None or own is None:
            continue
        others = (bar_of(figures.get(name), words, system=each) for each, figures in found.baselines.items())
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
        yield PartView(name_of(name), measured.n if measured else 0, tuple(bar_of(figures.get(metric), words) for metric in PARTS))
