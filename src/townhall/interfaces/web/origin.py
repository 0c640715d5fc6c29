"""Whether a request that changes something was made by a page of this site, and not by another site in the same browser."""

from __future__ import annotations

from urllib.parse import urlsplit

from starlette.requests import HTTPConnection


def from_here(connection: HTTPConnection) -> bool:
    """Whether one of our own pages made this request; where the browser says nothing, it didn't.

    Browsers say it themselves (``Sec-Fetch-Site``) over https and on this machine, and name the page's origin elsewhere. Its scheme isn't
    compared: a proxy in front of us may speak https where we don't.
    """
    site = connection.headers.get("sec-fetch-site")
    if site is not None:
        return site == "same-origin"
    origin = connection.headers.get("origin", "")
    host = connection.headers.get("host", "")
    return bool(host) and urlsplit(origin).netloc.lower() == host.lower()
