"""What changed between two runs, as rich renderables for people and as JSON for programs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import Any

from rich.box import SIMPLE_HEAD
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from townhall.evaluation.changes import SetChanges
from townhall.evaluation.comparison import LEVEL, Paired

MOST = 12
"""Questions of one kind that the terminal names; the JSON has them all."""
LEGEND = (
    "won and lost: questions (for agreement, groups) that fare better and worse. p: how likely a difference at least so great would be by chance, "
    "by an exact sign test over groups of paraphrases. ▲ better and ▼ worse by more than chance explains (p ≤ 0.05)."
)


def render_changes(found: Sequence[SetChanges]) -> RenderableType:
    """Return a table of each set's metrics, and which questions went another way; it needs 80 characters."""
    return Group(*(part for one in found for part in _set(one)), Text(LEGEND, style="dim"))


def _set(one: SetChanges) -> Iterator[RenderableType]:
    table = Table(title=one.name, title_justify="left", title_style="bold", box=SIMPLE_HEAD, padding=(0, 1, 0, 0), pad_edge=False, show_edge=False)
    table.add_column("metric", no_wrap=True)
    for name in ("n", "before", "after", "won", "lost", "p", ""):
        table.add_column(name, justify="right", no_wrap=True)
    for metric, pair in one.metrics.items():
        if pair.before is not None and pair.after is not None:
            changed = (str(len(pair.wins)), str(len(pair.losses)), f"{pair.p_value:.2g}")
            table.add_row(metric, str(pair.n), f"{pair.before:.3f}", f"{pair.after:.3f}", *changed, mark(pair), style=_style(pair))
    yield table
    yield Text("")
    if not one.stages:
        yield Text("Every question went the same way.")
    for (before, after), count in one.stage_counts.items():
        ids = [change.id for change in one.stages if (change.before, change.after) == (before, after)]
        more = f" and {count - MOST} more" if count > MOST else ""
        yield Text(f"{before} → {after} ({count}): {', '.join(ids[:MOST])}{more}")
    yield Text("")


def mark(pair: Paired) -> str:
    """Return ▲ where the second run is better by more than chance explains, ▼ where it is worse, else nothing."""
    if pair.p_value > LEVEL:
        return ""
    return "▲" if pair.groups_won > pair.groups_lost else "▼"


def _style(pair: Paired) -> str:
    return {"": "", "▲": "green", "▼": "red"}[mark(pair)]


def changes_json(found: Sequence[SetChanges]) -> dict[str, Any]:
    """Return everything that changed as JSON values."""
    return {
        "sets": [
            {
                "name": one.name,
                "metrics": {metric: asdict(pair) for metric, pair in one.metrics.items()},
                "stages": [asdict(change) for change in one.stages],
            }
            for one in found
        ]
    }
