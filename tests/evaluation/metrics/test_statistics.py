"""Statistics: each is the textbook's, weighted questions are questions drawn several times."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn.metrics import brier_score_loss, f1_score, roc_auc_score

from townhall.evaluation.metrics.bootstrap import Vector
from townhall.evaluation.metrics.statistics import (
    AreaUnderCurve,
    Average,
    CalibratedF1,
    CalibrationError,
    HarmonicMean,
    MacroF1,
    Mean,
    Share,
    SquaredError,
    Statistic,
)

SIZE = 60


@pytest.fixture(params=range(5))
def columns(request: pytest.FixtureRequest) -> dict[str, Vector]:
    """Return random columns with gaps: probabilities with ties, events, what is due and what was done."""
    random = np.random.default_rng(request.param)
    due = random.integers(0, 2, SIZE).astype(float)
    refused = np.where(random.random(SIZE) < 0.8, due, 1 - due)
    event = random.integers(0, 2, SIZE).astype(float)
    probability = np.round(np.clip(0.3 * event + random.random(SIZE) * 0.7, 0, 1), 1)
    probability[:7] = np.nan
    due[-5:] = np.nan
    quotes = random.integers(0, 5, SIZE).astype(float)
    return {
        "due": due,
        "answer_due": 1 - due,
        "refused": refused,
        "answered": 1 - refused,
        "correctness": random.random(SIZE),
        "event": event,
        "probability": probability,
        "quotes": quotes,
        "faults": np.minimum(quotes, random.integers(0, 3, SIZE)),
    }


EVERY: tuple[Statistic, ...] = (
    Mean("correctness"),
    Share("faults", "quotes"),
    MacroF1("refused", "due"),
    CalibratedF1("correctness", "answered", "answer_due"),
    SquaredError("probability", "event"),
    AreaUnderCurve("probability", "event"),
    HarmonicMean(Mean("correctness"), Mean("event")),
    Average((Mean("correctness"), Mean("event"))),
)


def value(statistic: Statistic, columns: dict[str, Vector]) -> float:
    """Return the plain figure."""
    return float(statistic.values(columns, np.ones((1, len(next(iter(columns.values()))))))[0])


@pytest.mark.parametrize("statistic", EVERY, ids=lambda statistic: type(statistic).__name__)
def test_weights_are_repetitions(columns: dict[str, Vector], statistic: Statistic) -> None:
    """A question with weight 3 counts as the same question three times, and one with weight 0 not at all."""
    weights = np.random.default_rng(0).integers(0, 4, SIZE)
    repeated = {name: np.repeat(column, weights) for name, column in columns.items()}
    assert statistic.values(columns, weights[None, :].astype(float))[0] == pytest.approx(value(statistic, repeated))


def test_macro_f1_is_scikit_learns(columns: dict[str, Vector]) -> None:
    """Macro-F1 is that of scikit-learn, over the questions of which it is known what is due."""
    known = ~np.isnan(columns["due"])
    assert value(MacroF1("refused", "due"), columns) == pytest.approx(f1_score(columns["due"][known], columns["refused"][known], average="macro"))


def test_ranking_and_squared_error_are_scikit_learns(columns: dict[str, Vector]) -> None:
    """AUROC with ties, and the Brier score, are those of scikit-learn."""
    known = ~np.isnan(columns["probability"])
    event, probability = columns["event"][known], columns["probability"][known]
    assert value(AreaUnderCurve("probability", "event"), columns) == pytest.approx(roc_auc_score(event, probability))
    assert value(SquaredError("probability", "event"), columns) == pytest.approx(brier_score_loss(event, probability))


def test_calibrated_f1() -> None:
    """Of three questions to be answered two are, one right by half; one is answered that shouldn't be: P = 1.5 / 3, R = 1.5 / 3."""
    columns = {
        "correctness": np.array([1.0, 0.5, 1.0, np.nan, np.nan]),
        "answered": np.array([1.0, 1.0, 0.0, 1.0, 0.0]),
        "answerable": np.array([1.0, 1.0, 1.0, 0.0, 0.0]),
    }
    statistic = CalibratedF1("correctness", "answered", "answerable")
    assert value(statistic, columns) == pytest.approx(0.5)
    assert value(statistic, columns | {"answered": np.zeros(5)}) == 0
    assert np.isnan(value(statistic, columns | {"answerable": np.zeros(5)}))


def test_calibration_error() -> None:
    """Of twenty questions in ten bins of two, claims of .7 that come true in half of all cases are .2 off, claims of .5 are not."""
    event = np.tile([1.0, 0.0], 10)
    claims = np.linspace(0, 1, 10).repeat(2)
    statistic = CalibrationError("probability", "event")
    assert value(statistic, {"probability": claims, "event": event}) == pytest.approx(np.abs(np.linspace(0, 1, 10) - 0.5).mean())
    assert value(statistic, {"probability": np.full(20, 0.7), "event": event}) == pytest.approx(0.2)
    assert value(statistic, {"probability": np.full(20, 0.5), "event": event}) == pytest.approx(0)


def test_what_is_not_defined_is_not_measured() -> None:
    """Macro-F1 without refusals due is NaN, an area with one outcome is not measured, and a share of nothing neither."""
    columns = {"due": np.zeros(3), "refused": np.zeros(3), "probability": np.array([0.1, 0.5, 0.9]), "event": np.ones(3), "none": np.zeros(3)}
    assert np.isnan(value(MacroF1("refused", "due"), columns))
    assert AreaUnderCurve("probability", "event").measured(columns) == 0
    assert Share("none", "none").measured(columns) == 0
