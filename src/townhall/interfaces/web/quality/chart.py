"""The history as charts: a small one for each figure, a point a run, with the interval of each; and the table behind them."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from townhall.evaluation.baseline import Baseline
from townhall.evaluation.history import Measured
from townhall.evaluation.metrics.figures import Estimate
from townhall.interfaces.web.quality.ranges import range_in_words, range_of
from townhall.locales.messages import Messages
from townhall.settings import TIME_ZONE

SHOWN = ("right", "verbatim", "refused_when_due", "refused_wrongly")
"""Figures that are followed."""
MOST_RUNS = 30
"""Runs that a chart has room for; older ones are left out."""
TOP, BOTTOM = 12.0, 120.0
"""Pixels from the chart's upper edge: where its greatest and its least value stand."""
STEP = 0.1
"""The axis begins and ends at multiples of it."""


@dataclass(frozen=True, slots=True)
class Point:
    """A run in a chart: per cent of its width, and pixels from its upper edge."""

    x: float
    y: float
    low: float
    high: float
    joined: bool
    """Whether a line leads here from the point before: both are of the same questions."""


@dataclass(frozen=True, slots=True)
class Chart:
    """One figure over time."""

    key: str
    summary: str
    """For who can't see it."""
    points: tuple[Point, ...]
    ticks: tuple[tuple[str, float], ...]
    """Labels of the axis, with their pixels from the upper edge."""
    baseline: float | None
    """Pixels from the upper edge of the figure that releases are held against."""


@dataclass(frozen=True, slots=True)
class RunRow:
    """A run in the table."""

    date: str
    time: str
    questions: int
    index: str
    other_questions: bool
    """Whether the set had changed since the run before."""
    passed: bool
    cells: tuple[tuple[str, str] | None, ...]
    """Value and interval in the order of SHOWN; None where it wasn't measured."""


@dataclass(frozen=True, slots=True)
class HistoryView:
    """The history of one set."""

    charts: tuple[Chart, ...]
    """None of them where there are fewer than two runs."""
    first: str
    last: str
    rows: tuple[RunRow, ...]
    """The newest first."""
    baseline: bool
    """Whether a line tells what releases are held against."""


def history_view(name: str, history: Sequence[Measured], baseline: Baseline | None, words: Messages) -> HistoryView:
    """Return the last runs of the set ``name``."""
    runs = [each for each in history if each.dataset == name][-MOST_RUNS:]
    accepted = baseline.sets.get(name) if baseline else None
    held = accepted.values if accepted and runs and accepted.sha256 == runs[-1].sha256 else {}
    dates = [words.date(run.time.astimezone(TIME_ZONE).date()) for run in runs]
    charts = tuple(chart for key in SHOWN if len(runs) > 1 and (chart := _chart(key, runs, _mean(held.get(key, ())), words, dates)))
    rows = [_row(run, runs[number - 1] if number else None, words) for number, run in enumerate(runs)]
    return HistoryView(
        charts, dates[0] if dates else "", dates[-1] if dates else "", tuple(reversed(rows)), any(c.baseline is not None for c in charts)
    )


def _chart(key: str, runs: Sequence[Measured], held: float | None, words: Messages, dates: Sequence[str]) -> Chart | None:
    found = [(number, run, estimate) for number, run in enumerate(runs) if (estimate := run.figures.get(key))]
    if not found:
        return None
    values = [value for _, _, each in found for value in range_of(each)] + ([] if held is None else [held])
    least, most = _axis(min(values), max(values))
    points = tuple(
        Point(
            x=_across(number, len(runs)),
            y=_down(each.value, least, most),
            low=_down(range_of(each)[0], least, most),
            high=_down(range_of(each)[1], least, most),
            joined=bool(place) and found[place - 1][1].sha256 == run.sha256,
        )
        for place, (number, run, each) in enumerate(found)
    )
    (first, _, began), (last, _, ended) = found[0], found[-1]
    values_in_words = {"first": words.share(began.value), "last": words.share(ended.value)}
    sentence = "quality.chart" if len(found) > 1 else "quality.single"
    summary = words.say(sentence, n=len(found), begin=dates[first], end=dates[last], **values_in_words)
    ticks = tuple((words.share(value), _down(value, least, most)) for value in (most, (least + most) / 2, least))
    return Chart(key, summary, points, ticks, None if held is None else _down(held, least, most))


def _axis(least: float, most: float) -> tuple[float, float]:
    """Return the ends of an axis that holds both, at multiples of STEP between 0 and 1, and never the same."""
    low = math.floor(round(least / STEP, 6)) * STEP
    high = math.ceil(round(most / STEP, 6)) * STEP
    if high - low < STEP / 2:
        low, high = (low - STEP, high) if high > STEP / 2 else (low, high + STEP)
    return round(low, 6), round(high, 6)


def _across(number: int, count: int) -> float:
    return round(2 + 96 * number / (count - 1), 2)


def _down(value: float, least: float, most: float) -> float:
    return round(BOTTOM - (BOTTOM - TOP) * (value - least) / (most - least), 2)


def _mean(column: Sequence[float | None]) -> float | None:
    values = [value for value in column if value is not None]
    return sum(values) / len(values) if values else None


def _row(run: Measured, before: Measured | None, words: Messages) -> RunRow:
    local = run.time.astimezone(TIME_ZONE)
    return RunRow(
        date=words.date(local.date()),
        time=f"{local:%H:%M}",
        questions=run.questions,
        index=", ".join(each[:12] for each in run.index),
        other_questions=before is not None and before.sha256 != run.sha256,
        passed=run.passed,
        cells=tuple(_cell(run.figures.get(key), words) for key in SHOWN),
    )


def _cell(found: Estimate | None, words: Messages) -> tuple[str, str] | None:
    if found is None:
        return None
    return words.share(found.value), range_in_words(found, words)
