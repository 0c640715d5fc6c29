"""Baselines over a small real index: what each answers, and that its citations are the documents' text."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Sequence

import pytest

from townhall.assistant import Assistant
from townhall.evaluation.data.dataset import Dataset
from townhall.evaluation.data.question import Question
from townhall.evaluation.data.texts import CorpusTexts
from townhall.evaluation.metrics.figures import figures
from townhall.evaluation.metrics.scoring import printed
from townhall.evaluation.run import scored
from townhall.evaluation.systems.baselines import baselines
from townhall.evaluation.systems.replayed import Replayed
from townhall.evaluation.systems.system import AssistantSystem, Response, System
from townhall.model import Hit, Status
from townhall.settings import Settings

REFUSAL = {"status": ["not_in_documents"], "facts": [], "spans": [], "forbidden": [], "group": None}
WEATHER = {**REFUSAL, "messages": [{"role": "user", "content": "What will the weather be like tomorrow?"}]}
FOLLOWUP = {"messages": [{"role": "user", "content": content} for content in ("Who trains officials in Hilland?", "maps of the harbour cities")]}

BOTH = {"north.txt", "south.txt"}

Responses = dict[str, list[Response]]


@pytest.fixture
def questions(dataset: Callable[..., Dataset]) -> tuple[Question, ...]:
    """Return a question that is answered, one that is refused, and a conversation of two turns."""
    return dataset({}, WEATHER, FOLLOWUP).questions


@pytest.fixture
def responses(settings: Settings, questions: tuple[Question, ...]) -> Responses:
    """Return what each baseline responds, by its name, and the assistant itself."""
    assistant = Assistant(settings)
    system = AssistantSystem(assistant)
    answered = Replayed(system.name, {question.id: system.respond(question) for question in questions})
    systems: Sequence[System] = (answered, *baselines(assistant, answered, settings))
    return {each.name: [each.respond(question) for question in questions] for each in systems}


def test_always_refuse(dataset: Callable[..., Dataset], texts: CorpusTexts, settings: Settings) -> None:
    """Always refusing is right where such a refusal is, and wrong elsewhere."""
    either = {**REFUSAL, "status": ["out_of_scope", "not_in_documents"]}
    questions = dataset({}, REFUSAL, REFUSAL, {**REFUSAL, "status": ["out_of_scope"]}, either).questions
    refusing = next(iter(baselines(Assistant(settings), Replayed("townhall", {}), settings)))
    found = figures(scored(questions, [refusing.respond(question) for question in questions], texts, longest=700))
    values = [None if (figure := found[metric]) is None else figure.value for metric in ("right", "refused_when_due", "refused_wrongly", "hit@10")]
    assert values == [0.6, 1.0, 1.0, 0.0]


def test_never_refuse(responses: Responses) -> None:
    """Where the assistant answers, its answer stands; where it refuses, the top passage that it found is quoted."""
    assistant, never = responses["townhall"], responses["never refuse"]
    assert assistant[0].answer.status.shows_an_answer
    assert never[0] == assistant[0]
    assert not assistant[1].answer.status.shows_an_answer
    assert never[1].answer.status is Status.ANSWERED
    assert [citation.source for citation in never[1].answer.citations] == [assistant[1].hits[0].passage.source] * len(never[1].answer.citations)


def test_quotes_are_the_documents(responses: Responses, questions: tuple[Question, ...], texts: CorpusTexts) -> None:
    """Whatever a baseline quotes stands where it says, at every place, and no answer is too long."""
    for name, given in responses.items():
        for result in scored(questions, given, texts, longest=700):
            assert result.score.verbatim in {None, True}, name
            assert len(printed(result.response.answer)) <= 700, name


def test_other_places_are_cited(responses: Responses) -> None:
    """A sentence that stands in two documents is cited at both, as the assistant does, so that neither place is held against a baseline."""
    citations = responses["top passage"][0].answer.citations
    assert {citation.source for citation in citations} | {place.source for citation in citations for place in citation.also_in} == BOTH


def test_one_list_alone(responses: Responses) -> None:
    """By words alone nothing is found where no word is shared, and the answer is a refusal; by meaning alone something is always found."""
    lexical, dense = responses["lexical only"], responses["dense only"]
    assert (lexical[1].hits, lexical[1].answer.status) == ((), Status.NOT_IN_DOCUMENTS)
    assert dense[1].answer.status is Status.ANSWERED
    parts: dict[str, list[Hit]] = {"lexical": [hit for one in lexical for hit in one.hits], "dense": [hit for one in dense for hit in one.hits]}
    for name, hits in parts.items():
        assert hits
        assert all(dict(hit.parts) == {name: hit.rank} for hit in hits)


def test_the_last_turn_alone_is_seen(responses: Responses) -> None:
    """In a conversation a baseline searches for the last turn as it stands."""
    for name in ("top passage", "lexical only", "dense only", "tutorial"):
        assert responses[name][2].standalone == "maps of the harbour cities"


def test_the_tutorial_cites_its_top_node(responses: Responses) -> None:
    """The tutorial's answer is the beginning of its top node, with the place where it stands."""
    (citation,) = responses["tutorial"][0].answer.citations
    top = responses["tutorial"][0].hits[0]
    assert (citation.source, citation.start) == (top.passage.source, top.passage.start)
    assert top.passage.text.startswith(citation.quote)


def test_llama_index_is_loaded_when_it_is_asked() -> None:
    """To have the baselines is not to pay for them: LlamaIndex is imported when the tutorial is asked."""
    code = "import sys, townhall.evaluation.systems.baselines; print('llama_index' in sys.modules, 'sentence_transformers' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, timeout=120)  # noqa: S603 - our own Python
    assert done.stdout.split() == [b"False", b"False"]
