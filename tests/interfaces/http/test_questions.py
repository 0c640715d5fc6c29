"""Questions are counted and limited together, whether they come by the page, the API or MCP."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import httpx
import openai
import pytest
from mcp import Client
from mcp.types import TextContent
from prometheus_client.parser import text_string_to_metric_families

from townhall.assistant import Assistant
from townhall.errors import StoreError
from townhall.interfaces.mcp.server import FAULT
from townhall.model import Turn
from townhall.settings import Settings

Serve = Callable[..., str]
METRICS = "what-prometheus-shows"
FIRST, OTHER = "one-that-nobody-guesses", "other-that-nobody-guesses"
QUESTION = "Who supports cities in Slovenia?"


def figures(address: str) -> dict[tuple[str, ...], float]:
    """Return every figure by its name and the values of its labels, sorted."""
    text = httpx.get(f"{address}/metrics", headers={"authorization": f"Bearer {METRICS}"}).text
    return {
        (sample.name, *sorted(sample.labels.values())): sample.value for family in text_string_to_metric_families(text) for sample in family.samples
    }


def ask(address: str, headers: Mapping[str, str] | None = None, *, stream: bool = False) -> httpx.Response:
    """Ask the API."""
    return httpx.post(f"{address}/api/ask", json={"question": QUESTION, "stream": stream}, headers=headers, timeout=60)


def chat(address: str, *, stream: bool) -> None:
    """Ask by OpenAI's own client."""
    with openai.OpenAI(base_url=f"{address}/v1", api_key="any", max_retries=0) as client:
        said = client.chat.completions.create(model="townhall", messages=[{"role": "user", "content": QUESTION}], stream=stream)
        if stream:
            assert list(said)


def by_mcp(address: str, question: str = QUESTION, mode: str = "auto", **arguments: Any) -> tuple[bool, str]:
    """Ask by MCP's own client; return whether it was an error, and the text."""

    async def asked() -> tuple[bool, str]:
        async with Client(f"{address}/mcp", mode=mode) as client:
            result = await client.call_tool("ask", {"question": question, **arguments})
            assert isinstance(result.content[0], TextContent)
            return bool(result.is_error), result.content[0].text

    return asyncio.run(asked())


def test_every_door_is_counted(serve: Serve, caplog: pytest.LogCaptureFixture) -> None:
    """Answers are counted, timed and logged by the door that they were asked at, whole or streamed, and none is said to be running then."""
    caplog.set_level(logging.INFO, "townhall.answers")
    address = serve(metrics_key=METRICS)
    assert ask(address, {"x-request-id": "from-the-proxy"}).status_code == 200
    assert ask(address, stream=True).status_code == 200
    for stream in (False, True):
        chat(address, stream=stream)
    assert not by_mcp(address)[0]
    found = figures(address)
    for door, answers in (("api", 4), ("mcp", 1)):
        assert sum(value for (name, *labels), value in found.items() if name == "townhall_answers_total" and door in labels) == answers
        assert found["townhall_stage_seconds_count", door, "total"] == answers
    assert found["townhall_questions_running",] == 0
    told = [record.__dict__ for record in caplog.records if record.name == "townhall.answers"]
    assert [each["door"] for each in told] == ["api"] * 4 + ["mcp"]
    assert told[0]["request"] == "from-the-proxy"


@pytest.mark.parametrize("mode", ["auto", "legacy"])
def test_the_limit_is_one_for_all_doors(serve: Serve, mode: str) -> None:
    """What one address asks counts together; past the limit each door says in its own way to wait, and other requests are answered."""
    address = serve(questions_per_minute=2, metrics_key=METRICS)
    assert ask(address).status_code == 200
    assert not by_mcp(address, mode=mode)[0]
    for stream in (False, True):
        refused = ask(address, stream=stream)
        assert (refused.status_code, refused.headers["content-type"]) == (429, "application/problem+json")
        assert 0 < int(refused.headers["retry-after"]) <= 60
        assert "Ask again in" in refused.json()["detail"]
        with pytest.raises(openai.RateLimitError, match="Ask again in"):
            chat(address, stream=stream)
    failed, text = by_mcp(address, mode=mode)
    assert failed
    assert "Too many questions" in text
    assert httpx.get(f"{address}/api/search", params={"q": "deadline"}).status_code == 200
    found = figures(address)
    assert (found["townhall_limited_total", "api"], found["townhall_limited_total", "mcp"]) == (4, 1)
    other = httpx.Client(transport=httpx.HTTPTransport(local_address="127.0.0.2"), timeout=60)
    assert other.post(f"{address}/api/ask", json={"question": QUESTION}).status_code == 200
    other.close()


def test_a_key_has_its_own_number(serve: Serve) -> None:
    """Where keys are shown, questions count for the key and not for the address that programs share."""
    address = serve(questions_per_minute=1, api_keys=f"{FIRST} {OTHER}")
    told = [ask(address, {"authorization": f"Bearer {key}"}).status_code for key in (FIRST, FIRST, OTHER)]
    assert told == [200, 429, 200]


class Broken(Assistant):
    """The real assistant, whose index can't be read, or breaks while an answer is streamed."""

    def converse(self, *_: Any, **__: Any) -> Turn:
        """Fail."""
        raise StoreError("The index is gone.", remedy="Bring it back.")

    def play(self, questions: Any, **options: Any) -> Iterator[Turn]:
        """Yield an answer, and fail then."""
        yield from super().play(questions, **options)
        raise StoreError("The index is gone.", remedy="Bring it back.")


def test_faults_are_counted_and_wrong_questions_are_not(serve: Serve, real_settings: Settings) -> None:
    """A fault counts by its door, also one that breaks an answer off; a call that was wrong is no fault of the server."""
    broken = serve(assistant=Broken(real_settings), metrics_key=METRICS)
    assert ask(broken).status_code == 503
    assert "event: error" in ask(broken, stream=True).text
    assert FAULT in by_mcp(broken)[1]
    assert by_mcp(broken, language="xx")[0]
    found = figures(broken)
    assert (found["townhall_faults_total", "api"], found["townhall_faults_total", "mcp"]) == (2, 2)
    well = serve(metrics_key=METRICS)
    assert by_mcp(well, language="xx")[0]
    assert ("townhall_faults_total", "mcp") not in figures(well)
