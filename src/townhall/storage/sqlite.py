"""What SQLite needs: a file that nobody else may read, and connections that many threads and processes can use at once."""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path
from time import monotonic, sleep
from typing import Any

from sqlalchemy import Connection

from townhall.errors import StoreError

BUSY_SECONDS = 15
"""How long a writer waits for another."""
RETRY_SECONDS = 0.01
"""How long one who found a new file locked waits before the next try."""
READER_SECONDS = 0.5
"""How long emptying the log waits for readers: nobody can write meanwhile."""
_PRIMARY = 0xFF
"""The bits of an error's code that say what it is; the others say where: https://www.sqlite.org/rescode.html."""
BEGIN = "townhall_begin"
"""Option of a connection: what begins a transaction; empty for none."""


def prepare_file(name: str, *, create: bool) -> None:
    """Make the file, readable for its owner alone: it holds what people asked.

    Raises:
        StoreError: it can't be made; or it isn't there, and ``create`` is false.
    """
    if name.startswith("file:"):  # SQLite's own kind of URL, with its own options
        return
    path = Path(name)
    if not create and not path.is_file():
        raise StoreError(f"There is no database {path}.", remedy="Name the index that `townhall serve` uses by --index, or TOWNHALL_DATABASE.")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
    except OSError as error:
        raise StoreError(
            f"The database {path} can't be opened: {error.strerror}.", remedy="Mend the permissions, or name another one by TOWNHALL_DATABASE."
        ) from error


def prepare_connection(connection: Any, _record: Any) -> None:
    """Set up a connection of SQLite's."""
    connection.isolation_level = None  # transactions begin where we say, not where the driver guesses
    connection.execute(busy_timeout(BUSY_SECONDS))
    _write_ahead(connection)
    for pragma in (
        "PRAGMA synchronous = FULL",  # what was deleted stays deleted when the power fails
        "PRAGMA foreign_keys = ON",
        "PRAGMA secure_delete = ON",  # what is deleted is overwritten
        "PRAGMA temp_store = MEMORY",  # compacting leaves no copy in another folder
    ):
        connection.execute(pragma)


def _write_ahead(connection: Any) -> None:
    """Keep a log, so that readers and a writer don't wait for each other.

    Of those who open a new file together, all but one find it locked, and for this one statement SQLite doesn't wait by itself.
    """
    until = monotonic() + BUSY_SECONDS
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & _PRIMARY != sqlite3.SQLITE_BUSY or monotonic() >= until:
                raise
            sleep(RETRY_SECONDS)
        else:
            return


def busy_timeout(seconds: float) -> str:
    """Return the statement that makes a connection wait so long for others."""
    return f"PRAGMA busy_timeout = {round(seconds * 1000)}"


def begin(connection: Connection) -> None:
    """Begin a transaction as the connection's option says."""
    if statement := connection.get_execution_options().get(BEGIN, ""):
        connection.exec_driver_sql(statement)
