"""The server of the chat page: Gradio's Blocks in a FastAPI application, and what keeps the two to themselves."""

from __future__ import annotations

import asyncio
import errno
import logging
import os
import socket
import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from townhall.errors import TownhallError
from townhall.interfaces.web import rendering
from townhall.interfaces.web.page import asset, shell_html, turn_html
from townhall.interfaces.web.views import TurnView
from townhall.interfaces.web.words import word
from townhall.model import Turn
from townhall.settings import Settings

# Before Gradio is imported anywhere: it reads these once. Nothing is reported, kept or fetched.
os.environ.update({"GRADIO_ANALYTICS_ENABLED": "False", "GRADIO_RUN_HISTORY": "False", "HF_HUB_OFFLINE": "1", "HF_HUB_DISABLE_TELEMETRY": "1"})

if TYPE_CHECKING:
    import gradio as gr
    from fastapi import FastAPI

    from townhall.assistant import Assistant

log = logging.getLogger(__name__)

Patch = dict[str, Any]
"""What the page is sent: of which conversation, from which exchange on (from 0), their HTML, whether more is coming, what to read out."""

CONCURRENT_ANSWERS = 8
"""Answers that are made at once; more wait in the queue."""
REMEMBERED = 20
"""Answers that follow-up questions can lean on."""
LONGEST = 100_000
"""Exchanges that a page can count."""
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
        yield from conversation.ask(str(data.get("question") or ""), caught_up(talk, data))

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


@dataclass(frozen=True, slots=True)
class Talk:
    """One person's conversation, as the server keeps it."""

    turns: tuple[Turn, ...] = ()
    """What was answered: what follow-up questions can lean on."""
    shown: int = 0
    """Exchanges on the page: the turns, and what was stopped or went wrong."""
    pending: str = ""
    """The question that is being answered."""
    number: int = 0
    """Counts the conversations that were begun anew: what still arrives from an earlier one is dropped."""


def caught_up(talk: Talk, data: Mapping[str, Any]) -> Talk:
    """Return ``talk`` as the page knows it.

    A page can outlive its session: the server was restarted, or the session expired. What it shows then stays, and the new question comes
    after it; only follow-up questions have nothing to lean on.
    """
    shown, number = (data.get(key) for key in ("shown", "talk"))
    if (
        isinstance(shown, int)
        and isinstance(number, int)
        and 0 <= shown <= LONGEST
        and 0 <= number <= LONGEST
        and (shown, number) != (talk.shown, talk.number)
    ):
        return Talk(shown=shown, number=number)
    return talk


def patch(talk: Talk, *views: TurnView, busy: bool = False) -> Patch:
    """Return what replaces the exchanges after those that ``talk`` has shown; what is complete is read out."""
    announce = "" if busy else " ".join(rendering.announcement(view) for view in views)
    return {"talk": talk.number, "from": talk.shown, "turns": [turn_html(view) for view in views], "busy": busy, "announce": announce}


class Conversation:
    """What the page's events do; it keeps nothing itself, so that nobody's conversation can reach anybody else."""

    def __init__(self, assistant: Assistant) -> None:
        self._assistant = assistant

    def ask(self, question: str, talk: Talk) -> Iterator[tuple[Patch, Talk]]:
        """Answer ``question``: yield what to show and the conversation as it is then, each time that there is more."""
        question, number = question.strip(), talk.shown + 1
        if not question:
            yield patch(talk), talk
            return
        open_talk = replace(talk, pending=question)
        closed_talk = replace(talk, pending="", shown=number)
        yield patch(talk, rendering.waiting(number, question), busy=True), open_talk
        try:
            turn = self._assistant.ask(question, turns=talk.turns)
            view = rendering.answered(number, question, turn.answer, section_of=self._assistant.section, document_of=self._assistant.document)
        except TownhallError as error:
            view, turns = rendering.fault(number, question, cause=error.cause, remedy=error.remedy), talk.turns
        except Exception:  # the page has to say something, whatever happened
            log.exception("A question could not be answered.")
            view, turns = rendering.fault(number, question), talk.turns
        else:
            turns = (*talk.turns, turn)[-REMEMBERED:]
        for shown in range(1, len(view.statements) + 1):
            yield patch(talk, replace(view, statements=view.statements[:shown], done=False), busy=True), open_talk
        yield patch(talk, view), replace(closed_talk, turns=turns)

    def stop(self, talk: Talk) -> tuple[Patch, Talk]:
        """Say that the open question was stopped; follow-up questions can't lean on it."""
        if not talk.pending:
            return patch(talk), talk
        view = rendering.stopped(talk.shown + 1, talk.pending)
        return patch(talk, view), replace(talk, pending="", shown=talk.shown + 1)

    def renew(self, talk: Talk) -> tuple[Patch, Talk]:
        """Begin a new conversation."""
        fresh = Talk(number=talk.number + 1)
        return patch(fresh), fresh
