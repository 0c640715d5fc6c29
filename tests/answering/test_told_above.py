"""Directories that tell of a body in prose, and give its details in a record below that."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from townhall.assistant import Assistant
from townhall.model import Status

DOCUMENTS = {
    "desks.txt": """HEDGEROW EUROPE
Directory of national desks
State of information: 2 November 2026.

AUSTRIA

The Heckenstelle Graz (HSG) advises villages on pruning and on nesting boxes. It does not pay for fences.

Organisation: Heckenstelle Graz (HSG)
Seat: Graz
Contact person: Veronika Hallstetter, head
E-mail: rat@hsg.example

BELGIUM

The desk works from Mechelen, but is not responsible for the Brussels-Capital Region; requests from there are handled by the Head Office itself.

The Haagpunt Mechelen (HPM) holds a yearly course on low hedges.

Organisation: Haagpunt Mechelen (HPM)
Seat: Mechelen
Contact person: Joris Vandekeere, coordinator
E-mail: info@hpm.example

PORTUGAL

Portugal has two desks with different tasks. The Casa das Sebes (CDS) in Coimbra lends out shredders. The Oficina dos Muros (ODM) in Aveiro deals \
with stone walls alone; it awards a label in three levels.

Organisation: Casa das Sebes (CDS)
Seat: Coimbra
Contact person: Rui Quintela, adviser
E-mail: geral@cds.example

Organisation: Oficina dos Muros (ODM)
Seat: Aveiro
Contact person: Benedita Louro, president
E-mail: muros@odm.example

NOTE ON COUNTRIES WITHOUT A DESK

Villages in countries that do not appear in this directory may write to the Head Office in Ljubljana, help@hedgerow.example, which replies in English.
""",
    "minutes.txt": """HEDGEROW EUROPE - COMMITTEE
Minutes of the 4th meeting

1. Budget
Ms Wronecka found the travel costs too high, and wants every second meeting to be a video call.
Decision 4/1: From the next call on, every beneficiary takes part in a training on costs before the advance is paid.

2. Deadline
Mr Ferrandis spoke against postponing the deadline, because the experts had already been engaged.
""",
    "news.md": """# Lowick receives the Hedgerow Award

The prize was handed over yesterday evening in the old tram depot.

The most popular was a ride led by Lien Dewaele of the town of Velm, for which there was a waiting list.

Contact for the press: Neža Primožič, press@hedgerow.example
""",
}


@pytest.fixture(scope="module")
def desks(knowing: Callable[..., Assistant]) -> Assistant:
    """Return an assistant over the documents above."""
    return knowing(DOCUMENTS)


def shown(assistant: Assistant, question: str) -> str:
    """Return what is answered."""
    answer = assistant.ask(question).answer
    assert answer.status is Status.ANSWERED
    return "\n".join(statement.text for statement in answer.statements)


@pytest.mark.parametrize(
    ("question", "said", "unsaid"),
    [
        ("Who in Austria supports villages?", "advises villages on pruning", "Seat: Graz"),
        ("Who supports us in Portugal?", "The Casa das Sebes (CDS) in Coimbra lends out shredders.", "Seat:"),
        ("What does the Oficina dos Muros do?", "it awards a label in three levels", "shredders"),
    ],
)
def test_a_body_is_described_by_what_is_told_of_it_above_its_record(desks: Assistant, question: str, said: str, unsaid: str) -> None:
    """Its labelled values say nothing of what it does, and what is told of the body beside it isn't its own."""
    answer = shown(desks, question)
    assert said in answer
    assert unsaid not in answer


@pytest.mark.parametrize("question", ["Who in Portugal helps us with stone walls?", "email portugal stone walls pls"])
def test_of_a_countrys_bodies_the_one_for_what_is_asked_about_answers_alone(desks: Assistant, question: str) -> None:
    """Where the others say nothing of it."""
    answer = shown(desks, question)
    assert "Benedita Louro" in answer
    assert "Rui Quintela" not in answer


def test_a_region_that_a_directory_leaves_out_is_answered_by_the_sentence_that_says_so(desks: Assistant) -> None:
    """The bodies of its country aren't for it."""
    answer = shown(desks, "Who supports villages in the Brussels region?")
    assert "requests from there are handled by the Head Office itself" in answer
    assert "Joris Vandekeere" not in answer


def test_whom_to_write_to_where_no_body_can_be_named_a_sentence_may_say(desks: Assistant) -> None:
    """It has an address, and speaks of what is asked about."""
    assert "help@hedgerow.example" in shown(desks, "Our country isn't listed in the directory. Where can we write to?")


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("Who on the committee wants every second meeting to be a video call?", "Wronecka"),
        ("What do beneficiaries have to do before they get their advance, and from which call on?", "training on costs"),
        ("Who spoke against postponing the deadline, and on what grounds?", "Ferrandis"),
    ],
)
def test_a_call_or_a_deadline_that_is_spoken_of_asks_neither_for_contacts_nor_for_a_day(desks: Assistant, question: str, said: str) -> None:
    """What somebody wanted, said or decided is asked for."""
    answer = shown(desks, question)
    assert said in answer
    assert "Veronika Hallstetter" not in answer


def test_whom_to_ask_is_one_whose_address_is_given(desks: Assistant) -> None:
    """Not somebody who led something else of which the same page tells."""
    answer = shown(desks, "Who can I contact about the award?")
    assert "press@hedgerow.example" in answer
    assert "Dewaele" not in answer
