"""A value of the thing that is asked about, and not of the attribute, the year, the unit or the part that is asked for, is no answer."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from townhall.assistant import Assistant
from townhall.model import Status

DOCUMENTS = {
    "rules.md": """# Harbour rules of Velm

## Berths

The wash house may be used on working days between 7:00 and 20:00 only. The slipway is swept twice a week.

## Waste

Nets, ropes and scrap iron are taken free of charge in household quantities. Old paint costs 3 euros per litre. Oil is taken at the east quay.

## Sails

Sails can be handed in for mending at the chandlery in Ferry Street.
""",
    "report.md": """# Harbour of Velm: report for 2025

The share of electric boats rose from 8 to 11 per cent. Complaints about berths that had not been cleaned fell to 217.

The harbour runs 12 launches, of which five are electric. The recycling rate rose from 58 to 61 per cent.

Jonas Berg reported that 57 requests had been received in the second round, after 43 in the first.

The crane Old Bess was hired out from 2019 to 2024. The wash house was painted in spring. The harbour museum received 5,400 visits.
""",
    "calendar.md": """# Harbour calendar

## Special days

The ferry to Velm Island runs every Monday from the west quay.
The mobile library calls at the east quay on 5 December 2026 from 9:00 to 12:00. The lantern parade is on 12 December 2026.
""",
}
TODAY = date(2026, 11, 23)


@pytest.fixture(scope="module")
def harbour(knowing: Callable[..., Assistant]) -> Assistant:
    """Return an assistant that knows a harbour's rules, its report and its calendar."""
    return knowing(DOCUMENTS, today=TODAY)


@pytest.mark.parametrize(
    "question",
    [
        "share of electric boats in 2022?",
        "recycling rate in 2022?",
        "how often is the wash house cleaned",
        "how frequently do the berths get cleaned?",
        "what do you pay per kilo if I bring scrap iron?",
        "Of the 43 requests in the first round, how many were given a berth?",
    ],
)
def test_another_attribute_is_refused(harbour: Assistant, question: str) -> None:
    """What is true of another year, of hours, of another unit or of the whole answers none of these."""
    assert harbour.ask(question).answer.status is Status.NOT_IN_DOCUMENTS


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("recycling rate in 2025?", "61 per cent"),
        ("was Old Bess hired out in 2022?", "from 2019 to 2024"),
        ("how often is the slipway swept?", "twice a week"),
        ("how often does the ferry run?", "every Monday"),
        ("what do you pay per litre for old paint?", "3 euros per litre"),
        ("how many of the launches are electric?", "five are electric"),
    ],
)
def test_the_attribute_itself_is_answered(harbour: Assistant, question: str, said: str) -> None:
    """What gives the year, the rhythm, the unit or the part that is asked for is an answer."""
    answer = harbour.ask(question).answer
    assert answer.status is Status.ANSWERED
    assert said in answer.text


def test_a_part_is_not_led_by_the_whole(harbour: Assistant) -> None:
    """The number of all is not put first where it is asked how many of them are something."""
    assert not harbour.ask("how many of the launches are electric?").answer.statements[0].text.startswith("12")


@pytest.mark.parametrize(
    ("question", "days", "said"),
    [
        ("how many days until the mobile library calls at the east quay?", "12 days", "5 December 2026"),
        ("how long is it until the lantern parade", "19 days", "12 December 2026"),
    ],
)
def test_the_days_until_something_are_counted(harbour: Assistant, question: str, days: str, said: str) -> None:
    """How long it is until something is the day that a sentence gives, held against today."""
    answer = harbour.ask(question).answer
    assert answer.status is Status.ANSWERED
    assert answer.statements[0].text.startswith(days)
    assert said in answer.text
    assert answer.notes
