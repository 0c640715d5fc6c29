"""The server on standard input and output, for a client on the same machine that starts it."""

from __future__ import annotations

import logging
import sys
import threading
from collections.abc import Callable
from concurrent.futures import Future

from townhall.assistant import Assistant
from townhall.interfaces.mcp.server import server_of
from townhall.settings import Settings


def serve_stdio(settings: Settings, *, prepare: Callable[[], object]) -> None:
    """Serve until the client closes standard input; standard output carries messages and nothing else, the log goes to standard error.

    ``prepare`` brings the index up to date. It runs beside the server, whose tools wait for it: clients give up on a server that doesn't answer
    within seconds, and a first index takes longer. What goes wrong in it is told by every tool.
    """
    logging.basicConfig(stream=sys.stderr, level=logging.WARNING, format="townhall: %(message)s")
    prepared: Future[object] = Future()

    def run() -> None:
        try:
            prepared.set_result(prepare())
        except BaseException as error:  # noqa: BLE001 - it is raised again where it is waited for
            prepared.set_exception(error)

    # A daemon: an ingest that is cut off by the client's going leaves the old index as it was.
    threading.Thread(target=run, name="prepare", daemon=True).start()
    server_of(settings, Assistant(settings), local=True, ready=prepared.result).run("stdio")
