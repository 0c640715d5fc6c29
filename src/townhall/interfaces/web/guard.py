"""What stands before every view: only what the site needs is answered, and nothing on a page may reach another machine."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import MutableHeaders
from starlette.requests import HTTPConnection
from starlette.responses import Response
from starlette.routing import BaseRoute, Match
from starlette.types import ASGIApp, Message, Receive, Scope, Send

OPEN = re.compile(
    r"/(?:theme\.css|config/?|favicon\.ico|robots\.txt|assets/.*|static/.*"
    r"|gradio_api/(?:queue/(?:join|data)/?|cancel/?|reset/?|heartbeat/[^/]*|startup-events|app_id/?|info/?))?"
)
"""Paths of Gradio that the Ask view asks for. Everything else that it answers (uploads, files, proxy, direct calls) is closed."""

BODY_LIMIT = 1_000_000
"""Bytes of a request; a question of 100,000 characters fits."""

Dress = Callable[[str, HTTPConnection], Response]
"""Makes the Ask view's page of Gradio's HTML and the request for it."""
TurnAway = Callable[[HTTPConnection], Response | None]
"""Makes the answer to a visitor who may not come in; None for whoever may."""
Refuse = Callable[[HTTPConnection, int], Response]
"""Makes the page that says why there is nothing, from the request and the status."""


class Guard:
    """ASGI middleware: closes routes, limits requests, sets headers, and has the Ask view's page dressed."""

    def __init__(
        self,
        app: ASGIApp,
        *,
        own: Sequence[BaseRoute],
        dress: Dress,
        refuse: Refuse,
        limits: Mapping[str, int],
        headers: Mapping[str, str],
        turn_away: TurnAway,
    ) -> None:
        """Guard ``app``.

        Args:
            app: what answers.
            own: the routes of the site's own views; of all others only those of ``OPEN`` are answered.
            dress: see ``Dress``.
            refuse: see ``Refuse``.
            headers: what goes with every answer that doesn't say otherwise itself.
            turn_away: see ``TurnAway``.
            limits: bytes that a request to a path may have, where that isn't ``BODY_LIMIT``.
        """
        self._app = app
        self._own = own
        self._dress = dress
        self._refuse = refuse
        self._limits = limits
        self._headers = headers
        self._turn_away = turn_away

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or hand it on."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        if scope["type"] != "http":
            await send({"type": "websocket.close"})
            return
        connection = HTTPConnection(scope)
        send = _with_headers(send, self._headers)
        if not OPEN.fullmatch(scope["path"]) and all(route.matches(scope)[0] is Match.NONE for route in self._own):
            await self._refuse(connection, 404)(scope, receive, send)
        elif scope["method"] not in {"GET", "HEAD"} and not self._short_enough(connection):
            await self._refuse(connection, 413)(scope, receive, send)
        elif turned_away := await run_in_threadpool(self._turn_away, connection):
            await turned_away(scope, receive, send)
        elif scope["path"] == "/":
            await self._app(_plain(scope), receive, _Dresser(lambda html: self._dress(html, connection), scope, receive, send))
        else:
            await self._app(scope, receive, send)

    def _short_enough(self, connection: HTTPConnection) -> bool:
        headers = connection.headers
        length = headers.get("content-length", "" if "transfer-encoding" in headers else "0")  # with neither there is no body (RFC 9112, 6.3)
        return length.isdigit() and int(length) <= self._limits.get(connection.scope["path"], BODY_LIMIT)


class _Dresser:
    """Holds the page back until it is whole, and sends what was made of it; anything else it passes on."""

    def __init__(self, dress: Callable[[str], Response], scope: Scope, receive: Receive, send: Send) -> None:
        self._dress = dress
        self._scope = scope
        self._receive = receive
        self._send = send
        self._is_page = False
        self._body = b""

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self._is_page = MutableHeaders(raw=message["headers"]).get("content-type", "").startswith("text/html")
        if not self._is_page:
            await self._send(message)
        elif message["type"] == "http.response.body":
            self._body += message.get("body", b"")
            if not message.get("more_body"):
                response = await run_in_threadpool(self._dress, self._body.decode())
                await response(self._scope, self._receive, self._send)


def _with_headers(send: Send, headers: Mapping[str, str]) -> Send:
    async def sent(message: Message) -> None:
        if message["type"] == "http.response.start":
            said = MutableHeaders(raw=message["headers"])
            for name, value in headers.items():
                said.setdefault(name, value)
        await send(message)

    return sent


def _plain(scope: Scope) -> Scope:
    """Ask for the page uncompressed: it is rewritten on its way."""
    return {**scope, "headers": [(name, value) for name, value in scope["headers"] if name != b"accept-encoding"]}
