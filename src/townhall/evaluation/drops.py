"""No significant drop against the baseline: the gate that notices what fixed bars are too low for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from townhall.evaluation.baseline import REMEDY, Baseline
from townhall.evaluation.changes import compared
from townhall.evaluation.comparison import Paired, significant_drop
from townhall.evaluation.metrics.columns import AGREEMENT
from townhall.evaluation.metrics.figures import PER_QUESTION
from townhall.evaluation.recorded import Recorded

COMPARABLE = (*PER_QUESTION, AGREEMENT)
"""Metrics that can be held against a baseline: those with a value for each question, or for each paraphrase group."""


@dataclass(frozen=True, slots=True)
class NoDrop:
    """Metrics of one evaluation set that must not drop against the baseline."""

    dataset: str
    metrics: tuple[str, ...]
    level: float
    """A drop less likely than this under chance is significant."""


def drop_failures(drops: Sequence[NoDrop], runs: Sequence[Recorded], baseline: Baseline | None) -> tuple[str, ...]:
    """Return one line for each metric that dropped, or for each set that can't be compared and why; sets that were not run don't count."""
    pairs = [(drop, after) for after in runs for drop in drops if drop.dataset == after.name]
    incomparable = tuple(line for _, after in pairs if (line := _incomparable(after, baseline)))
    return (*incomparable, *found_drops(drops, runs, baseline))


def found_drops(drops: Sequence[NoDrop], runs: Sequence[Recorded], baseline: Baseline | None) -> tuple[str, ...]:
    """Return one line for each metric that dropped, of the sets that can be compared."""
    return tuple(
        line
        for after in runs
        for drop in drops
        if drop.dataset == after.name and baseline and not _incomparable(after, baseline)
        for metric in drop.metrics
        for line in _dropped(drop, metric, baseline.sets[after.name], after)
    )


def _incomparable(after: Recorded, baseline: Baseline | None) -> str | None:
    """Say why a run can't be held against the baseline; None where it can."""
    before = baseline.sets.get(after.name) if baseline else None
    if before is None:
        return f"{after.name}: there is no baseline to compare with. {REMEDY}"
    if before.sha256 != after.sha256:
        versions = f"{before.sha256[:12]} there, {after.sha256[:12]} here"
        return f"{after.name}: the baseline is of another version of the set ({versions}), so the two can't be compared. {REMEDY}"
    return None


def _dropped(drop: NoDrop, metric: str, before: Recorded, after: Recorded) -> Iterator[str]:
    found = compared(metric, before, after)
    if found is None:
        yield f"{drop.dataset}: the baseline doesn't know {metric}. {REMEDY}"
    elif found.n == 0 and found.only_before:
        yield f"{drop.dataset}: {metric} is not measured any more, and the baseline has it on {found.only_before} questions."
    elif significant_drop(found, level=drop.level):
        yield f"{drop.dataset}: {metric} {_told(found)}" + ("." if after.frozen else f": {_some(found.losses)}.")


def _told(found: Paired) -> str:
    counts = f"{len(found.losses)} lost, {len(found.wins)} won, p = {found.p_drop:.2g}"
    return f"went from {found.before:.3f} to {found.after:.3f} against the baseline ({counts})"


def _some(ids: Sequence[str], most: int = 3) -> str:
    return ", ".join(ids[:most]) + (f" and {len(ids) - most} more" if len(ids) > most else "")
