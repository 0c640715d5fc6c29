"""From results to columns: one number a question for everything that figures are computed from, NaN where it wasn't measured."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import numpy as np

from townhall.evaluation.data.dataset import MINIMUM_GROUP
from townhall.evaluation.data.question import Question
from townhall.evaluation.metrics.bootstrap import Vector
from townhall.evaluation.metrics.ranking import MEASURES
from townhall.evaluation.metrics.scoring import is_cited
from townhall.evaluation.metrics.span_answers import exact_match, said_span, token_f1
from townhall.evaluation.metrics.statistics import Columns
from townhall.evaluation.result import Result
from townhall.model import Role

AGREEMENT = "agreement"

OF_SCORE = ("right", "status_right", "facts_held", "facts_share", "nothing_forbidden", "short_enough", "verbatim", "right_place")
"""Columns that are fields of the score."""

Value = float | None
_Of = Callable[[Result], Value]


def columns_of(results: Sequence[Result]) -> Columns:
    """Return all columns of ``results``."""
    found = {name: vector([of(result) for result in results]) for name, of in _OF_RESULT.items()}
    return found | {AGREEMENT: agreement(clusters_of([result.question for result in results]), found["right"])}


def clusters_of(questions: Sequence[Question]) -> list[str]:
    """Return the name of each question's paraphrase group; a question without one is a cluster by itself."""
    return [question.group or f"\n{question.id}" for question in questions]  # no group's name begins a new line


def agreement(clusters: Sequence[str], right: Vector) -> Vector:
    """Return 1 for each cluster of two or more whose answers are all right or all wrong, else 0, in the place of its first question."""
    places: dict[str, list[int]] = {}
    for place, cluster in enumerate(clusters):
        if not np.isnan(right[place]):
            places.setdefault(cluster, []).append(place)
    found = np.full(len(clusters), np.nan)
    for members in places.values():
        if len(members) >= MINIMUM_GROUP:
            found[members[0]] = float(len(set(right[members].tolist())) == 1)
    return found


def vector(values: Sequence[Value]) -> Vector:
    """Return a column of ``values``."""
    return np.array([np.nan if value is None else value for value in values], dtype=np.float64)


def _of_score(name: str) -> _Of:
    def value(result: Result) -> Value:
        found: float | None = getattr(result.score, name)
        return found

    return value


def _of_retrieval(name: str) -> _Of:
    return lambda result: (result.retrieval or {}).get(name)


def _of_quotes(name: str) -> _Of:
    def value(result: Result) -> Value:
        found: int | None = getattr(result.score.quotes, name, None)
        return found

    return value


def _recall(result: Result) -> Value:
    """Share of the answer's statements that its quotes support."""
    quotes = result.score.quotes
    return quotes.supported / quotes.statements if quotes and quotes.statements else None


def _precision(result: Result) -> Value:
    """Share of the answer's citations that are needed; 0 for an answer without any, as in ALCE."""
    quotes = result.score.quotes
    if not quotes or not quotes.statements:
        return None
    return quotes.needed / quotes.pairs if quotes.pairs else 0.0


def _refused(result: Result) -> Value:
    return float(not result.response.answer.status.shows_an_answer)


def _answered(result: Result) -> Value:
    return float(result.response.answer.status.shows_an_answer)


def _refusal_due(result: Result) -> Value:
    """1 where only a refusal is right, 0 where only an answer is, not measured where both are."""
    question = result.question
    return 1.0 if question.wants_refusal else 0.0 if question.wants_answer else None


def _answer_due(result: Result) -> Value:
    due = _refusal_due(result)
    return None if due is None else 1 - due


def _correctness(result: Result) -> Value:
    """Share of the expected facts that are held; without facts whether the right places are cited; without either whether the answer is right."""
    score = result.score
    if not any(status.shows_an_answer for status in result.question.status):
        return None
    return next(float(value) for value in (score.facts_share, score.right_place, score.right) if value is not None)


def _support(result: Result) -> Value:
    return result.response.answer.support


def _worth_showing(result: Result) -> Value:
    """Whether what would be shown is right: the event that ``support`` foretells.

    Of an answer that was shown, whether it is right. Of a refusal that was due, no: nothing would have been. Of a wrong refusal, whether the
    nearest thing that it quotes is the expected place; without one nobody knows, and it isn't measured.
    """
    answer, question = result.response.answer, result.question
    if answer.status.shows_an_answer:
        return float(result.score.right)
    if not question.wants_answer:
        return 0.0 if question.wants_refusal else None
    near = [citation for citation in answer.citations if citation.role is Role.RELATED]
    if not near or not question.spans:
        return None
    return float(all(is_cited(span, near, role=Role.RELATED) for span in question.spans))


def _exact_match(result: Result) -> Value:
    answers = result.question.answers
    return None if answers is None else exact_match(said_span(result.response.answer), answers)


def _token_f1(result: Result) -> Value:
    answers = result.question.answers
    return None if answers is None else token_f1(said_span(result.response.answer), answers)


_OF_RESULT: Mapping[str, _Of] = {
    **{name: _of_score(name) for name in (*OF_SCORE, "refused_when_due", "refused_wrongly")},
    **{name: _of_retrieval(name) for name in MEASURES},
    **{name: _of_quotes(name) for name in ("quotes", "fabricated", "stitched", "misattributed")},
    "citation_recall": _recall,
    "citation_precision": _precision,
    "refused": _refused,
    "answered": _answered,
    "refusal_due": _refusal_due,
    "answer_due": _answer_due,
    "answered_when_refusal_due": lambda result: None if (refused := result.score.refused_when_due) is None else 1.0 - refused,
    "correctness": _correctness,
    "support": _support,
    "worth_showing": _worth_showing,
    "exact_match": _exact_match,
    "token_f1": _token_f1,
}

COLUMN_NAMES = (*_OF_RESULT, AGREEMENT)
"""Everything that figures are computed from."""
