"""A line in the log for each request and each answer: what, how long, how it went; never what was asked unless that is set, and nobody's address."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable
from time import perf_counter

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from townhall.model import Answer
from townhall.storage import new_id

requests = logging.getLogger("townhall.requests")
answers = logging.getLogger("townhall.answers")

HEADER = "x-request-id"
"""Names a request, in the answer and to what stands behind us: a proxy's own name for it is kept."""
QUIET = re.compile(r"/(?:healthz|readyz|metrics|pulse|page/.*|assets/.*|static/.*|gradio_api/heartbeat/.*)")
"""What is asked for all the time: told on the level DEBUG."""
_NAME = re.compile(r"[\w.:-]{1,64}", re.ASCII)

Count = Callable[[str, int], None]
"""Counts a request by its method and status."""


class RequestLog:
    """ASGI middleware, the outermost: names, times, counts and logs requests."""

    def __init__(self, app: ASGIApp, *, count: Count) -> None:
        self._app = app
        self._count = count

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hand a request on, and tell of it when it is answered."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        given = Headers(scope=scope).get(HEADER, "")
        name = given if _NAME.fullmatch(given) else new_id()
        others = [(key, value) for key, value in scope["headers"] if key != HEADER.encode()]
        scope = {**scope, "headers": [*others, (HEADER.encode(), name.encode())]}
        began, status = perf_counter(), 500

        async def sent(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                MutableHeaders(raw=message["headers"])[HEADER] = name
            await send(message)

        try:
            await self._app(scope, receive, sent)
        finally:
            self._count(scope["method"], status)
            # The route, not the address: addresses name conversations, and hold questions behind their question mark.
            route = getattr(scope.get("route"), "path", "") or scope["path"]
            level = logging.DEBUG if QUIET.fullmatch(scope["path"]) else logging.INFO
            told = {"request": name, "method": scope["method"], "route": route, "status": status, "ms": round((perf_counter() - began) * 1000, 1)}
            requests.log(level, "request", extra=told)


def log_answer(answer: Answer, *, door: str, request: str, seconds: float, question: str | None) -> None:
    """Log an answer: ``question`` only where that is set."""
    told = {
        "request": request,
        "door": door,
        "status": answer.status.value,
        "language": answer.language,
        "mode": answer.mode,
        "index": answer.index,
        "ms": round(seconds * 1000, 1),
    }
    answers.info("answer", extra=told if question is None else {**told, "question": question})
