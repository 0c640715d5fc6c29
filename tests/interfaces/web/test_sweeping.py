"""What is due is deleted by the server itself."""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from townhall.interfaces.web.sweeping import sweep_daily
from townhall.settings import Settings
from townhall.storage import Conversations, Database, Owner, new_token, open_database


def stopped() -> threading.Event:
    """Return an event that is set: a sweep is done once."""
    event = threading.Event()
    event.set()
    return event


def test_old_conversations_go(tmp_path: Path) -> None:
    """A conversation that wasn't used for longer than the settings say is deleted, one that was used later stays."""
    settings = Settings(index=tmp_path / "index", retention_days=10)
    database, owner, now = open_database(settings), Owner.of(new_token()), datetime.now(UTC)
    old = Conversations(database, clock=lambda: now - timedelta(days=11)).begin(owner)
    new = Conversations(database, clock=lambda: now - timedelta(days=9)).begin(owner)
    sweep_daily(settings, stopped())
    assert Conversations(database).load(owner, old) is None
    assert Conversations(database).load(owner, new) is not None
    database.close()


def test_sweeps_again(tmp_path: Path) -> None:
    """It goes on until it is stopped: what becomes due later is deleted too."""
    settings = Settings(index=tmp_path / "index", retention_days=10)
    database, owner, stop = open_database(settings), Owner.of(new_token()), threading.Event()
    thread = threading.Thread(target=sweep_daily, args=(settings, stop), kwargs={"every": 0.05})
    thread.start()
    try:
        for _ in range(3):
            old = Conversations(database, clock=lambda: datetime.now(UTC) - timedelta(days=11)).begin(owner)
            while Conversations(database).load(owner, old):
                stop.wait(0.01)
    finally:
        stop.set()
        thread.join()
        database.close()


def test_nothing_is_made(tmp_path: Path) -> None:
    """Where nothing was ever kept, no database is made."""
    sweep_daily(Settings(index=tmp_path / "index"), stopped())
    assert list(tmp_path.iterdir()) == []


def test_fault_is_told(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """A database that can't be read is told in the log, and doesn't end the server."""
    settings = Settings(index=tmp_path / "index")
    file = settings.database_file()
    file.parent.mkdir()
    file.write_bytes(b"no database" * 500)
    sweep_daily(settings, stopped())
    assert "could not be deleted" in caplog.text


def test_database_is_told_apart_from_a_missing_one(tmp_path: Path) -> None:
    """A database that the settings name is opened, wherever it lies."""
    url = f"sqlite:///{tmp_path / 'elsewhere.sqlite'}"
    database, owner = Database(url), Owner.of(new_token())
    old = Conversations(database, clock=lambda: datetime.now(UTC) - timedelta(days=91)).begin(owner)
    sweep_daily(Settings(index=tmp_path / "index", database=url), stopped())
    assert Conversations(database).load(owner, old) is None
    database.close()
