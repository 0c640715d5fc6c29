"""The self-test for people at a terminal."""

from __future__ import annotations

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from townhall.evaluation.selftest_result import SelfTest


def render_self_test(found: SelfTest) -> RenderableType:
    """Return what was found as tables, the verdict last."""
    verdict = [Text(line, style="red") for line in found.faults] or [Text("Every sabotage is caught and no healthy run is flagged.", style="green")]
    return Group(_sabotages(found), Text(), _detections(found), Text(), _rebuilds(found), Text(), *verdict)


def _sabotages(found: SelfTest) -> Table:
    table = Table(title=f"{found.dataset}: {found.questions} questions", title_justify="left", box=None, pad_edge=False)
    for head in ("sabotage", "metric"):
        table.add_column(head)
    for head in ("healthy", "after", "lost", "p"):
        table.add_column(head, justify="right")
    table.add_column("bar")
    table.add_column("caught")
    for each in found.noticed:
        caught = Text("yes", style="green") if each.caught else Text("NO", style="bold red")
        figures = (_figure(each.healthy), _figure(each.sabotaged), str(each.lost), f"{each.p:.1e}")
        table.add_row(each.sabotage, each.metric, *figures, each.gate or "–", caught)
    return table


def _detections(found: SelfTest) -> Table:
    table = Table(title="Answers degraded, and how often it is noticed", title_justify="left", box=None, pad_edge=False)
    for head in ("share", "answers", "trials", "by right", "by any metric"):
        table.add_column(head, justify="right")
    for each in found.detections:
        rates = (f"{each.by_right / each.trials:.0%}", f"{each.by_any / each.trials:.0%}")
        table.add_row(f"{each.share:.0%}", str(each.answers), str(each.trials), *rates)
    return table


def _rebuilds(found: SelfTest) -> Text:
    rebuilds = found.rebuilds
    return Text(f"Healthy runs, the index rebuilt in an order of chance: {rebuilds.runs}; flagged {rebuilds.alarms}, identical {rebuilds.identical}.")


def _figure(value: float | None) -> str:
    return "–" if value is None else f"{value:.3f}"
