"""``townhall eval --self-test``: the test of the evaluation itself."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from townhall.interfaces.commands import make_current
from townhall.settings import Settings

SETS = ("core.jsonl", "days.jsonl")
"""What is asked unless sets are named: the second holds what turns within a day."""


def run_self_test(settings: Settings, datasets: Sequence[Path] | None, *, short: bool, out: Path | None) -> bool:
    """Bring the index up to date, run the self-test, print what it found, and return whether all is as it must be."""
    from townhall.evaluation.reports.self_test_table import render_self_test
    from townhall.evaluation.selftest import FULL, SHORT, self_test
    from townhall.interfaces.terminal import print_table, progress

    make_current(settings)
    with progress() as report:
        found = self_test(
            settings,
            datasets or [settings.evals / "datasets" / name for name in SETS],
            size=SHORT if short else FULL,
            progress=report,
            out=out or settings.evals / "reports" / "self-test.json",
        )
    print_table(render_self_test(found))
    return not found.faults
