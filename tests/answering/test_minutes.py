"""Questions that minutes answer: who heads which group, who is called by an office, what came of a proposal."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from townhall.answering.reading.offices import holder_spoken_of, holders_in
from townhall.answering.sentences.of_meeting import of_meeting
from townhall.assistant import Assistant
from townhall.model import Answer, Status

MINUTES = """RIDGE TOWNS NETWORK
Minutes of the 12th Board meeting
Thursday 18 February 2027, Velm

Present: Mayor Ada Quill (chair), Jan Moss (vice-chair), Petra Linde (treasurer), Oskar Bell.

1. Members
The Board admitted two towns: Corrie and Bellfen. The request of Ardmoor was put off, because a letter was missing.

2. Working groups
Mobility: Mr Bell was confirmed as chair until the end of 2028.
Housing: the chair has been vacant since Ms Orr left in January.
Ms Linde will act as interim chair until the Assembly.
Owls: the group asked for EUR 4,000 for nest boxes. The Board granted EUR 1,500.

3. Call
Mr Moss asked that the deadline for letters be moved to May, since many town halls are short of staff in winter.
The director warned that the fund would not accept it. The proposal was put to the vote and rejected.
The chair said she would rather wait for a good partner than take a weak one.

4. Logo
Ms Linde proposed a new logo with a heron.
The office will ask for drawings.
"""
TOWNS = "date,title,notes\n2027-03-02,Clinic: writing a good letter,Limited to 60 places\n2027-04-02,Study visit: ferries,bring boots\n"


@pytest.fixture(scope="module")
def ask(knowing: Callable[..., Assistant]) -> Callable[[str], Answer]:
    """Return ``ask("question")``: its answer from the minutes and a list of events."""
    assistant = knowing({"minutes.txt": MINUTES, "events.csv": TOWNS})
    return lambda question: assistant.ask(question, today=date(2027, 3, 1)).answer


@pytest.mark.parametrize(
    ("question", "name"),
    [
        ("who chairs mobility?", "Mr Bell"),
        ("who chairs housing?", "Ms Linde"),
        ("Who leads the housing group?", "Ms Linde"),
    ],
)
def test_a_group_is_headed_by_whom_its_paragraph_names(ask: Callable[[str], Answer], question: str, name: str) -> None:
    """A label says of what the sentences after it are, too: where a post is vacant, who stands in is named there."""
    answer = ask(question)
    assert answer.status is Status.ANSWERED, answer.reason
    assert answer.statements[0].text == name


def test_the_chair_of_a_group_isnt_that_of_the_whole(ask: Callable[[str], Answer]) -> None:
    """What is said under another label is no answer."""
    answer = ask("who chairs the board?")
    assert "Bell" not in answer.text
    assert "Linde" not in answer.text


def test_one_who_is_called_by_an_office_is_named(ask: Callable[[str], Answer]) -> None:
    """Whom a sentence calls "the chair" the list of those present names."""
    assert "Ada Quill (chair)" in ask("Who would rather wait for a good partner than take a weak one?").text
    assert set(holders_in(MINUTES)) == {"chair", "vice chair", "treasurer"}
    assert holder_spoken_of("A chair stood there.", MINUTES) is None


@pytest.mark.parametrize("said", ["The treasurer of the county wrote.", "The treasurer for the valley wrote.", "The treasurer's sister wrote."])
def test_an_office_elsewhere_isnt_held_by_one_who_is_present(said: str) -> None:
    """Whose office is said to be of something else, or whose kin is spoken of, isn't named."""
    assert holder_spoken_of("The treasurer wrote.", MINUTES) is not None
    assert holder_spoken_of(said, MINUTES) is None


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("who wanted to push back the deadline for letters, and did they get it?", ["Mr Moss", "rejected"]),
        ("What did the owls group ask for and did it go through?", ["EUR 4,000", "EUR 1,500"]),
    ],
)
def test_what_came_of_a_proposal_is_told_with_it(ask: Callable[[str], Answer], question: str, told: list[str]) -> None:
    """Both halves of the question are answered, though sentences stand between them."""
    answer = ask(question)
    assert answer.status is Status.ANSWERED, answer.reason
    assert all(part in answer.text for part in told)


def test_what_came_of_it_isnt_told_elsewhere(ask: Callable[[str], Answer]) -> None:
    """Where nothing says how it ended, the half that is missing is said to be, and no other decision is given for it."""
    answer = ask("Who proposed a new logo with a heron, and was it accepted?")
    assert answer.status is Status.PARTIAL
    assert answer.reason
    assert "rejected" not in answer.text


def test_another_sentence_with_such_a_verb_is_no_outcome(knowing: Callable[..., Assistant]) -> None:
    """What was passed is the keys, and no proposal."""
    minutes = MINUTES.replace("The office will ask", "The caretaker passed the keys to the office. The office will ask")
    answer = knowing({"minutes.txt": minutes}).ask("Who proposed a new logo with a heron, and was it accepted?").answer
    assert answer.status is Status.PARTIAL, answer.text
    assert "keys" not in answer.text


def test_steps_that_are_gone_through_are_no_second_half(knowing: Callable[..., Assistant]) -> None:
    """An application that goes through steps isn't asked what came of it."""
    steps = "# Applications\n\nAn application goes through three steps: a letter, a visit and a talk with the wardens.\n"
    answer = knowing({"steps.md": steps}).ask("Which steps does an application go through?").answer
    assert answer.status is Status.ANSWERED, answer.reason


def test_a_field_for_remarks_is_nobodys_part(ask: Callable[[str], Answer]) -> None:
    """A label "notes" isn't the word of a question for who wrote which notes."""
    assert "Limited to 60 places" not in ask("Who took care of the concept notes?").text


def test_a_month_means_the_minutes_of_its_meeting(ask: Callable[[str], Answer]) -> None:
    """What minutes of a month tell they don't date again; those of another month are none of it."""
    answer = ask("Which towns were admitted in February?")
    assert answer.status is Status.ANSWERED, answer.reason
    assert "Corrie" in answer.text
    assert "Corrie" not in ask("Which towns were admitted in April?").text


@pytest.mark.parametrize("sources", [(), ("minutes/*",), ("minutes/feb [[]2].txt",)])
def test_the_minutes_of_a_month_are_found_by_any_name(knowing: Callable[..., Assistant], sources: tuple[str, ...]) -> None:
    """The documents to keep to are patterns, and a document's name is none."""
    assistant = knowing({"minutes/feb [2].txt": MINUTES, "events.csv": TOWNS})
    meant = of_meeting(assistant.context("Which towns were admitted in February?", today=date(2027, 3, 1), sources=sources))
    assert meant is not None
    assert {hit.passage.source for hit in meant.hits} == {"minutes/feb [2].txt"}
    assert of_meeting(assistant.context("Which towns were admitted in February?", sources=("*.csv",))) is None
