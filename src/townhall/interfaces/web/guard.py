"""What stands before Gradio: only what the page needs is answered, and nothing on the page may reach another machine."""

from __future__ import annotations

import re
from html import escape

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from townhall.interfaces.web.words import word

OPEN = re.compile(
    r"/(?:page\.css|theme\.css|config/?|favicon\.ico|robots\.txt|manifest\.json|assets/.*|static/.*"
    r"|gradio_api/(?:queue/(?:join|data)/?|cancel/?|reset/?|heartbeat/[^/]*|startup-events|app_id/?|info/?))?"
)
"""Paths that the page asks for. Everything else that Gradio answers (uploads, files, proxy, direct calls) is closed."""

BODY_LIMIT = 1_000_000
"""Bytes of a request; a question of 100,000 characters fits."""

HEADERS = {
    # Gradio starts itself with scripts in the page and makes functions of templates: hence the two exceptions.
    b"content-security-policy": b"default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; style-src 'self' 'unsafe-inline'; "
    b"img-src 'self' data:; font-src 'self' data:; object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'self'",
    b"x-content-type-options": b"nosniff",
    b"referrer-policy": b"same-origin",
}

_FOREIGN = re.compile(r"\s*<meta\s+(?:property=\"og:|name=\"twitter:)[^>]*>")
_MANIFEST = re.compile(r"\s*<link rel=\"manifest\"[^>]*>")


def page(html: str) -> str:
    """Return Gradio's page with our style from the first moment, without what it says of itself to link previews."""
    html = _MANIFEST.sub("", _FOREIGN.sub("", html))
    head = (
        f"<title>{escape(word('page.title'))}</title>\n"
        f'<meta name="description" content="{escape(word("page.tagline"))}">\n'
        '<meta name="color-scheme" content="light dark">\n<link rel="stylesheet" href="./page.css">\n</head>'
    )
    opening = f'<p class="opening">{escape(word("page.loading"))}</p><noscript><p class="opening">{escape(word("page.no_script"))}</p></noscript>'
    return html.replace("</head>", head, 1).replace("<gradio-app", f"{opening}<gradio-app", 1)


class Guard:
    """ASGI middleware: closes routes, limits requests, sets headers, and dresses the page."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or hand it on."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        if scope["type"] != "http":
            await send({"type": "websocket.close"})
            return
        if not OPEN.fullmatch(scope["path"]):
            await _refuse(send, 404)
            return
        if scope["method"] not in {"GET", "HEAD"} and not _short_enough(scope):
            await _refuse(send, 413)
            return
        await self._app(_plain(scope) if scope["path"] == "/" else scope, receive, _Dresser(send, is_page=scope["path"] == "/"))


class _Dresser:
    """Passes a response on with our headers; the page itself is held back until it is whole and dressed."""

    def __init__(self, send: Send, *, is_page: bool) -> None:
        self._send = send
        self._is_page = is_page
        self._start: Message | None = None
        self._body = b""

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            message["headers"] = [*message["headers"], *HEADERS.items()]
            self._is_page = self._is_page and _is_html(message)
            if self._is_page:
                self._start = message
                return
        elif self._is_page and message["type"] == "http.response.body":
            self._body += message.get("body", b"")
            if message.get("more_body"):
                return
            await self._send_page()
            return
        await self._send(message)

    async def _send_page(self) -> None:
        if self._start is None:
            return
        body = page(self._body.decode()).encode() if self._body else b""
        self._start["headers"] = [(name, value) for name, value in self._start["headers"] if name != b"content-length" or not body]
        if body:
            self._start["headers"].append((b"content-length", str(len(body)).encode()))
        await self._send(self._start)
        await self._send({"type": "http.response.body", "body": body})


def _is_html(message: Message) -> bool:
    return any(name == b"content-type" and value.startswith(b"text/html") for name, value in message["headers"])


def _plain(scope: Scope) -> Scope:
    """Ask for the page uncompressed: it is rewritten on its way."""
    return {**scope, "headers": [(name, value) for name, value in scope["headers"] if name != b"accept-encoding"]}


def _short_enough(scope: Scope) -> bool:
    length = dict(scope["headers"]).get(b"content-length", b"")
    return length.isdigit() and int(length) <= BODY_LIMIT


async def _refuse(send: Send, status: int) -> None:
    body = word(f"refused.{status}").encode()
    headers = [(b"content-type", b"text/plain; charset=utf-8"), (b"content-length", str(len(body)).encode()), *HEADERS.items()]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
