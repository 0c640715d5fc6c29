"""A Chroma server of a test's own: on a free port of this machine, with its data in a folder of the test's."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

from townhall.index.chroma_server import ChromaServer, disconnect

STARTING = 60
"""Seconds that the server may take to start."""
LOOK = 0.1
"""Seconds between two looks at whether it answers."""


class ChromaProcess:
    """Runs ``chroma run``; it can be stopped and started again with the same data at the same address."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        with socket.create_server(("127.0.0.1", 0)) as free:
            self._port = free.getsockname()[1]
        self.url = f"http://127.0.0.1:{self._port}"
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it, and wait until it answers."""
        command = [
            str(Path(sys.executable).with_name("chroma")),
            "run",
            "--path",
            str(self._folder),
            "--host",
            "127.0.0.1",
            "--port",
            str(self._port),
        ]
        quiet = {**os.environ, "ANONYMIZED_TELEMETRY": "False", "DO_NOT_TRACK": "1"}
        self._process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=quiet)  # noqa: S603 - our own arguments
        until = time.monotonic() + STARTING
        while time.monotonic() < until:
            try:
                urllib.request.urlopen(f"{self.url}/api/v2/heartbeat", timeout=5).close()  # noqa: S310 - our own server
            except (urllib.error.URLError, OSError):
                time.sleep(LOOK)
            else:
                return
        self.stop()
        raise TimeoutError(f"Chroma did not answer at {self.url} within {STARTING} seconds.")

    def stop(self) -> None:
        """End it, as a machine that fails would."""
        if self._process:
            self._process.kill()
            self._process.wait()
            self._process = None

    def collections(self) -> set[str]:
        """Return the names of what it holds."""
        client = ChromaServer(self.url).connect()
        try:
            return {collection.name for collection in client.list_collections()}
        finally:
            disconnect(client)
