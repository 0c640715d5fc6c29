"""What a release must pass: ``evals/gates.toml`` against a report's figures, and against the baseline.

[core.at_least]                  # an evaluation set by its name
right = 0.90
[core.at_most]
refused_wrongly = 0.10
[core.every_category.at_least]   # each category by itself, as far as it was measured there
right = 0.80
[core.no_drop]                   # no significant drop against the baseline, question by question
metrics = ["right", "right_place"]
level = 0.05                     # the default
"""

from __future__ import annotations

import operator
import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from townhall.errors import DatasetError
from townhall.evaluation.baseline import Baseline
from townhall.evaluation.comparison import LEVEL
from townhall.evaluation.drops import COMPARABLE, NoDrop, drop_failures, found_drops
from townhall.evaluation.metrics.figures import METRIC_NAMES, Figures
from townhall.evaluation.reports.report import DatasetReport

EVERY_CATEGORY = "every_category"
NO_DROP = "no_drop"

_SIDES: Mapping[str, tuple[Callable[[float, float], bool], str]] = {"at_least": (operator.ge, "below"), "at_most": (operator.le, "above")}


@dataclass(frozen=True, slots=True)
class Gate:
    """A bar for one metric of one evaluation set."""

    dataset: str
    metric: str
    side: str
    """``at_least`` or ``at_most``."""
    bar: float
    every_category: bool


@dataclass(frozen=True, slots=True)
class Gates:
    """Everything that a release must pass."""

    bars: tuple[Gate, ...] = ()
    drops: tuple[NoDrop, ...] = ()


def load_gates(path: Path) -> Gates:
    """Read and check the gates.

    Raises:
        DatasetError: the file is missing, isn't TOML, or names what there is no such thing of.
    """
    try:
        tables = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise DatasetError(f"The gates {path} can't be opened: {error.strerror}.", remedy="An empty file sets no gate.") from error
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise DatasetError(f"{path} is not TOML: {error}.", remedy="docs/evaluation.md shows how gates are written.") from error
    known = (*_SIDES, EVERY_CATEGORY, NO_DROP)
    sets = {name: _table(path, name, table, known) for name, table in tables.items()}
    return Gates(
        bars=tuple(gate for name, table in sets.items() for gate in _bars_of_set(path, name, table)),
        drops=tuple(_no_drop(path, name, table[NO_DROP]) for name, table in sets.items() if NO_DROP in table),
    )


def _bars_of_set(path: Path, dataset: str, table: Mapping[str, Any]) -> Iterator[Gate]:
    for key, value in table.items():
        if key in _SIDES:
            yield from _bars(path, f"{dataset}.{key}", dataset, key, value, every_category=False)
        elif key == EVERY_CATEGORY:
            for side, bars in _table(path, f"{dataset}.{key}", value, tuple(_SIDES)).items():
                yield from _bars(path, f"{dataset}.{key}.{side}", dataset, side, bars, every_category=True)


def _bars(path: Path, place: str, dataset: str, side: str, value: Any, *, every_category: bool) -> Iterator[Gate]:
    for metric, bar in _table(path, place, value, METRIC_NAMES).items():
        yield Gate(dataset, metric, side, _share(path, f"{place}.{metric}", bar), every_category)


def _no_drop(path: Path, dataset: str, value: Any) -> NoDrop:
    place = f"{dataset}.{NO_DROP}"
    table = _table(path, place, value, ("metrics", "level"))
    metrics = table.get("metrics")
    if not isinstance(metrics, list) or not metrics:
        raise DatasetError(f"{path}, {place}: it names no metrics.", remedy='Write metrics = ["right"].')
    for metric in metrics:
        if metric not in COMPARABLE:
            remedy = f"Those with a value for each question are {', '.join(COMPARABLE)}."
            raise DatasetError(f"{path}, {place}.metrics: {metric!r} can't be compared.", remedy=remedy)
    return NoDrop(dataset, tuple(metrics), _share(path, f"{place}.level", table.get("level", LEVEL)))


def _share(path: Path, place: str, value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= 1:
        raise DatasetError(f"{path}, {place}: {value!r} is not a number from 0 to 1.", remedy="Write shares, 0.9 for 90 %.")
    return float(value)


def _table(path: Path, place: str, value: Any, known: Sequence[str]) -> dict[str, Any]:
    unknown = [key for key in value if key not in known] if isinstance(value, dict) else [str(value)]
    if unknown:
        raise DatasetError(f"{path}, {place}: unknown {unknown[0]!r}.", remedy=f"Known are {', '.join(known)}.")
    return dict(value)


def gated_sets(gates: Gates, names: Iterable[str]) -> tuple[str, ...]:
    """Return those of the evaluation sets ``names`` that a gate is set for."""
    gated = {bar.dataset for bar in gates.bars} | {drop.dataset for drop in gates.drops}
    return tuple(name for name in names if name in gated)


def gate_failures(gates: Gates, datasets: Sequence[DatasetReport], baseline: Baseline | None = None) -> tuple[str, ...]:
    """Return one line for each gate that is not passed; gates of sets that were not run don't count."""
    bars = (
        line
        for dataset in datasets
        for gate in gates.bars
        if gate.dataset == dataset.name
        for line in (_in_categories(gate, dataset) if gate.every_category else _failed(gate, "overall", dataset.overall))
    )
    return (*bars, *drop_failures(gates.drops, [dataset.recorded for dataset in datasets], baseline))


def baseline_refusals(gates: Gates, datasets: Sequence[DatasetReport], former: Baseline | None, *, accept_drops: bool) -> tuple[str, ...]:
    """Return one line for each reason why a run must not become the baseline: a bar that it doesn't pass, or a drop that nobody accepted."""
    drops = () if accept_drops else found_drops(gates.drops, [dataset.recorded for dataset in datasets], former)
    return (*gate_failures(Gates(bars=gates.bars), datasets), *drops)


def _in_categories(gate: Gate, dataset: DatasetReport) -> Iterator[str]:
    measured = {name: figures for name, figures in dataset.categories.items() if figures[gate.metric] is not None}
    for name, figures in measured.items():
        yield from _failed(gate, f"in category {name}", figures)
    if not measured:
        yield f"{gate.dataset}: {gate.metric} was not measured in any category, and its gate is {gate.bar:.3f}."


def _failed(gate: Gate, where: str, figures: Figures) -> Iterator[str]:
    passes, beyond = _SIDES[gate.side]
    found = figures[gate.metric]
    if found is None:
        yield f"{gate.dataset}: {gate.metric} was not measured {where}, and its gate is {gate.bar:.3f}."
    elif not passes(found.value, gate.bar):
        yield f"{gate.dataset}: {gate.metric} is {found.value:.3f} {where}, {beyond} its gate of {gate.bar:.3f} (n = {found.n})."
