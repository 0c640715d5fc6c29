"""Whether, how and where one can apply: what a deadline tells and what it doesn't."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from townhall.assistant import Assistant
from townhall.model import Status

DOCUMENTS = {
    "minutes.md": """# Minutes of the Bridge Committee

## Action points

| No. | Action | Responsible | Deadline |
| --- | --- | --- | --- |
| 1 | Sign the contract with the painter | Ilze Ozola | 30 April 2027 |
| 2 | Propose three speakers | Matteo Querci | 10 May 2027 |
| 3 | Collect photographs of the old bridge | Benthe Kuipers | |
""",
    "bridges.txt": """Bridge Fund
Guide for applicants, second edition

1. Deadline
Applications to the Bridge Fund must be submitted by 31 May 2027.

2. Form
Paper applications to the Bridge Fund are not accepted. Applications may be written in English or French.

3. Objections
Applicants that were rejected can lodge an objection within 30 days of the decision.
""",
    "points.txt": """CONTACT POINTS
As of 1 October 2026

AUSTRIA
Organisation: Brückenforum
Contact person: Leopoldine Haslinger
E-mail: lh@forum.example
Languages: German, Italian

PORTUGAL
Organisation: Oficina da Ponte
Contact person: Duarte Figueirinha
E-mail: df@ponte.example
Languages: Portuguese

ABOUT THE CONTACT POINTS
The contact points advise applicants in their own country and do so free of charge.
""",
}


@pytest.fixture(scope="module")
def fund(knowing: Callable[..., Assistant]) -> Assistant:
    """Return an assistant over the documents above."""
    return knowing(DOCUMENTS, today=date(2027, 3, 1))


@pytest.mark.parametrize(
    ("question", "shown"),
    [
        ("can we apply to the bridge fund on paper", "not accepted"),
        ("can i write my application to the bridge fund in Spanish", "English or French"),
        ("our application was rejected, can we complain?", "30 days"),
    ],
)
def test_how_one_can_apply_is_told_by_no_day(fund: Assistant, question: str, shown: str) -> None:
    """Where more is asked than whether one can apply, that there is time left is no answer."""
    answer = fund.ask(question).answer
    assert shown in answer.text
    assert "days left" not in answer.text


def test_whether_one_can_apply_is_told_by_the_day(fund: Assistant) -> None:
    """Where nothing more is asked, the deadline tells."""
    assert "31 May 2027" in fund.ask("can our town apply to the bridge fund?").answer.text


def test_a_contact_of_another_country_is_none(fund: Assistant) -> None:
    """Whoever is the contact of another country isn't the one asked for, though the language is spoken there."""
    answer = fund.ask("who is the contact point in Italy").answer
    assert answer.status is Status.NOT_IN_DOCUMENTS
    assert "Haslinger" not in answer.text


def test_a_row_without_a_deadline_has_none(fund: Assistant) -> None:
    """Where the row that is asked about leaves the deadline blank, those of the rows beside it aren't its own."""
    answer = fund.ask("by when must benthe kuipers collect the photographs").answer
    assert answer.status is Status.NOT_IN_DOCUMENTS
    assert "30 April" not in answer.text
    assert "30 April 2027" in fund.ask("by when must ilze sign the contract with the painter").answer.text


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("We would like to apply to the bridge fund. How many days do we have?", "91 days left"),
        ("Can we send our application to the bridge fund before midnight?", "Yes, it is still possible"),
    ],
)
def test_how_long_one_can_apply_is_told_by_the_day(fund: Assistant, question: str, said: str) -> None:
    """The days that are left are asked for by "how many", and a time of the day asks for no more than the day."""
    assert said in fund.ask(question).answer.text


@pytest.mark.parametrize(
    "question",
    [
        "Is the deadline of the Bridge Fund over already?",
        "Are we too late for the Bridge Fund?",
        "Ist die Frist des Bridge Fund schon vorbei?",
        "can a town of 900 inhabitants still apply to the bridge fund?",
    ],
)
def test_no_yes_that_means_the_opposite(fund: Assistant, question: str) -> None:
    """Whether it is over, and whether somebody of a size may apply, isn't answered by a yes that is said of the time left."""
    answer = fund.ask(question).answer
    assert answer.status is Status.ANSWERED
    assert "2027" in answer.text
    assert not answer.text.startswith(("Yes", "No", "Ja", "Nein"))


@pytest.mark.parametrize("question", ["When do we hear back after applying?", "when will the results of the bridge fund be announced"])
def test_when_one_is_told_isnt_when_one_applies(fund: Assistant, question: str) -> None:
    """The day by which one applies is none on which the results come, also where no phase is named."""
    answer = fund.ask(question).answer
    assert answer.status is Status.NOT_IN_DOCUMENTS


def test_a_fee_to_apply_is_of_the_documents(valley: Assistant) -> None:
    """What is asked of applying has to do with documents that give a deadline, whether or not they speak of it."""
    assert valley.ask("Is there a fee to apply?").answer.status is Status.NOT_IN_DOCUMENTS


def test_what_is_asked_beside_a_deadline(fund: Assistant) -> None:
    """Who is eligible is a question of its own."""
    assert [part.text for part in fund.ask("What is the deadline and which towns are eligible?").query.parts] == [
        "What is the deadline?",
        "which towns are eligible?",
    ]


@pytest.mark.parametrize(
    "question",
    ["How do I apply for the procurement helpdesk?", "How can we apply?", "how do i apply for procurment helpdesk", "Wie bewerben wir uns?"],
)
def test_how_one_applies_is_told_by_the_section_headed_so(real_assistant: Assistant, question: str) -> None:
    """Until when, and by what way: "How to participate?"."""
    answer = real_assistant.ask(question).answer
    assert answer.status is Status.ANSWERED
    assert "24 March 2025" in answer.text
    assert "to express your interest" in answer.text


def test_how_one_applies_for_something_else_is_not(real_assistant: Assistant) -> None:
    """The section is of something else than what is asked about."""
    assert real_assistant.ask("How do we apply for a passport?").answer.status is not Status.ANSWERED
