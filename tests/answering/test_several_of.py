"""Questions for "the course" where a calendar has several."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from townhall.assistant import Assistant
from townhall.model import Role, Status

CALENDAR = """<html><head><title>Training calendar 2027</title></head><body><h1>Training calendar 2027</h1>
<p>Fees are per person. You can cancel a course free of charge up to ten days before it.</p>
<table><tr><th>Title</th><th>Date</th><th>Place</th><th>Register by</th></tr>
<tr><td>Reading drains</td><td>20 January 2027</td><td>Ostrey</td><td>13 January 2027</td></tr>
<tr><td>Finding leaks</td><td>9 June 2027</td><td>Lowick</td><td>8 May 2027</td></tr>
<tr><td>Heat maps</td><td>14 September 2027</td><td>Velm</td><td>31 August 2027</td></tr>
<tr><td>Finding leaks</td><td>3 November 2027</td><td>Ostrey</td><td>2 October 2027</td></tr></table>
<h2>Good to know</h2><ul><li>Bring boots to a course on site.</li><li>Certificates are sent within two weeks of the course.</li></ul></body></html>
"""
ASSEMBLY = "# General Assembly\n\nThe assembly is held in Velm on 4 October 2027. The harbour tour starts at 15.00 from the quay.\n"
TODAY = date(2027, 4, 1)


@pytest.fixture(scope="module")
def school(knowing: Callable[..., Assistant]) -> Assistant:
    """Return an assistant over a calendar of courses, and an assembly."""
    return knowing({"calendar.html": CALENDAR, "assembly.md": ASSEMBLY})


@pytest.mark.parametrize(
    "question",
    [
        "When is the course?",
        "By when do I have to register for the course?",
        "Where does the course take place?",
        "Can I still register for the course?",
    ],
)
def test_it_is_asked_back_which_one_is_meant(school: Assistant, question: str) -> None:
    """Where nothing tells which of several is meant, those to come are shown as what there is, and not as the answer."""
    answer = school.ask(question, today=TODAY).answer
    assert answer.status is Status.CLARIFY
    assert all(day in answer.text for day in ("9 June 2027", "14 September 2027", "3 November 2027"))
    assert "January" not in answer.text
    assert {citation.role for citation in answer.citations} == {Role.RELATED}


def test_what_is_told_next_is_put_into_the_question(school: Assistant) -> None:
    """The message after it tells which one is meant, and is answered as the question with that."""
    turn = school.converse(["When is the course?", "the one on heat maps"], today=TODAY)
    assert turn.answer.status is Status.ANSWERED
    assert "14 September 2027" in turn.answer.text


@pytest.mark.parametrize(
    ("question", "given"), [("When is the course on heat maps?", "14 September 2027"), ("When is the course in Lowick?", "9 June 2027")]
)
def test_one_that_is_told_is_answered(school: Assistant, question: str, given: str) -> None:
    """A course that its title or its place tells is meant, though no row says that it is a course."""
    answer = school.ask(question, today=TODAY).answer
    assert answer.status is Status.ANSWERED
    assert given in answer.text
