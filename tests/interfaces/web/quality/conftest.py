"""A server over two small documents with an evaluation set of its own, and an administrator who signs in at the door."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr

from townhall.library import ingest
from townhall.settings import Settings

WAIT = 60_000
"""Milliseconds that the browser waits for anything."""
PASSWORD = "an administrator's password"  # noqa: S105 - of a server that lives for one test
NORTH = """Harbour Cities Network (HCN)

The HCN supports 28 harbour cities in Norland with digital maps. It was founded in 2011.

Contact person

Ada Quay, Head of Office
"""
SOUTH = """How to apply

Cities apply by 17 June 2024. The services take six weeks.
"""
ROWS: list[dict[str, Any]] = [
    {
        "id": "members-1",
        "messages": [{"role": "user", "content": "How many harbour cities does the Harbour Cities Network support?"}],
        "status": ["answered"],
        "facts": [{"number": 28}],
        "spans": [{"source": "north.txt", "quote": "supports 28 harbour cities"}],
        "category": "number",
        "language": "en",
        "today": "2024-05-01",
    },
    {
        "id": "impossible-1",
        "messages": [{"role": "user", "content": "Who is the contact person of the Harbour Cities Network?"}],
        "status": ["answered"],
        "facts": [{"text": ["a name that the documents don't give"]}],
        "spans": [{"source": "north.txt", "quote": "Ada Quay"}],
        "category": "contact",
        "language": "en",
        "today": "2024-05-01",
    },
]
SEALED = "Who keeps the sealed question?"
SERVER = """
import json, sys
from townhall.interfaces.server import serve
from townhall.settings import Settings
serve(Settings(**json.loads(sys.argv[1])), on_ready=lambda address: print(address, flush=True))
"""


@pytest.fixture(scope="session")
def folder(prepare: Callable[[Path], None], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder that everything lies in."""
    made = tmp_path_factory.mktemp("quality")
    prepare(made / "index")
    return made


@pytest.fixture
def small(folder: Path, write_files: Callable[..., None]) -> Settings:
    """Return settings of an index of two documents, with one open and one frozen set and a gate that can't be passed, all as new."""
    return _as_new(folder, write_files)


@pytest.fixture(scope="module")
def served(folder: Path, write_files: Callable[..., None]) -> Iterator[str]:
    """Return the address of a server with those settings."""
    values: Mapping[str, Any] = {
        **_as_new(folder, write_files).model_dump(mode="json", include={"corpus", "index", "evals", "port"}),
        "admin_password": PASSWORD,
    }
    command = [sys.executable, "-c", SERVER, json.dumps(values)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:  # noqa: S603 - our own Python
        try:
            line = process.stdout.readline().strip() if process.stdout else ""
            assert line.startswith("http://"), line
            yield line
        finally:
            process.terminate()


def _as_new(folder: Path, write_files: Callable[..., None]) -> Settings:
    """Put every file back, take away what a test has left, and bring the index up to date."""
    lines = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in ROWS)
    sealed = {**ROWS[0], "id": "sealed-1", "messages": [{"role": "user", "content": SEALED}]}
    shutil.rmtree(folder / "evals" / "reports", ignore_errors=True)
    write_files(
        folder,
        {
            "corpus/north.txt": NORTH,
            "corpus/south.txt": SOUTH,
            "evals/datasets/small.jsonl": lines,
            "evals/datasets/small-frozen.jsonl": json.dumps(sealed) + "\n",
            "evals/gates.toml": "[small.at_least]\nright = 0.9\n",
        },
    )
    made = Settings(corpus=folder / "corpus", index=folder / "index", evals=folder / "evals", port=0, admin_password=SecretStr(PASSWORD))
    ingest(made)
    return made


@pytest.fixture
def enter(browser: Any, served: str, small: Settings) -> Iterator[Callable[..., Any]]:
    """Return ``enter(path, administrator=True)``: it opens a page of the server as somebody new, who signs in first."""
    assert small.evals.is_dir()
    contexts = []

    def open_page(path: str = "/quality", *, administrator: bool = True, width: int = 1280, script: bool = True, scheme: str = "light") -> Any:
        context = browser.new_context(viewport={"width": width, "height": 900}, java_script_enabled=script, color_scheme=scheme)
        context.set_default_timeout(WAIT)
        contexts.append(context)
        page = context.new_page()
        page.complaints = []
        page.on("pageerror", lambda error: page.complaints.append(str(error)))
        if administrator:
            page.goto(f"{served}/admin")
            page.fill("#password", PASSWORD)
            page.press("#password", "Enter")
            page.wait_for_load_state()
        page.goto(served + path)
        return page

    yield open_page
    for context in contexts:
        context.close()
