"""Lists in settings as they are given: parted by commas or blanks in an environment variable, or a sequence; and what may stand in them."""

from __future__ import annotations

import re

from pydantic import SecretStr

KEY_LENGTH = 16
"""Characters that a key of the API has at least: too many to be guessed within the limit of requests."""
KEY = re.compile(rf"(?:[\w-]+:)?[!-+\--9;-~]{{{KEY_LENGTH},}}")
"""A key, with a name and a colon before it or without."""
HOST = re.compile(r"[\w.-]+|\[[0-9A-Fa-f:.]+\]")
"""A name, or an address; one of IPv6 in brackets."""
ORIGIN = re.compile(r"https?://[^\s/?#*]+")
"""Scheme and host, with a port or without."""


def keys_in(value: object) -> object:
    """Return the keys of ``api_keys``.

    Raises:
        ValueError: one is too short or written otherwise; it isn't shown, since it is secret.
    """
    keys = _parted(value)
    if isinstance(keys, tuple) and any(not KEY.fullmatch(_shown(key)) for key in keys):
        raise ValueError(f"a key is at least {KEY_LENGTH} letters, digits and signs, with a name and a colon before it or without")
    return keys


def origins_in(value: object) -> object:
    """Return the origins of ``api_origins``.

    Raises:
        ValueError: one is none.
    """
    origins = _parted(value)
    for origin in origins if isinstance(origins, tuple) else ():
        if not ORIGIN.fullmatch(_shown(origin)):
            raise ValueError(f"{origin!r} is no origin: write it as https://example.org")
    return origins


def hosts_in(value: object) -> object:
    """Return the names of ``api_hosts``.

    Raises:
        ValueError: one is no name, or more than a name.
    """
    hosts = _parted(value)
    for host in hosts if isinstance(hosts, tuple) else ():
        if not HOST.fullmatch(_shown(host)):
            raise ValueError(f"{host!r} is no name of a host: write it as townhall.example.org, without scheme and port")
    return hosts


def _parted(value: object) -> object:
    """Return the parts of a text that commas or blanks part; anything else, as a sequence, as it is."""
    if isinstance(value, str):
        return tuple(part for part in re.split(r"[,\s]+", value) if part)
    return tuple(value) if isinstance(value, list | tuple) else value


def _shown(value: object) -> str:
    return value.get_secret_value() if isinstance(value, SecretStr) else str(value)
