"""Whether a request that changes something comes from a page of this site."""

from __future__ import annotations

from urllib.parse import urlsplit

from starlette.exceptions import HTTPException
from starlette.requests import Request


def from_here(request: Request) -> bool:
    """Whether the browser says that a page of this site made the request; programs that are no browsers say nothing, and hold no cookie."""
    if site := request.headers.get("sec-fetch-site"):
        return site in {"same-origin", "none"}
    origin = request.headers.get("origin")
    return origin is None or urlsplit(origin).netloc == request.headers.get("host")


def only_from_here(request: Request) -> None:
    """Refuse a request that another site made; a dependency of routes.

    Raises:
        HTTPException: 403.
    """
    if not from_here(request):
        raise HTTPException(403)
