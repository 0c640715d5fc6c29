"""A PostgreSQL server of a test's own: on a socket in a folder that goes with it, reachable from this machine alone."""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import URL, create_engine, text
from sqlalchemy.exc import OperationalError

DEBIAN = Path("/usr/lib/postgresql")
"""Where Debian puts the programs, by version; they are not on the path there."""
STARTING = 60
"""Seconds that the server may take to start."""


def programs() -> Path | None:
    """Return the folder of ``initdb`` and ``postgres``; None where they aren't installed."""
    found = shutil.which("initdb")
    folders = [*([Path(found).resolve().parent] if found else []), *sorted(DEBIAN.glob("*/bin"), reverse=True)]
    return next((folder for folder in folders if (folder / "initdb").is_file() and (folder / "postgres").is_file()), None)


@contextmanager
def serving(folder_of_programs: Path) -> Iterator[URL]:
    """Run a new server for as long as the block lasts, and yield the URL of its first database."""
    # Root may not run it, and nobody else may look into pytest's own folders.
    user = _unprivileged() if os.geteuid() == 0 else None
    identity: dict[str, str | int] = {"user": user.pw_uid, "group": user.pw_gid} if user else {}
    folder = Path(tempfile.mkdtemp(prefix="townhall-"))
    try:
        if user:
            os.chown(folder, user.pw_uid, user.pw_gid)
        initdb = [folder_of_programs / "initdb", "-D", folder / "data", "-U", "townhall", "-A", "trust", "-E", "UTF8", "--no-locale", "--no-sync"]
        subprocess.run(initdb, check=True, capture_output=True, cwd="/", **identity)  # type: ignore[call-overload]  # noqa: S603 - our own arguments
        options = ["-c", "listen_addresses=", "-c", "fsync=off", "-k", folder]
        with (folder / "log").open("w") as log:
            server = subprocess.Popen(  # type: ignore[call-overload]  # noqa: S603 - likewise
                [folder_of_programs / "postgres", "-D", folder / "data", *options], stdout=log, stderr=log, cwd="/", **identity
            )
        url = URL.create("postgresql+psycopg", username="townhall", database="postgres", query={"host": str(folder)})
        try:
            _wait_for(url)
            yield url
        finally:
            server.send_signal(signal.SIGINT)  # ends sessions that are still open
            server.wait(timeout=STARTING)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _unprivileged() -> pwd.struct_passwd:
    known = {entry.pw_name: entry for entry in pwd.getpwall()}
    return known.get("postgres") or known["nobody"]


def _wait_for(url: URL) -> None:
    engine = create_engine(url)
    until = time.monotonic() + STARTING
    while True:
        try:
            with engine.connect() as connection:
                connection.execute(text("SELECT 1"))
            break
        except OperationalError:
            if time.monotonic() > until:
                raise
            time.sleep(0.1)
    engine.dispose()
