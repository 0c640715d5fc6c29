"""Gates: what they hold against a report, and what is refused in their file."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from townhall.errors import DatasetError
from townhall.evaluation.gates import gate_failures, load_gates
from townhall.evaluation.metrics.figures import METRIC_NAMES, Estimate, Figures
from townhall.evaluation.reports.report import DatasetReport

GATES = """
[core.at_least]
right = 0.9
verbatim = 1
"hit@10" = 0.5
[core.at_most]
refused_wrongly = 0.1
[core.every_category.at_least]
right = 0.8
[other.at_least]
right = 1.0
"""


def measured(**values: float) -> Figures:
    """Return figures with these values; the others were not measured."""
    return dict.fromkeys(METRIC_NAMES) | {name: Estimate(value, value, value, 10) for name, value in values.items()}


def report(overall: Figures, categories: Mapping[str, Figures]) -> DatasetReport:
    """Return a report of the set core."""
    return DatasetReport("core", "", False, overall, categories, {}, {}, ())  # noqa: FBT003 - not frozen


def gates(tmp_path: Path, text: str) -> Path:
    """Return a file of gates."""
    path = tmp_path / "gates.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_passed(tmp_path: Path) -> None:
    """A figure at its bar passes, and gates of sets that weren't run don't count."""
    overall = measured(right=0.9, verbatim=1, refused_wrongly=0.1, **{"hit@10": 0.5})
    good = report(overall, {"list": measured(right=0.8), "refuse": measured()})
    assert gate_failures(load_gates(gates(tmp_path, GATES)), [good]) == ()


def test_not_passed(tmp_path: Path) -> None:
    """Each gate that fails gives one line with the figure and the bar; what wasn't measured overall fails too."""
    bad = report(measured(right=0.89, verbatim=1, refused_wrongly=0.2), {"list": measured(right=0.5), "number": measured(right=0.8)})
    assert gate_failures(load_gates(gates(tmp_path, GATES)), [bad]) == (
        "core: right is 0.890 overall, below its gate of 0.900 (n = 10).",
        "core: hit@10 was not measured overall, and its gate is 0.500.",
        "core: refused_wrongly is 0.200 overall, above its gate of 0.100 (n = 10).",
        "core: right is 0.500 in category list, below its gate of 0.800 (n = 10).",
    )


def test_measured_in_no_category(tmp_path: Path) -> None:
    """A gate of every category fails where no category was measured."""
    (line,) = gate_failures(load_gates(gates(tmp_path, "[core.every_category.at_least]\nright = 0.8")), [report(measured(), {"list": measured()})])
    assert "was not measured in any category" in line


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("[core.at_least]\nrihgt = 0.9", "core.at_least: unknown 'rihgt'"),
        ("[core.no_drop]\nmetrics = ['rihgt']", "core.no_drop.metrics: 'rihgt' can't be compared"),
        ("[core.no_drop]\nlevel = 0.05", "core.no_drop: it names no metrics"),
        ("[core.no_drop]\nmetrics = ['right']\nlevel = 5", "core.no_drop.level: 5 is not a number from 0 to 1"),
        ("[core.minimum]\nright = 0.9", "core: unknown 'minimum'"),
        ("[core.at_least]\nright = 90", "core.at_least.right: 90 is not a number from 0 to 1"),
        ("[core.at_least]\nright = true", "True is not a number"),
        ("core = 0.9", "core: unknown '0.9'"),
        ("[core", "not TOML"),
    ],
)
def test_unusable_gates(tmp_path: Path, text: str, problem: str) -> None:
    """A gate that can't be meant is refused with its place, rather than passed."""
    with pytest.raises(DatasetError, match="gates") as caught:
        load_gates(gates(tmp_path, text))
    assert problem in caught.value.cause


def test_missing_gates(tmp_path: Path) -> None:
    """A file of gates that is missing is an error: nothing passes because nobody looked."""
    with pytest.raises(DatasetError, match="can't be opened"):
        load_gates(tmp_path / "absent.toml")


def test_our_own_gates() -> None:
    """The product's gates can be read, and hold verbatim quotes for every set of the product."""
    evals = Path(__file__).parents[2] / "evals"
    sets = {path.stem for path in (evals / "datasets").glob("*.jsonl")}
    assert sets <= {gate.dataset for gate in load_gates(evals / "gates.toml").bars if gate.metric == "verbatim" and gate.bar == 1}
