"""The MCP server at ``/mcp`` of the running site, spoken to by the official client."""

from __future__ import annotations

import asyncio
import http.client
import json
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from fastapi.testclient import TestClient
from mcp import Client
from pydantic import SecretStr

from townhall.assistant import Assistant
from townhall.interfaces.application import application_of
from townhall.settings import Settings

LIST = {"jsonrpc": "2.0", "id": 1, "method": "tools/list", "params": {}}
HEADERS = {"content-type": "application/json", "accept": "application/json, text/event-stream"}


def sent(address: str, *, method: str = "POST", **headers: str) -> tuple[int, dict[str, str], bytes]:
    """Send a message as it is and return status, headers and body of the answer."""
    place = urlsplit(address)
    connection = http.client.HTTPConnection(place.hostname or "", place.port, timeout=60)
    try:
        body = json.dumps(LIST) if method == "POST" else None
        connection.request(method, "/mcp", body, {**HEADERS, **headers})
        answer = connection.getresponse()
        return answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read()
    finally:
        connection.close()


@pytest.mark.parametrize("mode", ["auto", "legacy"])
def test_two_clients_at_once_are_answered(address: str, mode: str) -> None:
    """Two clients, of the newest protocol or of those with a handshake, ask at once and get their own answers."""

    async def asked(question: str) -> dict[str, Any]:
        async with Client(f"{address}/mcp", mode=mode) as client:
            assert len((await client.list_tools()).tools) == 6
            return (await client.call_tool("ask", {"question": question, "today": "2024-05-01"})).structured_content or {}

    async def both() -> tuple[dict[str, Any], dict[str, Any]]:
        return await asyncio.gather(asked("Who supports cities in Malta?"), asked("Kdo podpira mesta na Poljskem?"))

    malta, poland = asyncio.run(both())
    assert (malta["status"], malta["language"]) == ("answered", "en")
    assert (poland["status"], poland["language"]) == ("answered", "sl")
    assert malta["citations"] != poland["citations"]


def test_no_request_leans_on_one_before(address: str) -> None:
    """A message is answered without a handshake and no session is opened, so that any replica answers it."""
    status, headers, body = sent(address)
    assert status == 200
    assert {tool["name"] for tool in json.loads(body)["result"]["tools"]} >= {"ask", "read"}
    assert "mcp-session-id" not in headers
    assert "set-cookie" not in headers


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"host": "evil.example"}, 421),
        ({"host": "evil.example", "origin": "http://evil.example"}, 421),
        ({"origin": "https://192.0.2.1"}, 403),
        ({"origin": "https://evil.example"}, 403),
        ({"origin": "null"}, 403),
        ({"content-type": "text/plain"}, 400),
    ],
)
def test_other_sites_in_the_same_browser_are_refused(address: str, headers: dict[str, str], status: int) -> None:
    """A request under a foreign name, from a foreign page, or of the kind that a page may send unasked, isn't answered."""
    assert sent(address, **headers)[0] == status


def test_this_site_and_this_machine_are_answered(address: str) -> None:
    """The names of this machine are known, at any port."""
    assert sent(address, host="localhost:1", origin="http://localhost:1")[0] == 200


@pytest.mark.parametrize("method", ["GET", "PUT"])
def test_nothing_but_messages_is_taken(address: str, method: str) -> None:
    """There is no stream to open: other methods are told that messages are posted."""
    status, headers, _ = sent(address, method=method, **({"content-length": "0"} if method == "PUT" else {}))
    assert status == 405
    assert headers["allow"] == "POST"


def test_keys_of_the_api_are_asked_for(settings: Settings, assistant: Assistant, tmp_path: Path) -> None:
    """Where keys are set, nobody gets past the door without one."""
    keyed = settings.model_copy(update={"api_keys": (SecretStr("desk:open sesame"),), "database": f"sqlite:///{tmp_path / 'kept.sqlite'}"})
    visitor = TestClient(application_of(keyed, assistant))
    key = {"authorization": "Bearer open sesame"}
    assert visitor.post("/mcp", json=LIST).status_code == 401
    assert visitor.post("/mcp", json=LIST, headers={"authorization": "Bearer sesame"}).status_code == 401
    assert visitor.get("/mcp", headers=key).status_code == 405  # by the endpoint
    assert visitor.get("/", headers={"accept": "text/html"}).status_code == 200
