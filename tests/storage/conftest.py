"""Databases to test with: a new SQLite file, and a new database of a real PostgreSQL server, for each test."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from pathlib import Path

import postgresql_server
import pytest
from sqlalchemy import URL, create_engine, text

from townhall.model import Answer, Card, CardField, Citation, Kind, Query, Role, Slot, Span, Statement, Status, Turn
from townhall.storage import Conversations, Database, Owner
from townhall.storage.tokens import new_id


class Clock:
    """A clock that stands still until it is moved."""

    def __init__(self) -> None:
        self.now = datetime(2026, 3, 1, 12, tzinfo=UTC)

    def __call__(self) -> datetime:
        """Return the time."""
        return self.now

    def move(self, **by: float) -> None:
        """Move on, by ``days=2`` or ``seconds=30``."""
        self.now += timedelta(**by)


@pytest.fixture
def clock() -> Clock:
    """Return a clock that the test moves."""
    return Clock()


@pytest.fixture(scope="session")
def server(require: Callable[[object, str], None]) -> Iterator[Callable[[], URL]]:
    """Return a function that gives the URL of a PostgreSQL server; it is started when first asked for."""
    started: list[URL] = []
    with ExitStack() as stack:

        def start() -> URL:
            if not started:
                programs = postgresql_server.programs()
                require(programs, "PostgreSQL is not installed; Debian's package is `postgresql`.")
                assert programs
                started.append(stack.enter_context(postgresql_server.serving(programs)))
            return started[0]

        yield start


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path, server: Callable[[], URL]) -> Iterator[URL]:
    """Return the URL of an empty database, of each kind in turn."""
    if request.param == "sqlite":
        yield URL.create("sqlite", database=str(tmp_path / "townhall.sqlite"))
        return
    first = server()
    name = f"test_{new_id().replace('-', '_').lower()}"
    engine = create_engine(first, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f'CREATE DATABASE "{name}"'))
        yield first.set(database=name)
        connection.execute(text(f'DROP DATABASE "{name}" WITH (FORCE)'))
    engine.dispose()


@pytest.fixture
def database(url: URL) -> Iterator[Database]:
    """Return an empty database, of each kind in turn."""
    opened = Database(url)
    yield opened
    opened.close()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Return where an SQLite file is to be."""
    return tmp_path / "townhall.sqlite"


@pytest.fixture
def sqlite(file: Path) -> Iterator[Database]:
    """Return an empty SQLite database."""
    opened = Database(URL.create("sqlite", database=str(file)))
    yield opened
    opened.close()


@pytest.fixture
def conversations(database: Database, clock: Clock) -> Conversations:
    """Return the conversations of an empty database."""
    return Conversations(database, clock=clock)


@pytest.fixture
def owner() -> Owner:
    """Return somebody."""
    return Owner.of("a token that only a cookie holds")


def turn_of(question: str = "And whom do I write to?", text: str = "Ada Quay is head of office.") -> Turn:
    """Return a turn in which every field of every part has a value."""
    slot = Slot("place", "NO", "Norland", inferred="Harbour", carried=True)
    citation = Citation(1, Role.SUPPORT, "north.txt", "North", "A › B", 3, 30, 2, text, "ab", (Span("south.txt", 0, 27),), complete=False)
    answer = Answer(
        id="a",
        question=question,
        standalone="Whom do I write to in Norland?",
        status=Status.PARTIAL,
        language="en",
        mode="extractive",
        statements=(Statement(text, (1,), lead=True), Statement("It says [2].", (1,))),
        citations=(citation,),
        cards=(Card("contact", {"name": CardField("Ada Quay", 1), "phone": CardField(None, None)}),),
        reason="The phone number isn't given.",
        next=("Who supports cities in Norland?",),
        carried=(slot,),
        notes=("A note.",),
        support=0.75,
        index="generation",
        settings="hash",
        timings_ms={"total": 12.5},
    )
    query = Query(question, question, "en", Kind.CONTACT, (slot,), frozenset({"contact", "place"}), "whom write Norland")
    return Turn(question, query, answer)


@pytest.fixture
def turn() -> Turn:
    """Return a turn in which every field of every part has a value."""
    return turn_of()


@pytest.fixture
def bytes_of() -> Callable[[Path], bytes]:
    """Return ``bytes_of(file)``: all bytes of an SQLite database, its log too."""

    def read(file: Path) -> bytes:
        paths = sorted(file.parent.glob(f"{file.name}*"))
        assert file in paths
        return b"".join(path.read_bytes() for path in paths)

    return read


@pytest.fixture
def turn_with() -> Callable[[str], Turn]:
    """Return ``turn_with(text)``: a turn with that question and that first sentence."""
    return lambda text: turn_of(text, text)
