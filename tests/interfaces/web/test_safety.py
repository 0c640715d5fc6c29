"""What documents and people write is text, and the page keeps to its own server."""

from __future__ import annotations

import http.client
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

import pytest

from townhall.interfaces.web.ask.conversation import turn_html
from townhall.interfaces.web.ask.rendering import waiting
from townhall.locales.messages import page_words

Visit = Callable[..., Any]
Ask = Callable[[Any, str], Any]
QUOTED = "Who supports cities in Slovenia, and whom do I write to?"
REFUSED = "What is the capital of Australia?"
TRICKY = "Who supports cities in Estonia?"
ENGLISH = page_words("en")


def folded(text: str) -> str:
    """Return text with its white space folded, as a page shows it."""
    return " ".join(text.split())


@pytest.mark.browser
def test_documents_are_text(visit: Visit, ask: Ask, tricks: str) -> None:
    """HTML, scripts, Markdown and template marks in a document or a question are shown as they stand, and nothing of them runs."""
    page = visit()
    question = '<img src=x onerror="window.pwned=1"> ${7*7} {{7*7}} </textarea><script>window.pwned=1</script>'
    assert folded(ask(page, question).locator(".asked").inner_text()) == folded(question)
    turn = ask(page, TRICKY)
    assert "Federation of Tricky Markup" in turn.inner_text()
    shown = folded("".join(turn.locator(".source .text").all_text_contents()))
    assert folded(tricks.partition("\n\n")[2]) in shown
    assert page.locator(".turns :is(script, img, h1, b, strong, em, code, a:not(.marker, .open, .share, [href^='/directory?country=']))").count() == 0
    assert page.evaluate("window.pwned") is None
    assert page.complaints == []


def test_question_is_escaped() -> None:
    """A question is text, whatever is in it."""
    assert "<b>" not in turn_html(waiting(1, "<b>bold</b>", ENGLISH), ENGLISH)
    assert "&lt;b&gt;" in turn_html(waiting(1, "<b>bold</b>", ENGLISH), ENGLISH)


@pytest.mark.browser
def test_everything_comes_from_here(visit: Visit, ask: Ask, address: str) -> None:
    """Opening the page, asking and reading sources makes no request to anywhere but the server, and no error."""
    for width, scheme in ((1280, "light"), (390, "dark")):
        page = visit(width, 844, scheme)
        ask(page, QUOTED).locator(".marker").first.click()
        ask(page, REFUSED)
        page.locator(".new").click()
        page.locator(".empty").wait_for()
        assert page.asked_for
        assert [url for url in page.asked_for if not url.startswith((f"{address}/", "data:"))] == []
        assert page.complaints == []


@pytest.mark.browser
@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (390, "dark")])
def test_every_view_comes_from_here(visit: Visit, address: str, paths: list[str], width: int, scheme: str) -> None:
    """No page that the site's links lead to asks for anything from elsewhere, nor runs into an error; with its lists and parts opened too."""
    page = visit(width, 844, scheme)
    for path in paths:
        page.goto(address + path)
        page.locator("main:visible").first.wait_for()
        page.evaluate("document.querySelectorAll('details').forEach((each) => { each.open = true; })")
        page.evaluate("scrollTo(0, document.body.scrollHeight)")
        page.wait_for_load_state("networkidle")
    assert {urlsplit(url).path for url in page.asked_for} >= set(paths)
    assert [url for url in page.asked_for if not url.startswith((f"{address}/", "data:"))] == []
    assert page.complaints == []


@pytest.mark.browser
def test_no_builder_is_advertised(visit: Visit) -> None:
    """The page carries nothing of the kit it is made with: no footer, no settings, no foreign preview."""
    page = visit()
    assert page.title() == "Townhall"
    assert page.locator("footer:visible").count() == 1
    assert "gradio" not in page.locator("body").inner_text().lower()
    assert "gradio" not in page.locator("body").inner_text().lower()
    assert page.locator("meta[property^='og:'], meta[name^='twitter:']").count() == 0


@pytest.mark.browser
@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("POST", "/gradio_api/upload"),
        ("POST", "/gradio_api/run/ask"),
        ("POST", "/gradio_api/call/ask"),
        ("GET", "/gradio_api/file=/etc/passwd"),
        ("GET", "/gradio_api/proxy=https://example.org"),
        ("GET", "/monitoring"),
        ("GET", "/docs"),
        ("GET", "/openapi.json"),
    ],
)
def test_closed_routes(address: str, method: str, path: str) -> None:
    """Uploads, files, direct calls and all else that the page doesn't need are not there."""
    connection = http.client.HTTPConnection(address.removeprefix("http://"), timeout=10)
    connection.request(method, path, body=b"{}" if method == "POST" else None)
    assert connection.getresponse().status == 404
    connection.close()
