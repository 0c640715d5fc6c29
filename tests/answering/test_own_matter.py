"""What no deadline, no organisation and no country has to do with is told by the sentences that speak of it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from townhall.assistant import Assistant
from townhall.model import Status

DOCUMENTS = {
    "call.md": """# Open Looms: grants for weavers

## Rounds

Round 1: applications closed on 27 March 2026; budget 640,000 florins; results were announced on 12 June 2026.

Round 2: applications close on 29 January 2027; budget 720,000 florins; results are to be announced on 23 April 2027.
""",
    "lending.md": """# Lending rules

## Fines

Fines begin on the third day after the due date. Complaints about fines are to be made in writing within 30 days to the head of the branch; those who
disagree with the reply may turn to the readers' ombudswoman, Sunniva Prell.

## Stock

In 2025 the branches spent 36.2 million florins on staff (2024: 34.8 million) and 9.7 million florins on stock (2024: 10.4 million).

## Branches

The Mill Branch is closed on Mondays. The Harbour Branch takes entries for its photo contest. Deadline for entries: 12 March 2027.

## Reserved books

When the Station Branch is closed, reserved books can be collected from the lockers in the Station Hall.
""",
    "bodies.md": """# National bodies

## Dutch Water Towns

Country: Netherlands

The association represents 41 municipalities along the rivers.

Contact: Pieter Vos

## Irish Towns Forum

Country: Ireland

The forum supports local councils with advice and training.

Contact: Aoife Brennan
""",
}


@pytest.fixture(scope="module")
def library(knowing: Callable[..., Assistant]) -> Assistant:
    """Return an assistant that knows a call, lending rules and two national bodies."""
    return knowing(DOCUMENTS, today=date(2026, 11, 23))


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("I think I was fined wrongly. In what form, by when and to whom do I complain?", "within 30 days"),
        ("who can I turn to if I disagree with the reply of the branch?", "Sunniva Prell"),
        ("where do I pick up a book I reserved when the station branch is closed?", "lockers"),
        ("How much was spent on stock in 2024?", "10.4 million"),
        ("how big was the budget of round 1?", "640,000 florins"),
    ],
)
def test_the_sentence_that_speaks_of_it_answers(library: Assistant, question: str, said: str) -> None:
    """A matter of which no call and no body speaks is answered by its sentence; no deadlines are listed and no country is asked back for."""
    answer = library.ask(question).answer
    assert answer.status is Status.ANSWERED
    assert said in answer.text
    assert "days left" not in answer.text


def test_a_contact_of_something_else_needs_no_country(library: Assistant) -> None:
    """Whose address is asked for in words that no body's entry has is not asked back: a country would tell no more."""
    assert library.ask("e-mail of the ombudswoman for fines and lending").answer.status is not Status.CLARIFY


@pytest.mark.parametrize("question", ["who can help us?", "Whom can we contact for advice?"])
def test_help_as_such_is_asked_back(library: Assistant, question: str) -> None:
    """A question for help that says nothing else is asked back for a country."""
    assert library.ask(question).answer.status is Status.CLARIFY


HOURS = """Branch,Town,Day,Opens,Closes,Remarks
Harbour Branch,Port Elsin,Monday to Saturday,10:00,17:15,Closed on Mondays and Fridays because of building works until 12 March 2027
Station Branch,Fennbridge,Monday to Saturday,07:15,20:10,No reading room
Hill Branch,Upper Marl,Tuesday to Friday,09:00,18:00,
"""


@pytest.mark.parametrize(("branch", "closed"), [("Harbour Branch", ["12 March 2027"]), ("Station Branch", [])])
def test_a_deadline_of_another_name(knowing: Callable[..., Assistant], branch: str, closed: list[str]) -> None:
    """The last day of something whose name only ends like the one that is asked about is none of its own."""
    answer = knowing({"hours.csv": HOURS}, today=date(2026, 11, 23)).ask(f"Until when is the {branch} open on weekdays?").answer
    assert [day for day in ("12 March 2027",) if day in answer.text] == closed
