"""Feedback holds all it takes to judge an answer, nothing about the person, and becomes a question of the evaluation."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest

from townhall.errors import UsageError
from townhall.evaluation.data.feedback import feedback_of
from townhall.model import Turn
from townhall.storage import COMMENT_CHARACTERS, Conversations, Database, Feedback, Owner, Reason, Receipt, Verdict, tables

DAY = date(2026, 3, 1)


@pytest.fixture
def feedback(database: Database, clock: Any) -> Feedback:
    """Return the feedback of an empty database."""
    return Feedback(database, clock=clock)


def test_an_entry_comes_back(feedback: Feedback, turn: Turn, clock: Any) -> None:
    """All that was given is there, and the answer can be shown as it was, but for what identifies or times it."""
    receipt = feedback.add(turn.answer, Verdict.DOWN, day=DAY, before=["Hello"], reason=Reason.WRONG_SOURCE, comment="Not this page.")
    entry = feedback.get(receipt.id)
    assert entry
    assert (entry.verdict, entry.reason, entry.comment) == (Verdict.DOWN, Reason.WRONG_SOURCE, "Not this page.")
    assert (entry.before, entry.day, entry.created) == (("Hello",), DAY, clock.now)
    shown = entry.answer
    assert shown
    assert (shown.text, shown.statements, shown.citations, shown.cards) == (
        turn.answer.text,
        turn.answer.statements,
        turn.answer.citations,
        turn.answer.cards,
    )
    assert (shown.id, shown.timings_ms) == ("", {})
    assert entry.said["index"], entry.said["settings"] == (turn.answer.index, turn.answer.settings)


def test_no_column_says_who() -> None:
    """The columns are these, and none of them names or leads to a person: no owner, no conversation, no address."""
    columns = {column.name for column in tables.feedback.columns}
    assert columns == {"id", "secret", "created", "verdict", "reason", "comment", "before", "day", "answer"}
    assert not tables.feedback.foreign_keys


def test_no_value_says_who(sqlite: Database, turn: Turn) -> None:
    """Of the conversation in which the answer was given, neither the id nor the owner nor the answer's own id gets into the entry."""
    owner = Owner.of("a")
    id = Conversations(sqlite).begin(owner)
    feedback = Feedback(sqlite)
    receipt = feedback.add(turn.answer, Verdict.UP, day=DAY)
    with sqlite.reading() as connection:
        row = connection.execute(tables.feedback.select()).one()
    values = [str(value) for value in row]
    assert not any(each in value for value in values for each in (id, owner.key, receipt.secret))
    assert "id" not in json.loads(row.answer)


def test_a_verdict_can_be_changed_by_who_gave_it(feedback: Feedback, turn: Turn) -> None:
    """With the receipt the same entry is changed, as often as wanted; without its secret it isn't."""
    receipt = feedback.add(turn.answer, Verdict.UP, day=DAY)
    assert feedback.change(receipt, Verdict.DOWN, reason=Reason.OUTDATED, comment="Of last year.")
    assert not feedback.change(Receipt(receipt.id, "guessed"), Verdict.UP)
    assert not feedback.withdraw(Receipt(receipt.id, "guessed"))
    (entry,) = feedback.list()
    assert (entry.id, entry.verdict, entry.reason, entry.comment) == (receipt.id, Verdict.DOWN, Reason.OUTDATED, "Of last year.")
    assert feedback.withdraw(receipt)
    assert not feedback.change(receipt, Verdict.UP)
    assert feedback.count() == 0


def test_list_count_and_delete(feedback: Feedback, turn: Turn, clock: Any) -> None:
    """Entries are listed newest first, by verdict, in pages; what was deleted is counted no more."""
    ids = []
    for verdict in (Verdict.UP, Verdict.DOWN, Verdict.UP):
        ids.append(feedback.add(turn.answer, verdict, day=DAY).id)
        clock.move(seconds=1)
    assert [entry.id for entry in feedback.list()] == ids[::-1]
    assert [entry.id for entry in feedback.list(verdict=Verdict.UP)] == [ids[2], ids[0]]
    assert [entry.id for entry in feedback.list(limit=1, offset=1)] == [ids[1]]
    assert [entry.id for entry in feedback.all()] == ids
    assert (feedback.count(), feedback.count(verdict=Verdict.DOWN)) == (3, 1)
    assert feedback.delete(ids[0])
    assert not feedback.delete(ids[0])
    assert feedback.get(ids[0]) is None
    assert feedback.count() == 2


@pytest.mark.parametrize("extra", [0, 1])
def test_the_longest_comment(feedback: Feedback, turn: Turn, extra: int) -> None:
    """A comment up to the limit is kept whole; a longer one is refused with its length, in a change too."""
    receipt = feedback.add(turn.answer, Verdict.UP, day=DAY)
    comment = "é" * (COMMENT_CHARACTERS + extra)
    if extra:
        with pytest.raises(UsageError, match=f"{COMMENT_CHARACTERS + 1} characters"):
            feedback.change(receipt, Verdict.DOWN, comment=comment)
        assert feedback.list()[0].comment == ""
    else:
        assert feedback.change(receipt, Verdict.DOWN, comment=comment)
        assert feedback.list()[0].comment == comment


def test_a_row_is_what_the_evaluation_reads(feedback: Feedback, turn: Turn) -> None:
    """The row of an entry, written as JSON, is read by the evaluation as the same question, answer and verdict."""
    feedback.add(turn.answer, Verdict.DOWN, day=DAY, before=["Who supports us?"], comment="Wrong person.")
    row = json.loads(json.dumps(feedback.list()[0].as_row()))
    assert set(row) == {"question", "answer", "verdict", "comment", "before", "day"}
    read = feedback_of(row, "the row")
    assert (read.turns, read.verdict, read.comment, read.day) == (("Who supports us?", turn.question), "down", "Wrong person.", DAY)
    answer = read.answer.as_answer()
    assert (answer.text, answer.status, answer.cards) == (turn.answer.text, turn.answer.status, turn.answer.cards)
    assert [(each.source, each.start, each.end, each.quote) for each in answer.citations] == [("north.txt", 3, 30, "Ada Quay is head of office.")]


@pytest.mark.parametrize("odd", ["half a \ud83d smile", "a \x00 NUL"])
def test_what_no_database_holds(feedback: Feedback, turn_with: Any, odd: str) -> None:
    """Whatever was typed, feedback on it is kept, can be read, and exported as UTF-8."""
    feedback.add(turn_with(odd).answer, Verdict.UP, day=DAY, before=[odd], comment=odd)
    (entry,) = feedback.list()
    assert "?" in entry.comment
    assert json.dumps(entry.as_row(), ensure_ascii=False).encode()
