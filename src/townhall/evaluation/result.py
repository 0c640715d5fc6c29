"""One question with what was made of it: what figures and reports are computed from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from townhall.evaluation.data.question import Question
from townhall.evaluation.metrics.ranking import Ranking
from townhall.evaluation.metrics.scoring import Score
from townhall.evaluation.systems.system import Response


@dataclass(frozen=True, slots=True)
class Result:
    """One question, its answer, and what it is worth."""

    question: Question
    response: Response
    ranking: Ranking
    """Where the expected spans stand among the passages that were retrieved."""
    score: Score
    retrieval: Mapping[str, float] | None
    """Measures of the ranking by name; None where nothing was to be found."""
