"""The server's beginning and end."""

from __future__ import annotations

import http.client
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest

from townhall.errors import TownhallError
from townhall.interfaces.server import serve
from townhall.settings import Settings

DRAINING = """
import sys
from townhall.interfaces.server import serve
from townhall.settings import Settings
serve(Settings.model_validate_json(sys.argv[1]), on_ready=lambda address: print(address, flush=True))
"""
Start = Callable[..., AbstractContextManager[tuple[subprocess.Popen[str], str]]]


def test_port_in_use(settings: Settings) -> None:
    """A port that is in use is told in one line with a remedy."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(TownhallError, match=f"Port {port} .* in use") as caught:
            serve(settings.model_copy(update={"port": port}))
    assert "port" in caught.value.remedy


def test_who_ends_says_so_first(settings: Settings) -> None:
    """Told to end, the server says at once that nobody new should be sent, answers on for as long as is set, and ends without an error."""
    drained = settings.model_copy(update={"port": 0, "drain_seconds": 3.0})
    with subprocess.Popen(  # noqa: S603 - our own Python
        [sys.executable, "-c", DRAINING, drained.model_dump_json()], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as server:
        address = server.stdout.readline().strip() if server.stdout else ""

        def answered(path: str) -> int:
            asking = http.client.HTTPConnection(address.removeprefix("http://"), timeout=30)
            asking.request("GET", path)
            status = asking.getresponse().status
            asking.close()
            return status

        until = time.monotonic() + 60
        while answered("/readyz") != 200 and time.monotonic() < until:
            time.sleep(0.2)
        assert answered("/readyz") == 200
        server.send_signal(signal.SIGTERM)
        while answered("/readyz") == 200 and time.monotonic() < until:
            time.sleep(0.05)
        assert answered("/readyz") == 503
        assert answered("/about") == 200
        assert server.wait(timeout=60) in {0, -signal.SIGTERM}
        assert server.stderr is not None
        assert "Traceback" not in server.stderr.read()


@pytest.mark.browser
def test_interrupt_ends_the_server(start: Start) -> None:
    """Ctrl-C ends the server soon and quietly, with a page still open."""
    with start() as (server, address):
        held = http.client.HTTPConnection(address.removeprefix("http://"), timeout=10)
        held.request("GET", "/gradio_api/heartbeat/someone")
        assert held.getresponse().status == 200
        server.send_signal(signal.SIGINT)
        assert server.wait(timeout=60) == 0  # it takes 3 seconds, and more on a busy machine
        assert server.stderr is not None
        assert "Traceback" not in server.stderr.read()
