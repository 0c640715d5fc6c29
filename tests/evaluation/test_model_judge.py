"""The language model's second opinion: LlamaIndex's evaluators, a real server on this machine, verdicts and faults as scripted."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from model_server import serving

from townhall.evaluation.data.dataset import Dataset
from townhall.evaluation.data.texts import CorpusTexts
from townhall.evaluation.metrics.ranking import Ranking
from townhall.evaluation.metrics.scoring import score_answer
from townhall.evaluation.model_judge import Opinion, opinions_of, reference_of
from townhall.evaluation.result import Result
from townhall.evaluation.systems.system import Response
from townhall.model import Answer, Citation, Status
from townhall.settings import Settings

QUOTE = "The HCN supports 28 harbour cities in Norland with digital maps."
REFUSAL: dict[str, Any] = {"status": ["not_in_documents"], "facts": [], "forbidden": [], "spans": [], "category": "refuse"}
Reply = Callable[[str], str | int | None]
Judge = Callable[..., Opinion]


@pytest.fixture
def result(
    dataset: Callable[..., Dataset], texts: CorpusTexts, answer: Callable[..., Answer], cite: Callable[..., Citation]
) -> Callable[..., Result]:
    """Return ``result(changes)``: a right answer to the good row with those changes, or a refusal where one is due."""

    def make(changes: dict[str, Any]) -> Result:
        question = dataset(changes).questions[0]
        given = (
            answer("The documents don't say.", status=Status.NOT_IN_DOCUMENTS)
            if question.wants_refusal
            else answer("It supports 28 cities.", cite("north.txt", QUOTE))
        )
        ranking = Ranking((1,) * len(question.spans))
        return Result(
            question, Response(given, question.turns[-1], (), 1.0), ranking, score_answer(question, given, ranking, texts, longest=200), None
        )

    return make


def kind_of(prompt: str) -> str:
    """Return which evaluator a prompt comes from, by words of LlamaIndex's templates."""
    if "Reference Answer" in prompt:
        return "correct"
    return "relevant" if "in line with the context information provided" in prompt else "faithful"


@pytest.fixture
def judge(result: Callable[..., Result]) -> Judge:
    """Return ``judge(reply, changes)``: the opinion of a model that replies so."""

    def ask(reply: Reply, changes: dict[str, Any] | None = None, **settings: Any) -> Opinion:
        with serving(reply) as server:
            values = {"language_model": "small", "language_model_url": server.url, "language_model_retries": 0, **settings}
            (opinion,) = opinions_of([result(changes or {})], Settings.model_validate(values))
        return opinion

    return ask


def test_every_evaluator_is_asked_of_its_own(result: Callable[..., Result]) -> None:
    """The model sees question, answer, quotes and what is expected, each where it belongs, and markers nowhere."""
    with serving(lambda prompt: "4.5\nfine" if kind_of(prompt) == "correct" else "YES") as server:
        opinions_of([result({})], Settings(language_model="small", language_model_url=server.url))
    prompts = {kind_of(prompt): prompt for prompt in server.prompts}
    assert sorted(prompts) == ["correct", "faithful", "relevant"]
    assert all("It supports 28 cities." in prompt and "[1]" not in prompt for prompt in prompts.values())
    assert QUOTE in prompts["faithful"]
    assert QUOTE in prompts["relevant"]
    assert "How many cities does the HCN support?" in prompts["relevant"]
    assert "A right answer holds: 28." in prompts["correct"]
    assert "It does not say: Hill Towns." in prompts["correct"]


@pytest.mark.parametrize(
    ("kind", "reply", "passed"),
    [
        ("faithful", "YES", True),
        ("faithful", "No.", False),
        ("relevant", "yes", True),
        ("relevant", "NO", False),
        ("correct", "4.0\nIt holds all.", True),
        ("correct", "Score: 5/5\nAll of it.", True),
        ("correct", "3.5\nNot all.", False),
        ("faithful", "yesterday it was", None),
        ("faithful", "yes and no", None),
        ("faithful", "", None),
        ("relevant", "banana", None),
        ("correct", "4.0", True),
        ("correct", "very good\n5", None),
        ("correct", "9\nbetter than best", None),
        ("correct", "45\nof 50", None),
        ("correct", "", None),
        ("correct", 500, None),
        ("faithful", 500, None),
        ("relevant", 401, None),
        ("relevant", None, None),
        ("correct", None, None),
    ],
)
def test_verdicts(judge: Judge, kind: str, reply: str | int | None, *, passed: bool | None) -> None:
    """Clear replies are verdicts; garbled and empty ones, faults and silence are none, and don't touch the other two."""

    def say(prompt: str) -> str | int | None:
        if kind_of(prompt) == kind:
            return reply
        return "5\nfine" if kind_of(prompt) == "correct" else "YES"

    opinion = judge(say, language_model_seconds=5.0)
    verdicts = {"faithful": opinion.faithful, "relevant": opinion.relevant, "correct": opinion.correct}
    found = verdicts.pop(kind)
    assert found is not None
    assert found.passed is passed
    assert (found.score is None) is (kind != "correct" or passed is None)
    assert all(verdict is not None and verdict.passed for verdict in verdicts.values())


def test_no_server_is_no_verdict(result: Callable[..., Result]) -> None:
    """Where nobody listens there is no verdict, and the reason is kept."""
    settings = Settings(language_model="small", language_model_url="http://127.0.0.1:1/v1", language_model_retries=0)
    (opinion,) = opinions_of([result({})], settings)
    assert opinion.correct is not None
    assert opinion.correct.passed is None
    assert "APIConnectionError" in opinion.correct.reply


def test_a_refusal_is_judged_by_what_was_due(judge: Judge) -> None:
    """Of a refusal the model is asked only whether it was right; it is told whether one was due."""
    seen: list[str] = []

    def say(prompt: str) -> str:
        seen.append(prompt)
        return "5\nfine"

    opinion = judge(say, REFUSAL)
    assert (opinion.faithful, opinion.relevant) == (None, None)
    assert opinion.correct is not None
    assert opinion.correct.passed
    assert "do not answer this question" in seen[0]


def test_our_scores_stay(result: Callable[..., Result]) -> None:
    """A model that finds everything wrong changes nothing of the scores."""
    given = result({})
    with serving(lambda prompt: "1\nbad" if kind_of(prompt) == "correct" else "NO") as server:
        opinions_of([given], Settings(language_model="small", language_model_url=server.url))
    assert given.score.right


def test_a_reference_tells_both_readings(dataset: Callable[..., Dataset]) -> None:
    """Where an answer and a refusal are both acceptable, the model is told so."""
    (question,) = dataset({"status": ["partial", "not_in_documents"]}).questions
    assert "is right as well" in reference_of(question)
    assert "holds: 28" in reference_of(question)
