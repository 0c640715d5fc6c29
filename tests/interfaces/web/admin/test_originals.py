"""Documents are read, and their files saved, by whatever path they have; nothing else can be had."""

from __future__ import annotations

import http.client
import secrets
from typing import Any
from urllib.parse import quote

import pytest

Office = Any


@pytest.mark.parametrize(
    "source", ["sub folder/über uns – Städte & Co. #1?.txt", "100%25 sure+plain.md", "deep/er/original", "<b>'quoted\".txt", "..strange..txt"]
)
def test_paths(office: Office, source: str) -> None:
    """A document opens at its address whatever its path holds, and its file is saved as it is, never shown or run."""
    content = f"The Office of {secrets.token_hex(4)} <script>alert(1)</script>\n".encode()
    suffix = "" if source.endswith((".txt", ".md")) else ".txt"
    path = office.settings.corpus / (source + suffix)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    with office.administrator() as client:
        form = {"form": client.get("/admin").text.partition('name="form" value="')[2].partition('"')[0]}
        client.post("/admin/read", data=form)
        office.settled()
        address = f"/documents/{quote(source + suffix)}"
        hidden = source.startswith(".")
        page = client.get(address)
        assert page.status_code == (404 if hidden else 200)
        if not hidden:
            assert "<script>alert" not in page.text
            assert "&lt;script&gt;alert(1)" in page.text
            assert address.replace("'", "%27") in client.get("/documents").text.replace("&#39;", "%27")
            original = client.get(f"{address}/original")
            assert original.content == content
            assert original.headers["content-disposition"].startswith("attachment")
            assert original.headers["x-content-type-options"] == "nosniff"
            assert original.headers["content-type"].split(";")[0] in {"text/plain", "application/octet-stream"}
    path.unlink()


@pytest.mark.parametrize(
    "path",
    [
        "/documents/../../etc/passwd",
        "/documents/%2e%2e/%2e%2e/etc/passwd/original",
        "/documents/..%2f..%2fetc%2fpasswd/original",
        "/documents//etc/passwd/original",
        "/documents/%00/original",
        "/documents/.hidden.txt/original",
        "/documents/sources.toml/original",
        "/documents/original",
        "/documents//original",
        "/documents/" + "a" * 5000,
    ],
)
def test_nothing_else(office: Office, path: str) -> None:
    """No path leads to a file that isn't a document."""
    (office.settings.corpus / ".hidden.txt").write_text("hidden", encoding="utf-8")
    connection = http.client.HTTPConnection(office.address.removeprefix("http://"), timeout=30)
    connection.request("GET", path)  # as it stands: other clients would tidy it up
    answer = connection.getresponse()
    body = answer.read()
    assert answer.status == 404
    assert b"root:" not in body
    connection.close()
