"""What every test gets: no network beyond this machine, no telemetry, and a say in what may be missing."""

from __future__ import annotations

import ipaddress
import os
import socket
from collections.abc import Callable, Iterator
from typing import Any

import pytest

# Before anything imports a library that reads them: nothing is fetched from a hub, nothing is reported to anyone.
os.environ.update(
    {
        "ANONYMIZED_TELEMETRY": "False",
        "DO_NOT_TRACK": "1",
        "GRADIO_ANALYTICS_ENABLED": "False",
        "HF_DATASETS_OFFLINE": "1",
        "HF_HUB_DISABLE_TELEMETRY": "1",
        "HF_HUB_OFFLINE": "1",
        "TOKENIZERS_PARALLELISM": "false",
        "TRANSFORMERS_OFFLINE": "1",
    }
)

REQUIRE_ALL = "TOWNHALL_REQUIRE_ALL"
"""Set to 1 where every real part has to be there: what would skip fails."""


def stays_here(address: object) -> bool:
    """Tell whether a socket address is on this machine: loopback, the name localhost, or no internet address at all."""
    if not isinstance(address, tuple):
        return True
    host = address[0]
    if isinstance(host, bytes):
        host = host.decode("ascii", "replace")
    if host in {"", "localhost"}:
        return True
    try:
        return ipaddress.ip_address(host.partition("%")[0]).is_loopback
    except ValueError:
        return False


@pytest.fixture(scope="session", autouse=True)
def _no_network() -> Iterator[None]:
    """Refuse connections to other machines, name look-ups included.

    Python's own sockets only: what a Rust or C library opens is proved elsewhere, in a network namespace.
    """
    patch = pytest.MonkeyPatch()

    def guard(owner: object, name: str, address_of: Callable[[tuple[Any, ...]], object]) -> None:
        original = getattr(owner, name)

        def guarded(*arguments: Any, **options: Any) -> Any:
            address = address_of(arguments)
            if not stays_here(address):
                raise PermissionError(f"A test tried to reach {address!r}. Tests reach this machine only.")
            return original(*arguments, **options)

        patch.setattr(owner, name, guarded)

    for method in ("connect", "connect_ex", "sendto"):
        guard(socket.socket, method, lambda arguments: arguments[-1])
    guard(socket, "getaddrinfo", lambda arguments: (arguments[0] or "",))
    yield
    patch.undo()


@pytest.fixture(scope="session")
def require() -> Callable[[object, str], None]:
    """Return ``require(condition, reason)``: it skips the test where a real part is missing, or fails it where all are wanted."""

    def check(condition: object, reason: str) -> None:
        if condition:
            return
        if os.environ.get(REQUIRE_ALL) == "1":
            pytest.fail(f"{reason} ({REQUIRE_ALL}=1 wants every part)", pytrace=False)
        pytest.skip(reason)

    return check
