"""What browsers are told that pages may do: as little as they need, and they get by with it."""

from __future__ import annotations

import urllib.request
from collections.abc import Callable
from typing import Any

import pytest
from fastapi.testclient import TestClient
from playwright.sync_api import expect

from townhall.interfaces.application import application_of
from townhall.interfaces.web.policy import gradio_policy, inline_hashes
from townhall.interfaces.web.site import Site

Visit = Callable[..., Any]
Ask = Callable[[Any, str], Any]
LISTEN = """
    window.violations = [];
    document.addEventListener("securitypolicyviolation", (event) => {
        document.documentElement.dataset.violations = violations.push(event.blockedURI);
    });
"""
INJECT = """() => {
    const script = document.createElement("script");
    script.textContent = "window.injected = 1";
    document.body.append(script);
    document.body.insertAdjacentHTML("beforeend", '<img src="data:," onerror="window.injected = 2">');
    const elsewhere = document.createElement("script");
    elsewhere.src = "https://example.org/script.js";
    document.body.append(elsewhere);
    const frame = document.createElement("iframe");
    frame.src = "https://example.org/";
    document.body.append(frame);
}"""


def header(address: str, name: str) -> str:
    """Return a header of the answer to a request."""
    with urllib.request.urlopen(address, timeout=60) as answer:  # noqa: S310 - the address of our own server
        return str(answer.headers.get(name, ""))


@pytest.mark.browser
def test_every_view_keeps_to_its_policy(visit: Visit, ask: Ask, address: str, paths: list[str]) -> None:
    """No view does what its policy forbids: the browser reports no violation, with a question asked and every part opened."""
    page = visit()
    page.add_init_script(LISTEN)
    for path in paths:
        page.goto(address + path)
        page.evaluate("document.querySelectorAll('details').forEach((each) => { each.open = true; })")
        page.wait_for_load_state("networkidle")
        assert page.evaluate("window.violations") == [], path
    page.goto(address)
    page.wait_for_selector("#question")
    ask(page, "Who supports cities in Slovenia, and whom do I write to?").locator(".marker").first.click()
    assert page.evaluate("window.violations") == []
    assert page.complaints == []


@pytest.mark.browser
@pytest.mark.parametrize("path", ["/", "/directory", "/documents", "/privacy"])
def test_what_is_injected_does_not_run(visit: Visit, address: str, path: str) -> None:
    """A script that finds its way into a page doesn't run, be it inline, in an attribute or from elsewhere; nor is a foreign frame shown."""
    page = visit()
    page.add_init_script(LISTEN)
    page.goto(address + path)
    page.locator("main#content").wait_for()
    page.evaluate(INJECT)
    expect(page.locator("html")).to_have_attribute("data-violations", "4")
    assert sorted(page.evaluate("window.violations")) == ["https://example.org", "https://example.org/script.js", "inline", "inline"]
    assert page.evaluate("window.injected") is None


def test_no_view_allows_inline_scripts(address: str, paths: list[str]) -> None:
    """Scripts are let through from files and by hash, nothing is from elsewhere, and functions of text are made in the Ask view alone."""
    for path in paths:
        policy = header(address + path, "content-security-policy")
        rules = dict(rule.strip().split(" ", 1) for rule in policy.split(";"))
        assert rules["default-src"] == "'none'"
        assert "'unsafe-inline'" not in rules.get("script-src", "")
        assert ("'unsafe-eval'" in rules.get("script-src", "")) == (path == "/")
        assert "http" not in policy
        assert rules["frame-ancestors"] == "'self'"


@pytest.mark.parametrize("path", ["/", "/about", "/page/frame.css", "/pulse", "/nowhere"])
def test_every_answer_has_the_other_headers(site: Site, path: str) -> None:
    """Kinds are not guessed, other sites learn nothing from a link, no power of the browser is asked for, and no other site reads or holds a page."""
    answer = TestClient(application_of(site.settings, site.assistant)).get(path)
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["referrer-policy"] == "same-origin"
    assert "geolocation=()" in answer.headers["permissions-policy"]
    assert answer.headers["cross-origin-opener-policy"] == "same-origin"
    assert answer.headers["cross-origin-resource-policy"] == "same-origin"


def test_who_may_frame_is_set(site: Site) -> None:
    """A portal that the operator names may show pages in a frame, in the Ask view and in the others."""
    settings = site.settings.model_copy(update={"frame_ancestors": "'self' https://portal.example"})
    client = TestClient(application_of(settings, site.assistant))
    for path in ("/", "/about"):
        assert client.get(path).headers["content-security-policy"].endswith("frame-ancestors 'self' https://portal.example")


def test_hashes_are_of_what_stands_there() -> None:
    """Every inline script counts, as it stands, with marks and line ends; a script with an address, and text that only looks like one, don't."""
    html = (
        "<script>\nif (1 < 2 && '&amp;') run();\n</script><script src='x.js'></script><script type='module'>two()</script><p>&lt;script&gt;no()</p>"
    )
    # echo -n '…' | openssl dgst -sha256 -binary | base64
    assert inline_hashes(html) == ("jXhltEpIgYuyt89LAxtzjKILGEIw9ZgngltAphvIqrg=", "iMrPAWirDC2X0OhZzLsM2MRIWSmepJGI4r7D8ZlwBOw=")
    assert "'sha256-" not in gradio_policy("<p>no script</p>")
