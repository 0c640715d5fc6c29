"""Phases of a call: each has the deadline of its own paragraph or part, and what is said of one holds for no other."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from townhall.assistant import Assistant
from townhall.model import Status

DOCUMENTS = {
    "orchards.md": """# Orchard Fund: second call for applications

## 1. Aim

The call supports villages that plant fruit trees on common land.

## 2. The phases

**Phase 1 (Survey)** pays for maps and counts. The deadline, first announced as 30 October 2026, is now 11 December 2026. \
A project may last five months.

**Phase 2 (Planting)** pays for trees and stakes. Applications are accepted until 26 February 2027. A project lasts between nine and twelve months.

**Phase 3 (Harvest)** pays for presses. The deadline is 4 June 2027. A project lasts eighteen months and can be prolonged once, by three months.

| Phase | Highest grant | Share of costs |
| --- | --- | --- |
| 1 Survey | EUR 18,000 | 90 % |
| 2 Planting | EUR 75,000 | 80 % |
| 3 Harvest | EUR 160,000 | 70 % |

## 3. Assessment

A minimum of 65 points is needed in Phases 1 and 2, and of 72 in Phase 3.
""",
    "hedges.md": """# Hedge Fund for Villages

## Round 1

Applications must be submitted by 15 January 2027.

## Round 2

Applications must be submitted by 20 August 2027. The date was moved from 1 July 2027.
""",
    "ponds.md": """# Pond Fund for Villages

## Dates

The first call was for large ponds alone. Applications to the second are accepted until 9 May 2027.
""",
}


@pytest.fixture(scope="module")
def fund(knowing: Callable[..., Assistant]) -> Assistant:
    """Return an assistant that knows two calls, one with phases and one with rounds."""
    return knowing(DOCUMENTS, today=date(2026, 11, 23))


@pytest.mark.parametrize(
    ("question", "said", "unsaid"),
    [
        ("What is the deadline of phase 1 of the Orchard Fund?", "11 December 2026", "has passed"),
        ("Can we still apply for phase 1 of the Orchard Fund?", "Yes, it is still possible", "has passed"),
        ("What is the phase 2 deadline of the Orchard Fund?", "26 February 2027", "4 June"),
        ("When is the deadline of phase 3 of the Orchard Fund?", "4 June 2027", "26 February"),
        ("What is the deadline of round 2 of the Hedge Fund?", "20 August 2027", "January"),
        ("By when must applications to the Orchard Fund for planting be in?", "26 February 2027", "4 June"),
    ],
)
def test_a_deadline_is_of_the_phase_that_its_paragraph_or_part_begins_with(fund: Assistant, question: str, said: str, unsaid: str) -> None:
    """It is the day that now holds, whatever was first announced."""
    answer = fund.ask(question).answer
    lead = answer.statements[0].text
    assert answer.status is Status.ANSWERED
    assert said in lead
    assert unsaid not in " ".join(statement.text for statement in answer.statements)


@pytest.mark.parametrize(
    ("question", "said", "unsaid"),
    [
        ("How long does a phase 2 project last?", "nine and twelve months", "eighteen"),
        ("How long may a project of phase 1 last?", "five months", "eighteen"),
        ("How many points are needed at least in phase 2?", "65", None),
        ("maximum grant planting phase?", "EUR 75,000", "160,000"),
    ],
)
def test_what_is_asked_of_a_phase_is_told_of_that_phase(fund: Assistant, question: str, said: str, unsaid: str | None) -> None:
    """Neither the other paragraphs nor the other rows are beside it."""
    answer = fund.ask(question).answer
    shown = " ".join(statement.text for statement in answer.statements)
    assert answer.status is Status.ANSWERED
    assert said in shown
    assert unsaid is None or unsaid not in shown


def test_a_sentence_that_counts_its_own_call_is_not_of_the_one_that_its_paragraph_begins_with(fund: Assistant) -> None:
    """Its day isn't that of the first call."""
    answer = fund.ask("What was the deadline of the first call of the Pond Fund?").answer
    assert not any("First call: open until" in statement.text or "first call: open until" in statement.text for statement in answer.statements)


def test_what_is_said_of_another_phase_answers_nothing(fund: Assistant) -> None:
    """Nor does it in a conversation in which the phase was named two questions before."""
    answer = fund.converse(
        ("What is the deadline of phase 2 of the Orchard Fund?", "How long does such a project take?", "Can it be prolonged?")
    ).answer
    assert answer.status is Status.NOT_IN_DOCUMENTS


AMENDED = """# Reed Beds: grants for wet meadows, as amended on 2 November 2026

Round 1: applications closed on 27 March 2026; budget 640,000 florins; results were announced on 12 June 2026.

Round 2: applications close on 29 January 2027 at 16:00; budget 720,000 florins; results are to be announced on 23 April 2027.

The deadline for Round 2 was first given as 15 January 2027 and was moved by the amendment of 2 November 2026 because the portal was changed.
"""


@pytest.mark.parametrize(
    ("question", "said"), [("What is the deadline of round 2?", "29 January 2027"), ("When did round 1 close?", "27 March 2026")]
)
def test_the_day_of_an_amendment_is_no_deadline(knowing: Callable[..., Assistant], question: str, said: str) -> None:
    """Neither the day that was first given, nor that on which another one was decided on, is one."""
    text = knowing({"call.md": AMENDED}, today=date(2026, 11, 23)).ask(question).answer.text
    assert said in text
    assert not any(day in text for day in ("It was 2 November", "until 15 January"))


PUT_OFF = {
    "call.md": """# Call for willow projects: Green banks

## Timetable

| Phase | Opens | Deadline | Budget |
| --- | --- | --- | --- |
| Phase 1 | 9 March 2026 | 29 May 2026 | EUR 190,000 |
| Phase 2 | 1 September 2026 | 11 December 2026 | EUR 260,000 |
""",
    "addendum.txt": """ADDENDUM No. 1 TO THE CALL FOR WILLOW PROJECTS
Marshton, 26.10.2026

After the floods the board decided to change the call as follows.

1. Deadline of Phase 2
The deadline of Phase 2 is extended from 11 December 2026 to 18 January 2027.

2. Letter of support
Members whose council cannot meet before the deadline may send in the letter of support afterwards, but not later than 15 February 2027.

3. Information session
Please register for the information session by 30 November 2026.
""",
}


@pytest.fixture(scope="module")
def amended(knowing: Callable[..., Assistant]) -> Assistant:
    """Return an assistant that knows a call and what has changed of it."""
    return knowing(PUT_OFF, today=date(2026, 11, 23))


@pytest.mark.parametrize(
    ("question", "said", "unsaid"),
    [
        ("how many days have we got left for phase 2?", "18 January 2027, 56 days left", "until 11 December"),
        ("Can I still hand in a willow project?", "Green banks, Phase 2: open until 18 January 2027", "30 November"),
        ("Is there any round left that is open for applications?", "Phase 2: open until 18 January 2027", "30 November"),
        (
            "The council meets only in February, all else is ready. Can the letter of support follow later, and until when?",
            "15 February 2027",
            "Phase 2",
        ),
        ("By when must I register for the information session?", "30 November 2026", "Phase"),
    ],
)
def test_a_deadline_that_was_put_off_is_told_as_it_now_stands(amended: Assistant, question: str, said: str, unsaid: str) -> None:
    """And under the name of its call; other days by which something is due are told where they are asked for."""
    answer = amended.ask(question).answer
    assert answer.status is Status.ANSWERED, answer.reason
    assert said in " ".join(statement.text for statement in answer.statements)
    assert unsaid not in answer.statements[0].text
