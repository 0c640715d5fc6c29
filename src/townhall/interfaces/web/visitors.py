"""Who may see the page: everybody; or, where that is set, whoever has typed the visitors' password or was signed in by a proxy in front."""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import quote, urlsplit

from fastapi import APIRouter, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import JSONResponse, RedirectResponse
from starlette.requests import HTTPConnection
from starlette.responses import Response

from townhall.errors import StoreError
from townhall.interfaces.web.admin.administrators import read_form
from townhall.interfaces.web.admin.door import waiting
from townhall.interfaces.web.operating.probes import PATHS
from townhall.interfaces.web.origin import from_here
from townhall.interfaces.web.reader import reader_of
from townhall.interfaces.web.site import Site
from townhall.storage import Sessions, same
from townhall.storage.sessions import DURATION

ADDRESS = "/sign-in"
COOKIE = "entry"
SIGN_IN = "visitor"
"""What wrong passwords are counted as."""
OPEN = re.compile(r"/(?:page/.*|favicon\.ico|robots\.txt|sign-in)")
"""What needs no sign-in: what the door itself is made of."""
BEARER = "Bearer "
"""By which programs, that keep no cookies, show the password with every request."""
WELCOME = "/"


class Visitors:
    """Lets visitors in and knows them again; ``programs`` says which paths are for programs that show a key of their own there."""

    def __init__(self, site: Site, *, programs: Callable[[str], bool]) -> None:
        self._site = site
        self._programs = programs

    @property
    def _sessions(self) -> Sessions:
        return Sessions(self._site.store.database, self._site.settings.visitor_password, name=SIGN_IN)

    @property
    def has_door(self) -> bool:
        """Whether there is a password to type."""
        return self._site.settings.visitor_password is not None

    def turn_away(self, connection: HTTPConnection) -> Response | None:
        """Return the answer to somebody who may not come in, or None."""
        settings, path = self._site.settings, connection.scope["path"]
        if path in PATHS or OPEN.fullmatch(path) or self._programs(path):
            return None
        if settings.trusted_user_header and not connection.headers.get(settings.trusted_user_header):
            return JSONResponse({"detail": "Sign in."}, 401)
        if not self.has_door or self._knows(connection):
            return None
        if connection.scope["method"] == "GET" and "text/html" in connection.headers.get("accept", ""):
            return RedirectResponse(f"{ADDRESS}?to={quote(path, safe='')}", 303, headers={"cache-control": "no-store"})
        return JSONResponse({"detail": "Sign in."}, 401)

    def _knows(self, connection: HTTPConnection) -> bool:
        token = connection.cookies.get(COOKIE, "")
        shown = connection.headers.get("authorization", "")
        try:
            if shown.startswith(BEARER):
                return self._knows_password(connection, shown.removeprefix(BEARER))
            return bool(token) and self._sessions.holds(token)
        except StoreError:  # who can't be known isn't let in
            return False

    def _knows_password(self, connection: HTTPConnection, shown: str) -> bool:
        """Whether a program shows the password; wrong ones slow the next down, as they do at the door."""
        password = self._site.settings.visitor_password
        address = connection.client.host if connection.client else ""
        limits = self._site.store.limits
        if password is None or not limits.guess(SIGN_IN, address) or not same(shown, password.get_secret_value()):
            return False
        limits.right(SIGN_IN, address)
        return True

    async def answer(self, request: Request) -> Response:
        """Answer a password."""
        fields = await read_form(request)
        password, to = fields.get("password"), fields.get("to")
        address = request.client.host if request.client else ""
        tried = await run_in_threadpool(lambda: self._sessions.sign_in(password if isinstance(password, str) else "", address=address))
        if tried.token is None:
            return self.page(request, to=local(to), status=403, wrong=True, wait=tried.wait)
        answer = RedirectResponse(local(to), 303)
        secure = request.url.scheme == "https"
        answer.set_cookie(COOKIE, tried.token, max_age=int(DURATION.total_seconds()), path="/", secure=secure, httponly=True, samesite="lax")
        return answer

    def page(self, request: Request, *, to: str, status: int = 200, wrong: bool = False, wait: float = 0) -> Response:
        """Return the page that asks for the password; ``to`` is where it leads then."""
        words = reader_of(request).words
        told = waiting(wait, words.say) if wait else ""
        return self._site.page(request, "visitor_door.html", status=status, title=words.say("admin.door.sign_in"), to=to, wrong=wrong, wait=told)


def door(site: Site, visitors: Visitors) -> APIRouter:
    """Return the routes of the visitors' door; where none is set there is nothing."""
    routes = APIRouter()

    @routes.get(ADDRESS)
    def ask(request: Request, to: str = WELCOME) -> Response:
        return visitors.page(request, to=local(to)) if visitors.has_door else site.refuse(request, 404)

    @routes.post(ADDRESS)
    async def answer(request: Request) -> Response:
        if not visitors.has_door:
            return site.refuse(request, 404)
        return await visitors.answer(request) if from_here(request) else site.refuse(request, 403)

    return routes


def local(address: object) -> str:
    """Return ``address`` if it is a path of this site, else the first page's: a link here must not lead elsewhere."""
    if not isinstance(address, str) or not address.startswith("/") or "\\" in address:
        return WELCOME
    parts = urlsplit(address)
    return address if not parts.netloc and not parts.scheme and not address.startswith("//") and address.isprintable() else WELCOME
