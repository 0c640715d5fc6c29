"""A sweep over settings: a table for the terminal, a page with a chart of quality against latency, and JSON."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rich.box import SIMPLE_HEAD
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from townhall.evaluation.metrics.figures import Estimate
from townhall.evaluation.reports.changes_table import mark
from townhall.evaluation.reports.page import percent, rendered
from townhall.evaluation.reports.page_views import NOT_MEASURED
from townhall.evaluation.sweep import SweepRow

COLUMNS = ("facts_held", "right_place", "refused_when_due", "refused_wrongly", "hit@10")
"""What the page's table shows beside ``right``; the JSON has every figure."""
LEGEND = (
    "Shares in %, latency in ms (median and 95th percentile). won, lost and p: right against choice 1, by an exact sign test over groups of "
    "paraphrases. * no other choice is both as good and as quick."
)
MARGIN = 0.02
"""Room above and below the intervals on the chart, as a share."""


@dataclass(frozen=True, slots=True)
class Point:
    """A choice on the chart: places from the left and from the top, in per cent of its sides."""

    number: int
    x: float
    y: float
    low: float
    high: float
    unbeaten: bool


@dataclass(frozen=True, slots=True)
class Chart:
    """Quality against latency."""

    points: tuple[Point, ...]
    across: tuple[tuple[float, str], ...]
    """Ticks of latency: where, in per cent from the left, and what they say."""
    up: tuple[tuple[float, str], ...]
    """Ticks of quality: where, in per cent from the top, and what they say."""


def render_sweep(dataset: str, rows: Sequence[SweepRow]) -> RenderableType:
    """Return the table; it needs 80 characters and more for long settings."""
    table = Table(title=dataset, title_justify="left", title_style="bold", box=SIMPLE_HEAD, padding=(0, 1, 0, 0), pad_edge=False, show_edge=False)
    table.add_column("", justify="right", no_wrap=True)
    table.add_column("settings", overflow="fold")
    for name in ("right", "won", "lost", "p", "due", "wrong", "hit10", "ms", "p95"):
        table.add_column(name, justify="right", no_wrap=True)
    for row in rows:
        pair, found, latency = row.against_first, row.trial.figures, row.trial.latency
        changed = (str(len(pair.wins)), str(len(pair.losses)), f"{pair.p_value:.2g}{mark(pair)}") if pair else ("", "", "")
        shares = (_share(found[name]) for name in ("refused_when_due", "refused_wrongly", "hit@10"))
        number = f"{'*' if row.unbeaten else ''}{row.number}"
        times = (f"{latency.median:.1f}", f"{latency.p95:.1f}")
        table.add_row(number, row.trial.label.replace(",", " "), _share(row.right), *changed, *shares, *times)
    return Group(table, Text(""), Text(LEGEND, style="dim"))


def _share(found: Estimate | None) -> str:
    return NOT_MEASURED if found is None else percent(found.value)


def write_sweep(dataset: str, rows: Sequence[SweepRow], path: Path) -> None:
    """Write the sweep as a page to ``path``, folders included, and beside it as JSON."""
    path.parent.mkdir(parents=True, exist_ok=True)
    best = max(rows, key=lambda row: (row.right.value if row.right else 0.0, -row.trial.latency.median))
    page = rendered("sweep.html", dataset=dataset, rows=rows, best=best, chart=chart(rows), columns=COLUMNS, legend=LEGEND)
    path.write_text(page, encoding="utf-8")
    path.with_suffix(".json").write_text(json.dumps(sweep_json(dataset, rows), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def sweep_json(dataset: str, rows: Sequence[SweepRow]) -> dict[str, Any]:
    """Return every figure of every choice as JSON values."""
    return {
        "dataset": dataset,
        "sha256": rows[0].trial.recorded.sha256,
        "choices": [
            {
                "number": row.number,
                "settings": dict(part.split("=", 1) for part in row.trial.label.split(",")),
                "unbeaten": row.unbeaten,
                "p_value": row.against_first.p_value if row.against_first else None,
                "won": list(row.against_first.wins) if row.against_first else [],
                "lost": list(row.against_first.losses) if row.against_first else [],
                "figures": {name: None if found is None else round(found.value, 6) for name, found in row.trial.figures.items()},
                "timings_ms": {"median": row.trial.latency.median, "p95": row.trial.latency.p95},
            }
            for row in rows
        ],
    }


def chart(rows: Sequence[SweepRow]) -> Chart:
    """Return where the choices stand: latency from 0 to the right, quality upwards, between the outermost ends of the intervals."""
    measured = [(row, right) for row in rows if (right := row.right) is not None]
    longest = 1.1 * max((row.trial.latency.median for row, _ in measured), default=1.0) or 1.0
    low = max(0.0, min((right.low for _, right in measured), default=0.0) - MARGIN)
    high = min(1.0, max((right.high for _, right in measured), default=1.0) + MARGIN)
    span = max(high - low, MARGIN)

    def up(value: float) -> float:
        return round(100 * (high - value) / span, 2)

    points = tuple(
        Point(row.number, round(100 * row.trial.latency.median / longest, 2), up(right.value), up(right.low), up(right.high), row.unbeaten)
        for row, right in measured
    )
    quarters = (0.0, 0.25, 0.5, 0.75, 1.0)
    return Chart(
        points,
        across=tuple((100 * part, f"{part * longest:.0f} ms") for part in quarters),
        up=tuple((100 * part, f"{100 * (high - part * span):.1f} %") for part in quarters),
    )
