"""The database opens anywhere, for many at once, survives what kills its writers, and says what is wrong where it can't."""

from __future__ import annotations

import signal
import sqlite3
import stat
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest
from sqlalchemy import URL, text, update

from townhall.errors import StoreBusyError, StoreError
from townhall.settings import Settings
from townhall.storage import Conversations, Database, ExchangeKind, Owner, open_database, tables
from townhall.storage import sqlite as sqlite_module

WRITER = """
import sys
from townhall.storage import Conversations, Database, ExchangeKind, Owner
conversations, owner = Conversations(Database(sys.argv[1])), Owner.of("a")
id = sys.argv[2] or conversations.begin(owner)
print(id, flush=True)
for number in range(int(sys.argv[3])):
    print(conversations.append(owner, id, question="x" * 3000, kind=ExchangeKind.STOPPED), flush=True)
"""
"""A process that appends so many exchanges to a conversation, a new one if none is named, and prints the number of each that was kept."""


def writer(url: URL, id: str, count: int) -> subprocess.Popen[str]:
    """Start a process that writes."""
    command = [sys.executable, "-c", WRITER, url.render_as_string(hide_password=False), id, str(count)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)  # noqa: S603 - our own Python


def file_url(path: Path) -> URL:
    """Return the URL of an SQLite file."""
    return URL.create("sqlite", database=str(path))


def test_processes_append_at_once(url: URL) -> None:
    """Two processes that append to one conversation at the same time both land everything, numbered without gaps."""
    opened, owner = Database(url), Owner.of("a")
    conversations = Conversations(opened)
    id = conversations.begin(owner)
    both = [writer(url, id, 30) for _ in range(2)]
    numbers = [int(line) for each in both for line in each.communicate(timeout=120)[0].splitlines()[1:]]
    assert [each.returncode for each in both] == [0, 0]
    assert sorted(numbers) == list(range(1, 61))
    kept = conversations.load(owner, id)
    assert kept
    assert len(kept.exchanges) == 60
    opened.close()


def test_a_new_database_is_opened_by_many_at_once(url: URL) -> None:
    """Those who start together and find no tables agree on one set of them, and on one key."""
    together = Barrier(8)

    def start(_: int) -> Database:
        together.wait(60)
        return Database(url)

    with ThreadPoolExecutor(8) as pool:
        opened = list(pool.map(start, range(8)))
    assert len({each.key for each in opened}) == 1
    with opened[0].reading() as connection:
        assert len(connection.execute(tables.state.select()).all()) == 1
    for each in opened:
        each.close()


def test_a_new_file_that_another_writes_is_waited_for(file: Path) -> None:
    """Whoever finds another writing the new file, before it has a log, opens it once that one is done."""
    other = sqlite3.connect(file, isolation_level=None)
    for statement in ("CREATE TABLE other (number INTEGER)", "BEGIN IMMEDIATE"):
        other.execute(statement)
    with ThreadPoolExecutor(1) as pool:
        opening = pool.submit(Database, file_url(file))
        with pytest.raises(TimeoutError):
            opening.result(timeout=0.3)
        other.close()
        opening.result(timeout=60).close()


def test_a_killed_writer_leaves_a_readable_database(file: Path) -> None:
    """After kill -9 in the middle of writing, the file is whole, and all that was reported as kept is there."""
    victim = writer(file_url(file), "", 1_000_000)
    assert victim.stdout
    id = victim.stdout.readline().strip()
    for _ in range(20):
        victim.stdout.readline()
    victim.send_signal(signal.SIGKILL)
    reported = [int(line) for line in victim.stdout.read().splitlines() if line]
    victim.wait(timeout=60)
    opened = Database(file_url(file), create=False)
    with opened.reading() as connection:
        assert connection.execute(text("PRAGMA integrity_check")).scalar() == "ok"
    conversations, owner = Conversations(opened), Owner.of("a")
    kept = conversations.load(owner, id)
    assert kept
    # One more may be there than was reported: written, but not yet printed.
    assert max(reported, default=20) <= len(kept.exchanges) <= max(reported, default=20) + 1
    assert all(exchange.question == "x" * 3000 for exchange in kept.exchanges)
    assert conversations.begin(owner)
    opened.close()


def test_an_error_undoes_all_of_a_transaction(database: Database) -> None:
    """Where something goes wrong in the middle, nothing of it is kept."""

    def half() -> None:
        with database.writing() as connection:
            connection.execute(update(tables.state).values(version=7))
            raise RuntimeError("in the middle")

    with pytest.raises(RuntimeError):
        half()
    with database.reading() as connection:
        assert connection.execute(tables.state.select()).one().version == tables.SCHEMA


def test_every_connection_is_set_up(sqlite: Database) -> None:
    """Each connection of an SQLite database, not only the first, overwrites what it deletes, keeps references and writes ahead."""
    with sqlite.reading() as one, sqlite.reading() as other:
        for pragma, value in {
            "secure_delete": 1,
            "foreign_keys": 1,
            "journal_mode": "wal",
            "synchronous": 2,
            "temp_store": 2,
            "busy_timeout": 15000,
        }.items():
            assert [each.execute(text(f"PRAGMA {pragma}")).scalar() for each in (one, other)] == [value, value], pragma


def test_only_its_owner_may_read_the_file(sqlite: Database, file: Path) -> None:
    """The file and its log are closed to other users of the machine."""
    Conversations(sqlite).begin(Owner.of("a"))
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in file.parent.glob("townhall.sqlite*")}
    assert set(modes.values()) == {0o600}, modes
    assert len(modes) > 1


def test_readers_go_on_while_somebody_writes(sqlite: Database) -> None:
    """Who reads while a transaction is open sees the state before it, without waiting."""
    with sqlite.writing() as writing:
        writing.execute(update(tables.state).values(version=7))
        with sqlite.reading() as reading:
            assert reading.execute(tables.state.select()).one().version == tables.SCHEMA


def test_a_busy_database_is_told(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who can't write because another has been writing all the time is told so."""
    monkeypatch.setattr(sqlite_module, "BUSY_SECONDS", 0.05)
    one, other = Database(file_url(file)), Database(file_url(file))
    with one.writing(), pytest.raises(StoreBusyError, match="has been writing"):
        Conversations(other).begin(Owner.of("a"))
    one.close()
    other.close()


def test_no_error_tells_what_was_asked(database: Database) -> None:
    """A statement that fails is told by its cause; what people asked is neither in the error nor in the one that it came from."""
    conversations, owner = Conversations(database), Owner.of("a")
    id = conversations.begin(owner)
    with database.writing() as connection:
        tables.exchanges.drop(connection)
        connection.execute(text("CREATE TABLE townhall_exchanges (conversation TEXT, number INTEGER)"))
    with pytest.raises(StoreError, match="kind") as raised:
        conversations.append(owner, id, question="Zanzibar-aardvark", kind=ExchangeKind.STOPPED)
    told: list[str] = []
    error: BaseException | None = raised.value
    while error:
        told.append(str(error))
        error = error.__cause__
    assert len(told) > 1
    assert "Zanzibar" not in " ".join(told)


def test_a_newer_database_is_refused(url: URL) -> None:
    """A database of a newer Townhall is left as it is, and the error says what to do."""
    opened = Database(url)
    with opened.writing() as connection:
        connection.execute(update(tables.state).values(version=tables.SCHEMA + 1))
    opened.close()
    with pytest.raises(StoreError, match=rf"has version {tables.SCHEMA + 1}.* Update Townhall"):
        Database(url)


def test_what_is_kept_is_there_after_opening_again(url: URL) -> None:
    """Closing and opening changes nothing, the key for addresses included."""
    first = Database(url)
    id = Conversations(first).begin(Owner.of("a"))
    first.close()
    again = Database(url)
    assert Conversations(again).load(Owner.of("a"), id)
    assert again.key == first.key
    again.close()


def a_damaged_file(folder: Path) -> str:
    """Return the URL of a file that is no database."""
    (folder / "damaged").write_bytes(b"This is no database. " * 100)
    return f"sqlite:///{folder / 'damaged'}"


def a_folder(folder: Path) -> str:
    """Return the URL of a folder."""
    return f"sqlite:///{folder}"


def below_a_file(folder: Path) -> str:
    """Return the URL of a file whose folder can't be made."""
    (folder / "file").touch()
    return f"sqlite:///{folder / 'file' / 'townhall.sqlite'}"


@pytest.mark.parametrize(
    ("place", "cause"),
    [
        (a_damaged_file, "file is not a database"),
        (a_folder, "Is a directory"),
        (below_a_file, "can't be opened"),
        (lambda _: "sqlite://", "in memory"),
        (lambda _: "sqlite:///:memory:", "in memory"),
        (lambda _: "secret-without-a-scheme", "no URL of a database"),
        (lambda _: "oracle+nothing://me:secret@host/name", "no driver"),
        (lambda folder: f"postgresql://me:secret@/name?host={folder}", "can't be used"),
    ],
    ids=["damaged", "folder", "below a file", "memory", "memory by name", "no url", "no driver", "no server"],
)
def test_what_cannot_be_opened(tmp_path: Path, place: Callable[[Path], str], cause: str) -> None:
    """A database that can't be opened is one error with its cause and its remedy, and without the password."""
    with pytest.raises(StoreError, match=cause) as raised:
        Database(place(tmp_path))
    assert raised.value.remedy
    assert ":secret@" not in str(raised.value)


def test_a_database_that_must_be_there(file: Path) -> None:
    """Where a database is expected and there is none, none is made."""
    with pytest.raises(StoreError, match="There is no database"):
        Database(file_url(file), create=False)
    assert not file.exists()


def test_where_it_lies(tmp_path: Path) -> None:
    """Unless another is named, it lies beside the index and not in it, so that deleting the index deletes nothing that was kept."""
    opened = open_database(Settings(index=tmp_path / "index"))
    opened.close()
    assert (tmp_path / "data" / "townhall.sqlite").is_file()
    assert not (tmp_path / "index").exists()
    other = open_database(Settings(index=tmp_path / "index", database=f"sqlite:///{tmp_path / 'other.sqlite'}"))
    other.close()
    assert (tmp_path / "other.sqlite").is_file()


def test_settings_change_no_hash() -> None:
    """Where things are kept, for how long, and who may look, changes neither an answer nor the index."""
    plain, set_up = Settings(), Settings.model_validate({"database": "sqlite:///a", "retention_days": 3, "admin_password": "long enough"})
    assert (plain.answer_hash(), plain.ingest_hash()) == (set_up.answer_hash(), set_up.ingest_hash())
