"""The door of the API and of MCP: by which name a request comes, which key it shows, and how often."""

from __future__ import annotations

import logging
import math
from collections.abc import Iterable
from dataclasses import dataclass

from pydantic import SecretStr
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import MutableHeaders
from starlette.requests import HTTPConnection
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from townhall.errors import StoreError
from townhall.interfaces.hosts import Hosts
from townhall.interfaces.http.errors import refuse
from townhall.interfaces.web.operating.questions import Asker, ByDoor
from townhall.interfaces.web.operating.request_log import HEADER
from townhall.interfaces.web.site import Site
from townhall.storage import Allowance
from townhall.storage.tokens import same

log = logging.getLogger(__name__)

MINUTE = 60
"""Seconds in which ``api_rate`` requests may come."""
OPEN = frozenset({"/api/openapi.json", "/api/docs"})
"""What is answered without a key and isn't counted: it tells nothing of the documents."""
COUNTED = "api"
"""What requests are counted as."""


@dataclass(frozen=True, slots=True)
class Key:
    """A key of the settings."""

    name: str
    """As it is given before the colon; else its place among the keys, from 1."""
    secret: str


def keys_of(secrets: Iterable[SecretStr]) -> tuple[Key, ...]:
    """Return the keys of the settings: each is ``key`` or ``name:key``."""
    found = []
    for number, secret in enumerate(secrets, 1):
        name, colon, key = secret.get_secret_value().rpartition(":")
        found.append(Key(name if colon else str(number), key))
    return tuple(found)


class Door:
    """ASGI middleware: lets in who may use the API as often as they may, and says so in headers."""

    def __init__(self, app: ASGIApp, *, site: Site) -> None:
        self._app = app
        self._keys = keys_of(site.settings.api_keys)
        self._rate = site.settings.api_rate
        self._site = site
        self._hosts = Hosts(site.settings)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hand a request on, or refuse it."""
        if scope["type"] != "http" or scope["path"] in OPEN:
            await self._app(scope, receive, send)
            return
        connection = HTTPConnection(scope)
        if self._hosts.matter and not self._hosts.knows(connection.headers.get("host")):
            await refuse(connection, 421)(scope, receive, send)
            return
        key = self._key(connection)
        address = connection.client.host if connection.client else ""
        connection.state.caller = f"key {key.name}" if key else address
        # A wrong key is counted for its address, so that keys aren't tried out without end.
        caller = f"key {key.name}" if key else f"address {address}"
        allowance = await run_in_threadpool(self._count, caller)
        headers = self._headers(allowance)
        if allowance is not None and not allowance:
            refused: Response | None = refuse(connection, 429, headers={"retry-after": str(_seconds(allowance.wait))})
        elif self._keys and key is None:
            refused = refuse(connection, 401, headers={"www-authenticate": "Bearer"})
        else:
            refused = None
        await (refused or self._app)(scope, receive, _with(send, headers))

    def _key(self, connection: HTTPConnection) -> Key | None:
        scheme, _, shown = connection.headers.get("authorization", "").partition(" ")
        if scheme.lower() != "bearer":
            return None
        known = [key for key in self._keys if same(key.secret, shown.strip())]  # all are compared: the time tells nothing
        return known[0] if known else None

    def _count(self, caller: str) -> Allowance | None:
        """Count a request; None where requests aren't counted, or can't be: answers don't depend on the database."""
        if not self._rate:
            return None
        try:
            return self._site.store.limits.allow(COUNTED, caller, most=self._rate, seconds=MINUTE)
        except StoreError as error:
            log.warning("Requests can't be counted: %s", error)
            return None

    def _headers(self, allowance: Allowance | None) -> dict[str, str]:
        if allowance is None:
            return {}
        reset = allowance.wait if allowance.left == 0 else MINUTE
        return {"ratelimit-limit": str(self._rate), "ratelimit-remaining": str(allowance.left), "ratelimit-reset": str(_seconds(reset))}


def asker_of(connection: HTTPConnection, door: ByDoor) -> Asker:
    """Return who asks by a request that came through the door."""
    return Asker(door, connection.state.caller, connection.headers.get(HEADER, ""))


def _seconds(wait: float) -> int:
    return max(1, math.ceil(wait))


def _with(send: Send, headers: dict[str, str]) -> Send:
    async def sent(message: Message) -> None:
        if message["type"] == "http.response.start":
            MutableHeaders(raw=message["headers"]).update({"cache-control": "no-store", **headers})
        await send(message)

    return sent
