"""The value that was asked for and not its rival: the period, the place, the speaker, the number of another thing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from townhall.assistant import Assistant
from townhall.library import ingest
from townhall.model import Status
from townhall.settings import Settings

DOCUMENTS = {
    "plan.md": """# Sandby Climate Action Plan

The action plan was adopted in March 2022 and runs until the end of 2029.

## What towns say

Towns have good skills in planning and in public transport. What they lack are skills in data analysis and in contract law.

Jonas Berg, head of the energy office, opened the second day. "Heat pumps are the easy part," he said. "Neighbours are the hard part."
""",
    "museum.md": """# Sandby Museum

## Entry

Entry costs 25 euros for adults and 10 for children. Parking for residents costs 40 euros a year. Visitors pay 3 euros an hour.

## Exhibitions

The exhibition "Salt and Sail" runs until 30 September 2026. The workshop starts on 4 May 2026.

## People

In 2025 the museum had 91 volunteers.
""",
    "grants.md": """# Sandby grants

## Green Roofs Grant

Applications must be submitted by 15 October 2026. The grant pays up to 5,000 euros per roof.

## Club Grant

Deadline for applications: 1 February 2027.
""",
    "helpdesk.md": """# Data Helpdesk

The Data Helpdesk answers questions from towns. It has its office in Aarby.

## Services

The helpdesk offers training for municipal staff. It costs nothing. Files for the helpdesk may have up to 20 megabytes.
""",
    "bodies.md": """# National bodies

## Dutch Water Towns

Country: Netherlands

The association represents 41 municipalities along the rivers. It was set up in 1998.

Contact: Pieter Vos

## Irish Towns Forum

Country: Ireland

The forum is a member of a European network of 27 municipalities. It supports local councils with advice and training.

Contact: Aoife Brennan
""",
    "people.md": """# Harbour project

Elena Marsh is the project manager of the harbour model. She works for the Institute for Coastal Data in Ravnsund.
""",
}
"""Made up: every kind of question here has an answer beside one that is nearly it."""
PERIOD = "runs until the end of 2029"
GRANTS = ("15 October", "1 February", "15. Oktober", "1. Februar", "15 octobre", "15 ottobre", "15 oktober", "15 października")


@pytest.fixture(scope="module")
def sandby(prepare: Callable[[Path], None], write_files: Callable[..., None], tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    """Return an assistant over the documents above."""
    folder = tmp_path_factory.mktemp("sandby")
    write_files(folder / "corpus", DOCUMENTS)
    prepare(folder / "index")
    settings = Settings(corpus=folder / "corpus", index=folder / "index", today=date(2026, 3, 10))
    ingest(settings)
    return Assistant(settings)


@pytest.mark.parametrize(
    "question",
    [
        "until when does the action plan run?",
        "When does the action plan end?",
        "what's the deadline for the action plan?",
        "by when does the action plan expire?",
        "Bis wann läuft der Aktionsplan?",
        "Jusqu'à quand dure le plan d'action ?",
        "Tot wanneer loopt het actieplan?",
        "Fino a quando dura il piano d'azione?",
    ],
)
def test_a_period_is_answered_by_its_own_sentence(sandby: Assistant, question: str) -> None:
    """Until when something lasts is said by the sentence that gives its period, and no deadline of something else stands beside it."""
    answer = sandby.ask(question).answer
    assert answer.status is Status.ANSWERED
    assert answer.statements[0].text == "2029"
    assert PERIOD in answer.text
    assert not any(day in answer.text for day in GRANTS)


@pytest.mark.parametrize(
    "question", ["until when does the swimming season last?", "is the swimming pool still open?", "Bis wann läuft der Helpdesk?"]
)
def test_a_period_that_is_not_given(sandby: Assistant, question: str) -> None:
    """Where nothing says until when something lasts, no deadline of something else does."""
    assert not sandby.ask(question).answer.status.shows_an_answer


@pytest.mark.parametrize(
    ("question", "given", "other"),
    [
        ("When is the deadline for green roofs?", "15 October 2026", "1 February 2027"),
        ("until when can clubs apply?", "1 February 2027", "15 October 2026"),
    ],
)
def test_a_deadline_belongs_to_what_it_stands_under(sandby: Assistant, question: str, given: str, other: str) -> None:
    """Of two deadlines of one document the one is given whose heading the question names."""
    answer = sandby.ask(question).answer
    assert given in answer.text
    assert other not in answer.text


def test_the_beginning_of_something_else_is_no_beginning(sandby: Assistant) -> None:
    """Where only the end of what is asked about is given, the beginning of what stands beside it isn't taken for its own."""
    assert not sandby.ask("When did the exhibition open?").answer.status.shows_an_answer


@pytest.mark.parametrize(
    ("question", "lead"),
    [
        ("how much is entry for children?", "10 for children"),
        ("how much is entry for adults?", "25 euros"),
        ("how much is parking for visitors?", "3 euros"),
        ("how much do residents pay for parking?", "40 euros"),
    ],
)
def test_an_amount_is_that_of_whom_it_is_asked_for(sandby: Assistant, question: str, lead: str) -> None:
    """An answer begins with the amount that whoever is asked about pays."""
    first = sandby.ask(question).answer.statements[0]
    assert first.lead
    assert first.text.startswith(lead)


@pytest.mark.parametrize("question", ["What skills do towns lack?", "which skills are towns missing?"])
def test_what_is_lacking_is_not_what_is_there(sandby: Assistant, question: str) -> None:
    """Asked what isn't there, the sentence that says what is there is not shown."""
    answer = sandby.ask(question).answer
    assert "data analysis" in answer.text
    assert "Towns have good skills" not in answer.text


@pytest.mark.parametrize("question", ["How many municipalities does Ireland have?", "how many municipalities does the Irish Towns Forum have?"])
def test_a_number_of_somebody_else_is_none(sandby: Assistant, question: str) -> None:
    """The members of a network to which an organisation belongs are neither its own nor its country's."""
    assert sandby.ask(question).answer.status is Status.NOT_IN_DOCUMENTS


def test_a_number_of_what_is_not_named(sandby: Assistant) -> None:
    """A number that stands in a passage which doesn't name whoever is asked about is no answer."""
    assert not sandby.ask("how many municipalities does Sandby have?").answer.status.shows_an_answer


@pytest.mark.parametrize("question", ["who said heat pumps are the easy part?", "who said neighbours are the hard part?"])
def test_who_said_it_is_named(sandby: Assistant, question: str) -> None:
    """Words whose speaker another sentence names are shown with it, and the name stands first."""
    answer = sandby.ask(question).answer
    assert answer.statements[0].text == "Jonas Berg"
    assert any("hard part" in citation.quote or "easy part" in citation.quote for citation in answer.citations)


def test_where_a_contact_works(sandby: Assistant) -> None:
    """Where the contact of an organisation works is that organisation."""
    turn = sandby.converse(["Who is Pieter Vos?", "Where does he work?"])
    assert turn.answer.statements[0].text == "Dutch Water Towns"


def test_a_name_with_a_place_in_it_is_no_place(sandby: Assistant) -> None:
    """Who somebody is that is called like a town is asked of the person, and then of their place of work."""
    who = sandby.ask("Who is Elena Marsh?")
    assert not who.query.values("place")
    where = sandby.ask("Where does she work?", turns=[who])
    assert "Ravnsund" in where.answer.text


def test_a_definition_is_no_place(sandby: Assistant) -> None:
    """Where an organisation has its seat isn't answered by what it does."""
    assert not sandby.converse(["What does Dutch Water Towns do?", "Where is it based?"]).answer.text.startswith("The association represents")


def test_a_whole_question_takes_no_topic_over(sandby: Assistant) -> None:
    """The "there" of "is there …" refers to nothing before it."""
    turn = sandby.converse(["What does the Green Roofs Grant pay?", "is there money for staff training in the helpdesk?"])
    assert turn.answer.carried == ()
    assert "training for municipal staff" in turn.answer.text


@pytest.mark.parametrize("question", ["who is the mayor of Sandby?", "Who is the treasurer of Sandby?"])
def test_nobody_who_holds_another_office(sandby: Assistant, question: str) -> None:
    """Asked who holds an office that goes by one name alone, somebody who holds another is no answer."""
    assert not sandby.ask(question).answer.status.shows_an_answer


def test_a_number_of_another_year_is_none(sandby: Assistant) -> None:
    """A number that the documents give for one year isn't that of another."""
    assert sandby.ask("how many volunteers did the museum have in 2025?").answer.statements[0].text == "91 volunteers"
    assert not sandby.ask("how many volunteers did the museum have in 2024?").answer.status.shows_an_answer


def test_a_size_is_told_in_units_of_measure(sandby: Assistant) -> None:
    """Asked how big something is, a number of megabytes answers though it counts no files."""
    assert sandby.ask("how big can a file be for the helpdesk?").answer.statements[0].text == "20 megabytes"


def test_no_amount_of_something_else_is_shown_beside_a_refusal(sandby: Assistant) -> None:
    """Where an amount isn't given, what something else costs isn't shown as the nearest thing."""
    answer = sandby.ask("what does a wedding in the museum cost?").answer
    assert not answer.status.shows_an_answer
    assert "euros" not in answer.text
