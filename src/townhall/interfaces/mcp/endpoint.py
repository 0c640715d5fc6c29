"""The server over HTTP, as an ASGI application of one path: no sessions, so that any replica answers any request."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

import anyio.to_thread
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from townhall.assistant import Assistant
from townhall.settings import Settings

if TYPE_CHECKING:
    from mcp.server.mcpserver import MCPServer
    from mcp.server.transport_security import TransportSecuritySettings

PATH = "/mcp"
THIS_MACHINE = ("127.0.0.1", "localhost", "[::1]")
EVERYWHERE = frozenset({"0.0.0.0", "::", ""})  # noqa: S104 - compared with, not listened on
"""Addresses to listen on that name no host."""


class Endpoint:
    """Streamable HTTP at ``PATH``: a request is a message, its answer is JSON. ``running`` has to be entered before the first one.

    Only requests that name this server by a host that it is known by are answered, and of pages in a browser only its own: else any web page
    that somebody on this machine opens could ask it (DNS rebinding).
    """

    def __init__(self, settings: Settings, assistant: Assistant) -> None:
        self._settings = settings
        self._assistant = assistant
        self._ready = anyio.Event()
        self._handle: ASGIApp | None = None

    @asynccontextmanager
    async def running(self, application: Starlette) -> AsyncIterator[None]:  # noqa: ARG002 - as a lifespan takes it
        """Be ready for requests: the lifespan of the application that this is mounted in."""
        self._ready = anyio.Event()
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(self._run)
            yield
            tasks.cancel_scope.cancel()

    async def _run(self) -> None:
        # The SDK takes a second to load: the page doesn't wait for it.
        server = await anyio.to_thread.run_sync(self._server)
        async with server.session_manager.run():
            self._handle = server.session_manager.handle_request
            self._ready.set()
            await anyio.sleep_forever()

    def _server(self) -> MCPServer[None]:
        from townhall.interfaces.mcp.server import server_of

        server = server_of(self._settings, self._assistant, local=False)
        # It makes the session manager, which is what is wanted.
        server.streamable_http_app(stateless_http=True, json_response=True, transport_security=security_of(self._settings))
        return server

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a message. Nothing is ever sent of the server's own accord, so there is no stream to open and no session to end."""
        if scope["method"] != "POST":
            await PlainTextResponse("Messages are sent here by POST.\n", 405, {"allow": "POST"})(scope, receive, send)
            return
        await self._ready.wait()
        if self._handle:
            await self._handle(scope, receive, send)


def security_of(settings: Settings) -> TransportSecuritySettings:
    """Return which hosts and origins are answered: this machine, the address that is listened on, and those of the settings."""
    from mcp.server.transport_security import TransportSecuritySettings

    others = [name for name in re.split(r"[,\s]+", settings.mcp_hosts or "") if name]
    listened = [] if settings.host in EVERYWHERE else [f"[{settings.host}]" if ":" in settings.host else settings.host]
    hosts = list(dict.fromkeys([*THIS_MACHINE, *listened, *others]))
    allowed = [*hosts, *(f"{host}:*" for host in hosts)]  # at any port: a proxy may have another than we
    return TransportSecuritySettings(
        allowed_hosts=allowed, allowed_origins=[f"{scheme}://{host}" for scheme in ("http", "https") for host in allowed]
    )
