"""A question drafted from what a user thought of an answer."""

from __future__ import annotations

from datetime import date

from townhall.assistant import Assistant
from townhall.evaluation.data.draft import Draft, propose
from townhall.evaluation.data.feedback import feedback_of
from townhall.storage import Entry


def draft_of_entry(entry: Entry, assistant: Assistant, *, today: date) -> Draft:
    """Return what an entry proposes: of an answer that was found right what it says, of one that was found wrong its question alone.

    What kind of question it is the assistant says.

    Raises:
        DatasetError: the entry can't be read any more.
        StoreError: the index can't be used.
    """
    read = feedback_of(entry.as_row(), f"feedback {entry.id}")
    day = read.day or today
    turn = assistant.converse(read.turns, today=day)
    right = read.verdict == "up"
    return propose(read.turns, read.answer.as_answer() if right else turn.answer, kind=turn.query.kind, today=day, trusted=right)
