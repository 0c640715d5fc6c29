"""Conversations come back as they were, to their owner alone."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import update

from townhall.assistant import Assistant
from townhall.model import Slot, Status, Turn
from townhall.storage import Conversations, Database, ExchangeKind, Owner
from townhall.storage.tables import exchanges

if TYPE_CHECKING:
    from collections.abc import Callable

QUESTIONS = (
    ("Who supports cities in Slovenia, and whom do I write to?", "And in Malta?", "What is the deadline of the second phase?"),
    ("Who supports cities?",),
    ("How do I bake bread?",),
    ("Hello!",),
    ("Who supports cities in Slovenia, and what is their budget in 2031?",),
    ("When was NetZeroCities founded, and what did it cost?",),
    ("Please give me the name and the telephone number of the contact person at the Association of Urban Municipalities of Slovenia.",),
    ("Kdo podpira mesta v Sloveniji?",),
)
"""Conversations with the real documents that are answered in every way there is."""

STRANGER = Owner.of("another token")


def said(conversations: Conversations, owner: Owner, id: str, *questions: str) -> list[int | None]:
    """Add exchanges that were stopped."""
    return [conversations.append(owner, id, question=question, kind=ExchangeKind.STOPPED) for question in questions]


def test_every_answer_comes_back_equal(real_assistant: Assistant, sqlite: Database, owner: Owner) -> None:
    """Turns of every status, with cards, carried slots and other languages, are equal after being stored."""
    conversations = Conversations(sqlite)
    statuses = set()
    for questions in QUESTIONS:
        id = conversations.begin(owner)
        turns: list[Turn] = []
        for question in questions:
            turns.append(real_assistant.ask(question, turns=turns))
            conversations.append(owner, id, question=question, turn=turns[-1], before=range(1, len(turns)))
        kept = conversations.load(owner, id)
        assert kept
        assert kept.turns == tuple(turns)
        assert kept.turns_before(kept.exchanges[-1]) == tuple(turns[:-1])
        statuses |= {turn.answer.status for turn in turns}
    assert statuses == set(Status)


def test_an_exchange_comes_back_equal(conversations: Conversations, owner: Owner, turn: Turn, clock: Any) -> None:
    """Every field of an exchange and of all that its turn holds is equal after being stored, in either database."""
    left_out = (Slot("place", "SI", "Slovenia", carried=True),)
    id = conversations.begin(owner)
    said(conversations, owner, id, "First")
    clock.move(seconds=5)
    assert conversations.append(owner, id, question="  as typed ", turn=turn, before=[1], left_out=left_out) == 2
    kept = conversations.load(owner, id)
    assert kept
    exchange = kept.exchanges[1]
    assert (exchange.number, exchange.kind, exchange.question, exchange.turn) == (2, ExchangeKind.ANSWERED, "  as typed ", turn)
    assert (exchange.before, exchange.left_out, exchange.at) == ((1,), left_out, clock.now)
    assert exchange.text == "Ada Quay is head of office.\nIt says [2]."
    assert kept.used == clock.now > kept.begun


def test_what_was_stopped_is_not_leaned_on(conversations: Conversations, owner: Owner, turn: Turn) -> None:
    """An exchange without an answer is kept with its question, and follow-up questions lean on the others only."""
    id = conversations.begin(owner)
    conversations.append(owner, id, question="one", turn=turn)
    conversations.append(owner, id, question="two", kind=ExchangeKind.STOPPED)
    conversations.append(owner, id, question="three", kind=ExchangeKind.FAULT)
    conversations.append(owner, id, question="four", turn=turn, before=[1, 2, 3])
    kept = conversations.load(owner, id)
    assert kept
    assert [exchange.turn for exchange in kept.exchanges] == [turn, None, None, turn]
    assert kept.turns_before(kept.exchanges[3]) == (turn,)
    assert kept.turns == (turn, turn)


@pytest.mark.parametrize("kind", [ExchangeKind.ANSWERED, ExchangeKind.STOPPED])
def test_a_turn_belongs_to_an_answer(conversations: Conversations, owner: Owner, turn: Turn, kind: ExchangeKind) -> None:
    """An answer without a turn, or a turn without an answer, is refused, and nothing is stored."""
    id = conversations.begin(owner)
    with pytest.raises(ValueError, match="turn"):
        conversations.append(owner, id, question="?", kind=kind, turn=None if kind is ExchangeKind.ANSWERED else turn)
    kept = conversations.load(owner, id)
    assert kept
    assert not kept.exchanges


def test_a_stranger_sees_nothing_and_changes_nothing(conversations: Conversations, owner: Owner) -> None:
    """To another owner a conversation is as if it weren't there, whatever is tried."""
    id = conversations.begin(owner)
    said(conversations, owner, id, "mine")
    before = conversations.load(owner, id)
    assert conversations.load(STRANGER, id) is None
    assert conversations.latest(STRANGER) is None
    assert conversations.list(STRANGER) == ()
    assert said(conversations, STRANGER, id, "theirs") == [None]
    assert not conversations.replace_from(STRANGER, id, 1)
    assert not conversations.delete(STRANGER, id)
    assert conversations.delete_all(STRANGER) == 0
    assert conversations.load(owner, id) == before


def test_the_token_is_not_stored(sqlite: Database, file: Any, bytes_of: Callable[..., bytes]) -> None:
    """What the cookie holds is nowhere in the files: who has them can't make the cookie."""
    token = "a-very-long-and-random-token-of-a-cookie"  # noqa: S105 - made up
    conversations = Conversations(sqlite)
    id = conversations.begin(Owner.of(token))
    assert id.encode() in bytes_of(file)
    assert token.encode() not in bytes_of(file)


def test_list_and_latest(conversations: Conversations, owner: Owner, clock: Any) -> None:
    """Listed is what something was asked in, by its first question, the one used last first; the latest may be empty still."""
    first, second = conversations.begin(owner), conversations.begin(owner)
    clock.move(seconds=1)
    said(conversations, owner, second, "b1")
    clock.move(seconds=1)
    said(conversations, owner, first, "a1", "a2")
    clock.move(seconds=1)
    empty = conversations.begin(owner)
    assert [(each.id, each.question, each.count) for each in conversations.list(owner)] == [(first, "a1", 2), (second, "b1", 1)]
    assert [each.id for each in conversations.list(owner, limit=1)] == [first]
    latest = conversations.latest(owner)
    assert latest
    assert latest.id == empty


def test_replace_from(conversations: Conversations, owner: Owner) -> None:
    """What is dropped makes room: the next exchange takes its number, and earlier ones stay."""
    id = conversations.begin(owner)
    said(conversations, owner, id, "one", "two", "three")
    assert conversations.replace_from(owner, id, 2)
    assert not conversations.replace_from(owner, id, 2)
    assert said(conversations, owner, id, "other") == [2]
    kept = conversations.load(owner, id)
    assert kept
    assert [exchange.question for exchange in kept.exchanges] == ["one", "other"]


def test_delete(conversations: Conversations, owner: Owner) -> None:
    """Deleting one leaves the others; deleting all leaves those of other owners."""
    one, two, theirs = conversations.begin(owner), conversations.begin(owner), conversations.begin(STRANGER)
    assert conversations.delete(owner, one)
    assert conversations.load(owner, one) is None
    assert said(conversations, owner, one, "too late") == [None]
    assert conversations.load(owner, two)
    assert conversations.delete_all(owner) == 1
    assert conversations.load(owner, two) is None
    assert conversations.load(STRANGER, theirs)


def test_threads_that_append_get_numbers_of_their_own(conversations: Conversations, owner: Owner) -> None:
    """Many tabs that append at once all land, numbered without gaps."""
    id = conversations.begin(owner)
    with ThreadPoolExecutor(8) as pool:
        numbers = list(pool.map(lambda each: conversations.append(owner, id, question=str(each), kind=ExchangeKind.STOPPED), range(40)))
    assert sorted(number or 0 for number in numbers) == list(range(1, 41))
    kept = conversations.load(owner, id)
    assert kept
    assert {exchange.question for exchange in kept.exchanges} == {str(each) for each in range(40)}


@pytest.mark.parametrize(
    "damage", [lambda data: data["answer"].pop("status"), lambda data: data["query"].update(kind="riddle")], ids=["lacks a key", "unknown value"]
)
def test_an_older_turn_is_shown_as_text(
    database: Database, conversations: Conversations, owner: Owner, turn: Turn, damage: Callable[[dict[str, Any]], object]
) -> None:
    """A turn that this version can't read is no error: its text is there, and nothing leans on it."""
    id = conversations.begin(owner)
    conversations.append(owner, id, question="one", turn=turn)
    conversations.append(owner, id, question="two", turn=turn, before=[1])
    with database.writing() as connection:
        written = connection.execute(exchanges.select().where(exchanges.c.number == 1)).one().turn
        data = json.loads(written)
        damage(data)
        connection.execute(update(exchanges).where(exchanges.c.number == 1).values(turn=json.dumps(data)))
    kept = conversations.load(owner, id)
    assert kept
    older, newer = kept.exchanges
    assert (older.kind, older.turn, older.text) == (ExchangeKind.ANSWERED, None, "Ada Quay is head of office.\nIt says [2].")
    assert kept.turns_before(newer) == ()
    assert kept.turns == (turn,)


def test_a_key_that_is_not_known_is_left_aside(database: Database, conversations: Conversations, owner: Owner, turn: Turn) -> None:
    """A turn of a version that stored more is read without it."""
    id = conversations.begin(owner)
    conversations.append(owner, id, question="one", turn=turn)
    with database.writing() as connection:
        data = json.loads(connection.execute(exchanges.select()).one().turn)
        connection.execute(update(exchanges).values(turn=json.dumps({**data, "mood": "sunny"})))
    kept = conversations.load(owner, id)
    assert kept
    assert kept.turns == (turn,)


@pytest.mark.parametrize("odd", ["half a \ud83d smile", "a \x00 NUL"])
def test_what_no_database_holds(conversations: Conversations, owner: Owner, turn_with: Callable[[str], Turn], odd: str) -> None:
    """What UTF-8 or PostgreSQL can't hold is stored as a question mark, in the question, the turn and the slots; the turn can be leaned on."""
    id = conversations.begin(owner)
    conversations.append(owner, id, question=odd, turn=turn_with(odd), left_out=[Slot("place", odd, odd)])
    kept = conversations.load(owner, id)
    assert kept
    (exchange,) = kept.exchanges
    assert exchange.question == odd.replace("\ud83d", "?").replace("\x00", "?")
    assert exchange.turn
    assert exchange.turn.question == exchange.left_out[0].text == odd.replace("\ud83d", "?")
