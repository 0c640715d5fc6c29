"""The page of the Ask view: Gradio's own, with the whole of what is seen put into it.

What people see and use is made by our templates, in their language, and is there before Gradio has started. Gradio's element carries what goes
between page and server, and is never seen.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

from markupsafe import Markup

from townhall.interfaces.web.ask.conversation import turn_html
from townhall.interfaces.web.ask.rendering import waiting
from townhall.interfaces.web.reader import Reader
from townhall.interfaces.web.templates import page

_FOREIGN = re.compile(r"\s*<(?:meta\s+(?:property=\"og:|name=\"twitter:)|link rel=\"manifest\")[^>]*>")
"""What Gradio says of itself to link previews, and a manifest that isn't there."""
_ROOT = re.compile(r"<html\b[^>]*>")
_VIEWPORT = re.compile(r"<meta\s+name=\"viewport\"[^>]*>")


def dressed(html: str, reader: Reader) -> str:
    """Return Gradio's page as the Ask view for ``reader``."""
    placeholder = Markup(turn_html(waiting(0, "", reader.words), reader.words))  # noqa: S704 - made by the template that escapes
    values: dict[str, Any] = {"current": "ask", "title": "", "examples": _examples(), "waiting": placeholder}
    theme = f' data-theme="{reader.theme}"' if reader.theme else ""
    html = _FOREIGN.sub("", html)
    html = _ROOT.sub(f'<html lang="{reader.language}"{theme}>', html, count=1)
    html = _VIEWPORT.sub('<meta name="viewport" content="width=device-width, initial-scale=1">', html, count=1)
    html = html.replace("</head>", f"{page('ask_head.html', reader, **values)}\n</head>", 1)
    return html.replace("<gradio-app", f'{page("ask.html", reader, **values)}\n<gradio-app inert aria-hidden="true"', 1)


@cache
def _examples() -> Any:
    text = files("townhall.interfaces.web.ask").joinpath("examples.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)["group"]
