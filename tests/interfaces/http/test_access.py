"""Who may use the API, how often, and from where."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import httpx
import openai
import pytest
from pydantic import ValidationError

from townhall.assistant import Assistant
from townhall.errors import UsageError
from townhall.interfaces.given import settings_of
from townhall.interfaces.http.access import keys_of
from townhall.interfaces.ingest_worker import settings_for_worker
from townhall.interfaces.web.quality.runs import environment
from townhall.model import Turn
from townhall.settings import Settings

Serve = Callable[..., str]
ONE, OTHER = "one-that-nobody-guesses", "other-that-nobody-guesses"
FIRST = "Who supports cities in Slovenia?"


@pytest.fixture(scope="module")
def keyed(serve: Serve) -> str:
    """Return the address of a server that wants one of two keys and allows three requests a minute."""
    return serve(api_keys=f"desk:{ONE} {OTHER}", api_rate=3)


def bearer(key: str) -> dict[str, str]:
    """Return the header that shows a key."""
    return {"authorization": f"Bearer {key}"}


def test_keys_are_asked_for(keyed: str) -> None:
    """Without a key, or with a wrong one, nothing is answered, in the shape of either part; the page needs none."""
    for path in ("/api/about", "/api/nothing"):
        answer = httpx.get(f"{keyed}{path}", headers=bearer(f"{ONE[:-1]}x"))
        assert (answer.status_code, answer.headers["www-authenticate"]) == (401, "Bearer")
        assert answer.headers["content-type"] == "application/problem+json"
    with openai.OpenAI(base_url=f"{keyed}/v1", api_key="wrong", max_retries=0) as client, pytest.raises(openai.AuthenticationError):
        client.models.list()
    assert httpx.get(f"{keyed}/deadlines").status_code == 200
    assert httpx.get(f"{keyed}/api/openapi.json").json()["components"]["securitySchemes"]


def test_each_key_has_its_own_limit(keyed: str) -> None:
    """A key that was used too often waits; another one doesn't, and headers tell how things stand."""
    told = [httpx.get(f"{keyed}/api/about", headers=bearer(ONE)) for _ in range(4)]
    assert [answer.status_code for answer in told] == [200, 200, 200, 429]
    assert [answer.headers["ratelimit-remaining"] for answer in told] == ["2", "1", "0", "0"]
    assert all(answer.headers["ratelimit-limit"] == "3" and 0 < int(answer.headers["ratelimit-reset"]) <= 60 for answer in told)
    assert 0 < int(told[-1].headers["retry-after"]) <= 60
    assert told[-1].json()["status"] == 429
    with openai.OpenAI(base_url=f"{keyed}/v1", api_key=ONE, max_retries=0) as client, pytest.raises(openai.RateLimitError):
        client.models.list()
    assert httpx.get(f"{keyed}/api/about", headers=bearer(OTHER)).status_code == 200


def test_keys_are_not_tried_out_without_end(serve: Serve) -> None:
    """Wrong keys are counted for the address that they come from, while a right one goes on being answered."""
    address = serve(api_keys=ONE, api_rate=2)
    assert [httpx.get(f"{address}/api/about", headers=bearer(f"wrong-{n}")).status_code for n in range(3)] == [401, 401, 429]
    assert httpx.get(f"{address}/api/about", headers=bearer(ONE)).status_code == 200


def test_addresses_are_limited_without_keys(serve: Serve) -> None:
    """Where no keys are set a limit holds for each address; the description of the API doesn't count."""
    address = serve(api_rate=2)
    assert [httpx.get(f"{address}/api/about").status_code for _ in range(3)] == [200, 200, 429]
    assert httpx.get(f"{address}/api/docs").status_code == 200
    other = httpx.Client(transport=httpx.HTTPTransport(local_address="127.0.0.2"))
    assert other.get(f"{address}/api/about").status_code == 200
    other.close()


def test_answers_without_a_database(serve: Serve) -> None:
    """Where requests can't be counted they are answered: the documents don't depend on the database."""
    address = serve(api_rate=2, database="sqlite:////proc/nowhere/kept.sqlite")
    assert [httpx.get(f"{address}/api/about").status_code for _ in range(3)] == [200] * 3


def test_keys_are_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    """No key is shown by the settings, nor by the error about one that is too short; no process that needs none gets one."""
    settings = Settings(api_keys=f"desk:{ONE},{OTHER}")  # type: ignore[arg-type]  # as the environment has it
    assert [(key.name, key.secret) for key in keys_of(settings.api_keys)] == [("desk", ONE), ("2", OTHER)]
    assert ONE not in repr(settings)
    assert ONE not in settings.model_dump_json()
    monkeypatch.setenv("TOWNHALL_API_KEYS", ONE)
    assert "TOWNHALL_API_KEYS" not in environment(settings)
    assert "api_keys" not in settings_for_worker(settings)
    for bad in ("secret", f"{ONE},desk:secret", "a b:c:secretsecretsecretsecret"):
        monkeypatch.setenv("TOWNHALL_API_KEYS", bad)
        with pytest.raises(Exception, match="api_keys") as raised:
            settings_of()
        assert "secret" not in str(raised.value)
    monkeypatch.delenv("TOWNHALL_API_KEYS")
    for options in ({"api_keys": [1234567890123456]}, {"language_model_options": ["1234567890123456"]}):
        with pytest.raises(UsageError, match=next(iter(options))) as raised:
            settings_of(**options)
        assert "1234567890123456" not in str(raised.value)


@pytest.mark.parametrize("origin", ["example.org", "*", "https://example.org/path"])
def test_origins_are_checked(origin: str) -> None:
    """An origin is a scheme and a host; every site at once can't be let in."""
    with pytest.raises(ValidationError, match="is no origin"):
        Settings(api_origins=origin)  # type: ignore[arg-type]  # as the environment has it


def test_other_sites_are_let_in_by_name(serve: Serve, address: str) -> None:
    """A script of another site may use the API where the settings name it, with its key and without a cookie; otherwise browsers keep it out."""
    asked = {"origin": "https://example.org", "access-control-request-method": "POST", "access-control-request-headers": "authorization,content-type"}
    closed = httpx.options(f"{address}/v1/chat/completions", headers=asked)
    assert closed.status_code == 405
    assert "access-control-allow-origin" not in closed.headers
    opened = serve(api_origins="https://example.org", api_keys=ONE)
    before = httpx.options(f"{opened}/v1/chat/completions", headers=asked)
    assert (before.status_code, before.headers["access-control-allow-origin"]) == (200, "https://example.org")
    assert "access-control-allow-credentials" not in before.headers
    answer = httpx.get(f"{opened}/v1/models", headers={"origin": "https://example.org", **bearer(ONE)})
    assert answer.headers["access-control-allow-origin"] == "https://example.org"
    stranger = httpx.options(f"{opened}/v1/models", headers={**asked, "origin": "https://example.com"})
    assert "access-control-allow-origin" not in stranger.headers


class Endless(Assistant):
    """The real assistant, whose answers never stop growing."""

    def __init__(self, settings: Settings) -> None:
        super().__init__(settings)
        self.closed = threading.Event()

    def stream(self, question: str, **options: Any) -> Iterator[Turn]:
        """Yield the turn with its first statement said once more each time, until nobody wants it."""
        *_, whole = super().stream(question, **options)
        statements = whole.answer.statements[:1]
        try:
            while not self.closed.wait(0.02):
                yield replace(whole, answer=replace(whole.answer, statements=statements))
                statements += whole.answer.statements[:1]
        finally:
            self.closed.set()


@pytest.mark.parametrize(
    ("path", "asked"),
    [
        ("/api/ask", {"question": FIRST, "stream": True}),
        ("/v1/chat/completions", {"model": "townhall", "messages": [{"role": "user", "content": FIRST}], "stream": True}),
    ],
)
def test_nothing_is_made_for_who_has_gone(serve: Serve, real_settings: Settings, path: str, asked: dict[str, Any]) -> None:
    """An answer whose reader goes away is not made any further."""
    assistant = Endless(real_settings)
    address = serve(assistant=assistant)
    with httpx.stream("POST", f"{address}{path}", json=asked, timeout=60) as answer:
        pieces = answer.iter_text()
        assert next(pieces)
        assert next(pieces)
        assert not assistant.closed.is_set()
    assert assistant.closed.wait(30)
