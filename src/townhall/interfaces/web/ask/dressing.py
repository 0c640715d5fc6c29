"""The page of the Ask view: Gradio's own, with the whole of what is seen put into it.

What people see and use is made by our templates, in their language, and is there before Gradio has started. Gradio's element carries what goes
between page and server, and is never seen.
"""

from __future__ import annotations

import logging
import re
from typing import TYPE_CHECKING, Any

from fastapi.responses import Response
from markupsafe import Markup
from starlette.requests import HTTPConnection

from townhall.errors import StoreError
from townhall.interfaces.web.ask.conversation import turn_html, views_of
from townhall.interfaces.web.ask.rendering import Renderer, waiting
from townhall.interfaces.web.ask.views import TurnView
from townhall.interfaces.web.ask.visitor import owner_of, visitor_cookie
from townhall.interfaces.web.policy import gradio_policy, with_ancestors
from townhall.interfaces.web.reader import Reader, reader_of
from townhall.interfaces.web.site import as_page
from townhall.interfaces.web.templates import page
from townhall.locales.messages import Messages
from townhall.storage import COMMENT_CHARACTERS, Conversation, Reason

if TYPE_CHECKING:
    from townhall.interfaces.web.ask.examples import Examples
    from townhall.interfaces.web.site import Site

log = logging.getLogger(__name__)

_FOREIGN = re.compile(r"\s*<(?:meta\s+(?:property=\"og:|name=\"twitter:)|link rel=\"manifest\")[^>]*>")
"""What Gradio says of itself to link previews, and a manifest that isn't there."""
_ROOT = re.compile(r"<html\b[^>]*>")
_VIEWPORT = re.compile(r"<meta\s+name=\"viewport\"[^>]*>")


class Dresser:
    """Makes the Ask view of Gradio's page: with the reader's conversation in it, so that it is there at once."""

    def __init__(self, site: Site, examples: Examples, *, started: str) -> None:
        """Make pages for ``site``; ``started`` tells this run of the server from others."""
        self._site = site
        self._examples = examples
        self._started = started

    def __call__(self, html: str, connection: HTTPConnection) -> Response:
        """Return the page for whoever asks for it."""
        reader = reader_of(connection)
        kept, note = self._conversation(connection)
        renderer = Renderer(self._site.assistant, reader.words, today=self._site.settings.current_date())
        values: dict[str, Any] = {
            "current": "ask",
            "title": "",
            "notice": self._site.notice,
            "examples": self._examples.of(reader.language),
            "waiting": _markup([waiting(0, "", reader.words)], reader.words),
            "turns": _markup(views_of(kept, renderer) if kept else (), reader.words),
            "conversation": kept.id if kept else "",
            "note": note,
            "started": self._started,
            "reasons": [reason.value for reason in Reason],
            "comment_characters": COMMENT_CHARACTERS,
        }
        response = as_page(connection, dressed(html, reader, values))
        response.headers["cache-control"] = "private, no-cache"
        response.headers["content-security-policy"] = with_ancestors(gradio_policy(html), self._site.settings.frame_ancestors)
        response.headers.append("set-cookie", visitor_cookie(connection, days=self._site.settings.retention_days))
        return response

    def _conversation(self, connection: HTTPConnection) -> tuple[Conversation | None, str | None]:
        """Return the conversation to show, and what to say where there is none although one was asked for."""
        owner, wanted = owner_of(connection.cookies), connection.query_params.get("c")
        try:
            if wanted:
                kept = self._site.store.conversations.load(owner, wanted) if owner else None
                return kept, None if kept else "ask.missing"
            if connection.query_params.get("q", "").strip() or owner is None:  # a question by its address begins a conversation of its own
                return None, None
            return self._site.store.conversations.latest(owner), None
        except StoreError:
            log.exception("A conversation couldn't be read.")
            return None, "ask.unreadable" if wanted else None


def dressed(html: str, reader: Reader, values: dict[str, Any]) -> str:
    """Return Gradio's page as the Ask view for ``reader``."""
    theme = f' data-theme="{reader.theme}"' if reader.theme else ""
    html = _FOREIGN.sub("", html)
    html = _ROOT.sub(f'<html lang="{reader.language}"{theme}>', html, count=1)
    html = _VIEWPORT.sub('<meta name="viewport" content="width=device-width, initial-scale=1">', html, count=1)
    html = html.replace("</head>", f"{page('ask_head.html', reader, **values)}\n</head>", 1)
    return html.replace("<gradio-app", f'{page("ask.html", reader, **values)}\n<gradio-app inert aria-hidden="true"', 1)


def _markup(views: list[TurnView] | tuple[TurnView, ...], words: Messages) -> Markup:
    return Markup("\n").join(Markup(turn_html(view, words)) for view in views)  # noqa: S704 - made by the template that escapes
