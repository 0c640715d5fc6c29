"""A question in words of its own is not foreign to the documents; one about something else is."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from townhall.assistant import Assistant
from townhall.model import Status

DOCUMENTS = {
    "exchange.md": """# Exchange handbook

## Selection

Places are given by points. The office looks at your marks and your letter.

## Losing a place

If you decline a place after accepting it, you can't apply again in the following round.
""",
    "housing.md": """# Housing rules

## Repairs

Report damage on the porter's form. Broken locks are seen to within four hours.
""",
}


@pytest.fixture(scope="module")
def campus(knowing: Callable[..., Assistant]) -> Assistant:
    """Return an assistant that knows two short handbooks."""
    return knowing(DOCUMENTS)


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("My door won't shut any more. How fast will somebody turn up?", "four hours"),
        ("I got a yes and then backed out. Am I barred?", "can't apply again"),
    ],
)
def test_words_of_ones_own_are_not_foreign(campus: Assistant, question: str, answer: str) -> None:
    """A question that shares hardly a word with the documents is answered where its answer has enough support."""
    found = campus.ask(question).answer
    assert found.status is Status.ANSWERED
    assert answer in found.text


@pytest.mark.parametrize("question", ["will it rain tomorrow", "who won the cycling yesterday", "how do i cook lentils"])
def test_something_else_is_foreign(campus: Assistant, question: str) -> None:
    """A question about something else has nothing to do with the documents."""
    assert campus.ask(question).answer.status is Status.OUT_OF_SCOPE


TOWNS = {
    "support.txt": """Association of Latvian Towns

The association works with the Latvian cities Riga and Liepaja, the Ministry of Economics and the Ministry of Transport.

Contact person

Ilze Kalna, Adviser
""",
    "overview.txt": """Digital help

Two models are used, one in Riga and one in Velika. The Riga model focuses on training for staff, and on buying tablets for libraries.
""",
}


@pytest.fixture(scope="module")
def towns(knowing: Callable[..., Assistant]) -> Assistant:
    """Return an assistant that knows what is done in towns."""
    return knowing(TOWNS)


@pytest.mark.parametrize("question", ["will it rain in Riga tomorrow", "Is there snow in Riga now?"])
def test_a_place_alone_makes_no_answer(towns: Assistant, question: str) -> None:
    """A question that shares but the name of a place with the documents is not answered with a sentence about that place."""
    assert towns.ask(question).answer.status in {Status.OUT_OF_SCOPE, Status.NOT_IN_DOCUMENTS}


@pytest.mark.parametrize("question", ["what was tried in Riga", "What does the Riga model focus on?"])
def test_a_question_about_a_place_is_answered(towns: Assistant, question: str) -> None:
    """A question about what is done in a place is answered."""
    found = towns.ask(question).answer
    assert found.status is Status.ANSWERED
    assert "training" in found.text


@pytest.mark.parametrize(
    ("question", "status"),
    [
        ("who won the swimming race in Finland", Status.OUT_OF_SCOPE),
        ("who cooks lentils well in Denmark", Status.OUT_OF_SCOPE),
        ("who is there for us in Finland", Status.ANSWERED),
        ("who has sea charts in Denmark", Status.ANSWERED),
        ("who can lend a hand in Denmark", Status.ANSWERED),
    ],
)
def test_who_and_a_place_may_ask_for_something_else(valley: Assistant, question: str, status: Status) -> None:
    """Who does something of which no organisation there has a word is no question for the organisations of a country."""
    answer = valley.ask(question).answer
    assert answer.status in ({Status.OUT_OF_SCOPE, Status.NOT_IN_DOCUMENTS} if status is Status.OUT_OF_SCOPE else {status})


@pytest.mark.parametrize(
    "question", ["Wie lange dauert es, ein kaputtes Schloss auszutauschen?", "Qui répare les serrures cassées ?", "Czy można naprawić zamek?"]
)
def test_what_cannot_be_read_is_not_called_foreign(campus: Assistant, question: str) -> None:
    """Of a question whose own words are not known it is not said that it has nothing to do with the documents: they could not be searched for it."""
    answer = campus.ask(question).answer
    assert answer.status is Status.NOT_IN_DOCUMENTS
    assert answer.reason


@pytest.mark.parametrize(
    "question",
    [
        "Kakšno vino paše k ribam?",
        "Kdo je zmagal na svetovnem prvenstvu?",
        "Kako skuham golaž?",
        "Quel vin boire avec du poisson ?",
        "Jak upéct svíčkovou?",
        "Kakšno vino pijejo v Sloveniji?",
    ],
)
def test_what_is_found_by_the_rest_of_a_question_is_no_answer(real_assistant: Assistant, question: str) -> None:
    """Where most of a question's own words can't be read in the documents' language, nothing was looked for, and nothing is shown."""
    answer = real_assistant.ask(question).answer
    assert answer.status in {Status.NOT_IN_DOCUMENTS, Status.OUT_OF_SCOPE}
    assert not answer.citations
