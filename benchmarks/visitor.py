"""Somebody with the Ask view open, as far as the server can tell: the requests that a browser makes, without the browser.

No script: ``fifty_people.py`` uses it. What it sends was read off a browser: the page with what it links to; for a question a POST to Gradio's
queue, then the stream of what becomes of it; and a look at the server's pulse while nothing comes.
"""

from __future__ import annotations

import asyncio
import html
import json
import re
import secrets
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from time import perf_counter
from typing import Any

import httpx
from gradio_client.utils import apply_diff

PATIENCE = 60
"""Seconds after which a question counts as lost."""
BEAT = 2
"""Seconds without news after which the page asks how the server is."""
_CONFIG = re.compile(r"window\.gradio_config = (\{.*?\});</script>", re.DOTALL)
_LINKED = re.compile(r"<(?:link|script)\b[^>]*?(?:href|src)=\"([^\"]+)\"")
_TURN = re.compile(r"<article class=\"turn\"[^>]*?data-status=\"([^\"]*)\" data-key=\"([^\"]*)\"")
_ASKED = re.compile(r"<span class=\"asked\">(.*?)</span>", re.DOTALL)


class PageError(Exception):
    """The page didn't do what it is there for; the message says what happened instead."""


@dataclass(frozen=True, slots=True)
class Reply:
    """What became of a question."""

    conversation: str
    status: str
    first_words: float
    """Seconds from sending the question to the first words of its answer."""
    whole: float
    """Seconds to the end of the answer."""


@dataclass(slots=True)
class Visitor:
    """One open page in one browser; ``client`` holds its cookies."""

    client: httpx.AsyncClient
    conversation: str = ""
    shown: list[str] = field(default_factory=list)
    """Keys of the exchanges that the page shows."""
    asked: list[str] = field(default_factory=list)
    """The questions of this conversation, as this visitor asked them."""
    _session: str = field(default_factory=lambda: secrets.token_hex(6))
    _functions: dict[str, tuple[int, int]] = field(default_factory=dict)
    """Number and trigger of each of Gradio's functions, by the event that the page sends."""

    async def open(self) -> None:
        """Open the page, as a browser that has nothing of it yet."""
        page = await self._get("/")
        for address in _LINKED.findall(page):
            await self._get(httpx.URL("/").join(html.unescape(address)))
        found = _CONFIG.search(page)
        if not found:
            raise PageError("the page doesn't hold Gradio's configuration")
        functions = (function for function in json.loads(found[1])["dependencies"] if function["backend_fn"])
        self._functions = {event: (function["id"], element) for function in functions for element, event in function["targets"]}

    async def ask(self, question: str) -> Reply:
        """Ask a question and wait for the whole answer.

        Raises:
            PageError: there is none, or what came isn't the answer to this visitor's question.
        """
        token = secrets.token_hex(12)
        event = {"question": question, "again": "", "without": None, "instead": ""}
        began = perf_counter()
        news = began
        first_words = 0.0
        patch: dict[str, Any] = {}
        beating = asyncio.create_task(self._beat(token, lambda: news))
        try:
            async with asyncio.timeout(PATIENCE):
                async for patch in self._sent("ask", token, event):
                    news = perf_counter()
                    if not first_words and _turn(patch["turns"][-1])[0] != "waiting":
                        first_words = news - began
        except TimeoutError:
            raise PageError(f"no answer within {PATIENCE} seconds") from None
        finally:
            beating.cancel()
        whole = perf_counter() - began
        self.asked.append(question)
        status = self._take(patch, token, question)
        return Reply(self.conversation, status, first_words, whole)

    async def renew(self) -> None:
        """Begin a new conversation, as the button does."""
        self.conversation, self.shown, self.asked = "", [], []
        patches = [patch async for patch in self._sent("renew", "", {})]
        patch = patches[-1] if patches else {}
        if not patch or patch["turns"] or not patch["conversation"]:
            raise PageError(f"a new conversation isn't new: {patch}")
        self.conversation = patch["conversation"]

    async def kept(self) -> list[str]:
        """Return the questions that the page shows when it is opened anew at this conversation."""
        return [html.unescape(text) for text in _ASKED.findall(await self._get(f"/?c={self.conversation}")) if text]

    async def _get(self, address: str | httpx.URL) -> str:
        answer = await self.client.get(address)
        if answer.status_code != httpx.codes.OK:
            raise PageError(f"{address}: status {answer.status_code}")
        return answer.text

    async def _sent(self, event: str, token: str, data: dict[str, Any]) -> AsyncIterator[dict[str, Any]]:
        """Send an event and yield each patch that comes in reply."""
        function, trigger = self._functions[event]
        seen = {"conversation": self.conversation, "token": token, "shown": self.shown, "language": "en"}
        body = {"data": [], "event_data": {**seen, **data}, "fn_index": function, "trigger_id": trigger, "session_hash": self._session}
        joined = await self.client.post("/gradio_api/queue/join", json=body)
        if joined.status_code != httpx.codes.OK:
            raise PageError(f"the queue refused: status {joined.status_code}, {joined.text[:200]}")
        id = joined.json()["event_id"]
        value: Any = None
        async with self.client.stream("GET", "/gradio_api/queue/data", params={"session_hash": self._session}) as stream:
            async for line in stream.aiter_lines():
                if not line.startswith("data:"):
                    continue
                message = json.loads(line.removeprefix("data:"))
                if message["msg"] == "close_stream":
                    raise PageError("the stream was closed before the answer was there")
                if message.get("event_id") != id:
                    raise PageError(f"a message for another question arrived: {line[:200]}")
                match message["msg"]:
                    case "process_generating" | "process_completed" if not message["success"]:
                        raise PageError(f"the server failed: {line[:200]}")
                    case "process_generating" | "process_completed":
                        value = _value(value, message["output"]["data"])
                        yield value
                if message["msg"] == "process_completed":
                    return

    def _take(self, patch: dict[str, Any], token: str, question: str) -> str:
        """Take over what the page would show now; return the answer's status.

        Raises:
            PageError: it isn't the answer to ``question``, whole and kept.
        """
        if not patch:
            raise PageError("the stream held no answer")
        status, key, echoed = _turn(patch["turns"][-1])
        wrong = {
            "the answer to another question arrived": patch["token"] != token or echoed != question,
            "the conversation became another one": bool(self.conversation) and patch["conversation"] != self.conversation,
            "the conversation holds what wasn't asked in it": patch["from"] + len(patch["turns"]) != len(self.shown) + 1,
            "the answer isn't whole": patch["busy"],
            "the answer wasn't kept": not key or not patch["conversation"],
            "a fault": status in {"fault", "stopped", "waiting"},
        }
        if faults := [name for name, is_so in wrong.items() if is_so]:
            raise PageError("; ".join(faults))
        self.conversation = patch["conversation"]
        self.shown[patch["from"] :] = [_turn(turn)[1] for turn in patch["turns"]]
        return status

    async def _beat(self, token: str, news: Callable[[], float]) -> None:
        while True:
            await asyncio.sleep(BEAT)
            if perf_counter() - news() >= BEAT:
                await self._get(f"/pulse?asked={token}")


def _turn(text: str) -> tuple[str, str, str]:
    """Return status, key and question of an exchange's HTML."""
    turn, asked = _TURN.search(text), _ASKED.search(text)
    if not turn or not asked:
        raise PageError(f"this is no exchange: {text[:200]}")
    return turn[1], turn[2], html.unescape(asked[1])


def _value(before: Any, data: list[Any]) -> Any:
    """Return the value that Gradio's message holds: whole, or as what changed since the one before."""
    [given] = data
    return apply_diff(before, given) if isinstance(given, list) else given
