"""A server of its own with an administrators' password, over documents that may be changed."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest

from townhall.library import ingest
from townhall.settings import Settings

PASSWORD = "the harbour is closed on mondays"  # noqa: S105 - of a server that lives as long as the test
LIMIT = 200_000
"""Bytes that a file may have."""
SERVER = """
import sys
from pathlib import Path
from townhall.interfaces.server import serve
from townhall.settings import Settings
serve(Settings(corpus=Path(sys.argv[1]), index=Path(sys.argv[2]), port=0), on_ready=lambda address: print(address, flush=True))
"""
TRIES = 600


@dataclass(frozen=True)
class Office:
    """A server whose documents may be changed."""

    address: str
    settings: Settings
    process: subprocess.Popen[str]

    def visitor(self, *, source: str = "127.0.0.1", cookies: dict[str, str] | None = None) -> httpx.Client:
        """Return somebody who sends what a browser sends from a page of the site."""
        transport = httpx.HTTPTransport(local_address=source)
        headers = {"Sec-Fetch-Site": "same-origin"}
        return httpx.Client(base_url=self.address, transport=transport, timeout=60, headers=headers, cookies=cookies)

    def administrator(self) -> httpx.Client:
        """Return somebody who has signed in."""
        with self.visitor() as visitor:
            assert visitor.post("/admin", data={"password": PASSWORD}).status_code == 303
            return self.visitor(cookies={"admin": visitor.cookies["admin"]})

    def settled(self) -> dict[str, Any]:
        """Wait until no ingest runs, and return how the last one went."""
        with self.administrator() as client:
            for _ in range(TRIES):
                told: dict[str, Any] = client.get("/admin/job", headers={"Accept": "application/json"}).json()
                if not told["running"]:
                    return told
                time.sleep(0.2)
        raise AssertionError(told)


@pytest.fixture(scope="session")
def open_office(prepare: Callable[[Path], None], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[..., Office]]:
    """Return ``open_office(password=…)``: it starts a server over a new copy of the made-up documents."""
    started: list[subprocess.Popen[str]] = []

    def open_one(password: str | None = PASSWORD) -> Office:
        folder = tmp_path_factory.mktemp("office")
        shutil.copytree(Path(__file__).parents[3] / "documents" / "valley", folder / "corpus")
        prepare(folder / "index")
        settings = Settings(corpus=folder / "corpus", index=folder / "index", file_size_limit=LIMIT)
        ingest(settings)
        environment = {**os.environ, "TOWNHALL_FILE_SIZE_LIMIT": str(LIMIT), **({"TOWNHALL_ADMIN_PASSWORD": password} if password else {})}
        command = [sys.executable, "-c", SERVER, str(settings.corpus), str(settings.index)]
        process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment)  # noqa: S603 - our own Python
        started.append(process)
        address = process.stdout.readline().strip() if process.stdout else ""
        assert address.startswith("http://"), process.stderr.read() if process.stderr else address
        return Office(address, settings, process)

    yield open_one
    for process in started:
        process.kill()
        process.communicate()


@pytest.fixture(scope="session")
def office(open_office: Callable[..., Office]) -> Office:
    """Return the server that most tests share; each leaves its documents as they were."""
    return open_office()
