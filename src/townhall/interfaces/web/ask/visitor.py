"""Who asks: whoever holds the token in the browser's cookie. It is random and says nothing of anybody."""

from __future__ import annotations

import re
from collections.abc import Mapping

from starlette.exceptions import HTTPException
from starlette.requests import HTTPConnection, Request

from townhall.interfaces.web.origin import from_here
from townhall.storage import Owner, new_token

COOKIE = "visitor"
_TOKEN = re.compile(r"[\w-]{43}", re.ASCII)
"""A token as this site makes it: 256 bits. Anything else could be guessed."""
DAY = 24 * 3600


def owner_of(cookies: Mapping[str, str]) -> Owner | None:
    """Return whose conversations the cookies give access to; None for a browser that keeps none."""
    token = cookies.get(COOKIE, "")
    return Owner.of(token) if _TOKEN.fullmatch(token) else None


def visitor_cookie(connection: HTTPConnection, *, days: int) -> str:
    """Return the header that gives a browser its token, or keeps the one that it has for another ``days``."""
    token = connection.cookies.get(COOKIE, "")
    if not _TOKEN.fullmatch(token):
        token = new_token()
    secure = "; Secure" if connection.url.scheme == "https" else ""
    return f"{COOKIE}={token}; Max-Age={days * DAY}; Path=/; HttpOnly; SameSite=Lax{secure}"


def only_from_here(request: Request) -> None:
    """Refuse a request that no page of this site made; a dependency of routes.

    Raises:
        HTTPException: 403.
    """
    if not from_here(request):
        raise HTTPException(403)
