"""Questions for what is on within some time, over files of comma-separated values and a table of Markdown."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

import pytest

from townhall.assistant import Assistant
from townhall.model import Answer, Status

COURSES = """date,title,place,register by,notes
2027-02-24,Webinar: reed roofs,online,2027-02-23,
2027-03-26,Workshop: letters to owners,Lowick,2027-03-24,
2027-05-07,Study visit: night ferries,Velm,2027-04-22,bring boots
2027-07-02,Summer school for wardens,Ardmoor,2027-05-15,2 to 5 July
2027-10-14,Autumn meeting of wardens,online,2027-10-12,
2027-12-03,Webinar: ice on quays,online,,
"""
MARKETS = """# Markets of Tarn

| Market | When | Where |
| --- | --- | --- |
| Candle market | 5–8 December 2027 | Old Square |
| Plant market | 15 May 2027 | Mill Lane |
| Fish market | 30 April – 2 May 2027 | Quay |

# Steps of the Tarn call

| Step | Date |
| --- | --- |
| Letter of intent | 3 May 2027 |
| Full proposal | 9 July 2027 |
"""
TODAY = date(2027, 3, 1)


@pytest.fixture(scope="module")
def ask(knowing: Callable[..., Assistant]) -> Callable[[str], Answer]:
    """Return ``ask("question")``: its answer from both files."""
    assistant = knowing({"courses-2027.csv": COURSES, "markets.md": MARKETS})
    return lambda question: assistant.ask(question, today=TODAY).answer


def names(answer: Answer) -> list[str]:
    """Return the names with which the statements of an answer begin."""
    assert answer.status is Status.ANSWERED, answer.reason
    return [statement.text.split(" · ")[0] for statement in answer.statements]


@pytest.mark.parametrize(
    ("question", "rows"),
    [
        ("Which online courses are there between July and December?", ["Autumn meeting of wardens", "Webinar: ice on quays"]),
        ("list all webinars from september on", ["Webinar: ice on quays"]),
        ("Which courses are held after 7 May 2027?", ["Summer school for wardens", "Autumn meeting of wardens", "Webinar: ice on quays"]),
        ("Which courses were there before March?", ["Webinar: reed roofs"]),
        ("Are there any courses in Lowick this month?", ["Workshop: letters to owners"]),
        ("which courses are there in the autumn?", ["Autumn meeting of wardens", "Webinar: ice on quays"][:1]),
        ("Which markets are there in May?", ["Fish market", "Plant market"]),
    ],
)
def test_rows_of_a_time_are_listed_in_turn(ask: Callable[[str], Answer], question: str, rows: Sequence[str]) -> None:
    """What lies within the time, in the column that says when rows are, and holds what else is asked, by its cells or its name."""
    assert names(ask(question)) == rows


@pytest.mark.parametrize("question", ["Which online courses are there in August?", "Which markets are there between June and September?"])
def test_where_nothing_is_on_nothing_is_listed(ask: Callable[[str], Answer], question: str) -> None:
    """What lies at other times is no answer."""
    assert ask(question).status is Status.NOT_IN_DOCUMENTS


def test_other_tables_with_days_are_left_out(ask: Callable[[str], Answer]) -> None:
    """The steps of a call aren't what is on at a place, nor is a day by which one registers the day of a course."""
    answer = ask("Which courses are there in May?")
    assert names(answer) == ["Study visit: night ferries"]
