"""The steps of answering without a language model: the first that knows the kind of question makes the draft."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from townhall.answering.cells import answer_cell
from townhall.answering.charge import answer_in_charge
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
from townhall.answering.premises import answer_premise
from townhall.answering.quantities import answer_quantity
from townhall.answering.refusal import small_talk
from townhall.answering.remarks import as_remarked, made_up, out_of_place, roomy
from townhall.answering.roles import answer_role
from townhall.answering.rows import answer_rows
from townhall.answering.several import together
from townhall.answering.timetables import answer_timetable

STEPS: tuple[Callable[[Context], Draft | None], ...] = (
    small_talk,
    made_up,
    answer_premise,
    answer_founding,
    answer_person,
    answer_timetable,
    answer_rows,
    answer_cell,
    answer_list,
    answer_role,
    answer_in_charge,
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
    """Return the draft of the first step that takes the question; the last one takes every question. Several are answered one by one."""
    if parts := context.query.parts:
        drafts = [answer_query(replace(context, query=part)) for part in parts]
        draft = together(parts, drafts, not_said=context.messages.say("refusal.not_found"))
    else:
        roomier = roomy(context)
        draft = next(found for step in STEPS if (found := step(roomier)) is not None)
    return as_remarked(context, out_of_place(context, draft))
