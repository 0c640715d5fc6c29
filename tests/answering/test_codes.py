"""Rows told apart by a letter or by a range, how many hold something, and which body of a directory does something."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from townhall.assistant import Assistant
from townhall.model import Status

STATUTES = """# Statutes of the Mire League

## Fees

Each full member pays an annual fee, which depends on the number of permanent inhabitants of the parishes that it acts for.

| Size class | Permanent inhabitants | Annual fee |
| --- | --- | --- |
| A | up to 500 | EUR 280 |
| B | 501 to 2,500 | EUR 740 |
| C | 2,501 to 10,000 | EUR 1,650 |
| D | more than 10,000 | EUR 3,100 |

## Votes

Members of classes A and B have one vote each, members of size class C two, and members of size class D three.
"""
MINUTES = """# Minutes of the assembly

The board had proposed to raise the fees of size class D from EUR 3,100 to EUR 3,400. The proposal was rejected.
"""
MEMBERS = """Country,Member,Name in English,Contact person,Role,E-mail,Size class,What it does
Finland,Suoliitto (SUL),Bog League,Aino Räme,Head,aino@sul.example,D,Keeps maps of mires.
Finland,Åkärr Öforum (ÅÖF),Bog Forum,Not yet appointed,,post@aof.example,B,Repairs duckboards.
Ireland,Cumann na Móna (CNM),Turf Society,Niamh Gilhooly,Manager,niamh@cnm.example,D,Runs a museum of spades.
Estonia,Rabakogu (RK),Mire Assembly,,,info@rk.example,A,Plants cranberries and looks after ice roads.
"""


@pytest.fixture(scope="module")
def league(knowing: Callable[..., Assistant]) -> Assistant:
    """Return an assistant that knows the statutes of a league, the minutes of its assembly, and its members."""
    return knowing({"statutes.md": STATUTES, "minutes.md": MINUTES, "members.csv": MEMBERS})


@pytest.mark.parametrize(
    ("question", "fee"),
    [
        ("what does a class A member pay?", "EUR 280"),
        ("what does a member of size class a pay", "EUR 280"),
        ("what is the annual fee of size class D?", "EUR 3,100"),
        ("how much do members in size class B pay", "EUR 740"),
        ("What is the fee for a parish with 2,000 inhabitants?", "EUR 740"),
        ("Good day, we act for two parishes with about 2,000 people. What would membership cost us annually?", "EUR 740"),
    ],
)
def test_a_row_is_named_by_its_letter_or_by_a_number_in_its_range(league: Assistant, question: str, fee: str) -> None:
    """Whatever else is said of it elsewhere, and whatever other numbers stand beside the one that counts."""
    answer = league.ask(question).answer
    assert answer.status is Status.ANSWERED
    assert answer.statements[0].text == fee


def test_another_letter_is_asked_in_the_place_of_the_first(league: Assistant) -> None:
    """As a follow-up that says no more than that."""
    first = league.ask("what does a class A member pay?")
    assert league.ask("and class C?", turns=(first,)).answer.statements[0].text == "EUR 1,650"


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("how many of the members are in size class D, and which ones?", ["2", "Suoliitto", "Cumann"]),
        ("How many members are in size class A?", ["1", "Rabakogu"]),
        ("Which members are in size class D?", ["Suoliitto", "Cumann"]),
    ],
)
def test_rows_of_a_letter_are_counted_and_shown(league: Assistant, question: str, said: list[str]) -> None:
    """The number stands before the rows that make it up."""
    statements = [statement.text for statement in league.ask(question).answer.statements]
    assert len(statements) == len(said)
    assert all(text.startswith(beginning) for text, beginning in zip(statements, said, strict=True))


@pytest.mark.parametrize(
    ("question", "name"),
    [
        ("Who among the members deals with ice roads?", "Rabakogu"),
        ("who repairs duckboards", "Åkärr Öforum"),
        ("Who of the members looks after a museum of spades?", "Cumann na Móna"),
    ],
)
def test_whoever_does_something_is_named_by_their_entry(league: Assistant, question: str, name: str) -> None:
    """By the one sentence of it that says all that is asked; the line that names a member says nothing of its part."""
    answer = league.ask(question).answer
    assert answer.status is Status.ANSWERED
    assert answer.statements[0].text.startswith(name)


@pytest.mark.parametrize("question", ["Who repairs ice roads?", "What will a class D member have to pay in 2031?"])
def test_what_no_entry_and_no_row_says_is_refused(league: Assistant, question: str) -> None:
    """Half of it said by one and half by another answers nothing."""
    assert league.ask(question).answer.status is not Status.ANSWERED
