"""Questions for what a table says of one row, over tables of Markdown and HTML and records with labelled lines."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest

from townhall.assistant import Assistant
from townhall.model import Answer, Role, Status

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
| Fell Side | Nia Coe | n/a | – | 30 |
"""
CLASSES = """<html><head><title>Evening classes in Drumlow</title></head><body><h1>Evening classes</h1>
<table><tr><th>Age</th><th>Fee per term</th><th>Materials</th></tr>
<tr><td>under 16</td><td>€30</td><td>€5</td></tr>
<tr><td>16 – 64</td><td>€85</td><td>€12</td></tr>
<tr><td>65 and over</td><td>€50</td><td>€12</td></tr></table>
</body></html>
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
STAFF = """# Who does what at the Ferry Office

Numbers are extensions of the switchboard.

**Timetables**
Name: Dr Ines Falk
Extension: 31
E-mail: i.falk@ferry.example
Consultation: Tuesday 10–12

**Lost property, luggage**
Name: Tomas Reed
Extension:
E-mail: t.reed@ferry.example
Consultation: Monday 9–11

**Season tickets**
Name: Aud Moss, Per Lind
Extension: 40 (Moss), 41 (Lind)
E-mail:
Consultation: by appointment
"""
PRICES = """Item,Who,Price,Remarks
Library card,adults,18 crowns a year,valid in all branches
Library card,children,free,
Music room,members,,book at the desk
"""
BERTHS = """Berths of Skerry

The berths are let by the season.

| Berth | What it is for | Least (EUR) | Most (EUR) |
| A - North | ferries | 8,000 | 25,000 |
| B - South | fishing boats | 5,000 | 18,000 |
"""
STRANDS = """# Call of the Ridge Towns

## Budget

| Strand | Budget (EUR) | Highest grant (EUR) | Longest duration |
|---|---|---|---|
| A Public places and buildings | 1,300,000 | 110,000 | 18 months |
| B Homes for workers | 900,000 | 180,000 | 24 months |
| C Youth projects | 200,000 | 20,000 | 12 months |
| 1 Early starters | 90,000 | 5,000 | 6 months |
"""
CABINS = """Cabin,Beds,Rent a month,Kitchen
Heron,2 single beds,310,yes
Grebe,4 bunk beds,420,yes
Swift,3 beds with a cot,,no
"""
SERVICES = """Branch,Service,Days,Hours,Booking,Price,Remarks
Head Office Marlow,Front desk,Monday to Friday,8:00-17:00,no,,Closed on 24 December
Head Office Marlow,Blood test clinic,Monday and Wednesday,9:00-12:30,yes,free,Bring your health card
Head Office Marlow,Skipper's certificate,Monday and Tuesday,10:00-11:30,yes,€34,€20 for pupils and trainees
River Office Tolland,Front desk,Monday to Friday,7:30-15:30,no,,
River Office Tolland,Skipper's certificate,Thursday,9:00-10:30,yes,€36,
River Office Tolland,Water test,Tuesday,8:00-10:00,no,€47,Results after seven days
River Office Tolland,Eye test,Friday,11:30-13:30,yes,€18,
"""
DOCTORS = """# Who sits where

## River Office, Tolland

| Name | Post | Room | Hours |
| --- | --- | --- | --- |
| Dr Ada Quill | Head of office | 1.01 | Monday 8:00-13:00 |
| Nurse Eva Mazur | Eye tests, skippers | 0.04 | Friday 11:00-14:00 |

## Head Office, Marlow

| Name | Post | Room | Hours |
| --- | --- | --- | --- |
| Nurse Paul Okon | Blood tests | 1.07 | Wednesday 9:00-12:30 |
| Dr Salma Varg | Travel medicine | 1.05 | Tuesday 14:00-18:30 |
"""


STREETS = """Street,District,Residual waste,Paper,Remarks
Ash Lane,North,Monday (even weeks),first Tuesday of the month,
Beech Road,North,Monday (odd weeks),second Tuesday of the month,bins on the left side only
Cedar Way,South,Wednesday (even weeks),first Friday of the month,
"""
EVENTS = """Date,Time,Event,Venue,Entry
12 January 2027,18:00,New Year reception,Town Hall,free
20 January 2027,19:30,Talk: heat pumps at home,Library,5 euros
3 February 2027,10:00,Children's theatre,Old Mill,4 euros
"""
POOLS = """# Swimming pools

| Pool | Opening hours | Price adults | Phone |
|---|---|---|---|
| Lido | 9:00-20:00 | 6 euros | 0123 44 |
| Baths | 7:00-21:00 | 8 euros | 0123 45 |
"""


@pytest.fixture(scope="module")
def town(knowing: Callable[..., Assistant]) -> Assistant:
    """Return an assistant that knows lists of streets, events and pools."""
    return knowing({"waste.csv": STREETS, "events.csv": EVENTS, "pools.md": POOLS})


@pytest.fixture(scope="module")
def offices(knowing: Callable[..., Assistant]) -> Assistant:
    """Return an assistant that knows records with the place before the name, and tables of rooms."""
    return knowing({"services.csv": SERVICES, "rooms.md": DOCTORS})


@pytest.fixture(scope="module")
def assistant(knowing: Callable[..., Assistant]) -> Assistant:
    """Return an assistant that knows these documents."""
    return knowing(
        {
            "allotments.md": ALLOTMENTS,
            "classes.html": CLASSES,
            "projects.md": PROJECTS,
            "desks.csv": DESKS,
            "staff.md": STAFF,
            "cabins.csv": CABINS,
            "strands.md": STRANDS,
            "berths.txt": BERTHS,
            "prices.csv": PRICES,
        }
    )


def lead(answer: Answer) -> str:
    """Return the statement that answers by itself."""
    assert answer.status is Status.ANSWERED, answer.reason
    return next(statement.text for statement in answer.statements if statement.lead)


@pytest.mark.parametrize(
    ("questions", "value"),
    [
        (["Who is the deputy warden of Mill Lane?"], "Piers Holloway"),
        (["how many plots does mill lane have"], "42"),
        (["what is the budget of OTTER?"], "£310,000"),
        (["When does KITE end?"], "31 March 2027"),
        (["Who is the warden of Quarry Bank?", "and the deputy warden?"], "vacant"),
        (["How many plots does Mill Lane have?", "and Quarry Bank?"], "18"),
        (["What is Ms Falk's extension?"], "31"),
        (["When is the consultation for timetables?"], "Tuesday 10–12"),
        (["What is Tomas Reed's e-mail?"], "t.reed@ferry.example"),
        (["What is Dr Falk's extension?", "and Ms Moss's?"], "40 (Moss), 41 (Lind)"),
        (["How much is a library card for children?"], "free"),
        (["How much is a library card for adults?"], "18 crowns a year"),
        (["What is the highest grant in strand B?"], "180,000"),
        (["How much can we get at most in strand C?"], "20,000"),
        (["What is the budget of strand 1?"], "90,000"),
        (["What is the most for berth A?", "and the least?"], "8,000"),
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


@pytest.mark.parametrize(
    "question",
    [
        "Who is the project leader of KITE?",
        "Who is the deputy warden of Long Acre?",
        "Who is the deputy warden of Fell Side?",
        "When is the next work day at Fell Side?",
        "What is Tomas Reed's extension?",
        "How much is the music room?",
        "What is Aud Moss's e-mail address?",
        "What is the monthly rent of the Swift cabin with a cot?",
    ],
)
def test_what_a_row_leaves_blank_is_refused(assistant: Assistant, question: str) -> None:
    """What other rows or records have and this one lacks, or has a dash for, isn't answered from theirs."""
    assert assistant.ask(question).answer.status is Status.NOT_IN_DOCUMENTS


def test_what_is_not_decided_is_told_in_part(assistant: Assistant) -> None:
    """Where a cell says that there will be a value, that is shown, and that the value itself isn't there."""
    answer = assistant.ask("When is the next work day at Long Acre?").answer
    assert answer.status is Status.PARTIAL
    assert answer.reason
    assert "to be agreed" in answer.text


@pytest.mark.parametrize(
    ("questions", "value"), [(["How much are the bunk beds in Grebe?"], "420"), (["How much is the Heron cabin?", "and the Grebe one?"], "420")]
)
def test_what_something_costs_is_no_count_of_it(assistant: Assistant, questions: Sequence[str], value: str) -> None:
    """Where money is asked for, the cell is one of what is to be paid, though the question names another head."""
    assert lead(assistant.converse(questions).answer) == value


def test_a_blank_field_is_named_and_no_answer(assistant: Assistant) -> None:
    """A label without a value is shown as the nearest thing, with whose it is."""
    answer = assistant.ask("What is Tomas Reed's extension?").answer
    assert "Tomas Reed › Extension" in answer.text
    assert {citation.role for citation in answer.citations} == {Role.RELATED}


def test_every_cell_is_proven_by_its_row_and_its_head(assistant: Assistant) -> None:
    """Each statement's words stand in its own quotes: the row and the head of its table."""
    answer = assistant.ask("Who is the deputy warden of Mill Lane?").answer
    quotes = {citation.n: citation.quote for citation in answer.citations}
    proofs = {statement.text: "\n".join(quotes[n] for n in statement.citations) for statement in answer.statements}
    assert set(proofs) == {"Piers Holloway", "Mill Lane · Deputy warden: Piers Holloway"}
    assert all(part in proof for proof in proofs.values() for part in ("Mill Lane", "Deputy warden", "Piers Holloway"))


def test_a_condition_that_no_table_knows_is_no_part_of_the_answer(assistant: Assistant) -> None:
    """Where the question sets a condition of which the table says nothing, the row into whose range its number falls isn't the answer."""
    answer = assistant.ask("What is the rent for a heated plot of 90 square metres?").answer
    assert not any(statement.lead for statement in answer.statements)


@pytest.mark.parametrize(("question", "site"), [("Which site has the most plots?", "Long Acre"), ("Which site has the fewest plots?", "Quarry Bank")])
def test_the_row_that_is_furthest_to_a_side(assistant: Assistant, question: str, site: str) -> None:
    """Of the numbers of the column that is named the lowest or the highest tells the row."""
    answer = assistant.ask(question).answer
    assert [statement.text.split(" · ")[0] for statement in answer.statements] == [site]


def test_the_address_of_a_contact_stands_in_another_line_of_the_record(assistant: Assistant) -> None:
    """What a record gives of its contact is known of whoever is asked about by name."""
    assert "ncp@norhalt.example" in assistant.converse(["Who is the contact person in Norhalt?", "what is her email?"]).answer.text


@pytest.mark.parametrize(
    ("questions", "told"),
    [
        (["When is the front desk in Tolland open?"], ["Monday to Friday", "7:30-15:30"]),
        (["When can I get the skipper's certificate done in Tolland?"], ["Thursday", "9:00-10:30"]),
        (["What does the skipper's certificate cost?", "and when can I get it done in Tolland?"], ["Thursday", "9:00-10:30"]),
        (["Do I need a booking for the blood test clinic in Marlow?"], ["Booking: yes"]),
        (["price of water test"], ["€47", "Results after seven days"]),
        (["opening hours reception desk Tolland"], ["7:30-15:30"]),
        (["Which room is travel medicine in?"], ["1.05"]),
        (["Where can I get an eye test?"], ["River Office Tolland"]),
    ],
)
def test_a_row_is_found_by_what_its_cells_say(offices: Assistant, questions: Sequence[str], told: Sequence[str]) -> None:
    """A service and its place name one row, wherever the place stands in it; the days belong to its hours, the remarks to its price."""
    answer = offices.converse(questions).answer
    assert answer.status is Status.ANSWERED, answer.reason
    assert all(part in answer.text for part in told)
    assert len([statement for statement in answer.statements if not statement.lead and " · " in statement.text]) == 1


def test_rows_of_a_name_are_told_apart(offices: Assistant) -> None:
    """What is done at two places is told of both, each with its own."""
    texts = [statement.text for statement in offices.ask("How much is the skipper's certificate?").answer.statements]
    assert [text.split(" · ")[1:3] for text in texts] == [
        ["Branch: Head Office Marlow", "Price: €34"],
        ["Branch: River Office Tolland", "Price: €36"],
    ]


def test_a_line_of_a_record_is_shown_with_its_name(offices: Assistant) -> None:
    """A line that says nothing of what it is of isn't shown by itself."""
    answer = offices.ask("How soon does the laboratory tell me what it found in my water?").answer
    assert not any(statement.text.startswith(("Remarks:", "Days:", "Hours:", "Price:")) for statement in answer.statements)


def test_a_place_that_is_named_is_no_answer(offices: Assistant) -> None:
    """What a line says of where a row is of doesn't tell what else is to be had there."""
    assert offices.ask("what's on at the cinema in Marlow tonight?").answer.status is not Status.ANSWERED


@pytest.mark.parametrize(
    ("question", "row", "told"),
    [
        ("When is paper collected in Beech Road?", "Beech Road", "Paper: second Tuesday of the month"),
        ("When is the talk about heat pumps?", "Talk: heat pumps at home", "Date: 20 January 2027 · Time: 19:30"),
        ("Where does the children's theatre take place?", "Children's theatre", "Venue: Old Mill"),
        ("phone number of the lido", "Lido", "Phone: 0123 44"),
    ],
)
def test_a_row_is_named_by_what_it_is_of(town: Assistant, question: str, row: str, told: str) -> None:
    """A day names no row; what is done with a row's thing, or a detail is called by, tells none apart; other days aren't those of one head."""
    statement = next(statement.text for statement in town.ask(question).answer.statements if not statement.lead)
    assert statement.startswith(row)
    assert told in statement
    assert "Residual" not in statement


def test_what_no_column_has_is_not_told_from_another(town: Assistant) -> None:
    """The day of the paper isn't that of the glass."""
    assert town.ask("When is glass collected in Ash Lane?").answer.status is Status.NOT_IN_DOCUMENTS


BINS = """# Fees

| Bin | Size | Fee per year |
|---|---|---|
| Grey bin | 60 litres | £98 |
| Grey bin | 80 litres | £126 |
| Grey bin | 240 litres | £342 |
| Brown bin | 80 litres | £48 |
| Brown bin | 120 litres | £66 |
"""


@pytest.mark.parametrize(
    ("question", "due"),
    [
        ("How much is the small brown bin?", "£48"),
        ("what does the larger brown bin cost", "£66"),
        ("How much is the smallest grey bin?", "£98"),
        ("price of the largest grey bin", "£342"),
    ],
)
def test_a_row_by_its_size(knowing: Callable[..., Assistant], question: str, due: str) -> None:
    """The smaller or the largest of several rows of a name is the one whose size says so."""
    answer = knowing({"fees.md": BINS}).ask(question).answer
    assert answer.status is Status.ANSWERED
    assert due in answer.text
    assert not any(other in answer.text for other in {"£48", "£66", "£98", "£126", "£342"} - {due})


def test_the_smaller_of_three_is_not_told(knowing: Callable[..., Assistant]) -> None:
    """Of three rows none is the small one: each is shown with its size."""
    text = knowing({"fees.md": BINS}).ask("How much is the small grey bin?").answer.text
    assert all(f"Size: {size} litres · Fee per year: {fee}" in text for size, fee in ((60, "£98"), (80, "£126"), (240, "£342")))
