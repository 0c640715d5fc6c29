"""By which names the API and MCP are reached: a page whose name points at this machine gets nothing (DNS rebinding)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import httpx
import pytest
from pydantic import ValidationError

from townhall.interfaces.hosts import Hosts
from townhall.settings import Settings

Serve = Callable[..., str]
KEY = "one-that-nobody-guesses"
LIST = {"jsonrpc": "2.0", "id": 1, "method": "tools/list", "params": {}}
ACCEPT = {"accept": "application/json, text/event-stream"}
NAMED = {"api_hosts": "townhall.example.org, internal", "public_url": "https://ask.example.org/townhall"}


@pytest.fixture(scope="module")
def named(serve: Serve) -> str:
    """Return the address of a server whose settings name hosts."""
    return serve(**NAMED)


def statuses(address: str, host: str, **headers: str) -> list[int]:
    """Return with which status each of the three parts answers a request under a name."""
    told = {"host": host, **headers}
    return [
        httpx.get(f"{address}/api/about", headers=told).status_code,
        httpx.get(f"{address}/v1/models", headers=told).status_code,
        httpx.post(f"{address}/mcp", json=LIST, headers={**ACCEPT, **told}, timeout=60).status_code,
    ]


@pytest.mark.parametrize(
    "host",
    [
        "localhost",
        "LOCALHOST:1",
        "localhost.",
        "127.0.0.1:7860",
        "[::1]",
        "[::1]:7860",
        "192.0.2.7",
        "townhall.example.org:8443",
        "internal",
        "ask.example.org",
    ],
)
def test_known_names_are_answered(named: str, host: str) -> None:
    """This machine's names, addresses, and names of the settings are answered by all parts alike, at any port and in any case."""
    assert statuses(named, host) == [200, 200, 200]


@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:7860", "127.0.0.1.evil.example", "localhost.evil.example", "evil@localhost", "a b", "[::1", "x:y"]
)
def test_other_names_are_refused(named: str, host: str) -> None:
    """Any other name is refused by all parts alike, and what is none."""
    assert all(status in {400, 421} for status in statuses(named, host))


def test_the_refusal_says_what_mends_it(address: str) -> None:
    """It comes in the shape of its part, with the settings that let a name in; the page and its own requests stay as they are."""
    told = httpx.post(f"{address}/api/ask", json={"question": "Who?"}, headers={"host": "ask.example.org"})
    assert (told.status_code, told.headers["content-type"]) == (421, "application/problem+json")
    assert "TOWNHALL_PUBLIC_URL" in told.json()["detail"]
    assert "message" in httpx.get(f"{address}/v1/models", headers={"host": "ask.example.org"}).json()["error"]
    assert httpx.get(f"{address}/deadlines", headers={"host": "ask.example.org"}).status_code == 200


def test_a_key_does_in_place_of_a_name(serve: Serve) -> None:
    """Where a key has to be shown, it doesn't matter by which name: a page that pretends has none."""
    keyed = serve(api_keys=KEY)
    assert statuses(keyed, "townhall.internal", authorization=f"Bearer {KEY}") == [200, 200, 200]
    assert statuses(keyed, "townhall.internal") == [401, 401, 401]


@pytest.mark.parametrize(
    ("settings", "matter"),
    [({}, True), ({"visitor_password": "correct horse"}, False), ({"trusted_user_header": "X-Remote-User"}, False), ({"api_keys": (KEY,)}, False)],
)
def test_names_matter_where_nothing_has_to_be_shown(settings: dict[str, Any], matter: bool) -> None:  # noqa: FBT001 - a case
    """A visitors' password and a proxy that signs people in do as well as a key."""
    assert Hosts(Settings.model_validate(settings)).matter is matter


def test_what_is_listened_on_is_a_name() -> None:
    """The address of ``--host`` is known, whatever it is."""
    assert Hosts(Settings(host="townhall.internal")).knows("townhall.internal:7860")
    assert not Hosts(Settings(host="0.0.0.0")).knows("townhall.internal:7860")  # noqa: S104 - nothing listens


@pytest.mark.parametrize(
    ("origin", "known"),
    [
        ("http://localhost:5173", True),
        ("https://ask.example.org", True),
        ("http://192.0.2.7:7860", True),
        ("http://192.0.2.8:7860", False),
        ("https://evil.example", False),
        ("null", False),
        ("file://localhost", False),
        ("http://[", False),
        ("http://localhost:99999", False),
    ],
)
def test_pages_are_known_by_their_origin(origin: str, known: bool) -> None:  # noqa: FBT001 - a case
    """A page may ask that is this server's own, or of a known name; an address is one of anybody's."""
    assert Hosts(Settings.model_validate(NAMED)).knows_page(origin, "192.0.2.7:7860") is known


@pytest.mark.parametrize("host", ["https://townhall.example.org", "townhall.example.org:443", "*"])
def test_names_are_checked(host: str) -> None:
    """A name has neither scheme nor port; there is none for every name at once."""
    with pytest.raises(ValidationError, match="no name of a host"):
        Settings(api_hosts=host)  # type: ignore[arg-type]  # as the environment has it
