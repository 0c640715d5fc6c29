"""The privacy page lists what is kept: all of it, and for as long as it says."""

from __future__ import annotations

import re
import signal
import sqlite3
import subprocess
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from townhall.interfaces.web.legal.kept import cookies, database_host, in_words, kept
from townhall.locales.messages import page_words
from townhall.settings import Settings
from townhall.storage import Database

Start = Callable[[], AbstractContextManager[tuple[subprocess.Popen[str], str]]]


@pytest.fixture
def held(tmp_path: Path) -> dict[str, tuple[str, ...]]:
    """Return the columns of a new database, by table, as SQLite has them."""
    file = tmp_path / "townhall.sqlite"
    Database(f"sqlite:///{file}").close()
    connection = sqlite3.connect(file)
    tables = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    columns = {name: tuple(name for (name,) in connection.execute("SELECT name FROM pragma_table_info(?)", (name,))) for name in tables}
    connection.close()
    return columns


def test_every_table_is_listed(held: dict[str, tuple[str, ...]]) -> None:
    """What the page speaks of is every table and column of the database, and no other."""
    listed = {table: columns for kind in kept(Settings()) for table, columns in kind.tables.items()}
    assert listed == held


def test_every_kind_has_its_words() -> None:
    """Of everything that is kept the page says what, why and until when; of each cookie what for."""
    words = page_words("en")
    for kind in kept(Settings()):
        for part in ("title", "what", "why", "until"):
            assert words.say(f"privacy.kept.{kind.name}.{part}", time="3 days")
    for cookie in cookies(Settings()):
        assert words.say(f"privacy.cookie.{cookie.purpose}")


def test_times_are_those_of_the_settings() -> None:
    """Conversations, their cookie and feedback stay as long as the settings say."""
    settings = Settings(retention_days=17)
    lasting = {kind.name: kind.lasts for kind in kept(settings)}
    assert lasting["conversations"] == lasting["feedback"] == timedelta(days=17)
    assert {cookie.lasts for cookie in cookies(settings) if cookie.purpose == "conversations"} == {timedelta(days=17)}


@pytest.mark.parametrize(
    ("duration", "text"),
    [(timedelta(days=365), "1 year"), (timedelta(days=1), "1 day"), (timedelta(days=90), "90 days"), (timedelta(hours=12), "12 hours")],
)
def test_durations_in_words(duration: timedelta, text: str) -> None:
    """A duration is said in the largest unit that it is a whole number of."""
    assert in_words(duration, page_words("en")) == text


def test_database_elsewhere_is_told() -> None:
    """A database on another machine is named by that machine, without user and password; a file by nothing."""
    assert database_host(Settings(database="postgresql://user:secret@db.city.example/townhall")) == "db.city.example"
    assert database_host(Settings(database="sqlite:////data/townhall.sqlite")) is None
    assert database_host(Settings()) is None


@pytest.fixture
def visited(browser: Any, address: str) -> Iterator[Any]:
    """Yield a page on which somebody chose a language and a theme, asked a question, and looked at every view."""
    context = browser.new_context()
    context.set_default_timeout(20_000)
    page = context.new_page()
    page.goto(f"{address}/?lang=en")
    page.click(".theme")
    page.fill("#question", "Who supports cities in Slovenia?")
    page.keyboard.press("Enter")
    page.locator("#turn-1:not([aria-busy])").wait_for()
    for link in page.locator(".views a").evaluate_all("links => links.map(link => link.href)"):
        page.goto(link)
    page.goto(f"{address}/privacy")
    yield page
    context.close()


@pytest.mark.browser
def test_browser_holds_what_is_listed(visited: Any) -> None:
    """After a visit the browser holds the cookies of the list, for no longer than it says, and nothing in any other place."""
    listed = {
        row["cookie"]: int(row["seconds"]) for row in visited.locator("[data-cookie]").evaluate_all("rows => rows.map(row => ({...row.dataset}))")
    }
    found = visited.context.cookies()
    assert {"language", "theme", "visitor"} <= {cookie["name"] for cookie in found} <= set(listed)
    now = visited.evaluate("Date.now() / 1000")
    for cookie in found:
        assert abs(cookie["expires"] - now - listed[cookie["name"]]) < 600, cookie["name"]
        assert cookie["sameSite"] in {"Lax", "Strict"}
    assert visited.evaluate("localStorage.length + sessionStorage.length") == 0
    assert visited.evaluate("indexedDB.databases().then(all => all.length)") == 0
    assert visited.evaluate("caches.keys().then(all => all.length)") == 0


@pytest.mark.browser
def test_log_holds_no_question(start: Start, browser: Any) -> None:
    """What the server writes while questions are asked, one of them unanswerable, names neither a question nor who asked or what was opened."""
    with start() as (server, address):
        page = browser.new_page()
        page.goto(f"{address}/?q=Where+is+Zwiebelhausen%3F")
        page.locator("#turn-1:not([aria-busy])").wait_for()
        page.goto(f"{address}/nowhere-at-all")
        page.close()
        server.send_signal(signal.SIGINT)
        server.wait(timeout=60)
        assert server.stdout is not None
        assert server.stderr is not None
        written = server.stdout.read() + server.stderr.read()
    assert not re.search(r"Zwiebelhausen|nowhere-at-all|GET /", written), written
