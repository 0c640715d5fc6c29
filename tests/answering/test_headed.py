"""When something is, where only the heading that names it gives its days."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from townhall.assistant import Assistant
from townhall.model import Answer

PLAN = """# Lake Shore Renewal

## Phase 1: Survey (10 January – 20 February 2027)

Surveyors map trees, paths and drains.

## Phase 2: Workshops (3–14 March 2027)

Three evening workshops let residents comment on the draft.

## Phase 3: Building (May to November 2027)

The east gate stays open throughout.

### Opening ceremony, Saturday 4 December 2027

The mayor cuts the ribbon.

## Budget 2027

The council gives 340,000 euros.
"""
HALLS = """HALLS OF HOLLIN

SUMMER CLOSURE, 1–15 AUGUST

The halls are cleaned and painted by our own caretakers and their helpers.

SPRING FAIR, 2 MAY

The fair is held on the green. Stalls are set up on 1 May, and the fair is opened on 2 May by the mayor.
"""


@pytest.fixture(scope="module")
def ask(knowing: Callable[..., Assistant]) -> Callable[[str], Answer]:
    """Return ``ask("question")``: its answer from both documents."""
    assistant = knowing({"plan.md": PLAN, "halls.txt": HALLS})
    return lambda question: assistant.ask(question).answer


@pytest.mark.parametrize(
    ("question", "lead", "heading"),
    [
        ("When is phase 2?", "3–14 March 2027", "Phase 2: Workshops (3–14 March 2027)"),
        ("When is the second phase?", "3–14 March 2027", "Phase 2: Workshops (3–14 March 2027)"),
        ("When are the workshops?", "3–14 March 2027", "Phase 2: Workshops (3–14 March 2027)"),
        ("When does phase 1 end?", "20 February 2027", "Phase 1: Survey (10 January – 20 February 2027)"),
        ("When does phase 1 begin?", "10 January", "Phase 1: Survey (10 January – 20 February 2027)"),
        ("when is the opening ceremony", "4 December 2027", "Opening ceremony, Saturday 4 December 2027"),
        ("When are the halls closed in summer?", "1–15 AUGUST", "SUMMER CLOSURE, 1–15 AUGUST"),
        ("Until when are the halls closed in summer?", "15 AUGUST", "SUMMER CLOSURE, 1–15 AUGUST"),
    ],
)
def test_a_heading_gives_its_days(ask: Callable[[str], Answer], question: str, lead: str, heading: str) -> None:
    """A heading that the question names is quoted, led by its days or the end of them that is asked for."""
    answer = ask(question)
    assert [statement.text for statement in answer.statements] == [lead, heading]
    assert [citation.quote for citation in answer.citations] == [heading]


@pytest.mark.parametrize(
    "question", ["When is phase 4?", "When are the concerts?", "When was the budget approved?", "When is the library closed in summer?"]
)
def test_the_days_of_another_heading_are_no_answer(ask: Callable[[str], Answer], question: str) -> None:
    """Another phase, another house, and a heading with a bare year tell nothing."""
    headings = [line.lstrip("# ") for text in (PLAN, HALLS) for line in text.splitlines() if line.startswith("#") or line.isupper()]
    assert not any(citation.quote in headings for citation in ask(question).citations)


def test_where_a_sentence_gives_a_day_it_answers(ask: Callable[[str], Answer]) -> None:
    """Below a heading whose own sentences give days, these are read."""
    quotes = [citation.quote for citation in ask("When is the spring fair opened?").citations]
    assert any("the fair is opened on 2 May" in quote for quote in quotes)
