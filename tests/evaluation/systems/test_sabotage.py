"""Each sabotage spoils what it is said to spoil, and nothing else."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from random import Random

import pytest

from townhall.assistant import Assistant
from townhall.evaluation.data.dataset import Dataset
from townhall.evaluation.data.question import Question
from townhall.evaluation.data.texts import CorpusTexts
from townhall.evaluation.run import scored
from townhall.evaluation.systems.degraded import KINDS, degraded
from townhall.evaluation.systems.sabotage import Reasked, ShuffledSearcher, a_character_off, a_day_later, citing_the_neighbour
from townhall.evaluation.systems.system import AssistantSystem, Response
from townhall.locales.dates import dates_in
from townhall.model import Answer
from townhall.settings import Settings

QUESTION = "By when do cities apply, and how long do the services take?"


def drawn_by(seed: int) -> Random:
    """Return chance that is the same each time."""
    return Random(seed)  # noqa: S311 - nothing secret hangs on it


@pytest.fixture
def question(dataset: Callable[..., Dataset]) -> Question:
    """Return a question whose answer holds a date."""
    return dataset({"messages": [{"role": "user", "content": QUESTION}]}).questions[0]


@pytest.fixture
def response(settings: Settings, question: Question) -> Response:
    """Return the assistant's response to it."""
    found = AssistantSystem(Assistant(settings)).respond(question)
    assert found.answer.status.shows_an_answer
    return found


def test_the_assistant_answers_from_a_shuffled_search(real_settings: Settings) -> None:
    """With another class to search for it the assistant finds other passages, the same each time."""
    text = "What does the Living-in.EU community do?"
    found = [[hit.passage.key for hit in assistant.search(text)] for assistant in (Assistant(real_settings, searcher=ShuffledSearcher),) * 2]
    healthy = [hit.passage.key for hit in Assistant(real_settings).search(text)]
    assert found[0] == found[1] != healthy
    assert len(set(found[0])) == len(healthy)


def test_a_character_off(response: Response, texts: CorpusTexts, question: Question) -> None:
    """No citation stands where it is said to, and all else is as it was."""
    moved = a_character_off(response)
    (before,), (after,) = (scored([question], [each], texts, longest=700) for each in (response, moved))
    assert (before.score.verbatim, after.score.verbatim) == (True, False)
    assert moved.answer.statements == response.answer.statements
    assert [citation.quote for citation in moved.answer.citations] == [citation.quote for citation in response.answer.citations]


def test_the_neighbours_citation_is_verbatim(response: Response, texts: CorpusTexts, question: Question) -> None:
    """The neighbour's citations are the documents' text all the same, so that only what looks at support can notice."""
    turned = citing_the_neighbour(response)
    assert turned.answer != response.answer
    assert scored([question], [turned], texts, longest=700)[0].score.verbatim


def test_a_day_later(answer: Callable[..., Answer]) -> None:
    """Every day that is said is the next one, over the end of a month too; other numbers stay."""
    spoilt = a_day_later(answer("Until 30 June 2024, or on 31 December 2024; 28 cities."))
    (statement,) = spoilt.statements
    assert [mention.full for mention in dates_in(statement.text)] == [date(2024, 7, 1), date(2025, 1, 1)]
    assert statement.text.endswith("28 cities.")


def test_the_same_question_is_not_asked_again(response: Response, question: Question) -> None:
    """Where a change leaves a question as it is, the healthy answer stands."""

    class Other:
        name = "other"

        def respond(self, question: Question) -> Response:
            raise AssertionError(question)

    class Given:
        name = "given"

        def respond(self, question: Question) -> Response:  # noqa: ARG002 - the same for all
            return response

    assert Reasked(Other(), Given(), lambda each: each).respond(question) is response


def test_every_kind_of_degradation_spoils(response: Response, question: Question, texts: CorpusTexts) -> None:
    """Each kind gives another answer than there was; which one is drawn hangs on the seed alone."""
    results = scored([question, question], [response, response], texts, longest=700)
    rng = drawn_by(1)
    spoilt = [kind(results[0], results, rng) for kind in KINDS[1:]]
    assert all(each is not None and each != response.answer for each in spoilt)
    assert degraded(results[0], results, drawn_by(7)) == degraded(results[0], results, drawn_by(7))


def test_a_refusal_is_spoilt_by_an_answer(settings: Settings, dataset: Callable[..., Dataset], texts: CorpusTexts) -> None:
    """Of a refusal an answer is made, never a refusal again."""
    weather = {"messages": [{"role": "user", "content": "What will the weather be like tomorrow?"}], "group": None}
    questions = dataset(json.loads(json.dumps(weather)), {}).questions
    system = AssistantSystem(Assistant(settings))
    results = scored(questions, [system.respond(question) for question in questions], texts, longest=700)
    assert not results[0].response.answer.status.shows_an_answer
    assert {degraded(results[0], results, drawn_by(seed)).status.shows_an_answer for seed in range(5)} == {True}
