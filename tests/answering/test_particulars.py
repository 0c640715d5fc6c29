"""What a question narrows down: a day of the week, a bound, an amount of things, a state, somebody in charge."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from townhall.assistant import Assistant
from townhall.model import Role, Status

DOCUMENTS = {
    "baths.md": """# Alder Baths

The Alder Baths were opened in 1998 and are closed in August 2027 for repairs. The head office is in Porto.

## Opening hours

The baths are open on Saturdays from 9:00 to 17:00.
""",
    "library.md": """# Fernley Library

The library is open from Monday to Friday between 10:00 and 18:00.

## Who to ask

Questions about lending are answered by Hilda Marsh. The children's corner is headed by Tobias Renn.
""",
    "yard.md": """# Recycling yard of Tarnby

Most visitors bring 60 kilograms of leaves. The yard takes no more than 150 kilograms of leaves from each. A permit costs 15 euros a year.

The yard treats 4,000 tonnes of metal a year.
""",
    "grant.md": """# Orchard Grant

Last year the average grant was 1,800 euros. An applicant receives up to 5,000 euros. The call for the Orchard Grant was written by Anna Lenk.
""",
    "lido.html": """<html><head><title>Lido</title></head><body><h1>Lido of Estmoor</h1><h2>Tickets</h2>
<dl><dt>Adult</dt><dd>4.50 euros</dd><dt>Child under 12</dt><dd>80 cents</dd>
<dt>Locker</dt><dd>1 euro, returned</dd></dl></body></html>
""",
    "pay.md": """# Handbook of Tarnby

## Sickness

Sick pay is full pay for 13 weeks, then half pay for 13 weeks. In the first year of service it is four weeks full and four weeks half.

## Lunch hours

Castle School: 11:45–12:30
Harbour School: 12:40–13:40
Ferry School: 12:10–13:00
""",
}
"""Made up: beside what is asked for stands what only sounds like it."""


@pytest.fixture(scope="module")
def brennwick(knowing: Callable[..., Assistant]) -> Assistant:
    """Return an assistant over the documents above."""
    return knowing(DOCUMENTS, today=date(2027, 3, 1))


@pytest.mark.parametrize(
    ("question", "hours"),
    [
        ("Are the Alder Baths open on Sundays?", "Saturdays from 9:00"),
        ("Is the library open on Sunday?", "Monday to Friday"),
        ("Ist die Bibliothek sonntags geöffnet?", "Monday to Friday"),
    ],
)
def test_another_day_is_no_answer(brennwick: Assistant, question: str, hours: str) -> None:
    """Where only other days are spoken of, their hours are shown as what is nearest, and not as the answer."""
    answer = brennwick.ask(question).answer
    assert answer.status is Status.NOT_IN_DOCUMENTS
    assert hours in answer.text
    assert {citation.role for citation in answer.citations} == {Role.RELATED}


@pytest.mark.parametrize(
    "question", ["Are the Alder Baths open on Saturdays?", "Is the library open on Wednesdays?", "Ist die Bibliothek mittwochs geöffnet?"]
)
def test_the_day_itself_or_a_range_that_holds_it(brennwick: Assistant, question: str) -> None:
    """A sentence that names the day, or a range around it, answers."""
    assert brennwick.ask(question).answer.status is Status.ANSWERED


@pytest.mark.parametrize(
    ("question", "lead"),
    [
        ("What is the maximum amount of the grant?", "5,000 euros"),
        ("What is the maximum amount of leaves?", "150 kilograms of leaves"),
        ("What is the amount of metal that the yard treats?", "4,000 tonnes of metal a year"),
    ],
)
def test_an_amount(brennwick: Assistant, question: str, lead: str) -> None:
    """Of two amounts the bound is given where it is asked for; an amount of things is none of money, which stands beside it."""
    answer = brennwick.ask(question).answer
    assert answer.status is Status.ANSWERED
    assert answer.statements[0].text == lead


@pytest.mark.parametrize(("question", "lead"), [("When are the Alder Baths closed?", "August 2027"), ("When were the Alder Baths opened?", "1998")])
def test_a_state_and_an_event(brennwick: Assistant, question: str, lead: str) -> None:
    """That something is closed in a month tells when it is so, and is no end of what began in a year."""
    assert brennwick.ask(question).answer.statements[0].text == lead


@pytest.mark.parametrize("thing", ["head office", "Alder Baths", "Orchard Grant"])
def test_nobody_is_said_to_be_in_charge(brennwick: Assistant, thing: str) -> None:
    """A "head office" heads nothing, and who wrote "the call" isn't to be called."""
    answer = brennwick.ask(f"Who is in charge of the {thing}?").answer
    assert not answer.status.shows_an_answer
    assert "Lenk" not in answer.text


@pytest.mark.parametrize(("thing", "name"), [("lending", "Hilda Marsh"), ("the children's corner", "Tobias Renn")])
def test_who_is_in_charge(brennwick: Assistant, thing: str, name: str) -> None:
    """A relation to a name says who is in charge."""
    assert brennwick.ask(f"Who is in charge of {thing}?").answer.statements[0].text == name


@pytest.mark.parametrize(
    ("questions", "shown"),
    [
        (["how much is a locker at the lido"], ["1 euro", "Locker: 1 euro, returned"]),
        (["what time is lunch at the harbour school"], ["Harbour School: 12:40–13:40"]),
        (["What time is lunch at Castle School?", "and at the harbour school?"], ["Harbour School: 12:40–13:40"]),
    ],
)
def test_the_line_that_is_named(brennwick: Assistant, questions: list[str], shown: list[str]) -> None:
    """Of lines that are alike but for their labels, the one that is named is shown, and no other one."""
    assert [statement.text for statement in brennwick.converse(questions).answer.statements] == shown


def test_what_a_follow_up_adds(brennwick: Assistant) -> None:
    """What a follow-up adds is what the answer is of, though another sentence is nearer to the question before."""
    answer = brennwick.converse(["How long is full sick pay paid?", "and in the first year?"]).answer
    assert answer.statements[0].text == "four weeks"


def test_a_thing_that_no_line_names(brennwick: Assistant) -> None:
    """Under the heading that is asked about no line's value is that of a thing which none of the labels names."""
    answer = brennwick.ask("what time is lunch at Hilltop").answer
    assert answer.status is Status.NOT_IN_DOCUMENTS
    assert "11:45" not in answer.text
