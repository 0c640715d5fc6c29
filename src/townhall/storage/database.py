"""The database: opened, checked, and used in transactions that many threads and processes can run at once."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import URL, Connection, create_engine, event, insert, make_url, select, text
from sqlalchemy.exc import ArgumentError, DBAPIError, IntegrityError, NoSuchModuleError, SQLAlchemyError

from townhall.errors import StoreBusyError, StoreError
from townhall.settings import Settings
from townhall.storage import sqlite, tables

KEY_BYTES = 32
_CREATING = 7_263_011
"""Any number, the same in all processes: PostgreSQL lets one at a time hold the lock of that number."""


def open_database(settings: Settings, *, create: bool = True) -> Database:
    """Open the database that the settings name.

    Raises:
        StoreError: it can't be opened; or it isn't there, and ``create`` is false.
    """
    return Database(settings.database or URL.create("sqlite", database=str(settings.database_file())), create=create)


class Database:
    """A database with Townhall's tables in it.

    An object serves all threads of one process; other processes, replicas too, open their own.

    Args:
        url: of SQLAlchemy's form: ``sqlite:///folder/file.sqlite``, ``postgresql://user:password@host/name``.
        create: whether an SQLite file that isn't there is made.

    Raises:
        StoreError: it can't be opened, or a newer Townhall made it.
    """

    def __init__(self, url: str | URL, *, create: bool = True) -> None:
        self._url = _checked(url)
        self.name = self._url.render_as_string(hide_password=True)
        """The URL without its password, for people."""
        self._is_sqlite = self._url.get_backend_name() == "sqlite"
        if self._is_sqlite:
            sqlite.prepare_file(self._url.database or "", create=create)
        try:
            # Without parameters in errors: they hold what people asked.
            self._engine = create_engine(self._url, hide_parameters=True, pool_pre_ping=not self._is_sqlite)
        except (NoSuchModuleError, ModuleNotFoundError) as error:
            raise StoreError(
                f"There is no driver for the database {self.name}: {error}.",
                remedy="For PostgreSQL run `pip install 'townhall[postgresql]'`; for others install what SQLAlchemy names.",
            ) from error
        if self._is_sqlite:
            event.listen(self._engine, "connect", sqlite.prepare_connection)
            event.listen(self._engine, "begin", sqlite.begin)
        try:
            self.key = self._create()
            """Under which addresses are hashed: random, made with the database."""
        except BaseException:
            self.close()
            raise

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Yield a connection that only reads; each statement sees one state of the database.

        Raises:
            StoreError: the database can't be used.
        """
        with self._connected("BEGIN") as connection, connection.begin():
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """Yield a connection whose changes take effect together at the end, or not at all where an error is raised.

        Raises:
            StoreBusyError: another process has been writing all the time.
            StoreError: the database can't be used.
        """
        # SQLite has one writer at a time. Who begins as a reader and then writes is refused without waiting; who says so at once waits.
        with self._connected("BEGIN IMMEDIATE") as connection, connection.begin():
            yield connection

    def check(self) -> None:
        """Look whether the database answers.

        Raises:
            StoreError: it doesn't.
        """
        with self.reading() as connection:
            connection.execute(select(tables.state.c.version))

    def forget(self) -> bool:
        """Take what was deleted out of SQLite's log, so that it is in no file any more; return whether that was possible.

        It isn't while somebody goes on reading. Then the next call or the next sweep does it. Other databases have a way of their own.
        """
        if not self._is_sqlite:
            return True
        with self._connected("") as connection:
            connection.execute(text(sqlite.busy_timeout(sqlite.READER_SECONDS)))
            try:
                busy = connection.execute(text("PRAGMA wal_checkpoint(TRUNCATE)")).scalar_one()
            finally:
                connection.execute(text(sqlite.busy_timeout(sqlite.BUSY_SECONDS)))
        return not busy

    def compact(self) -> bool:
        """Give the space of what was deleted back to the system, its bytes overwritten; return whether that was possible.

        SQLite and PostgreSQL write their tables anew, while others wait. Other databases are left as they are.
        """
        if self._is_sqlite:
            try:
                with self._connected("") as connection:
                    connection.execute(text("VACUUM"))
            except StoreBusyError:
                return False
            return self.forget()
        if self._url.get_backend_name() != "postgresql":
            return False
        with self._connected("") as connection:
            bare = connection.execution_options(isolation_level="AUTOCOMMIT")
            for table in tables.metadata.sorted_tables:
                bare.execute(text(f"VACUUM (FULL) {table.name}"))
        return True

    def close(self) -> None:
        """Close the connections; the object can't be used afterwards."""
        self._engine.dispose()

    @contextmanager
    def _connected(self, begin: str) -> Iterator[Connection]:
        try:
            with self._engine.connect() as connection:
                yield connection.execution_options(**{sqlite.BEGIN: begin})
        except IntegrityError:
            raise
        except SQLAlchemyError as error:
            raise self._told(error) from error

    def _told(self, error: SQLAlchemyError) -> StoreError:
        """Return the error with its cause and remedy; never with a password or with what people asked."""
        cause = str(error.orig if isinstance(error, DBAPIError) else error).strip().partition("\n")[0]
        if self._is_sqlite and "locked" in cause:
            return StoreBusyError(
                f"Another process has been writing {self.name} for {sqlite.BUSY_SECONDS} seconds.", remedy="Try again when it is done."
            )
        if self._is_sqlite:
            remedy = "See that it is an SQLite file on a local disk with space left and may be written, or name another by TOWNHALL_DATABASE."
        else:
            remedy = "See that the server runs and that TOWNHALL_DATABASE names it with a user who may create tables."
        return StoreError(f"The database {self.name} can't be used: {cause}.", remedy=remedy)

    def _create(self) -> bytes:
        """Make what is missing, check the version, and return the key.

        Raises:
            StoreError: it can't be made, or a newer Townhall made it.
        """
        with self.writing() as connection:
            if not self._is_sqlite and self._url.get_backend_name() == "postgresql":
                # SQLite lets in one writer anyhow. Elsewhere two processes that start at once would both find a table missing.
                connection.execute(text("SELECT pg_advisory_xact_lock(:number)"), {"number": _CREATING})
            tables.state.create(connection, checkfirst=True)
            found = connection.execute(select(tables.state.c.version, tables.state.c.key)).one_or_none()
            if found is not None and found.version != tables.SCHEMA:
                raise StoreError(
                    f"The database {self.name} has version {found.version}, this Townhall uses version {tables.SCHEMA}.",
                    remedy="Update Townhall, or name another database by TOWNHALL_DATABASE.",
                )
            tables.metadata.create_all(connection)
            if found is not None:
                return bytes(found.key)
            key = secrets.token_bytes(KEY_BYTES)
            connection.execute(insert(tables.state).values(id=1, version=tables.SCHEMA, key=key))
            return key


def _checked(url: str | URL) -> URL:
    """Read the URL.

    Raises:
        StoreError: it is none, or it names a database in memory.
    """
    remedy = "Give a URL as sqlite:///data/townhall.sqlite or postgresql://user:password@host/name by TOWNHALL_DATABASE."
    try:
        read = make_url(url)
    except ArgumentError as error:
        # The text may hold a password, so only its scheme is shown.
        raise StoreError(
            f"What TOWNHALL_DATABASE holds is no URL of a database; it begins with {str(url).partition(':')[0]!r}.", remedy=remedy
        ) from error
    if read.get_backend_name() == "sqlite" and read.database in {None, "", ":memory:"}:
        raise StoreError(f"{read} is a database in memory: threads and processes would not share it.", remedy=remedy)
    return read
