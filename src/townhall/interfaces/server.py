"""Serving the site: it takes its address, says when it answers, and ends quietly."""

from __future__ import annotations

import asyncio
import errno
import logging
import socket
import threading
from collections.abc import Callable
from typing import TYPE_CHECKING

from townhall.errors import TownhallError
from townhall.interfaces import logs
from townhall.interfaces.application import application_of
from townhall.interfaces.web import heap
from townhall.interfaces.web.ask.examples import Examples
from townhall.interfaces.web.operating.lifecycle import Lifecycle
from townhall.interfaces.web.reader import DEFAULT
from townhall.interfaces.web.sweeping import sweep_daily
from townhall.settings import Settings

if TYPE_CHECKING:
    from fastapi import FastAPI

    from townhall.assistant import Assistant

log = logging.getLogger(__name__)

GRACE = 3
"""Seconds that open connections get at the end."""
ANSWERING = 60
"""Seconds that questions which are being answered get before: a language model may take so long."""
GLANCE = 0.05
"""Seconds between two looks at whether they are."""


def serve(settings: Settings, *, on_ready: Callable[[str], None] | None = None) -> None:
    """Serve the chat page until interrupted; ``on_ready`` gets its address as soon as it answers.

    Raises:
        TownhallError: the address can't be listened on.
    """
    heap.use_few_pools()
    import uvicorn

    from townhall.assistant import Assistant

    listener = _listen(settings.host, settings.port)
    host, port = listener.getsockname()[:2]
    address = f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"
    assistant = Assistant(settings)
    examples = Examples(assistant)
    lifecycle = Lifecycle()
    threading.Thread(target=_warm, args=(assistant, examples, lifecycle), name="warm-up", daemon=True).start()
    ending = threading.Event()
    threading.Thread(target=sweep_daily, args=(settings, ending), name="sweep", daemon=True).start()
    application = application_of(settings, assistant, examples=examples, lifecycle=lifecycle)

    class Server(uvicorn.Server):
        async def startup(self, sockets: list[socket.socket] | None = None) -> None:
            await super().startup(sockets)
            if self.started and on_ready:
                on_ready(address)

        async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
            lifecycle.ending.set()
            await self._drained()
            _close_heartbeats(application)
            await super().shutdown(sockets)

        async def _drained(self) -> None:
            """Go on answering until others know that we end, and what was asked is answered; a second signal cuts that short."""
            loop = asyncio.get_running_loop()
            began = loop.time()
            while not self.force_exit:
                passed = loop.time() - began
                if passed >= settings.drain_seconds and (not lifecycle.running or passed >= settings.drain_seconds + ANSWERING):
                    return
                await asyncio.sleep(GLANCE)

    logs.configure(settings)
    logging.getLogger("uvicorn.error").addFilter(_not_cancelled)
    config = uvicorn.Config(
        application,
        log_config=None,
        access_log=False,
        server_header=False,
        forwarded_allow_ips=settings.trusted_proxies,
        timeout_graceful_shutdown=GRACE,
    )
    logging.getLogger("uvicorn").setLevel(logging.WARNING)
    try:
        Server(config).run(sockets=[listener])
    except KeyboardInterrupt:
        log.info("Stopped.")
    finally:
        ending.set()
        listener.close()


def _listen(host: str, port: int) -> socket.socket:
    """Take the address before anything slow begins, so that a port in use is told at once."""
    try:
        family, _, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)[0]
        return socket.create_server(address[:2], family=family)
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            cause = f"Port {port} on {host} is in use."
            remedy = f"Stop the program that uses it, or take another: --port {port + 1}."
        else:
            cause = f"The page can't be served at {host}, port {port}: {error.strerror or error}."
            remedy = "Set an address of this machine: --host 127.0.0.1 --port 7860."
        raise TownhallError(cause, remedy=remedy) from error


def _close_heartbeats(application: FastAPI) -> None:
    """End the connections that open pages hold for good; else every one of them delays the end and leaves a traceback."""
    for route in application.routes:
        mounted = getattr(route, "app", None)
        if stop := getattr(mounted, "stop_event", None):
            stop.set()


def _not_cancelled(record: logging.LogRecord) -> bool:
    """Whether a log record tells of anything but a request that the end of the server cut off."""
    return not (record.exc_info and isinstance(record.exc_info[1], asyncio.CancelledError))


def _warm(assistant: Assistant, examples: Examples, lifecycle: Lifecycle) -> None:
    """Load everything before the first question comes; then give back now and then what was freed."""
    try:
        assistant.warm_up()
        examples.of(DEFAULT)
    except Exception:  # the same fault will be told to whoever asks
        log.exception("The assistant couldn't be made ready.")
    lifecycle.warm.set()  # after a fault too: the index and the database are looked at by themselves
    heap.give_back()
    while not lifecycle.ending.wait(heap.EVERY):
        heap.give_back()
