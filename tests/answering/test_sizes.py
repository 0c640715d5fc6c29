"""Questions in which a place tells how large it is, over tables of bands and conditions of a call."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

import pytest

from townhall.assistant import Assistant
from townhall.model import Answer, Status, Turn

FEES = """# Harbour Towns League

## Fees

Each member pays a yearly fee.

| Inhabitants | Fee per year (EUR) |
|---|---|
| up to 4 000 | 310 |
| 4 001 to 15 000 | 780 |
| 15 001 to 80 000 | 1 450 |
| more than 80 000 | 3 200 |

## Votes

Each member has one vote in the Harbour Assembly.
"""
CALL = """# Quay Fund: call 2027

The Quay Fund pays for small repairs of quays.

## Who can apply

Towns with more than 90,000 inhabitants are not eligible.
Only members of the League can apply.

## Dates

Applications are open until 30 September 2027.
"""
TODAY = date(2027, 3, 1)


@pytest.fixture(scope="module")
def assistant(knowing: Callable[..., Assistant]) -> Assistant:
    """Return an assistant that knows these documents."""
    return knowing({"fees.md": FEES, "call.md": CALL})


def last(assistant: Assistant, questions: Sequence[str]) -> Answer:
    """Return the answer to the last of some questions."""
    turns: tuple[Turn, ...] = ()
    for question in questions:
        turns = (*turns, assistant.ask(question, turns=turns, today=TODAY))
    return turns[-1].answer


@pytest.mark.parametrize(
    ("questions", "fee"),
    [
        (["What is the fee for 12.400 inhabitants?"], "780"),
        (["how much do we pay per year as a member, population 12 400"], "780"),
        (["What is the annual fee for a town of 3,900?"], "310"),
        (["we're a parish of 4,800 souls - fee?"], "780"),
        (["what would we pay as a member? we are 85k"], "3 200"),
        (["How much is the fee for half a million people?"], "3 200"),
        (["How much is the fee for 1.2 million inhabitants?"], "3 200"),
        (["What is the fee for a town of 2000 inhabitants?"], "310"),
        (["We have 3,000 inhabitants, what is the fee?", "and for 12 400?"], "780"),
        (["We have 3,000 inhabitants, what is the fee?", "ok. and our neighbours with 25.000?"], "1 450"),
        (["What is the fee for 45'000 people?", "no, I meant 4'500"], "780"),
        (["What is the yearly fee?", "for a town of 30 000"], "1 450"),
    ],
)
def test_a_band_is_found_by_the_whole_number(assistant: Assistant, questions: Sequence[str], fee: str) -> None:
    """However a size is written, it falls into one band; the size that a follow-up tells takes the place of the one before."""
    answer = last(assistant, questions)
    assert answer.status is Status.ANSWERED
    assert answer.statements[0].text == fee


@pytest.mark.parametrize("question", ["Is a city of 210,000 allowed to apply?", "Can we apply to the Quay Fund? We are 95k"])
def test_whether_a_size_may_take_part_is_told_by_the_conditions(assistant: Assistant, question: str) -> None:
    """Who tells a size and asks whether it may apply gets what is said of sizes, and no yes for the time that is left."""
    answer = last(assistant, [question])
    assert answer.statements[0].text == "Towns with more than 90,000 inhabitants are not eligible."
    assert not any(statement.text.startswith("Yes") for statement in answer.statements)


@pytest.mark.parametrize(
    "question", ["We have 12,000 inhabitants; what does the Quay Fund pay for?", "We have 12 thousand inhabitants. How many votes do we have?"]
)
def test_a_size_that_is_told_by_the_way_asks_for_no_conditions(assistant: Assistant, question: str) -> None:
    """Who may take part isn't what is asked of a place of some size."""
    assert "eligible" not in last(assistant, [question]).statements[0].text


def test_a_follow_up_with_another_unit_keeps_the_number_before(assistant: Assistant) -> None:
    """A number of something else takes no size's place."""
    answer = last(assistant, ["What is the fee for a town of 3,000 inhabitants?", "and how many votes?"])
    assert all("310" not in statement.text for statement in answer.statements)


RECORDS = "Inhabitants,Fee per year,Votes\nUnder 20000,450 euros,1\n20000 to 49999,900 euros,2\n50000 and more,1950 euros,3\nAssociate,1200 euros,0\n"


@pytest.mark.parametrize(
    ("question", "fee"),
    [
        ("we're a town of 43 000 near Gdansk, what would we pay per year to be in the network?", "900 euros"),
        ("What is the fee for a city of 120.000 inhabitants?", "1950 euros"),
        ("What is the fee for an associate?", "1200 euros"),
    ],
)
def test_the_band_of_a_record_is_found(knowing: Callable[..., Assistant], question: str, fee: str) -> None:
    """Rows that a spreadsheet gives as records go by their band; what somebody tells of themselves before they ask names no row."""
    found = last(knowing({"fees.csv": RECORDS}), [question])
    assert found.status is Status.ANSWERED
    assert [statement.text for statement in found.statements if statement.lead] == [fee]


TARIFF = """# Tariff 2027 of the Ridge Towns

Valid from 1 January to 31 December 2027. All amounts in euro.

## Annual membership fee

| Category | Who | Fee 2027 | Fee 2026 | Votes |
|---|---|---|---|---|
| R1 | Towns with up to 3,000 residents | 610 | 590 | 1 |
| R2 | Towns with 3,001 to 10,000 residents | 1,300 | 1,250 | 1 |
| R3 | Towns with more than 10,000 residents | 2,450 | 2,300 | 2 |

## Services

| Service | Members | Associates | Non-members |
|---|---|---|---|
| Visit of three experts | 1,900 | 2,400 | 3,800 |
| Meeting room, half day | 90 | 150 | 260 |
| Meeting room, full day | 160 | 270 | 450 |

## Grants

The grant covers at most 70 % of eligible costs. For towns with up to 3,000 residents it covers at most 85 %.
"""


@pytest.mark.parametrize(
    ("question", "fee"),
    [
        ("how much would membership be for a town of 9 000 people", "1,300"),
        ("What did a town of 9,000 residents pay in 2026?", "1,250"),
        ("What is the membership fee 2027 for a town of 2,000 residents?", "610"),
    ],
)
def test_of_columns_of_two_years_that_of_the_year_meant_tells(knowing: Callable[..., Assistant], question: str, fee: str) -> None:
    """Where heads differ by nothing but their year, the question's counts, else today's; a band may stand in a cell of words."""
    found = last(knowing({"tariff.md": TARIFF}), [question])
    assert found.status is Status.ANSWERED, found.reason
    assert [statement.text for statement in found.statements if statement.lead] == [fee]


@pytest.mark.parametrize(
    ("question", "price"),
    [
        ("what does it cost non-members to use the meeting room for a full day?", "450"),
        ("how much is the meeting room for half a day if we are an associate?", "150"),
        ("How much is a visit of three experts for members?", "1,900"),
    ],
)
def test_plain_numbers_of_a_tariff_are_prices(knowing: Callable[..., Assistant], question: str, price: str) -> None:
    """Where no column says that it is of money, those of numbers in a table of prices are."""
    found = last(knowing({"tariff.md": TARIFF}), [question])
    assert found.status is Status.ANSWERED, found.reason
    assert [statement.text for statement in found.statements if statement.lead] == [price]


def test_a_year_without_a_column_is_refused(knowing: Callable[..., Assistant]) -> None:
    """What is asked of another year isn't answered from the columns of these."""
    assert last(knowing({"tariff.md": TARIFF}), ["How much does a town of 9,000 residents pay in 2029?"]).status is Status.NOT_IN_DOCUMENTS


@pytest.mark.parametrize(
    ("question", "share"),
    [
        ("What share of eligible costs does the grant cover for a town of 2,100 residents?", "85 %"),
        ("What share of eligible costs does the grant cover for a town of 12,000 residents?", "70 %"),
        ("there are 2100 of us living here. what share of the costs is covered at most?", "85 %"),
        ("We are a town of 12,000. what share of the costs is covered at most?", "70 %"),
    ],
)
def test_a_rule_is_that_of_the_size_told(knowing: Callable[..., Assistant], question: str, share: str) -> None:
    """Of two rules beside each other the one counts within whose bounds a place lies, or that has none."""
    found = last(knowing({"tariff.md": TARIFF}), [question])
    assert share in found.statements[0].text, found.text


GRANTS = """# Grants per city 2027

Grants of calls published in 2027 (Call 7).

| Population of the city | Highest grant | Share of costs covered | Advance |
|---|---|---|---|
| fewer than 10,000 | 60,000 euros | 85 % | 50 % |
| 10,000 and more | 110,000 euros | 80 % | 40 % |
"""
PIERS = """# Call 7: Better Piers

The deadline for applications is 30 September 2027.

The fee for the cleaning of a pier in cities of 50,000 to 149,999 inhabitants is 1,850 euros a year.
"""


@pytest.mark.parametrize(
    ("question", "share"),
    [
        ("We're a village of 8,000. What percentage of our costs would a Call 7 grant pay?", "85 %"),
        ("We're a town of 30,000. What percentage of our costs would a Better Piers grant pay?", "80 %"),
    ],
)
def test_a_share_is_told_by_the_size_and_by_either_name_of_a_call(knowing: Callable[..., Assistant], question: str, share: str) -> None:
    """A percentage is what a column of shares gives, and a call that has a number and a name goes by both."""
    found = last(knowing({"grants.md": GRANTS, "call-7.md": PIERS}), [question])
    assert found.status is Status.ANSWERED
    assert [statement.text for statement in found.statements if statement.lead] == [share]


def test_a_sum_for_places_of_another_size_is_none(knowing: Callable[..., Assistant]) -> None:
    """What those of another size pay doesn't answer one that tells its own."""
    found = last(knowing({"call-7.md": PIERS}), ["we're a town of 43,000 near Velm, what would the cleaning of a pier cost us?"])
    assert found.status is Status.NOT_IN_DOCUMENTS
