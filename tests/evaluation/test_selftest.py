"""The short self-test on the real questions: every sabotage is caught, no healthy run is flagged."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from townhall.evaluation.selftest import SHORT, self_test
from townhall.evaluation.selftest_result import LEAST, Detection, Rebuilds, SelfTest
from townhall.settings import Settings

EVALS = Path(__file__).parents[2] / "evals"
SETS = [EVALS / "datasets" / name for name in ("core.jsonl", "days.jsonl")]


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return where the self-test writes what it finds."""
    return tmp_path_factory.mktemp("selftest") / "found.json"


@pytest.fixture(scope="module")
def found(real_settings: Settings, written: Path) -> SelfTest:
    """Return what the short form finds."""
    return self_test(real_settings.model_copy(update={"evals": EVALS}), SETS, size=SHORT, out=written)


def test_every_sabotage_is_caught(found: SelfTest) -> None:
    """Each way to make the assistant worse is noticed by the metric that is there for it."""
    assert [each.sabotage for each in found.noticed if not each.caught] == []


def test_healthy_runs_are_identical(found: SelfTest) -> None:
    """An index that was built in an order of chance gives the same answers, passages and scores, and no alarm."""
    assert found.rebuilds == Rebuilds(SHORT.rebuilds, alarms=0, identical=SHORT.rebuilds)


def test_a_larger_loss_is_noticed_more_often(found: SelfTest) -> None:
    """The curve rises with the share of degraded answers."""
    rates = [each.by_right for each in found.detections]
    assert rates == sorted(rates)
    assert rates[-1] > rates[0]


def test_it_is_written(found: SelfTest, written: Path) -> None:
    """The JSON holds what was found, faults included."""
    read = json.loads(written.read_text(encoding="utf-8"))
    assert [each["sabotage"] for each in read["noticed"]] == [each.sabotage for each in found.noticed]
    assert read["faults"] == list(found.faults) == []


def test_what_is_not_as_it_must_be_is_said(found: SelfTest) -> None:
    """A sabotage that isn't caught, a loss that isn't noticed, a flagged run and one that differs are each a fault."""
    missed = replace(found.noticed[0], caught=False)
    unseen = Detection(0.05, LEAST, trials=100, by_right=89, by_any=100)
    spoilt = replace(found, noticed=(missed,), detections=(unseen,), rebuilds=Rebuilds(40, alarms=3, identical=39))
    assert [line.split(":")[0] for line in spoilt.faults] == [
        missed.sabotage,
        "5% of the answers degraded",
        "3 of 40 healthy runs were flagged.",
        "1 of 40 healthy runs differ from the first.",
    ]
    assert replace(spoilt, noticed=(), detections=(replace(unseen, by_right=90),), rebuilds=Rebuilds(40, alarms=2, identical=40)).faults == ()
