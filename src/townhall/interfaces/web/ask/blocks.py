"""Gradio's part of the Ask view: the queue, streaming and stopping, behind a page that is ours."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from townhall.interfaces.web.ask.conversation import Conversation, Patch
from townhall.interfaces.web.ask.event import Origin
from townhall.interfaces.web.ask.gradio_import import import_gradio
from townhall.interfaces.web.ask.visitor import owner_of
from townhall.interfaces.web.operating.request_log import HEADER
from townhall.interfaces.web.reader import DEFAULT
from townhall.interfaces.web.templates import asset
from townhall.locales.lexicon import LANGUAGES
from townhall.locales.messages import Messages, page_words

if TYPE_CHECKING:
    import gradio as gr
    from fastapi import FastAPI

    from townhall.storage import Owner

CONCURRENT_ANSWERS = 8
"""Answers that are made at once; more wait in the queue."""
QUEUE = 200
"""Questions that may wait; past that the page says that it is busy."""


def mount(application: FastAPI, conversation: Conversation, *, title: str) -> Callable[[], int]:
    """Put Gradio at ``/``, behind every other route, and return what tells how many events wait in its queue."""
    import_gradio()
    import gradio as gr

    blocks = _blocks(conversation, title)
    gr.mount_gradio_app(
        application,
        blocks,
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
    return lambda: len(blocks._queue)  # noqa: SLF001 - Gradio tells it to its own dashboard alone


def _blocks(conversation: Conversation, title: str) -> gr.Blocks:
    import gradio as gr

    def ask(event: gr.EventData, request: gr.Request) -> Iterator[Patch]:
        data = _data(event)
        yield from conversation.ask(data, _owner(request), _words(data), origin=_origin(request))

    def stop(event: gr.EventData, request: gr.Request) -> Patch:
        data = _data(event)
        return conversation.stop(data, _owner(request), _words(data))

    def renew(event: gr.EventData, request: gr.Request) -> Patch:
        data = _data(event)
        return conversation.renew(data, _owner(request), _words(data))

    # Gradio hands in what type hints name, so they have to be real objects here, not strings.
    for function in (ask, stop, renew):
        function.__annotations__ = {"event": gr.EventData, "request": gr.Request}

    blocks = gr.Blocks(title=title, analytics_enabled=False, fill_width=True)
    with blocks:
        page = gr.HTML(
            value={"token": None},
            html_template="<span></span>",  # what is seen stands in the page already
            js_on_load=asset("carrier.js").decode(),
            apply_default_css=False,
        )
        quiet = {"inputs": [], "outputs": [page], "show_progress": "hidden", "api_visibility": "private"}
        answering = page.ask(ask, trigger_mode="multiple", **quiet)
        # These never wait behind questions. A conversation begins anew without stopping anything where nothing is being answered: what stops an
        # answer stops whichever one runs when it arrives.
        page.halt(stop, cancels=[answering], concurrency_limit=None, **quiet)
        page.renew(renew, cancels=[answering], concurrency_limit=None, **quiet)
        page.begin(renew, concurrency_limit=None, **quiet)
    blocks.queue(api_open=False, default_concurrency_limit=CONCURRENT_ANSWERS, max_size=QUEUE)
    return blocks


def _owner(request: gr.Request) -> Owner | None:
    """Return whose conversations they are, as the cookie of the request says."""
    return owner_of(request.cookies)


def _origin(request: gr.Request) -> Origin:
    """Return where an event comes from."""
    return Origin(address=request.client.host if request.client else "", request=request.headers.get(HEADER, ""))


def _data(event: gr.EventData) -> Mapping[str, Any]:
    """Return what the page sent with an event."""
    data = event._data  # noqa: SLF001 - the attributes that Gradio offers fail where something is missing
    return data if isinstance(data, dict) else {}


def _words(data: Mapping[str, Any]) -> Messages:
    """Return the words of the language that the page is shown in."""
    language = data.get("language")
    return page_words(language if language in LANGUAGES else DEFAULT)
