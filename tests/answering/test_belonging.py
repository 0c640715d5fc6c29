"""Whose a value is: of several things on one page, in a table, in a sentence that counts a whole; and who has to do with what."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from townhall.assistant import Assistant
from townhall.library import ingest
from townhall.model import Role, Status
from townhall.settings import Settings

DOCUMENTS = {
    "budget.md": """# Ostrey: the budget in plain words

## Where the money goes

The town library has a budget of 310,000 euros. The music school gets 95,000 euros, most of it for teachers.

The ice rink stays closed until spring. Its roof is being repaired.

## Works of the year

- Market square: 480,000 euros for new paving
- Town hall lift: 65,000 euros
""",
    "funds.md": """# Support for clubs

## Green Yards

Green Yards pays for trees and ponds. It covers 60% of the costs, up to 25,000 euros. Apply by 1 March 2027.

## Quiet Streets

Quiet Streets pays for slow zones. The share of the costs is 45%, and a club can get at most 180,000 euros. The deadline is 15 June 2027.
""",
    "table.md": """# Programmes of the Culture Office

| Programme | Who may apply | Amount | Share of costs | Deadline |
| --- | --- | --- | --- | --- |
| Open Stage | theatre groups | 12,000 euros | 70% | 10 January 2027 |
| First Book | authors | 2,500 euros | 100% | 20 February 2027 |
""",
    "phases.md": """# Harbour Renewal

The programme runs in three phases.

| Phase | What it pays for | Budget |
| --- | --- | --- |
| Phase 1 | studies | 200,000 euros |
| Phase 2 | quay walls | 3.4 million euros |
""",
    "archive.md": """# Ostrey archive

The archive keeps the papers of the town. Anyone may read them.
""",
    "desks.md": """# Who does what

Questions about parking are answered by Ms Ilse Brandt, ilse.brandt@ostrey.example, telephone 0555 210 33.

Waste collection is organised by the works yard. Responsible: Petra Lund

Mr Anton Kray is in charge of building permits.
""",
    "district.md": """# The lake district in figures

In 2020 the road programme helped 7 municipalities of the district. Twelve of them have a digital archive.

The lake district is divided into 44 municipalities. The mayor of Velm is Dagny Holt. The mayor of Lowick is Piet Oster.
""",
}
"""Made up: beside what is asked for stands the same of something else."""


@pytest.fixture(scope="module")
def ostrey(prepare: Callable[[Path], None], write_files: Callable[..., None], tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    """Return an assistant over the documents above."""
    folder = tmp_path_factory.mktemp("ostrey")
    write_files(folder / "corpus", DOCUMENTS)
    prepare(folder / "index")
    settings = Settings(corpus=folder / "corpus", index=folder / "index", today=date(2026, 11, 22))
    ingest(settings)
    return Assistant(settings)


PEOPLE = ("Ilse Brandt", "Petra Lund", "Anton Kray")
"""Who is named for something."""


@pytest.mark.parametrize("question", ["What is the budget of the ice rink?", "what's the ice rink's budget", "What does the ice rink cost the town?"])
def test_an_amount_of_another_thing(ostrey: Assistant, question: str) -> None:
    """Where only other things have a budget it is refused, and what is said of the thing itself stands beside it as not the answer."""
    answer = ostrey.ask(question).answer
    assert answer.status is Status.NOT_IN_DOCUMENTS
    assert "euros" not in answer.text
    assert [(citation.role, citation.quote) for citation in answer.citations] == [(Role.RELATED, "The ice rink stays closed until spring.")]


@pytest.mark.parametrize(
    ("questions", "given", "others"),
    [
        (["What is the budget of the library?"], "310,000", "95,000"),
        (["How much does the music school get?"], "95,000", "480,000"),
        (["What is the budget of the ice rink?", "and the library?"], "310,000", "95,000"),
        (["What share of the costs does Quiet Streets pay?"], "45%", "60%"),
        (["What is the amount for Green Yards?"], "25,000", "180,000"),
        (["What is the deadline for Quiet Streets?"], "15 June 2027", "1 March 2027"),
        (["What is the amount for Open Stage?"], "12,000 euros", "2,500"),
        (["what share does First Book cover?"], "100%", "70%"),
        (["until when can we apply for Open Stage?"], "10 January 2027", "20 February 2027"),
        (["What is the budget of phase 2 of Harbour Renewal?"], "3.4 million euros", "200,000"),
        (["What is the deadline for Green Yards?", "what about First Book?"], "20 February 2027", "1 March 2027"),
    ],
)
def test_each_has_its_own(ostrey: Assistant, questions: list[str], given: str, others: str) -> None:
    """Of several things on one page, or in one table, each gets its own value and no other's."""
    answer = ostrey.converse(questions).answer
    assert answer.status is Status.ANSWERED
    assert given in answer.text
    assert others not in answer.text


@pytest.mark.parametrize(
    ("question", "thing"), [("what about the archive?", "archive"), ("and the archive?", "archive"), ("and the observatory?", "observatory")]
)
def test_a_thing_without_a_deadline(ostrey: Assistant, question: str, thing: str) -> None:
    """What was asked is asked of the new thing, and refused where it has none: another one's deadline isn't given."""
    turn = ostrey.converse(["What is the deadline for Green Yards?", question])
    assert turn.query.text == f"What is the deadline for the {thing}?"
    assert (turn.answer.status, turn.answer.text) == (Status.NOT_IN_DOCUMENTS, "The documents give no deadline for this.")


@pytest.mark.parametrize(
    ("question", "lead", "said"),
    [
        ("who do I contact about parking?", "Ms Ilse Brandt", "Questions about parking are answered by Ms Ilse Brandt"),
        ("Who is in charge of parking?", "Ms Ilse Brandt", "Questions about parking are answered by Ms Ilse Brandt"),
        ("what is the e-mail address for parking?", "ilse.brandt@ostrey.example", "Questions about parking are answered by Ms Ilse Brandt"),
        ("who is responsible for waste collection?", "Petra Lund", "Responsible: Petra Lund"),
        ("who do I ask about a building permit?", "Mr Anton Kray", "Mr Anton Kray is in charge of building permits."),
    ],
)
def test_who_has_to_do_with_it(ostrey: Assistant, question: str, lead: str, said: str) -> None:
    """Whom running text or a line names for something is given first, with the sentence that says so."""
    answer = ostrey.ask(question).answer
    assert answer.status is Status.ANSWERED
    assert answer.statements[0].text == lead
    assert any(statement.text.startswith(said) for statement in answer.statements)
    assert [name for name in PEOPLE if name in answer.text] == [name for name in PEOPLE if name in said]


def test_nobody_has_to_do_with_it(ostrey: Assistant) -> None:
    """Where nobody is named for something, somebody else's contact isn't given, nor what is missing of the one who is."""
    answer = ostrey.ask("who do I contact about swimming lessons?").answer
    assert not answer.status.shows_an_answer
    assert [name for name in PEOPLE if name in answer.text] == []
    answer = ostrey.ask("what is the phone number for building permits?").answer
    assert answer.status is Status.NOT_IN_DOCUMENTS
    assert answer.reason == "The documents give no telephone number for Mr Anton Kray."


def test_the_same_of_three_things(ostrey: Assistant) -> None:
    """Named side by side they are asked about one by one; what follows them is asked of each."""
    parts = ostrey.ask("Who are the mayors of Velm, Lowick and Ostrey in the lake district?").query.parts
    assert [part.text for part in parts] == [f"Who are the mayors of {town} in the lake district?" for town in ("Velm", "Lowick", "Ostrey")]


@pytest.mark.parametrize("question", ["How many municipalities are there in the lake district?", "number of municipalities of the district?"])
def test_a_whole_is_counted_in_other_words(ostrey: Assistant, question: str) -> None:
    """The number of all is that of what the whole is divided into, not of those that something else has to do with."""
    assert ostrey.ask(question).answer.statements[0].text == "44 municipalities"


@pytest.mark.parametrize(
    "question",
    [
        "Who is the mayor of Velm and who is the mayor of Lowick?",
        "Who is the mayor of Velm and of Lowick?",
        "Who are the mayors of Velm and Lowick?",
        "the mayor of Velm and of Lowick?",
    ],
)
def test_the_same_of_two_things(ostrey: Assistant, question: str) -> None:
    """What is asked of two things in one sentence is asked of each, and each is answered."""
    turn = ostrey.ask(question)
    first, second = turn.query.parts
    assert ("Velm" in first.text, "Lowick" in first.text, "Velm" in second.text, "Lowick" in second.text) == (True, False, False, True)
    assert turn.answer.status is Status.ANSWERED
    assert turn.answer.text.index("Velm is Dagny Holt") < turn.answer.text.index("Lowick is Piet Oster")
