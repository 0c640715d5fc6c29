"""The chat page in a process of its own, over the real documents, and people who open it in a real browser."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import urllib.error
import urllib.request
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit

import pytest

from townhall.assistant import Assistant
from townhall.evaluation import run_evaluation
from townhall.evaluation.history import HISTORY
from townhall.interfaces.web.ask.conversation import Conversation
from townhall.interfaces.web.site import Site
from townhall.interfaces.web.store import Store
from townhall.library import ingest
from townhall.settings import Settings

WAIT = 20_000
"""Milliseconds that the browser waits for anything."""
MOST_OF_A_KIND = 2
"""Pages that are looked at of those that differ in their content only, as documents do."""
TRICKS = """Federation of Tricky Markup (FTM)

The Federation of Tricky Markup supports cities in Estonia <script>window.pwned = 1</script><img src=x onerror="window.pwned = 1"> with \
**bold promises**, [a link](javascript:window.pwned=1), {{7*7}} and ${7*7}. </p></article><h1>Taken over</h1> It also helps Estonian \
municipalities with `code` and &amp; entities.
"""
ROWS: list[dict[str, Any]] = [
    {
        "id": f"{status}-1",
        "messages": [{"role": "user", "content": "Who supports cities in Estonia?"}],
        "status": [status],
        "facts": [{"text": ["Estonia"]}] if status == "answered" else [],
        "spans": [{"source": "tricks.txt", "quote": "supports cities in Estonia"}] if status == "answered" else [],
        "category": category,
        "language": "en",
        "today": "2024-05-01",
    }
    for status, category in (("answered", "support"), ("out_of_scope", "refuse"))
]
"""One question that is answered as it should be, and one that isn't refused as it should be."""
SERVER = """
import json, sys
from townhall.interfaces.server import serve
from townhall.settings import Settings
serve(Settings(**json.loads(sys.argv[1])), on_ready=lambda address: print(address, flush=True))
"""


@pytest.fixture(scope="session")
def tricks() -> str:
    """Return a document that is full of markup."""
    return TRICKS


@pytest.fixture(scope="session")
def settings(real_settings: Settings, tricks: str, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Return settings of an index over the real documents and the one that is full of tricks, with two evaluations that were run on it."""
    folder = tmp_path_factory.mktemp("web")
    shutil.copytree(real_settings.corpus, folder / "corpus")
    shutil.copytree(real_settings.index, folder / "index")
    (folder / "corpus" / "tricks.txt").write_text(tricks, encoding="utf-8")
    dataset = folder / "evals" / "datasets" / "tricks.jsonl"
    dataset.parent.mkdir(parents=True)
    dataset.write_text("".join(json.dumps(row) + "\n" for row in ROWS), encoding="utf-8")
    (folder / "evals" / "gates.toml").write_text("[tricks.at_least]\nright = 0.9\n", encoding="utf-8")
    made = Settings(corpus=folder / "corpus", index=folder / "index", evals=folder / "evals")
    ingest(made)
    for _ in range(2):  # a history has two
        run_evaluation(made, [dataset], out=made.evals / "reports" / "latest.json", history=made.evals / HISTORY, compared=True)
    return made


@pytest.fixture(scope="session")
def assistant(settings: Settings) -> Assistant:
    """Return the real assistant."""
    return Assistant(settings)


@pytest.fixture
def site(settings: Settings, assistant: Assistant, tmp_path: Path) -> Site:
    """Return a site with a store of its own, still empty."""
    kept = settings.model_copy(update={"database": f"sqlite:///{tmp_path / 'kept.sqlite'}"})
    return Site(kept, assistant, Store(kept))


@pytest.fixture
def conversation(site: Site) -> Conversation:
    """Return what answers the page's events."""
    return Conversation(site)


@pytest.fixture(scope="session")
def start(settings: Settings) -> Callable[..., AbstractContextManager[tuple[subprocess.Popen[str], str]]]:
    """Return ``start(port=0)``: it runs a server in a process of its own, until the end of the block, and yields it with its address."""

    @contextmanager
    def started(port: int = 0) -> Iterator[tuple[subprocess.Popen[str], str]]:
        values = {**settings.model_dump(mode="json", include={"corpus", "index", "evals"}), "port": port}
        command = [sys.executable, "-c", SERVER, json.dumps(values)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:  # noqa: S603 - our own Python
            try:
                line = process.stdout.readline().strip() if process.stdout else ""
                assert line.startswith("http://"), process.stderr.read() if process.stderr else line
                yield process, line
            finally:
                process.kill()

    return started


@pytest.fixture(scope="session")
def address(start: Callable[..., AbstractContextManager[tuple[subprocess.Popen[str], str]]]) -> Iterator[str]:
    """Return the page's address, once it answers."""
    with start() as (_, found):
        yield found


class _Links(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.extend(value for name, value in attrs if tag == "a" and name == "href" and value)


def fetched(address: str) -> str:
    """Return a page's HTML; nothing where there is none, or something else than a page."""
    try:
        with urllib.request.urlopen(address, timeout=60) as answer:  # noqa: S310 - the address of our own server
            return answer.read().decode() if "text/html" in answer.headers["content-type"] else ""
    except urllib.error.HTTPError:
        return ""


@pytest.fixture(scope="session")
def paths(address: str) -> list[str]:
    """Return the path of every page that links lead to from the first one."""
    found, queue, seen, kinds = [], ["/"], {"/"}, Counter[str]()
    while queue:
        path = queue.pop(0)
        kind = path.split("/")[1] if path.count("/") > 1 else path
        if kinds[kind] >= MOST_OF_A_KIND:
            continue
        html = fetched(address + path)
        if not html:
            continue
        kinds[kind] += 1
        found.append(path)
        links = _Links()
        links.feed(html)
        for link in links.found:
            target = urlsplit(urljoin(address + path, link))
            if f"{target.scheme}://{target.netloc}" == address and target.path not in seen:
                seen.add(target.path)
                queue.append(target.path)
    assert {"/", "/about", "/privacy", "/accessibility"} <= set(found)
    return found


@pytest.fixture(scope="module")
def browser(request: pytest.FixtureRequest) -> Iterator[Any]:
    """Start Chromium; for one module, since what drives it keeps an event loop running that others would meet."""
    require: Callable[[object, str], None] = request.getfixturevalue("require")
    chromium = shutil.which("chromium")
    require(chromium, "The browser tests need Chromium: apt-get install chromium")
    from playwright.sync_api import expect, sync_playwright

    expect.set_options(timeout=WAIT)
    with sync_playwright() as playwright:
        # Root has no sandbox to run it in.
        started = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"] if os.geteuid() == 0 else [])
        yield started
        started.close()


@pytest.fixture
def visit(browser: Any, address: str) -> Iterator[Callable[..., Any]]:
    """Return a function that opens the page as somebody new, in a window of a given width; ``at`` is another server's address."""
    contexts = []

    def open_page(width: int = 1280, height: int = 800, scheme: str = "light", *, touch: bool = False, at: str = address) -> Any:
        context = browser.new_context(viewport={"width": width, "height": height}, color_scheme=scheme, has_touch=touch, is_mobile=touch)
        context.set_default_timeout(WAIT)
        contexts.append(context)
        page = context.new_page()
        page.asked_for = []
        page.complaints = []
        page.on("request", lambda request: page.asked_for.append(request.url))
        page.on("pageerror", lambda error: page.complaints.append(str(error)))
        page.on("console", lambda message: page.complaints.append(message.text) if message.type == "error" else None)
        page.goto(at)
        page.wait_for_selector("#question")
        return page

    yield open_page
    for context in contexts:
        context.close()


@pytest.fixture(scope="session")
def ask() -> Callable[[Any, str], Any]:
    """Return ``ask(page, question)``: it types a question, sends it, and returns the exchange when its answer is complete."""

    def send(page: Any, question: str) -> Any:
        number = page.locator(".turns > .turn").count() + 1
        page.fill("#question", question)
        page.keyboard.press("Enter")
        turn = page.locator(f"#turn-{number}:not([aria-busy])")
        turn.wait_for()
        return turn

    return send
