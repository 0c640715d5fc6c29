"""By which names programs may reach this server.

A web page that somebody opens can have its own name point at this machine (DNS rebinding), and would then be answered as if it were ours: but its
requests say its name, in the header Host. So where nothing has to be shown, only requests under a name that is known are answered.
"""

from __future__ import annotations

from ipaddress import ip_address
from urllib.parse import urlsplit

from townhall.settings import Settings

THIS_MACHINE = frozenset({"localhost", "127.0.0.1", "::1"})


class Hosts:
    """The names of the settings, and those of this machine."""

    def __init__(self, settings: Settings) -> None:
        public = urlsplit(settings.public_url).hostname if settings.public_url else None
        named = (settings.host, *settings.api_hosts, *([public] if public else []))
        self._names = THIS_MACHINE | {name.strip("[]").rstrip(".").lower() for name in named}
        self.matter = not (settings.api_keys or settings.visitor_password or settings.trusted_user_header)
        """Whether names are looked at at all: what has to show a key, a password or a proxy's word isn't shown any by a page that pretends."""

    def knows(self, host: str | None) -> bool:
        """Whether a request with this header Host may be answered: by a known name, or by an address, which no page can have point elsewhere."""
        name = _name(host or "")
        return name is not None and (name in self._names or _is_address(name))

    def knows_page(self, origin: str, host: str | None) -> bool:
        """Whether a page of this origin may ask: one of this server or of a known name. An address alone doesn't do: anybody has one."""
        try:
            parts = urlsplit(origin)
        except ValueError:  # "http://[": no browser says so
            return False
        name = _name(parts.netloc)
        return parts.scheme in {"http", "https"} and name is not None and (name in self._names or parts.netloc == host)


def _name(host: str) -> str | None:
    """Return the name of ``name:port`` or ``[address]:port``; None where it is neither."""
    if not host or any(sign in host for sign in "@/\\?# "):
        return None
    try:
        parts = urlsplit(f"//{host}")
        parts.port  # noqa: B018 - raises where it is none
    except ValueError:
        return None
    return parts.hostname.rstrip(".") if parts.hostname else None


def _is_address(name: str) -> bool:
    try:
        ip_address(name)
    except ValueError:
        return False
    return True
