"""Questions for which rows of a table hold something, over a table of Markdown and a file of comma-separated values."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest

from townhall.assistant import Assistant
from townhall.model import Answer, Status

HALLS = """# Halls for hire

Our halls may be hired by anyone who lives in the town.

| Hall | Kitchen | Step-free access | Saturday | Sunday | Price per hour |
| --- | :-: | :-: | --- | --- | ---: |
| **Assembly Room** | ✓ | ✓ | 9–22 | closed | 30 euros |
| Barn | x | ✓ | 9–18 | 10–16 | 12 euros |
| Cellar Club | – | x | closed | closed | 8 euros |
| Dance Studio | ✓ | – | 9–22 | 12–18 | 25 euros |

Bookings are made at the desk.
"""
PLAYGROUNDS = """Name,District,Toilets,Lit,Surface,Entrance fee
Oak Playground,North,yes,x,"sand, bark",free
Mill Playground,South,no,,rubber,2 euros
River Playground,North,yes,x,sand,6 euros
Hill Playground,East,,,bark,4 euros
"""


@pytest.fixture(scope="module")
def ask(knowing: Callable[..., Assistant]) -> Callable[[str], Answer]:
    """Return ``ask("question")``: its answer from both tables."""
    assistant = knowing({"halls.md": HALLS, "playgrounds.csv": PLAYGROUNDS})
    return lambda question: assistant.ask(question).answer


def names(answer: Answer) -> list[str]:
    """Return the names with which the statements of an answer begin."""
    assert answer.status is Status.ANSWERED, answer.reason
    return [statement.text.split(" · ")[0] for statement in answer.statements]


@pytest.mark.parametrize(
    ("question", "rows"),
    [
        ("Which halls have a kitchen?", ["Assembly Room", "Dance Studio"]),
        ("Which halls have no kitchen?", ["Barn", "Cellar Club"]),
        ("Which halls are open on Sunday?", ["Barn", "Dance Studio"]),
        ("Which halls are closed on Saturday?", ["Cellar Club"]),
        ("Which halls have a kitchen and are open on Sunday?", ["Dance Studio"]),
        ("List the halls with step-free access.", ["Assembly Room", "Barn"]),
        ("Which have toilets?", ["Oak Playground", "River Playground"]),
        ("Which playgrounds have no toilets?", ["Mill Playground"]),
        ("Which playgrounds are lit?", ["Oak Playground", "River Playground"]),
        ("halls with a kitchen", ["Assembly Room", "Dance Studio"]),
        ("playgrounds without toilets", ["Mill Playground"]),
    ],
)
def test_rows_are_listed_by_what_their_cells_say(ask: Callable[[str], Answer], question: str, rows: Sequence[str]) -> None:
    """A cell says yes by a word, a tick, or a value beside others that say no; a cross says no beside ticks, yes beside blanks."""
    assert names(ask(question)) == rows


@pytest.mark.parametrize(
    ("question", "rows"),
    [
        ("Which playgrounds are in the North?", ["Oak Playground", "River Playground"]),
        ("Which playgrounds have a surface of sand?", ["Oak Playground", "River Playground"]),
        ("Which playgrounds are free?", ["Oak Playground"]),
        ("Which playgrounds in the North have toilets?", ["Oak Playground", "River Playground"]),
    ],
)
def test_rows_are_listed_by_a_value(ask: Callable[[str], Answer], question: str, rows: Sequence[str]) -> None:
    """A value that the question names is looked for in the cells, of which one may hold several."""
    assert names(ask(question)) == rows


@pytest.mark.parametrize(
    ("question", "rows"),
    [
        ("Which playgrounds cost less than 5 euros?", ["Oak Playground", "Mill Playground", "Hill Playground"]),
        ("Which halls cost no more than 12 euros?", ["Barn", "Cellar Club"]),
        ("Which halls cost more than 25 euros?", ["Assembly Room"]),
        ("Which halls have a kitchen and cost under 30 euros?", ["Dance Studio"]),
    ],
)
def test_rows_are_listed_by_a_bound(ask: Callable[[str], Answer], question: str, rows: Sequence[str]) -> None:
    """A bound holds for the numbers of the one column that can be meant; what is free costs nought."""
    assert names(ask(question)) == rows


def test_every_row_is_proven_by_its_cell_and_its_head(ask: Callable[[str], Answer]) -> None:
    """Each word of a statement stands in its quotes: the row and its table's head, or a record's name and its line."""
    for question in ("Which halls have a kitchen?", "Which playgrounds have toilets?"):
        answer = ask(question)
        quotes = {citation.n: citation.quote for citation in answer.citations}
        assert answer.statements
        for statement in answer.statements:
            proof = "\n".join(quotes[n] for n in statement.citations)
            assert all(part in proof for words in statement.text.split(" · ") for part in words.split(": "))


def test_what_no_row_holds_is_not_found(ask: Callable[[str], Answer]) -> None:
    """Where the column is there and no row has it, the answer says so and lists nothing."""
    answer = ask("Which halls cost less than 5 euros?")
    assert answer.status is Status.NOT_IN_DOCUMENTS
    assert not answer.citations


@pytest.mark.parametrize(
    "question",
    [
        "Which halls have parking?",
        "Which hall is the loudest?",
        "Which halls have a piano?",
        "Which playgrounds have a fountain?",
        "Which playgrounds are for toddlers?",
    ],
)
def test_what_no_column_tells_is_not_found(ask: Callable[[str], Answer], question: str) -> None:
    """A row that names one of the things, and says nothing of what is asked of them, is no answer."""
    assert not ask(question).status.shows_an_answer


@pytest.mark.parametrize(
    ("question", "rows"),
    [("Which hall with a kitchen is cheapest?", ["Dance Studio"]), ("Which playground with toilets is the most expensive?", ["River Playground"])],
)
def test_the_furthest_is_told_among_the_rows_for_which_the_rest_holds(ask: Callable[[str], Answer], question: str, rows: Sequence[str]) -> None:
    """The cheapest hall with a kitchen is dearer than one without."""
    assert names(ask(question)) == rows


def test_a_row_is_shown_in_words_and_quoted_as_it_stands(ask: Callable[[str], Answer]) -> None:
    """A statement says a row's cells without the bars; its quote is the row as the document has it."""
    answer = ask("Tell me about the Barn.")
    assert "Barn · x · ✓ · 9–18 · 10–16 · 12 euros" in [statement.text for statement in answer.statements]
    assert "| Barn | x | ✓ | 9–18 | 10–16 | 12 euros |" in [citation.quote for citation in answer.citations]
    assert "|" not in answer.text


REDUCTIONS = """# Fees of the baths

| Ticket | Price |
|---|---|
| Adults | 6 euros |
| Ten visits | 50 euros |
| One child with an adult | 2 euros |

## Reductions

| Who | Reduction | How to get it |
|---|---|---|
| Families with a child under three | 40 euros a year | Birth certificate |
| Holders of the town card | 25 per cent | Show the card |
| Clubs | none | |
"""


@pytest.mark.parametrize("question", ["Who is entitled to a reduction?", "Who gets a reduction on the fees of the baths?"])
def test_those_to_whom_something_applies_are_listed(knowing: Callable[..., Assistant], question: str) -> None:
    """Who is entitled to something is told by every row of the table that has a column of those and one of that."""
    answer = knowing({"fees.md": REDUCTIONS}).ask(question).answer
    assert answer.status is Status.ANSWERED
    assert all(group in answer.text for group in ("Families with a child under three", "Holders of the town card", "Clubs"))
    assert "Ten visits" not in answer.text
