"""The steps of answering without a language model: the first that knows the kind of question makes the draft."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from townhall.answering.changed import with_changes
from townhall.answering.context import Context
from townhall.answering.draft import Draft
from townhall.answering.facts.applicants import answer_applicants
from townhall.answering.facts.compared import answer_compared
from townhall.answering.facts.contacts import answer_contact
from townhall.answering.facts.countdown import answer_countdown
from townhall.answering.facts.deadlines import answer_deadline
from townhall.answering.facts.doing import answer_doing, answer_those_doing
from townhall.answering.facts.eligibility import answer_eligibility
from townhall.answering.facts.founding import answer_founding
from townhall.answering.facts.hours import answer_hours
from townhall.answering.facts.lists import answer_list
from townhall.answering.facts.organisations import answer_about, answer_support
from townhall.answering.facts.periods import answer_period
from townhall.answering.facts.persons import answer_person
from townhall.answering.facts.premises import answer_premise
from townhall.answering.facts.quantities import answer_quantity
from townhall.answering.refusal import small_talk
from townhall.answering.remarks import as_remarked, made_up, out_of_place, roomy
from townhall.answering.sentences.charge import answer_in_charge
from townhall.answering.sentences.how_to import answer_how_to
from townhall.answering.several import together
from townhall.answering.structure.admitted import answer_admitted
from townhall.answering.structure.cells import answer_cell
from townhall.answering.structure.counted import answer_counted
from townhall.answering.structure.dated import answer_dated
from townhall.answering.structure.headed import answer_headed
from townhall.answering.structure.listed import answer_listed
from townhall.answering.structure.matched import answer_matched, answer_which_cell
from townhall.answering.structure.records import answer_sentences
from townhall.answering.structure.roles import answer_role
from townhall.answering.structure.rows import answer_rows
from townhall.answering.structure.several_of import answer_which_one
from townhall.answering.structure.timetables import answer_timetable
from townhall.answering.structure.whom import answer_whom

STEPS: tuple[Callable[[Context], Draft | None], ...] = (
    small_talk,
    made_up,
    answer_premise,
    answer_countdown,
    answer_founding,
    answer_person,
    answer_which_one,
    answer_timetable,
    answer_which_cell,
    answer_whom,
    answer_dated,
    answer_rows,
    answer_counted,
    answer_listed,
    answer_cell,
    answer_matched,
    answer_admitted,
    answer_those_doing,
    answer_list,
    answer_role,
    answer_in_charge,
    answer_doing,
    answer_hours,
    answer_contact,
    answer_headed,
    answer_period,
    answer_deadline,
    answer_support,
    answer_about,
    answer_quantity,
    answer_eligibility,
    answer_applicants,
    answer_compared,
    answer_how_to,
    answer_sentences,
)
"""From the facts where structure holds the answer, from the sentences where it doesn't."""


def answer_query(context: Context) -> Draft:
    """Return the draft of the first step that takes the question; the last one takes every question. Several are answered one by one."""
    if parts := context.query.parts:
        drafts = [answer_query(replace(context, query=part)) for part in parts]
        draft = together(parts, drafts, not_said=context.messages.say("refusal.not_found"))
    else:
        roomier = roomy(context)
        draft = with_changes(context, next(found for step in STEPS if (found := step(roomier)) is not None))
    return as_remarked(context, out_of_place(context, draft))
