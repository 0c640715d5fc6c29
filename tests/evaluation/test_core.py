"""The gates themselves: real sets, asked of the real documents."""

from __future__ import annotations

import pytest

from townhall.evaluation import run_evaluation
from townhall.settings import Settings


@pytest.mark.parametrize("name", ["core", "days"])
def test_a_set_passes_its_gates(name: str, real_settings: Settings, pytestconfig: pytest.Config) -> None:
    """Every bar of a set is reached, and nothing dropped against the baseline; the reasons are told, a line each."""
    evals = pytestconfig.rootpath / "evals"
    settings = real_settings.model_copy(update={"evals": evals})
    report = run_evaluation(settings, [evals / "datasets" / f"{name}.jsonl"], compared=False)
    if not report.passed:
        pytest.fail("\n".join(report.gate_failures), pytrace=False)
