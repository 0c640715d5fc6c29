"""What is old is deleted and nothing else, and its bytes are gone from the files."""

from __future__ import annotations

import random
import threading
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr

from townhall.model import Turn
from townhall.storage import Conversations, Database, ExchangeKind, Feedback, Limits, Owner, Sessions, Swept, Verdict, delete_all, sweep, tables

SECRET = "Zanzibar-aardvark"  # noqa: S105 - a word that stands nowhere else
DAY = date(2026, 3, 1)


def test_what_is_old_goes_and_the_rest_stays(database: Database, owner: Owner, turn: Turn, clock: Any) -> None:
    """Conversations go by their last use, feedback by when it was given, the rest once it means nothing; a second sweep finds nothing."""
    conversations, feedback = Conversations(database, clock=clock), Feedback(database, clock=clock)
    limits, sessions = Limits(database, clock=clock), Sessions(database, SecretStr("long enough"), clock=clock)
    unused, used = conversations.begin(owner), conversations.begin(owner)
    conversations.append(owner, unused, question="?", turn=turn)
    old = feedback.add(turn.answer, Verdict.UP, day=DAY)
    limits.allow("ask", "a", most=1, seconds=60)
    sessions.sign_in("long enough", address="a")
    clock.move(days=5)
    conversations.append(owner, used, question="?", turn=turn)
    new = feedback.add(turn.answer, Verdict.UP, day=DAY)
    feedback.change(old, Verdict.DOWN)
    limits.guess("sign-in", "a")
    session = sessions.sign_in("long enough", address="b").token
    clock.move(hours=1)
    assert session
    assert sweep(database, days=5, now=clock.now) == Swept(conversations=1, feedback=1, sessions=1, attempts=1, compacted=True)
    assert [each.id for each in conversations.list(owner)] == [used]
    assert [each.id for each in feedback.list()] == [new.id]
    assert sessions.holds(session)
    assert sweep(database, days=5, now=clock.now) == Swept(0, 0, 0, 0, compacted=True)
    with database.reading() as connection:
        assert len(connection.execute(tables.exchanges.select()).all()) == 1


def fill(database: Database, turn_with: Callable[[str], Turn], clock: Any) -> tuple[Owner, list[str], list[str]]:
    """Write many conversations in turns, so that they share pages; return their owner, those that hold the secret, and the others."""
    chance = random.Random(7)  # noqa: S311 - an order that can be repeated
    conversations, owner = Conversations(database, clock=clock), Owner.of("a")
    ids = [conversations.begin(owner) for _ in range(24)]
    secret = set(ids[::3])
    for id in chance.choices(ids, k=100):
        text = (SECRET if id in secret else "harmless") + " x" * chance.choice([1, 300, 3000])
        if chance.random() < 0.5:
            conversations.append(owner, id, question=text, turn=turn_with(text))
        else:
            conversations.append(owner, id, question=text, kind=ExchangeKind.FAULT)
    return owner, sorted(secret), sorted(set(ids) - secret)


def test_deleted_text_is_in_no_file(sqlite: Database, file: Path, turn_with: Callable[[str], Turn], clock: Any, bytes_of: Any) -> None:
    """What somebody deletes is gone from the file and its log at once, also where it shared pages with what stays."""
    owner, secret, others = fill(sqlite, turn_with, clock)
    assert SECRET.encode() in bytes_of(file)
    conversations = Conversations(sqlite, clock=clock)
    for id in secret[1:]:
        conversations.delete(owner, id)
    assert SECRET.encode() in bytes_of(file)
    conversations.replace_from(owner, secret[0], 1)
    assert SECRET.encode() not in bytes_of(file)
    assert b"harmless" in bytes_of(file)
    assert all(conversations.load(owner, id) for id in others)


def test_swept_text_is_in_no_file(sqlite: Database, file: Path, turn_with: Callable[[str], Turn], clock: Any, bytes_of: Any) -> None:
    """What a sweep deletes is gone from the file and its log, and the file is smaller."""
    fill(sqlite, turn_with, clock)
    Feedback(sqlite, clock=clock).add(turn_with(SECRET).answer, Verdict.UP, day=DAY, comment=SECRET)
    sqlite.forget()
    size = file.stat().st_size
    clock.move(days=2)
    assert sweep(sqlite, days=1, now=clock.now).compacted
    assert SECRET.encode() not in bytes_of(file)
    assert b"harmless" not in bytes_of(file)
    assert file.stat().st_size < size / 3


def test_swept_space_is_given_back_by_a_server(database: Database, turn_with: Callable[[str], Turn], clock: Any) -> None:
    """In either database a table that was emptied takes no more room than a new one."""
    fill(database, turn_with, clock)
    clock.move(days=2)
    assert sweep(database, days=1, now=clock.now).compacted
    with database.reading() as connection:
        if connection.dialect.name == "postgresql":
            assert connection.exec_driver_sql("SELECT pg_relation_size('townhall_exchanges')").scalar() == 0
        else:
            assert connection.exec_driver_sql("PRAGMA freelist_count").scalar() == 0


def test_a_reader_delays_only_the_bytes(sqlite: Database, file: Path, turn_with: Callable[[str], Turn], clock: Any, bytes_of: Any) -> None:
    """While somebody reads, what is deleted is gone for everybody new; its bytes go with the first sweep after."""
    owner, secret, _ = fill(sqlite, turn_with, clock)
    conversations = Conversations(sqlite, clock=clock)
    with sqlite.reading() as reading:
        before = reading.execute(tables.exchanges.select()).all()
        for id in secret:
            assert conversations.delete(owner, id)
        assert reading.execute(tables.exchanges.select()).all() == before
        assert not any(conversations.load(owner, id) for id in secret)
    sweep(sqlite, days=1, now=clock.now)
    assert SECRET.encode() not in bytes_of(file)


def test_sweeping_while_others_write(database: Database, owner: Owner, turn: Turn) -> None:
    """Sweeps disturb nobody who is writing, and delete nothing that is in use."""
    conversations, limits = Conversations(database), Limits(database)
    id = conversations.begin(owner)
    faults: list[BaseException] = []

    def write() -> None:
        try:
            for _ in range(15):
                assert conversations.append(owner, id, question="?", turn=turn)
                assert limits.allow("ask", "a", most=1000, seconds=0.001)
        except BaseException as error:  # noqa: BLE001 - the thread has nobody else to tell
            faults.append(error)

    writers = [threading.Thread(target=write) for _ in range(3)]
    for each in writers:
        each.start()
    while any(each.is_alive() for each in writers):
        sweep(database, days=1)
    for each in writers:
        each.join()
    assert not faults
    kept = conversations.load(owner, id)
    assert kept
    assert len(kept.exchanges) == 45


def test_delete_all(database: Database, owner: Owner, turn: Turn) -> None:
    """Everything that is kept of anybody is deleted; the database can be used afterwards."""
    conversations = Conversations(database)
    conversations.append(owner, conversations.begin(owner), question="?", turn=turn)
    Feedback(database).add(turn.answer, Verdict.UP, day=DAY)
    Limits(database).guess("sign-in", "a")
    assert delete_all(database) == Swept(conversations=1, feedback=1, sessions=0, attempts=1, compacted=True)
    with database.reading() as connection:
        left = {table.name: len(connection.execute(table.select()).all()) for table in tables.metadata.sorted_tables}
    assert left.pop("townhall_state") == 1
    assert set(left.values()) == {0}
    assert conversations.begin(owner)


@pytest.mark.parametrize("table", tables.metadata.sorted_tables, ids=lambda table: str(table.name))
def test_no_table_is_forgotten(table: Any) -> None:
    """Every table has a column by which it is swept, is deleted with one that has, or holds no more than a row."""
    swept = {"townhall_conversations": "used", "townhall_feedback": "created", "townhall_sessions": "expires", "townhall_attempts": "until"}
    follows = any(key.ondelete == "CASCADE" and key.column.table.name in swept for key in table.foreign_keys)
    assert table.name in swept or follows or table.name == "townhall_state"
