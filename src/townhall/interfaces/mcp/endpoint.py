"""The server over HTTP, as an ASGI application of one path: no sessions, so that any replica answers any request."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING

import anyio.to_thread
from starlette.applications import Starlette
from starlette.requests import HTTPConnection
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from townhall.assistant import Assistant
from townhall.interfaces.hosts import Hosts
from townhall.interfaces.http.access import asker_of
from townhall.interfaces.http.errors import refuse
from townhall.interfaces.web.operating.questions import Asker, ByDoor, Questions
from townhall.model import Turn
from townhall.settings import Settings

if TYPE_CHECKING:
    from mcp.server.mcpserver import MCPServer

PATH = "/mcp"
_asker: ContextVar[Asker] = ContextVar("asker", default=Asker(ByDoor.MCP))  # noqa: B039 - it is frozen
"""Who sent the message that is being answered: the SDK hands a request's context on to the tool that it calls, and nothing else of it."""


class Endpoint:
    """Streamable HTTP at ``PATH``: a request is a message, its answer is JSON. ``running`` has to be entered before the first one.

    It stands behind the API's door, which looks at the name that a request comes under. Of pages in a browser only this server's are answered.
    """

    def __init__(self, settings: Settings, assistant: Assistant, *, questions: Questions) -> None:
        self._settings = settings
        self._questions = questions
        self._hosts = Hosts(settings)
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
        from mcp.server.transport_security import TransportSecuritySettings

        from townhall.interfaces.mcp.server import server_of

        server = server_of(self._settings, self._assistant, local=False, follow=self._follow)
        # It makes the session manager, which is what is wanted.
        server.streamable_http_app(
            stateless_http=True, json_response=True, transport_security=TransportSecuritySettings(enable_dns_rebinding_protection=False)
        )
        return server

    def _follow(self, ask: Callable[[], Turn]) -> Turn:
        return self._questions.answered(_asker.get(), ask)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a message. Nothing is ever sent of the server's own accord, so there is no stream to open and no session to end."""
        if scope["method"] != "POST":
            await PlainTextResponse("Messages are sent here by POST.\n", 405, {"allow": "POST"})(scope, receive, send)
            return
        connection = HTTPConnection(scope)
        origin = connection.headers.get("origin")
        if origin and not self._hosts.knows_page(origin, connection.headers.get("host")):
            await refuse(connection, 403)(scope, receive, send)
            return
        _asker.set(asker_of(connection, ByDoor.MCP))
        await self._ready.wait()
        if self._handle:
            await self._handle(scope, receive, send)
