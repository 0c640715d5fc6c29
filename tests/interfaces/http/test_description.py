"""The API is what its OpenAPI document says: every answer to whatever is sent has a status, a type and a form that the document names."""

from __future__ import annotations

import re
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path

import httpx

RUN = "from schemathesis.cli import schemathesis; schemathesis()"
EXAMPLES = 10
"""Requests of each operation that are drawn by lot; those that are drawn from the document's own words come on top."""


def test_whatever_is_sent_is_answered_as_described(address: str, tmp_path: Path) -> None:
    """Requests drawn from the document, right ones and wrong ones, are answered as it says: schemathesis, in all its phases with all its checks."""
    command = [sys.executable, "-c", RUN, "run", f"{address}/api/openapi.json", "--checks", "all", "--mode", "all"]
    options = ["--max-examples", str(EXAMPLES), "--seed", "7", "--generation-database", "none", "--no-color"]
    done = subprocess.run([*command, *options], capture_output=True, check=False, timeout=300, cwd=tmp_path, text=True)  # noqa: S603 - our own tool
    assert done.returncode == 0, done.stdout[-5000:]
    assert re.search(r"Tested: 1[0-9]", done.stdout)
    assert int(re.findall(r"(\d+) generated", done.stdout)[0]) > 300


class _Loads(HTMLParser):
    """Collects what a page loads, and where its links lead."""

    def __init__(self) -> None:
        super().__init__()
        self.addresses: list[str] = []
        self.ids: set[str] = set()

    def handle_starttag(self, _tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.addresses.extend(value for name, value in attrs if name in {"src", "href"} and value)
        self.ids.update(value for name, value in attrs if name == "id" and value)


def test_the_page_for_people(http: httpx.Client) -> None:
    """Every address and object stands on the page; it loads nothing from elsewhere, and its links within it lead somewhere."""
    document, page = http.get("/api/openapi.json").json(), http.get("/api/docs")
    loads = _Loads()
    loads.feed(page.text)
    assert [address for address in loads.addresses if "//" in address] == []
    assert {address[1:] for address in loads.addresses if address.startswith("#")} <= loads.ids
    for path in document["paths"]:
        assert path in page.text
    assert {"Answer", "Citation", "Asked", "Message", "CompletionRequest", "ChatMessage", "Problem"} <= loads.ids
    assert not [name for name in loads.ids if "__" in name]
    assert "set-cookie" not in page.headers


def test_everything_is_described(http: httpx.Client) -> None:
    """Every operation has a summary, and every error that it can answer."""
    document = http.get("/api/openapi.json").json()
    assert document["openapi"].startswith("3.")
    for methods in document["paths"].values():
        for operation in methods.values():
            assert operation["summary"]
            assert {"200", "404", "405", "429", "500", "503"} <= operation["responses"].keys()
            assert "requestBody" not in operation or {"400", "411", "413", "415"} <= operation["responses"].keys()
