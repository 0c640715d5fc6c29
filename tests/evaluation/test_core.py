"""The gate itself: the real core set, asked of the real documents."""

from __future__ import annotations

import pytest

from townhall.evaluation import run_evaluation
from townhall.settings import Settings


def test_the_core_set_passes_its_gates(real_settings: Settings, pytestconfig: pytest.Config) -> None:
    """Every bar of the core set is reached, and nothing dropped against the baseline; the reasons are told, a line each."""
    evals = pytestconfig.rootpath / "evals"
    settings = real_settings.model_copy(update={"evals": evals})
    report = run_evaluation(settings, [evals / "datasets" / "core.jsonl"], compared=False)
    if not report.passed:
        pytest.fail("\n".join(report.gate_failures), pytrace=False)
