"""The steps of answering without a language model: the first that knows the kind of question makes the draft."""

from __future__ import annotations

from collections.abc import Callable

from townhall.answering.contacts import answer_contact
from townhall.answering.context import Context
from townhall.answering.deadlines import answer_deadline
from townhall.answering.draft import Draft
from townhall.answering.eligibility import answer_eligibility
from townhall.answering.extractive import answer_passages
from townhall.answering.founding import answer_founding
from townhall.answering.lists import answer_list
from townhall.answering.organisations import answer_about, answer_support
from townhall.answering.periods import answer_period
from townhall.answering.persons import answer_person
from townhall.answering.quantities import answer_quantity
from townhall.answering.refusal import small_talk
from townhall.answering.timetables import answer_timetable

STEPS: tuple[Callable[[Context], Draft | None], ...] = (
    small_talk,
    answer_founding,
    answer_person,
    answer_timetable,
    answer_list,
    answer_contact,
    answer_period,
    answer_deadline,
    answer_support,
    answer_about,
    answer_quantity,
    answer_eligibility,
    answer_passages,
)
"""From the facts where structure holds the answer, from the sentences where it doesn't."""


def answer_query(context: Context) -> Draft:
    """Return the draft of the first step that takes the question; the last one takes every question."""
    return next(draft for step in STEPS if (draft := step(context)) is not None)
