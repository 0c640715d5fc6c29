"""Gold answers: SQuAD's rules, held to the scores of an implementation that is not ours."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from townhall.evaluation.metrics.span_answers import exact_match, said_span, token_f1
from townhall.model import Answer, Statement, Status

OFFICIAL = Path(__file__).with_name("squad_scores.jsonl")
"""400 random predictions with the scores of ``transformers.data.metrics.squad_metrics``, release 4; release 5 has it no more."""


def test_scores_are_those_of_squad() -> None:
    """Exact match and F1 of 400 random predictions, with several gold answers or none, are SQuAD's."""
    rows = [json.loads(line) for line in OFFICIAL.read_text(encoding="utf-8").splitlines()]
    assert len(rows) == 400
    assert {0.0, 1.0} < {row["f1"] for row in rows}
    for row in rows:
        assert exact_match(row["said"], row["answers"]) == row["exact"], row
        assert token_f1(row["said"], row["answers"]) == pytest.approx(row["f1"]), row


@pytest.mark.parametrize(("said", "score"), [("", 1.0), ("28", 0.0), ("The.", 1.0)])
def test_no_answer_is_due(said: str, score: float) -> None:
    """Where there is no gold answer, saying nothing is right and anything else wrong; articles and full stops are nothing."""
    assert (exact_match(said, ()), token_f1(said, ())) == (score, score)


def test_what_is_held_against_gold(answer: Callable[..., Answer]) -> None:
    """The lead is what is held against gold answers, or the first statement; of a refusal nothing is."""
    both = (Statement("28 cities are supported.", ()), Statement("28", (), lead=True))
    given = answer("28 cities are supported.")
    assert said_span(given) == "28 cities are supported."
    refusal = answer("The documents don't say.", status=Status.NOT_IN_DOCUMENTS)
    assert said_span(refusal) == ""
    from dataclasses import replace

    assert said_span(replace(given, statements=both)) == "28"
