"""One answer against its question: what makes it wrong, and what is not measured."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from townhall.evaluation.data.dataset import Dataset
from townhall.evaluation.data.question import Question
from townhall.evaluation.data.texts import CorpusTexts
from townhall.evaluation.metrics.quotes import QuoteScore
from townhall.evaluation.metrics.ranking import Ranking
from townhall.evaluation.metrics.scoring import Score, Stage, score_answer
from townhall.model import Answer, Citation, Role, Span, Status

QUOTE = "The HCN supports 28 harbour cities in Norland with digital maps."

REFUSAL: dict[str, Any] = {"status": ["not_in_documents"], "facts": [], "spans": [], "category": "refuse"}
EITHER: dict[str, Any] = {"status": ["partial", "not_in_documents"]}

Judge = Callable[..., Score]
Make = Callable[..., Answer]
Cite = Callable[..., Citation]
Ask = Callable[..., Question]


@pytest.fixture
def ask(dataset: Callable[..., Dataset]) -> Ask:
    """Return ``ask(changes)``: the good row's question with those changes."""

    def make(changes: dict[str, Any]) -> Question:
        return dataset(changes).questions[0]

    return make


@pytest.fixture
def judge(texts: CorpusTexts) -> Judge:
    """Return ``judge(question, answer)``: its score, all spans retrieved unless ``rank`` says otherwise, and ``together`` by all turns."""

    def score(question: Question, given: Answer, *, rank: int | None = 1, together: int | None = None) -> Score:
        of_all_turns = (together,) * len(question.spans) if together else ()
        return score_answer(question, given, Ranking((rank,) * len(question.spans), together=of_all_turns), texts, longest=200)

    return score


def test_right(ask: Ask, judge: Judge, answer: Make, cite: Cite) -> None:
    """An answer with its fact, its place, the right status and nothing forbidden is right, and has no fault."""
    score = judge(ask({}), answer(QUOTE, cite("north.txt", QUOTE)))
    whole = QuoteScore(statements=1, supported=1, pairs=1, needed=1, quotes=1, fabricated=0, stitched=0, misattributed=0, reasons=())
    assert score == Score(True, True, True, True, True, True, True, None, False, None, (), 1.0, whole)  # noqa: FBT003 - every field by its place


def test_another_place_of_the_same_text(ask: Ask, judge: Judge, answer: Make, cite: Cite) -> None:
    """A span is cited by a citation whose text also stands there; a citation of another page alone doesn't cite it."""
    other = cite("north.txt", QUOTE)
    elsewhere = cite("south.txt", QUOTE)
    both = replace(elsewhere, also_in=(Span("north.txt", other.start, other.end),))
    assert judge(ask({}), answer(QUOTE, both)).right
    assert judge(ask({}), answer(QUOTE, elsewhere)).right_place is False


@pytest.mark.parametrize(
    ("text", "quote", "rank", "stage", "fault"),
    [
        (QUOTE, "It was founded in 2011.", None, Stage.NOT_RETRIEVED, "not cited: 'supports 28 harbour cities' in north.txt"),
        (QUOTE, "It was founded in 2011.", 3, Stage.NOT_CHOSEN, "not cited"),
        ("It supports cities.", QUOTE, 1, Stage.NOT_SAID, "missing: 28"),
        (f"{QUOTE} So do the Hill Towns.", QUOTE, 1, Stage.FORBIDDEN, "forbidden: Hill Towns"),
        (f"{QUOTE} {QUOTE} {QUOTE} {QUOTE}", QUOTE, 1, Stage.TOO_LONG, "characters, at most 200"),
    ],
)
def test_stages(ask: Ask, judge: Judge, answer: Make, cite: Cite, *, text: str, quote: str, rank: int | None, stage: Stage, fault: str) -> None:
    """A wrong answer names the first stage that went wrong, and says what is wrong."""
    score = judge(ask({}), answer(text, cite("north.txt", quote)), rank=rank)
    assert not score.right
    assert score.stage is stage
    assert fault in score.faults[0]


def test_refused_wrongly(ask: Ask, judge: Judge, answer: Make) -> None:
    """A refusal where the documents answer is wrong at the refusal if all was retrieved, and at retrieval if not."""
    refusal = answer("The documents don't say.", status=Status.NOT_IN_DOCUMENTS)
    score = judge(ask({}), refusal)
    assert (score.right, score.refused_wrongly, score.refused_when_due, score.right_place) == (False, True, None, False)
    assert score.stage is Stage.REFUSED
    assert judge(ask({}), refusal, rank=None).stage is Stage.NOT_RETRIEVED


def test_follow_up_misread(ask: Ask, judge: Judge, answer: Make) -> None:
    """What the last question doesn't find as it was read, and all turns together do, was lost in reading it."""
    refusal = answer("The documents don't say.", status=Status.NOT_IN_DOCUMENTS)
    assert judge(ask({}), refusal, rank=None, together=4).stage is Stage.MISREAD
    assert judge(ask({}), refusal, rank=2, together=4).stage is Stage.REFUSED


def test_refused_when_due(ask: Ask, judge: Judge, answer: Make, cite: Cite) -> None:
    """A refusal that is due is right; an answer instead is refused too little, and a refusal of another kind has the wrong status."""
    question = ask(REFUSAL)
    good = judge(question, answer("The documents don't say.", status=Status.NOT_IN_DOCUMENTS))
    assert (good.right, good.refused_when_due, good.refused_wrongly, good.right_place, good.facts_held) == (True, True, None, None, None)
    answered = judge(question, answer(QUOTE, cite("north.txt", QUOTE)))
    assert (answered.right, answered.refused_when_due, answered.stage) == (False, False, Stage.REFUSED_TOO_LITTLE)
    other = judge(question, answer("What do you mean?", status=Status.CLARIFY))
    assert (other.right, other.refused_when_due, other.stage) == (False, True, Stage.WRONG_STATUS)


def test_either_will_do(ask: Ask, judge: Judge, answer: Make, cite: Cite) -> None:
    """Where answer and refusal are both acceptable, facts and spans are expected of the answer only, and refusing is neither due nor wrong."""
    question = ask(EITHER)
    refused = judge(question, answer("The documents don't say.", status=Status.NOT_IN_DOCUMENTS))
    assert (refused.right, refused.refused_when_due, refused.refused_wrongly) == (True, None, None)
    assert judge(question, answer(QUOTE, cite("north.txt", QUOTE), status=Status.PARTIAL)).right
    assert not judge(question, answer("It supports cities.", status=Status.PARTIAL)).right


def test_related_is_no_support(ask: Ask, judge: Judge, answer: Make, cite: Cite) -> None:
    """A quote marked as not the answer doesn't cite the right place."""
    assert judge(ask({}), answer(QUOTE, cite("north.txt", QUOTE, role=Role.RELATED))).right_place is False


def test_a_list_may_be_long(ask: Ask, judge: Judge, answer: Make, cite: Cite) -> None:
    """The limit on length doesn't hold where a list was asked for."""
    score = judge(ask({"list": True}), answer(f"{QUOTE} {QUOTE} {QUOTE} {QUOTE}", cite("north.txt", QUOTE)))
    assert (score.right, score.short_enough) == (True, None)


@pytest.mark.parametrize(
    "change",
    [
        {"quote": "The HCN supports 29 harbour cities in Norland with digital maps."},
        {"start": 1},
        {"end": 10_000},
        {"source": "absent.txt"},
        {"also_in": (Span("south.txt", 0, len(QUOTE)),)},
    ],
    ids=lambda change: next(iter(change)),
)
def test_not_verbatim(ask: Ask, judge: Judge, answer: Make, cite: Cite, change: dict[str, Any]) -> None:
    """A citation is verbatim only if all its places hold exactly its quote."""
    score = judge(ask({}), answer(QUOTE, replace(cite("north.txt", QUOTE), **change)))
    assert score.verbatim is False
    assert any(fault.startswith("not verbatim: [1]") for fault in score.faults)


def test_nothing_cited(ask: Ask, judge: Judge, answer: Make) -> None:
    """Verbatim is not measured where nothing is cited."""
    assert judge(ask(REFUSAL), answer("No.", status=Status.NOT_IN_DOCUMENTS)).verbatim is None


RELEVANT: dict[str, Any] = {"facts": [], "spans": [], "forbidden": [], "relevant": [{"source": "north.txt", "grade": 1}]}


def test_one_relevant_document_must_be_cited(ask: Ask, texts: CorpusTexts, answer: Make, cite: Cite) -> None:
    """Where documents are judged relevant an answer is right that cites one of them, and wrong, at the stage to blame, that cites others only."""
    question = ask(RELEVANT)
    south = "The services take six weeks."
    good, astray = answer(QUOTE, cite("north.txt", QUOTE)), answer(south, cite("south.txt", south))
    found, lost = Ranking((), ("south.txt", "north.txt"), question.relevant), Ranking((), ("south.txt",), question.relevant)
    assert score_answer(question, good, found, texts, longest=200).right
    chosen = score_answer(question, astray, found, texts, longest=200)
    assert (chosen.right, chosen.right_place, chosen.stage) == (False, False, Stage.NOT_CHOSEN)
    assert chosen.faults == ("no relevant document is cited",)
    assert score_answer(question, astray, lost, texts, longest=200).stage is Stage.NOT_RETRIEVED
