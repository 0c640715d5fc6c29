"""Columns: what is measured of each question, and of which questions it isn't."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from townhall.evaluation.data.dataset import Dataset
from townhall.evaluation.data.texts import CorpusTexts
from townhall.evaluation.metrics.columns import columns_of
from townhall.evaluation.metrics.figures import figures
from townhall.evaluation.metrics.ranking import ranking_of
from townhall.evaluation.metrics.scoring import score_answer
from townhall.evaluation.result import Result
from townhall.evaluation.systems.system import Response
from townhall.model import Answer, Citation, Role, Status

QUOTE = "The HCN supports 28 harbour cities in Norland with digital maps."
REFUSAL: dict[str, Any] = {"status": ["not_in_documents"], "facts": [], "spans": [], "category": "refuse", "group": None}
EITHER: dict[str, Any] = {"status": ["partial", "not_in_documents"], "group": None}

Make = Callable[..., Answer]
Cite = Callable[..., Citation]
Give = Callable[[dict[str, Any], Answer], Result]


@pytest.fixture
def give(dataset: Callable[..., Dataset], texts: CorpusTexts) -> Give:
    """Return ``give(changes, answer)``: the good row's question with those changes, answered so."""

    def result(changes: dict[str, Any], answer: Answer) -> Result:
        question = dataset(changes).questions[0]
        ranking = ranking_of(question, ())
        return Result(question, Response(answer, "", (), 1.0), ranking, score_answer(question, answer, ranking, texts, longest=200), None)

    return result


def value(result: Result, column: str) -> float | None:
    """Return what a column holds of one result, None where it wasn't measured."""
    found = float(columns_of([result])[column][0])
    return None if np.isnan(found) else found


def test_what_support_foretells(give: Give, answer: Make, cite: Cite) -> None:
    """The event is that what would be shown is right: an answer if it is, a due refusal never, a wrong one if it quotes the expected place."""
    near, far = (cite(source, quote, role=Role.RELATED) for source, quote in (("north.txt", QUOTE), ("south.txt", "The services take six weeks.")))

    def refusal(*quotes: Citation) -> Answer:
        return answer("No.", *quotes, status=Status.NOT_IN_DOCUMENTS, support=0.2)

    assert value(give({}, answer(QUOTE, cite("north.txt", QUOTE), support=0.9)), "worth_showing") == 1
    assert value(give({}, answer("Many.", cite("north.txt", QUOTE), support=0.9)), "worth_showing") == 0
    assert value(give(REFUSAL, answer(QUOTE, cite("north.txt", QUOTE))), "worth_showing") == 0
    assert value(give(REFUSAL, refusal()), "worth_showing") == 0
    assert value(give({}, refusal(near)), "worth_showing") == 1
    assert value(give({}, refusal(far)), "worth_showing") == 0
    assert value(give({}, refusal()), "worth_showing") is None
    assert value(give(EITHER, refusal()), "worth_showing") is None


def test_what_is_due(give: Give, answer: Make) -> None:
    """A refusal is due where only a refusal is right; where both are right, nothing is."""
    refusal = answer("No.", status=Status.NOT_IN_DOCUMENTS)
    results = [give(changes, refusal) for changes in ({}, REFUSAL, EITHER)]
    assert [value(result, "refusal_due") for result in results] == [0, 1, None]
    assert [value(result, "answer_due") for result in results] == [1, 0, None]
    assert [value(result, "answered_when_refusal_due") for result in results] == [None, 0, None]


def test_a_due_refusal_scores_one(give: Give, answer: Make) -> None:
    """A refusal that is due is right, is no hallucination and has no statements to support; nothing of it counts against the answer."""
    found = figures([give(REFUSAL, answer("The documents don't say.", status=Status.NOT_IN_DOCUMENTS))])
    values = {name: estimate.value for name, estimate in found.items() if estimate}
    assert values["right"] == values["refused_when_due"] == 1
    assert values["hallucination_rate"] == 0
    assert not {"citation_recall", "citation_precision", "citation_f1", "answer_f1", "error_rate", "trust_score"} & set(values)


def test_correctness(give: Give, answer: Make, cite: Cite) -> None:
    """Correctness is the share of the facts that are held; without facts, whether the right place is cited; an answer is never unmeasured."""
    half = {"facts": [{"number": 28}, {"text": ["lighthouse"]}]}
    quote = cite("north.txt", QUOTE)
    assert value(give(half, answer(QUOTE, quote)), "correctness") == 0.5
    cited = {"facts": [], "answers": ["28"]}
    assert value(give(cited, answer("Yes.", quote)), "correctness") == 1
    assert value(give(cited, answer("Yes.", cite("south.txt", "The services take six weeks."))), "correctness") == 0
    assert value(give(cited | {"spans": []}, answer("Yes.", quote)), "correctness") is not None
    assert value(give(REFUSAL, answer(QUOTE, quote)), "correctness") is None


def test_citations_are_measured_of_answers(give: Give, answer: Make, cite: Cite) -> None:
    """An answer without citations has recall and precision 0, a refusal none."""
    bare, refusal = answer(QUOTE), answer("No.", status=Status.NOT_IN_DOCUMENTS)
    assert [value(give({}, bare), name) for name in ("citation_recall", "citation_precision")] == [0, 0]
    assert [value(give({}, refusal), name) for name in ("citation_recall", "citation_precision")] == [None, None]
    assert value(give({}, answer(QUOTE, cite("north.txt", QUOTE))), "citation_recall") == 1


def test_gold_answers(give: Give, answer: Make) -> None:
    """Questions without gold answers are not measured; one that has none to give is right with a refusal."""
    refusal = answer("No.", status=Status.NOT_IN_DOCUMENTS)
    assert value(give({}, answer("28")), "exact_match") is None
    assert value(give({"answers": ["28", "28 cities"]}, answer("The 28 cities.")), "exact_match") == 1
    assert value(give(REFUSAL | {"answers": []}, refusal), "token_f1") == 1
