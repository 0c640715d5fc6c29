"""The server of the chat page: Gradio's Blocks in a FastAPI application, and what keeps the two to themselves."""

from __future__ import annotations

import asyncio
import errno
import logging
import os
import socket
import threading
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from townhall.errors import TownhallError
from townhall.interfaces.web.conversation import Conversation, Patch, Talk, patch
from townhall.interfaces.web.page import asset, shell_html
from townhall.interfaces.web.words import word
from townhall.settings import Settings

# Before Gradio is imported anywhere: it reads these once. Nothing is reported, kept or fetched.
os.environ.update({"GRADIO_ANALYTICS_ENABLED": "False", "GRADIO_RUN_HISTORY": "False", "HF_HUB_OFFLINE": "1", "HF_HUB_DISABLE_TELEMETRY": "1"})

if TYPE_CHECKING:
    import gradio as gr
    from fastapi import FastAPI

    from townhall.assistant import Assistant

log = logging.getLogger(__name__)

CONCURRENT_ANSWERS = 8
"""Answers that are made at once; more wait in the queue."""
QUEUE = 200
"""Questions that may wait; past that the page says that it is busy."""
GRACE = 3
"""Seconds that open connections get at the end."""


def build_app(settings: Settings) -> FastAPI:
    """Return the application: the chat page at ``/`` and nothing that it doesn't need."""
    from townhall.assistant import Assistant

    return _application(Assistant(settings))


def serve(settings: Settings, *, on_ready: Callable[[str], None] | None = None) -> None:
    """Serve the chat page until interrupted; ``on_ready`` gets its address as soon as it answers.

    Raises:
        TownhallError: the address can't be listened on.
    """
    import uvicorn

    from townhall.assistant import Assistant

    listener = _listen(settings.host, settings.port)
    host, port = listener.getsockname()[:2]
    address = f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"
    assistant = Assistant(settings)
    threading.Thread(target=_warm, args=(assistant,), name="warm-up", daemon=True).start()
    application = _application(assistant)

    class Server(uvicorn.Server):
        async def startup(self, sockets: list[socket.socket] | None = None) -> None:
            await super().startup(sockets)
            if self.started and on_ready:
                on_ready(address)

        async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
            _close_heartbeats(application)
            await super().shutdown(sockets)

    logging.getLogger("uvicorn.error").addFilter(_not_cancelled)
    config = uvicorn.Config(application, log_level="warning", access_log=False, server_header=False, timeout_graceful_shutdown=GRACE)
    try:
        Server(config).run(sockets=[listener])
    except KeyboardInterrupt:
        log.info("Stopped.")
    finally:
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


def _warm(assistant: Assistant) -> None:
    """Load everything before the first question comes."""
    try:
        assistant.warm_up()
    except Exception:  # the same fault will be told to whoever asks
        log.exception("The assistant couldn't be made ready.")


def _application(assistant: Assistant) -> FastAPI:
    import gradio as gr
    from fastapi import FastAPI
    from fastapi.responses import Response

    from townhall.interfaces.web.guard import Guard

    application = FastAPI(title=word("page.title"), docs_url=None, redoc_url=None, openapi_url=None)

    @application.get("/page.css", include_in_schema=False)
    def style() -> Response:
        return Response(asset("page.css"), media_type="text/css", headers={"Cache-Control": "no-cache"})

    gr.mount_gradio_app(
        application,
        _blocks(assistant),
        path="/",
        footer_links=[],
        run_history=False,
        enable_monitoring=False,
        show_error=False,
        ssr_mode=False,
        pwa=False,
        mcp_server=False,
        max_file_size=0,
        theme=gr.themes.Base(font=["system-ui", "sans-serif"], font_mono=["ui-monospace", "monospace"]),
    )
    application.add_middleware(Guard)
    return application


def _blocks(assistant: Assistant) -> gr.Blocks:
    import gradio as gr

    conversation = Conversation(assistant)

    def ask(event: gr.EventData, talk: Talk) -> Iterator[tuple[Patch, Talk]]:
        data = event._data if isinstance(event._data, dict) else {}  # noqa: SLF001 - the attributes that Gradio offers fail where something is missing
        yield from conversation.heard(data, talk)

    # Gradio hands in what type hints name, so they have to be real objects here, not strings.
    ask.__annotations__ = {"event": gr.EventData}

    blocks = gr.Blocks(title=word("page.title"), analytics_enabled=False, fill_width=True)
    with blocks:
        talk = gr.State(Talk())
        page = gr.HTML(
            value=patch(Talk()),
            html_template="${shell}",  # an argument of the template, so that nothing in it is taken for a template
            shell=shell_html(),
            js_on_load=asset("ask.js"),
            apply_default_css=False,
            elem_id="page",
        )
        quiet = {"inputs": [talk], "outputs": [page, talk], "show_progress": "hidden", "api_visibility": "private"}
        answering = page.ask(ask, trigger_mode="multiple", **quiet)
        # These two never wait behind questions.
        page.halt(conversation.stop, cancels=[answering], concurrency_limit=None, **quiet)
        page.renew(conversation.renew, cancels=[answering], concurrency_limit=None, **quiet)
    blocks.queue(api_open=False, default_concurrency_limit=CONCURRENT_ANSWERS, max_size=QUEUE)
    return blocks
