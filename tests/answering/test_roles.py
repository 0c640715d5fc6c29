"""Who had which part in a meeting, by the labelled lines of its minutes."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from townhall.assistant import Assistant
from townhall.model import Answer, Status

PARKS = """# Minutes of the Parks Committee, 12 March 2024

**Present:** C. Kovač, D. Zupan, E. Lind
**Apologies:** A. Novak, B. Horvat
**Timekeeper:** D. Zupan

| Item | Lead |
| --- | --- |
| Gardener | Noor Haddad |
| Carpenter | Sven Olsson |

## 1. Budget

The committee approved the budget of 40,000 euros for new trees.
"""
LIBRARY = """Library Board

Minutes of the meeting of 3 May 2024

In attendance:
- Mara Rossi
- Jan de Vries
Absent: Olga Petrov
Chair: Mara Rossi

The board decided to open the library on Sundays from June.
"""


@pytest.fixture(scope="module")
def ask(knowing: Callable[..., Assistant]) -> Callable[[str], Answer]:
    """Return ``ask("question")``: its answer from both minutes."""
    assistant = knowing({"parks.md": PARKS, "library.txt": LIBRARY})
    return lambda question: assistant.ask(question).answer


@pytest.mark.parametrize(
    ("question", "names"),
    [
        ("Who sent apologies?", "A. Novak, B. Horvat"),
        ("Who was absent from the Parks Committee?", "A. Novak, B. Horvat"),
        ("Who did not attend the Parks Committee?", "A. Novak, B. Horvat"),
        ("Who attended the Parks Committee meeting?", "C. Kovač, D. Zupan, E. Lind"),
        ("Who was absent from the library board?", "Olga Petrov"),
        ("Who chaired the library board?", "Mara Rossi"),
        ("Who was the timekeeper?", "D. Zupan"),
        ("Who is the gardener?", "Noor Haddad"),
    ],
)
def test_the_line_that_is_labelled_so_answers(ask: Callable[[str], Answer], question: str, names: str) -> None:
    """The label is the question's word, or another for the same part; the names lead, and the line is quoted."""
    answer = ask(question)
    assert answer.status is Status.ANSWERED
    assert answer.statements[0].text == names
    assert all(names in citation.quote for citation in answer.citations)


def test_names_below_their_label_are_given_with_it(ask: Callable[[str], Answer]) -> None:
    """A label whose names stand below it as items is given with them."""
    texts = [statement.text for statement in ask("Who attended the library board?").statements]
    assert texts == ["In attendance:", "- Mara Rossi", "- Jan de Vries"]


def test_a_meeting_that_is_not_there_has_no_line(ask: Callable[[str], Answer]) -> None:
    """Who was absent elsewhere is told by no line of another meeting."""
    assert not ask("Who was absent from the harbour council?").status.shows_an_answer
