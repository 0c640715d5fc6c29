"""The bars that a release must pass: ``evals/gates.toml`` against a report's figures.

[core.at_least]                  # an evaluation set by its name
right = 0.90
[core.at_most]
refused_wrongly = 0.10
[core.every_category.at_least]   # each category by itself, as far as it was measured there
right = 0.80
"""

from __future__ import annotations

import operator
import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from townhall.errors import DatasetError
from townhall.evaluation.metrics.figures import METRIC_NAMES, Figures
from townhall.evaluation.reports.report import DatasetReport

EVERY_CATEGORY = "every_category"

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


def load_gates(path: Path) -> tuple[Gate, ...]:
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
    return tuple(gate for name, table in tables.items() for gate in _gates(path, name, table))


def _gates(path: Path, dataset: str, table: Any) -> Iterator[Gate]:
    for key, value in _table(path, dataset, table, (*_SIDES, EVERY_CATEGORY)).items():
        if key != EVERY_CATEGORY:
            yield from _bars(path, f"{dataset}.{key}", dataset, key, value, every_category=False)
            continue
        for side, bars in _table(path, f"{dataset}.{key}", value, tuple(_SIDES)).items():
            yield from _bars(path, f"{dataset}.{key}.{side}", dataset, side, bars, every_category=True)


def _bars(path: Path, place: str, dataset: str, side: str, value: Any, *, every_category: bool) -> Iterator[Gate]:
    for metric, bar in _table(path, place, value, METRIC_NAMES).items():
        if isinstance(bar, bool) or not isinstance(bar, int | float) or not 0 <= bar <= 1:
            raise DatasetError(f"{path}, {place}.{metric}: {bar!r} is not a number from 0 to 1.", remedy="Write shares, 0.9 for 90 %.")
        yield Gate(dataset, metric, side, float(bar), every_category)


def _table(path: Path, place: str, value: Any, known: Sequence[str]) -> dict[str, Any]:
    unknown = [key for key in value if key not in known] if isinstance(value, dict) else [str(value)]
    if unknown:
        raise DatasetError(f"{path}, {place}: unknown {unknown[0]!r}.", remedy=f"Known are {', '.join(known)}.")
    return dict(value)


def gate_failures(gates: Sequence[Gate], datasets: Sequence[DatasetReport]) -> tuple[str, ...]:
    """Return one line for each gate that is not passed; gates of sets that were not run don't count."""
    return tuple(
        line
        for dataset in datasets
        for gate in gates
        if gate.dataset == dataset.name
        for line in (_in_categories(gate, dataset) if gate.every_category else _failed(gate, "overall", dataset.overall))
    )


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
