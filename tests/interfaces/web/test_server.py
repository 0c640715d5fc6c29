"""The server's beginning and end."""

from __future__ import annotations

import http.client
import signal
import socket
import subprocess
from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest

from townhall.errors import TownhallError
from townhall.interfaces.web import serve
from townhall.settings import Settings

Start = Callable[..., AbstractContextManager[tuple[subprocess.Popen[str], str]]]


def test_port_in_use(settings: Settings) -> None:
    """A port that is in use is told in one line with a remedy."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(TownhallError, match=f"Port {port} .* in use") as caught:
            serve(settings.model_copy(update={"port": port}))
    assert "port" in caught.value.remedy


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
