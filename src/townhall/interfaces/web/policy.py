"""What a browser may do with our pages: the headers that say so.

Scripts run from files of this server alone. Gradio starts itself with a few scripts that stand in its page: those are let through one by one, by
hashes of what is served, taken before anything of ours is put into the page. So nothing that a document or a person wrote can be one of them, and
another version of Gradio needs no change here.
"""

from __future__ import annotations

import base64
import hashlib
from functools import lru_cache
from html.parser import HTMLParser

COMMON = "default-src 'none'; connect-src 'self'; img-src 'self' data:; font-src 'self' data:; form-action 'self'"
"""Nothing from elsewhere, and nothing that isn't named."""
REPORT = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"
"""For a report of the evaluation, which carries its style in itself and no script."""
POWERS = ("browsing-topics", "camera", "display-capture", "geolocation", "microphone", "midi", "payment", "serial", "usb")
"""What a browser could lend to a page, and ours have no use for."""


def headers(ancestors: str) -> dict[str, str]:
    """Return what goes with every answer that doesn't say otherwise; ``ancestors`` are sites that may show our pages in a frame, as CSP has them."""
    return {
        "content-security-policy": with_ancestors(view_policy(), ancestors),
        "x-content-type-options": "nosniff",
        "referrer-policy": "same-origin",
        "permissions-policy": ", ".join(f"{power}=()" for power in POWERS),
        "cross-origin-opener-policy": "same-origin",
        "cross-origin-resource-policy": "same-origin",
    }


def view_policy() -> str:
    """Return the policy of our own views: places on a time line stand in attributes of style, all other style and every script in files."""
    return f"{COMMON}; script-src 'self'; style-src 'self'; style-src-attr 'unsafe-inline'; base-uri 'none'"


def gradio_policy(html: str) -> str:
    """Return the policy of a page that Gradio made and that nothing was put into yet.

    Gradio's components write styles into the page and make functions of their templates: hence the two exceptions.
    """
    hashes = " ".join(f"'sha256-{each}'" for each in inline_hashes(html))
    return f"{COMMON}; script-src 'self' 'unsafe-eval' {hashes}; style-src 'self' 'unsafe-inline'; worker-src 'self' blob:; base-uri 'self'"


def with_ancestors(policy: str, ancestors: str) -> str:
    """Return a policy that lets the sites ``ancestors`` show the page in a frame."""
    return f"{policy}; frame-ancestors {ancestors}"


@lru_cache(maxsize=8)
def inline_hashes(html: str) -> tuple[str, ...]:
    """Return the SHA-256 in base64 of every script that stands in a page, in order, each once."""
    found = _InlineScripts()
    found.feed(html)
    found.close()
    digests = (base64.b64encode(hashlib.sha256(script.encode()).digest()).decode() for script in found.scripts)
    return tuple(dict.fromkeys(digests))


class _InlineScripts(HTMLParser):
    """Collects what stands in ``script`` elements without an address; their text is data to the parser, never markup."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.scripts: list[str] = []
        self._inside = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "script":
            self._inside = not any(name == "src" for name, _ in attrs)
            if self._inside:
                self.scripts.append("")

    def handle_endtag(self, tag: str) -> None:
        if tag == "script":
            self._inside = False

    def handle_data(self, data: str) -> None:
        if self._inside:
            self.scripts[-1] += data
