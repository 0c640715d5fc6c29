"""Two servers on one index and one database: what is done on one holds on the other."""

from __future__ import annotations

import http.client
import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import postgresql_server
import pytest

from townhall.assistant import Assistant
from townhall.interfaces.web.admin.job import Job
from townhall.library import ingest
from townhall.settings import Settings
from townhall.storage import Conversations, ExchangeKind, Owner, new_token, open_database

SERVER = """
import sys
from townhall.interfaces.server import serve
from townhall.settings import Settings
serve(Settings.model_validate_json(sys.argv[1]), on_ready=lambda address: print(address, flush=True))
"""
SECRET = {"admin_password", "chroma_key", "language_model_key", "visitor_password", "metrics_key"}
PATIENCE = 60
"""Seconds that anything may take on a busy machine."""
PASSWORD = "of the office"  # noqa: S105 - of the test alone


@dataclass
class Browser:
    """Somebody's browser: it has one set of cookies, whichever server it reaches."""

    cookies: dict[str, str]

    def send(self, address: str, method: str, path: str, fields: Mapping[str, str] | None = None) -> tuple[int, str]:
        """Return status and text of the answer."""
        connection = http.client.HTTPConnection(urlsplit(address).netloc, timeout=PATIENCE)
        headers = {
            "sec-fetch-site": "same-origin",
            "content-type": "application/x-www-form-urlencoded",
            "cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items()),
        }
        connection.request(method, path, urlencode(fields) if fields else None, headers)
        answer = connection.getresponse()
        for name, value in answer.getheaders():
            if name == "set-cookie":
                key, _, kept = value.partition(";")[0].partition("=")
                self.cookies[key] = kept
        text = answer.read().decode()
        connection.close()
        return answer.status, text


@contextmanager
def serving(settings: Settings, secrets: Mapping[str, str]) -> Iterator[str]:
    """Run a server until the end of the block, and yield its address."""
    command = [
        sys.executable,
        "-c",
        SERVER,
        settings.model_dump_json(exclude=SECRET),
    ]
    environment = {**os.environ, **secrets}
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as process:  # noqa: S603 - our own Python
        try:
            yield process.stdout.readline().strip() if process.stdout else ""
        finally:
            process.terminate()
            process.wait(PATIENCE)


@pytest.fixture(scope="module")
def shared(real_settings: Settings, tmp_path_factory: pytest.TempPathFactory, require: Callable[[object, str], None]) -> Iterator[Settings]:
    """Return settings of a copy of the real index, with a PostgreSQL database."""
    programs = postgresql_server.programs()
    require(programs, "PostgreSQL is not installed; Debian's package is `postgresql`.")
    assert programs
    folder = tmp_path_factory.mktemp("replicas")
    shutil.copytree(real_settings.corpus, folder / "corpus")
    shutil.copytree(real_settings.index, folder / "index")
    with postgresql_server.serving(programs) as url:
        database = url.render_as_string(hide_password=False)
        yield Settings(corpus=folder / "corpus", index=folder / "index", database=database, port=0)


@pytest.fixture(scope="module")
def replicas(shared: Settings) -> Iterator[list[str]]:
    """Return the addresses of two servers."""
    with ExitStack() as stack:
        yield [stack.enter_context(serving(shared, {"TOWNHALL_ADMIN_PASSWORD": PASSWORD})) for _ in range(2)]


def test_a_conversation_is_found_on_both(shared: Settings, replicas: list[str], real_assistant: Assistant) -> None:
    """What was asked through one server is shown by the other to the same browser, and to nobody else; and can be deleted there."""
    token = new_token()
    database = open_database(shared)
    kept, owner = Conversations(database), Owner.of(token)
    turn = real_assistant.ask("Who supports cities in Slovenia?")
    kept.append(owner, kept.begin(owner), question="Who supports cities in Slovenia?", turn=turn, kind=ExchangeKind.ANSWERED, before=(), left_out=())
    database.close()
    browser, stranger = Browser({"visitor": token}), Browser({"visitor": new_token()})
    for address in replicas:
        assert "Who supports cities in Slovenia?" in browser.send(address, "GET", "/conversations")[1]
        assert "Who supports cities in Slovenia?" not in stranger.send(address, "GET", "/conversations")[1]
    assert browser.send(replicas[0], "POST", "/conversations/delete-all")[0] == 303
    assert "Who supports cities in Slovenia?" not in browser.send(replicas[1], "GET", "/conversations")[1]


def test_who_signed_in_on_one_is_known_by_the_other(replicas: list[str]) -> None:
    """An administrator's session holds on both servers and ends on both; wrong passwords on one slow guessing down on the other."""
    browser = Browser({})
    assert browser.send(replicas[0], "POST", "/admin", {"password": PASSWORD})[0] == 303
    status, desk = browser.send(replicas[1], "GET", "/admin")
    assert status == 200
    assert 'name="password"' not in desk
    form = desk.split('name="form" value="')[1].split('"')[0]
    assert browser.send(replicas[1], "POST", "/admin/sign-out", {"form": form})[0] == 303
    assert 'name="password"' in browser.send(replicas[0], "GET", "/admin")[1]
    guesser = Browser({})
    for turn in range(6):
        guesser.send(replicas[turn % 2], "POST", "/admin", {"password": "a wrong one"})
    for address in replicas:
        assert guesser.send(address, "POST", "/admin", {"password": PASSWORD})[0] == 403


def test_both_notice_a_new_generation(shared: Settings, replicas: list[str]) -> None:
    """A document that is ingested is shown by both servers without a restart."""
    (shared.corpus / "harbour.txt").write_text("Harbour Club\n\nThe Harbour Club lends boats to towns in Malta.\n", encoding="utf-8")
    ingest(shared)
    for address in replicas:
        assert "harbour.txt" in Browser({}).send(address, "GET", "/documents")[1]
        assert Browser({}).send(address, "GET", "/documents/harbour.txt")[0] == 200


def test_an_ingest_on_one_is_seen_on_the_other(new_settings: Callable[..., Settings], tmp_path: Path) -> None:
    """While one replica's ingest runs the other says that one does and how far it is; afterwards both tell the same outcome."""
    settings = new_settings({f"page{number}.txt": f"Page {number}\n\nIt tells of boats and of harbour {number}.\n" for number in range(40)})
    here, there = (Job(settings, tmp_path / "data" / "last-ingest.json") for _ in range(2))
    assert not there.state.running
    here.start()
    seen = set()
    until = time.monotonic() + PATIENCE
    while here.state.running and time.monotonic() < until:
        state = there.state
        if state.running:
            seen.add(state.step)
        time.sleep(0.02)
    assert seen - {""}, "the other replica saw no step of it"
    assert not there.state.running
    assert there.state.changes == here.state.changes
    assert there.state.ended == here.state.ended is not None
    assert json.loads((tmp_path / "data" / "last-ingest.json").read_text())["running"] is False
