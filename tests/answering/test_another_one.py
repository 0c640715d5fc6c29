"""What is asked of one year, round, field or office and what stands beside it: the other one is no answer."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from townhall.assistant import Assistant
from townhall.model import Answer, Status

DOCUMENTS = {
    "stays.md": """# Handbook of stays abroad

## Windows

You apply for a stay in one of these windows.

| Stay | Applications from | Closing day | Answer by |
|---|---|---|---|
| Spring term 2027 | 1 August 2026 | 25 September 2026 | 23 October 2026 |
| Autumn term 2027, Nordics | 9 November 2026 | 22 January 2027 | 26 February 2027 |
| Summer school | 2 July 2026 | | 3 August 2026 |
| Autumn term 2027, farther off | 12 October 2026 | 4 December 2026 | 5 February 2027 |

## Choice

Stays are decided by a board of five. It has a quorum with three members present.
The panel for complaints is chaired by Ada Holm.
""",
    "rain.md": """# Rain Barrel Call

## Decisions

Round 2 was prolonged by a week because of the flood. Results of Round 2 will be sent out on 14 January 2027. Round 3 closes on 30 April 2027.

## Amounts

- Group A: at most 3,000 crowns
- Group B: at most 8,000 crowns
""",
    "works.md": """# Works of the town

| Project | Manager | Budget | Finish planned |
|---|---|---|---|
| Harbour wall | Rufus Ketter | 3,600,000 | 30 June 2027 |
| Market paving | Delia Acht | 2,140,000 | 6 November 2026 |
| School sewer | Rufus Ketter | 880,000 | 28 August 2026 |
""",
    "reading.md": """# Staff of the reading house

| Name | Post | Telephone |
|---|---|---|
| Hanna Brook | Head of lending | 0441 220 111 |
| Olaf Stone | Events | 0441 220 115 |

The reading house is led by a team of three.
""",
    "advice.md": """# Advice centres

## Upper Dale

**Advice Centre Upper Dale**

- Address: Mill Lane 4, Harrow
- Telephone: 0551 220 312
- E-mail: advice@upper.example
- Opening hours: Monday 9.00-16.00

The centre lends a camera.

## Lower Dale

**Lower Dale Advice Partnership**

- Address: Old Brewery, Pell
- Telephone:
- E-mail: lower@dale.example
- Opening hours: by appointment

The partnership has 64 members.
""",
}


@pytest.fixture(scope="module")
def assistant(knowing: Callable[..., Assistant]) -> Assistant:
    """Return an assistant over the documents above."""
    return knowing(DOCUMENTS, today=date(2026, 11, 23))


def shown(answer: Answer) -> str:
    """Return the text of an answer, which must be one."""
    assert answer.status is Status.ANSWERED, answer.reason
    return answer.text


@pytest.mark.parametrize(
    "question",
    [
        "Until what day can I apply for spring term 2028?",
        "When do the results of round 3 come?",
        "What is the closing day for the summer school?",
        "Who chairs the board that decides about stays?",
        "Which contractor is building the harbour wall?",
        "I need to ring the Lower Dale centre, number please",
    ],
)
def test_the_other_one_is_no_answer(assistant: Assistant, question: str) -> None:
    """Another term's day, another round's results, a group's size, a manager for a firm, and a field without a value answer nothing."""
    assert assistant.ask(question).answer.status is Status.NOT_IN_DOCUMENTS


@pytest.mark.parametrize(
    ("question", "value"),
    [
        ("When do we hear about the results of round 2?", "14 January 2027"),
        ("When will we be informed of the results of the second round?", "14 January 2027"),
        ("I'd like to go outside the Nordics in autumn 2027. What is the last day to apply?", "4 December 2026"),
        ("Who chairs the panel for complaints?", "Ada Holm"),
        ("Which manager looks after the harbour wall?", "Rufus Ketter"),
        ("What is the telephone number of the Upper Dale centre?", "0551 220 312"),
    ],
)
def test_the_one_that_is_asked_for(assistant: Assistant, question: str, value: str) -> None:
    """What is named is given where the documents have it."""
    assert value in shown(assistant.ask(question).answer)


def test_who_heads_a_part_does_not_head_the_whole(assistant: Assistant) -> None:
    """The head of lending isn't in charge of the house that lends, but of lending."""
    assert "Brook" not in assistant.ask("Who is in charge of the reading house?").answer.text
    assert "Hanna Brook" in shown(assistant.ask("Who is in charge of lending?").answer)


def test_what_is_not_meant_is_left_out(assistant: Assistant) -> None:
    """Of windows the one that is excluded isn't shown beside the others."""
    assert "22 January 2027" not in shown(assistant.ask("What is the deadline outside the Nordics in autumn 2027?").answer)


def test_the_line_of_another_letter_is_left_out(assistant: Assistant) -> None:
    """Of numbered or lettered things the one that is asked for is shown alone."""
    text = shown(assistant.converse(["What is the maximum in Group A?", "and in Group B?"]).answer)
    assert "8,000" in text
    assert "3,000" not in text


def test_a_blank_line_is_not_shown_beside_an_answer(assistant: Assistant) -> None:
    """A label without a value says nothing."""
    assert "Telephone" not in shown(assistant.ask("How many members has the Lower Dale partnership?").answer)


COUNTS = {
    "report.md": """# Yearly report 2025

## Tests and illnesses

The walk-in service carried out 1,870 HIV tests, nine of which were positive. The outbreak of measles comprised 37 cases.
For Lyme disease, which has to be notified since July, there is no figure.

## Shots

Pneumonia vaccine is free from the age of 65. Shingles vaccine is given from 67, in two doses.

## Money

The largest item besides salaries was the rent of the Harbour Centre, at €410,000. The Main Centre was painted.

## Water

Of 412 samples 57 were too high (61 in 2024). Bathing was forbidden 4 times.

## Charter

The Quiet Charter lowers the speed to 30 km/h. By the end of 2025, 117 cities had signed it.
""",
    "prices.md": """# What we offer

- A hearing test takes an hour.
- Pneumonia vaccine is here at all times.
""",
    "forums.md": """# Forums

## Night Line Forum

It meets twice a year and has 46 members. It must not be confused with the Last Mile Forum, which is led by Tilde Brand.
""",
}


@pytest.fixture(scope="module")
def counted(knowing: Callable[..., Assistant]) -> Callable[[str], Answer]:
    """Return ``counted("question")``: its answer from a report's numbers."""
    assistant = knowing(COUNTS)
    return lambda question: assistant.ask(question, today=date(2026, 11, 12)).answer


@pytest.mark.parametrize(
    "question",
    [
        "How many hearing tests were carried out in 2025?",
        "How many cases of Lyme disease did you have in 2025?",
        "How many doses of the pneumonia vaccine do people over 65 get?",
        "What rent do you pay for the Main Centre?",
        "how often was bathing forbidden in 2024",
        "number of members of the Last Mile Forum",
        "How many HIV tests were carried out in 2024?",
    ],
)
def test_a_number_of_something_else_is_no_answer(counted: Callable[[str], Answer], question: str) -> None:
    """What is counted or paid for is what the question names by its phrase, its name and its year, and is told elsewhere without a number."""
    assert counted(question).status is Status.NOT_IN_DOCUMENTS


@pytest.mark.parametrize(
    ("question", "number"),
    [
        ("How many HIV tests were carried out in 2025?", "1,870"),
        ("How many cases of measles did you have in 2025?", "37"),
        ("What rent do you pay for the Harbour Centre?", "€410,000"),
        ("number of members of the Night Line Forum", "46"),
        ("How many cities had signed the 30 km/h charter by the end of 2025?", "117"),
    ],
)
def test_the_number_of_what_is_named_is_told(counted: Callable[[str], Answer], question: str, number: str) -> None:
    """Where the phrase, the name and the year are those of the question, the number is given; the question's own number never is."""
    answer = counted(question)
    assert answer.status is Status.ANSWERED, answer.reason
    assert number in next(statement.text for statement in answer.statements)


REMOVALS = """# Removals

## Bulky things

Every household may have bulky things collected twice a year. Each collection costs 22 euros. For 5 euros more, the crew carries things
down from a flat up to the third floor.

## Offices

The claims office is on the fourth floor.
"""


@pytest.mark.parametrize(
    ("questions", "said"),
    [
        (["Is there somebody who carries bulky things down from a flat on the second floor?"], "up to the third floor"),
        (["How often can I have bulky things collected?", "what does it cost?"], "22 euros"),
    ],
)
def test_what_holds_for_each_or_up_to_one_is_of_it(knowing: Callable[..., Assistant], questions: list[str], said: str) -> None:
    """What holds up to the third floor holds for the second one, and "each collection" is none of another kind."""
    answer = knowing({"removals.md": REMOVALS}).converse(questions).answer
    assert answer.status is Status.ANSWERED
    assert said in answer.text
