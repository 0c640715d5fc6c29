"""The support score: signals combined by logistic regression into a probability, with the judge's word among them or without it.

The coefficients stand in ``support.json`` and are made by ``training/fit_support.py``, which says from which data.
"""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from townhall.answering.reading.features import ANSWER_NAMES, SENTENCE_NAMES, AnswerSignals, SentenceSignals, values_of


@dataclass(frozen=True, slots=True)
class Logistic:
    """A logistic regression: probability = 1 / (1 + exp(-(intercept + weights · values)))."""

    intercept: float
    weights: tuple[float, ...]

    def probability(self, values: Sequence[float]) -> float:
        """Return the probability in (0, 1)."""
        score = self.intercept + sum(weight * value for weight, value in zip(self.weights, values, strict=True))
        return 1 / (1 + math.exp(-max(-30.0, min(30.0, score))))


@dataclass(frozen=True, slots=True)
class SupportModel:
    """The two regressions and the threshold that goes with them."""

    sentence: Logistic
    answer: Logistic
    threshold: float
    """Support from which an answer is given."""

    def rank(self, signals: SentenceSignals) -> float:
        """Return how likely a sentence answers the question, among sentences; in (0, 1)."""
        return self.sentence.probability(values_of(signals))

    def support(self, signals: AnswerSignals) -> float:
        """Return how likely the best sentences answer the question; in (0, 1)."""
        return self.answer.probability(values_of(signals))


@dataclass(frozen=True, slots=True)
class SupportModels:
    """The models for questions that the judge has read and for those that it hasn't."""

    plain: SupportModel
    judged: SupportModel
    off_topic_cosine: float
    """Cosine of question and best passage below which a question is foreign to the documents."""


@cache
def worded_model() -> SupportModel:
    """Return the model for sentences that aren't in English where the question isn't either: neither embedding nor judge reads them.

    Words and the form of what is asked for are all that tells. Its weights stand in ``worded.json``, set by hand: two sentences beside each other
    with half of what is asked between them, weighted by idf, are just enough.
    """
    return _model(json.loads(files("townhall.answering.sentences").joinpath("worded.json").read_text(encoding="utf-8")))


@cache
def support_models() -> SupportModels:
    """Return the fitted models."""
    data = json.loads(files("townhall.answering.sentences").joinpath("support.json").read_text(encoding="utf-8"))
    return SupportModels(_model(data["plain"]), _model(data["judged"]), data["off_topic_cosine"])


def _model(table: dict[str, Any]) -> SupportModel:
    return SupportModel(_logistic(table["sentence"], SENTENCE_NAMES), _logistic(table["answer"], ANSWER_NAMES), table["threshold"])


def _logistic(table: dict[str, Any], names: tuple[str, ...]) -> Logistic:
    """Return a regression; signals that it doesn't name weigh nothing."""
    return Logistic(table["intercept"], tuple(table["weights"].get(name, 0.0) for name in names))
