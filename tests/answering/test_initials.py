"""People whom minutes name once and then call by their initials."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from townhall.answering.reading.initials import initials_in, with_names
from townhall.assistant import Assistant
from townhall.model import Status

MINUTES = """Ferry Users' Council
Minutes of the meeting of 4 May 2027

Present: Ada Quill (AQ, chair), Jan Moss-Varga (JMV), Petra Linde (PL, until noon), Oskar Bell (OB)
Guests: Otto Brandt (OB), Kay Lorn (XX)

1. Winter timetable
JMV was against fewer sailings in January: schoolchildren would miss their lessons.
PL asked for a trial of one month. The council postponed the decision.

2. Fares
AQ reported that fares stay as they are.
"""


@pytest.fixture(scope="module")
def assistant(knowing: Callable[..., Assistant]) -> Assistant:
    """Return an assistant that knows these minutes."""
    return knowing({"minutes.txt": MINUTES})


def test_initials_are_those_of_the_name_before_them() -> None:
    """Letters that aren't a name's, and those of two people, stand for nobody."""
    assert {letters: MINUTES[slice(*place)] for letters, place in initials_in(MINUTES).items()} == {
        "AQ": "Ada Quill (AQ, chair)",
        "JMV": "Jan Moss-Varga (JMV)",
        "PL": "Petra Linde (PL, until noon)",
    }
    assert with_names("PL asked OB.", MINUTES) == "Petra Linde asked OB."


@pytest.mark.parametrize(
    ("question", "name"),
    [
        ("Who was against fewer sailings in January?", "Jan Moss-Varga (JMV)"),
        ("Who reported that fares stay as they are?", "Ada Quill (AQ, chair)"),
    ],
)
def test_who_is_called_by_initials_is_named(assistant: Assistant, question: str, name: str) -> None:
    """A sentence with initials names somebody, and the answer says whom."""
    answer = assistant.ask(question).answer
    assert answer.status is Status.ANSWERED
    assert name in [statement.text for statement in answer.statements]
