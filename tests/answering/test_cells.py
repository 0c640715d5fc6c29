"""Questions for what a table says of one row, over tables of Markdown and HTML and records with labelled lines."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from townhall import library
from townhall.assistant import Assistant
from townhall.model import Answer, Status
from townhall.settings import Settings

ALLOTMENTS = """# Allotments of Hollin

## Rents

The rent is set by the size of the plot. It is due within 21 days of the letter that we send each March.
You can give up a plot until 30 September.

| Size in square metres | Rent 2026 | Deposit |
|---|---|---|
| up to 50 | £28 | £20 |
| 51 to 120 | £46 | £35 |
| over 120 | £110 | £80 |

## Sites

| Site | Warden | Deputy warden | Next work day | Plots |
|---|---|---|---|---|
| Mill Lane | Joan Achter | Piers Holloway | 14 March 2027 | 42 |
| Quarry Bank | Dev Sandhu | vacant | 21 March 2027 | 18 |
| Long Acre | Maud Eller | | to be agreed | 63 |

## The Hollin Cup

The Hollin Cup 2026 went to Brackley for its hedges. The jury praised above all that they had been laid by hand. The cup is worth 200 pounds.
The cup for 2027 will be announced in March; entries close on 30 June 2027.

## Applications

Applications for the greenhouse grant are due by 31 May 2027.
"""
CLASSES = """<html><head><title>Evening classes in Drumlow</title></head><body><h1>Evening classes</h1>
<table><tr><th>Age</th><th>Fee per term</th><th>Materials</th></tr>
<tr><td>under 16</td><td>€30</td><td>€5</td></tr>
<tr><td>16 – 64</td><td>€85</td><td>€12</td></tr>
<tr><td>65 and over</td><td>€50</td><td>€12</td></tr></table>
<h2>Paying</h2><p>Invoices are sent in March. The fee is due in April. Please quote the invoice number and your name. We cannot accept cheques
or cards; payment is by bank transfer only. Those who join after 1 July pay half the fee for their first year. If you cannot pay on time, write to
the school before the due date. It can agree to payment in two instalments. A fee of €45 is charged with the second reminder.
The fee includes tea but not books.</p>
<h2>School board</h2><p>The School Board has nine members: the President, two Vice-Presidents, the Treasurer and five teachers. The Secretary
General may sign contracts up to €5,000; above that the Treasurer signs as well.</p></body></html>
"""
DESKS = """Country,Contact point,City,Contact person,Telephone,Email
Norhalt,Norhalt League,Tolvik,Sigrid Moe,+98 20 555 662,ncp@norhalt.example
Kelmar,Kelmar Association,Krasnow,Jadwiga Pell,+96 22 555 318,ncp@kelmar.example
"""
PROJECTS = """# Projects of the Fell Towns

## OTTER – Clean becks

**Budget:** £310,000
**Project leader:** Una Marsh
**Ends:** 30 June 2028

OTTER plants reeds along nine becks.

| Beck | Reeds planned | Reeds planted |
|---|---|---|
| Sour Beck | 900 | 640 |
| Tarn Beck | 700 | 710 |

## KITE – Roofs for swifts

**Budget:** £95,000
**Funder:** Sky Trust
**Ends:** 31 March 2027

KITE has put up 212 nest boxes.
"""


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory, prepare: Callable[[Path], None]) -> Assistant:
    """Return an assistant that knows these documents."""
    folder = tmp_path_factory.mktemp("cells")
    (folder / "corpus").mkdir()
    for name, text in (("allotments.md", ALLOTMENTS), ("classes.html", CLASSES), ("projects.md", PROJECTS), ("desks.csv", DESKS)):
        (folder / "corpus" / name).write_text(text, encoding="utf-8")
    prepare(folder / "index")
    settings = Settings(corpus=folder / "corpus", index=folder / "index")
    library.ingest(settings)
    return Assistant(settings)


def lead(answer: Answer) -> str:
    """Return the statement that answers by itself."""
    assert answer.status is Status.ANSWERED, answer.reason
    return next(statement.text for statement in answer.statements if statement.lead)


@pytest.mark.parametrize(
    ("questions", "value"),
    [
        (["Who is the deputy warden of Mill Lane?"], "Piers Holloway"),
        (["how many plots does mill lane have"], "42"),
        (["When is the next work day at Long Acre?"], "to be agreed"),
        (["what is the budget of OTTER?"], "£310,000"),
        (["When does KITE end?"], "31 March 2027"),
        (["Who is the warden of Quarry Bank?", "and the deputy warden?"], "vacant"),
        (["How many plots does Mill Lane have?", "and Quarry Bank?"], "18"),
        (["How many reeds has Sour Beck planted?", "and how many were planned?"], "900"),
    ],
)
def test_a_cell_is_told_by_its_row_and_its_head(assistant: Assistant, questions: Sequence[str], value: str) -> None:
    """A question that names a row and a head, and nothing else, is answered by the one cell, whether a bar or a label sets it off."""
    assert lead(assistant.converse(questions).answer) == value


@pytest.mark.parametrize(
    ("question", "value"),
    [
        ("What is the rent for a plot of 90 square metres in 2026?", "£46"),
        ("deposit for 500 square metres?", "£80"),
        ("What is the fee per term for someone aged 70?", "€50"),
        ("fee per term for my 15-year-old?", "€30"),
    ],
)
def test_a_number_means_the_row_whose_range_holds_it(assistant: Assistant, question: str, value: str) -> None:
    """What is set by bands is answered from the band in which the question's number lies, where it counts what the bands do."""
    assert lead(assistant.ask(question).answer) == value


@pytest.mark.parametrize("question", ["Who is the project leader of KITE?", "Who is the deputy warden of Long Acre?"])
def test_what_a_row_leaves_blank_is_refused(assistant: Assistant, question: str) -> None:
    """What other rows or records have and this one lacks isn't answered from theirs."""
    assert assistant.ask(question).answer.status is Status.NOT_IN_DOCUMENTS


def test_every_cell_is_proven_by_its_row_and_its_head(assistant: Assistant) -> None:
    """What is said of a row stands in the quotes: the row and the head of its table."""
    answer = assistant.ask("Who is the deputy warden of Mill Lane?").answer
    proof = "\n".join(citation.quote for citation in answer.citations)
    assert all(part in proof for part in ("Mill Lane", "Deputy warden", "Piers Holloway"))


@pytest.mark.parametrize(("question", "site"), [("Which site has the most plots?", "Long Acre"), ("Which site has the fewest plots?", "Quarry Bank")])
def test_the_row_that_is_furthest_to_a_side(assistant: Assistant, question: str, site: str) -> None:
    """Of the numbers of the column that is named the lowest or the highest tells the row."""
    answer = assistant.ask(question).answer
    assert [statement.text.split(" · ")[0] for statement in answer.statements] == [site]


def test_a_day_without_its_year_is_a_date(assistant: Assistant) -> None:
    """A day is asked for and given: until 30 September, whatever the year."""
    assert lead(assistant.ask("Until when can I give up a plot?").answer) == "30 September"


def test_what_is_due_within_some_days(assistant: Assistant) -> None:
    """A time to pay in answers when something is due, though other things have deadlines by a date."""
    answer = assistant.ask("When is the rent due?").answer
    assert "within 21 days" in answer.text
    assert "31 May" not in answer.text


def test_of_a_fee_something_else_may_be_asked(assistant: Assistant) -> None:
    """Whether a fee includes something is no question for an amount."""
    answer = assistant.ask("Does the fee include books?").answer
    assert answer.status is Status.ANSWERED
    assert "The fee includes tea but not books." in answer.text


def test_what_only_stands_under_the_same_heading_is_left_out(assistant: Assistant) -> None:
    """A question that names the heading ("Paying") isn't answered with all that stands under it."""
    answer = assistant.ask("can I pay by cheque").answer
    assert "payment is by bank transfer only." in answer.text
    assert "two instalments" not in answer.text


def test_who_won_may_be_no_person(assistant: Assistant) -> None:
    """Who won something may be a place, named in the sentence that names what was won."""
    assert "went to Brackley" in assistant.ask("who won the hollin cup 2026").answer.text


def test_the_address_of_a_contact_stands_in_another_line_of_the_record(assistant: Assistant) -> None:
    """What a record gives of its contact is known of whoever is asked about by name."""
    assert "ncp@norhalt.example" in assistant.converse(["Who is the contact person in Norhalt?", "what is her email?"]).answer.text


def test_an_office_is_no_name(assistant: Assistant) -> None:
    """Who holds an office isn't answered by a sentence that names but the office and a body."""
    assert assistant.ask("Who is the treasurer of the school?").answer.status is Status.NOT_IN_DOCUMENTS
