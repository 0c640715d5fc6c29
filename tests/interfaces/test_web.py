"""The chat page: what it shows of an answer, in a real browser, over the real documents."""

from __future__ import annotations

import http.client
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from townhall.assistant import Assistant, SectionView
from townhall.errors import TownhallError
from townhall.interfaces.web import serve
from townhall.interfaces.web.app import Conversation, Talk, caught_up
from townhall.interfaces.web.page import turn_html
from townhall.interfaces.web.rendering import CONTEXT, pieces_of, sources_of, waiting
from townhall.library import ingest
from townhall.model import Citation, Role
from townhall.settings import Settings

CORPUS = Path(__file__).parents[2] / "corpus"
WAIT = 20_000
"""Milliseconds that the browser waits for anything."""

TRICKS = """Federation of Tricky Markup (FTM)

The Federation of Tricky Markup supports cities in Estonia <script>window.pwned = 1</script><img src=x onerror="window.pwned = 1"> with \
**bold promises**, [a link](javascript:window.pwned=1), {{7*7}} and ${7*7}. </p></article><h1>Taken over</h1> It also helps Estonian \
municipalities with `code` and &amp; entities.
"""
QUOTED = "Who supports cities in Slovenia, and whom do I write to?"
REFUSED = "What is the capital of Australia?"
TRICKY = "Who supports cities in Estonia?"
SERVER = """
import sys
from pathlib import Path
from townhall.interfaces.web import serve
from townhall.settings import Settings
serve(Settings(corpus=Path(sys.argv[1]), index=Path(sys.argv[2]), port=0), on_ready=lambda address: print(address, flush=True))
"""


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Return settings of an index over the real documents and one that is full of tricks."""
    folder = tmp_path_factory.mktemp("web")
    shutil.copytree(CORPUS, folder / "corpus")
    (folder / "corpus" / "tricks.txt").write_text(TRICKS, encoding="utf-8")
    made = Settings(corpus=folder / "corpus", index=folder / "index")
    ingest(made)
    return made


@pytest.fixture(scope="module")
def assistant(settings: Settings) -> Assistant:
    """Return the real assistant."""
    return Assistant(settings)


@pytest.fixture(scope="module")
def server(settings: Settings) -> Iterator[subprocess.Popen[str]]:
    """Run the server in a process of its own; it ends by an interrupt, as people end it."""
    command = [sys.executable, "-c", SERVER, str(settings.corpus), str(settings.index)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:  # noqa: S603 - our own Python
        yield process
        if process.poll() is None:
            process.kill()


@pytest.fixture(scope="module")
def address(server: subprocess.Popen[str]) -> str:
    """Return the page's address, once it answers."""
    assert server.stdout is not None
    line = server.stdout.readline().strip()
    assert line.startswith("http://"), server.stderr.read() if server.stderr else line
    return line


@pytest.fixture(scope="module")
def browser(request: pytest.FixtureRequest) -> Iterator[Any]:
    """Start Chromium."""
    require: Callable[[object, str], None] = request.getfixturevalue("require")
    chromium = shutil.which("chromium")
    require(chromium, "The browser tests need Chromium: apt-get install chromium")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        # Root has no sandbox to run it in.
        started = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"] if os.geteuid() == 0 else [])
        yield started
        started.close()


@pytest.fixture
def visit(browser: Any, address: str) -> Iterator[Callable[..., Any]]:
    """Return a function that opens the page as somebody new, in a window of a given width."""
    contexts = []

    def open_page(width: int = 1280, height: int = 800, scheme: str = "light") -> Any:
        context = browser.new_context(viewport={"width": width, "height": height}, color_scheme=scheme)
        context.set_default_timeout(WAIT)
        contexts.append(context)
        page = context.new_page()
        page.asked_for = []
        page.complaints = []
        page.on("request", lambda request: page.asked_for.append(request.url))
        page.on("pageerror", lambda error: page.complaints.append(str(error)))
        page.on("console", lambda message: page.complaints.append(message.text) if message.type == "error" else None)
        page.goto(address)
        page.wait_for_selector("#question")
        return page

    yield open_page
    for context in contexts:
        context.close()


def ask(page: Any, question: str) -> Any:
    """Type a question, send it, and return the exchange when its answer is complete."""
    number = page.locator(".turns > .turn").count() + 1
    page.fill("#question", question)
    page.keyboard.press("Enter")
    turn = page.locator(f"#turn-{number}:not([aria-busy])")
    turn.wait_for()
    return turn


def folded(text: str) -> str:
    """Return text with its white space folded, as a page shows it."""
    return " ".join(text.split())


# --- in the browser ---------------------------------------------------------------------------------------------------


@pytest.mark.browser
def test_answer_with_a_marker(visit: Callable[..., Any]) -> None:
    """A question that the documents answer gets its status in words, statements, and a marker behind each."""
    turn = ask(visit(), QUOTED)
    assert turn.get_attribute("data-status") == "answered"
    assert "document" in turn.locator(".status").inner_text()
    assert "Košpenda" in turn.locator(".statements").inner_text()
    statements = turn.locator(".statements p")
    assert statements.count() > 0
    for index in range(statements.count()):
        assert statements.nth(index).locator(".marker").count() > 0


@pytest.mark.browser
@pytest.mark.parametrize("width", [1280, 390])
def test_marker_shows_its_quote(visit: Callable[..., Any], settings: Settings, width: int) -> None:
    """Pressing a marker shows that very quote, highlighted, inside the text of its document: beside the answer or under it."""
    page = visit(width)
    turn = ask(page, QUOTED)
    corpus = {path: path.read_text(encoding="utf-8") for path in settings.corpus.glob("*.txt")}
    markers = turn.locator(".statements .marker")
    for index in range(markers.count()):
        n = markers.nth(index).get_attribute("data-n")
        markers.nth(index).click()
        marked = turn.locator("mark.now")
        assert marked.count() > 0
        assert all(n in (marked.nth(i).get_attribute("data-n") or "").split() for i in range(marked.count()))
        quote = "".join(marked.all_text_contents())
        whole = marked.first.locator("xpath=ancestor::p").text_content() or ""
        assert quote in whole
        assert any(quote in text and whole in text for text in corpus.values())
        box = marked.first.bounding_box()
        assert box is not None
        assert 0 <= box["y"] < 800
        source = turn.locator(".source[open]").first.bounding_box()
        answer = turn.locator(".answer").bounding_box()
        assert source is not None
        assert answer is not None
        if width == 1280:
            assert source["x"] > answer["x"] + answer["width"]
        else:
            assert abs(source["x"] - answer["x"]) < 5
            assert source["y"] >= answer["y"] + answer["height"] - 1


@pytest.mark.browser
def test_refusal_helps(visit: Callable[..., Any]) -> None:
    """A refusal says why in words, and offers questions that are asked by pressing them."""
    page = visit()
    turn = ask(page, REFUSED)
    assert turn.get_attribute("data-status") in {"not_in_documents", "out_of_scope"}
    assert turn.locator(".status").inner_text().strip()
    assert "documents" in turn.locator(".reason").inner_text()
    chips = turn.locator(".chip")
    assert chips.count() > 0
    question = chips.first.inner_text()
    chips.first.click()
    after = page.locator("#turn-2:not([aria-busy])")
    after.wait_for()
    assert after.locator(".asked").inner_text() == question


@pytest.mark.browser
def test_documents_are_text(visit: Callable[..., Any]) -> None:
    """HTML, scripts, Markdown and template marks in a document or a question are shown as they stand, and nothing of them runs."""
    page = visit()
    question = '<img src=x onerror="window.pwned=1"> ${7*7} {{7*7}} </textarea><script>window.pwned=1</script>'
    assert folded(ask(page, question).locator(".asked").inner_text()) == folded(question)
    turn = ask(page, TRICKY)
    assert "Federation of Tricky Markup" in turn.inner_text()
    shown = folded("".join(turn.locator(".source .text").all_text_contents()))
    assert folded(TRICKS.partition("\n\n")[2]) in shown
    assert page.locator(".turns :is(script, img, h1, b, strong, em, code, a:not(.marker))").count() == 0
    assert page.evaluate("window.pwned") is None
    assert page.complaints == []


@pytest.mark.browser
def test_everything_comes_from_here(visit: Callable[..., Any], address: str) -> None:
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
def test_conversations_are_separate(visit: Callable[..., Any]) -> None:
    """Two people who ask in turn each see, and lean on, their own questions only."""
    one, other = visit(), visit()
    ask(one, "Who supports cities in Slovenia?")
    ask(other, "Who supports cities in Romania?")
    mine = ask(one, "Who is the contact person there?")
    theirs = ask(other, "Who is the contact person there?")
    assert "Košpenda" in mine.inner_text()
    assert "Florina Balint" in theirs.inner_text()
    assert "Romania" not in one.locator(".turns").inner_text()
    assert "Sloveni" not in other.locator(".turns").inner_text()


@pytest.mark.browser
def test_new_conversation(visit: Callable[..., Any]) -> None:
    """A new conversation shows nothing of the old one and carries nothing over."""
    page = visit()
    ask(page, "Who supports cities in Slovenia?")
    page.locator(".new").click()
    page.locator(".empty").wait_for()
    assert page.locator(".turns > .turn").count() == 0
    turn = ask(page, "Who is the contact person there?")
    assert "Košpenda" not in turn.inner_text()


@pytest.mark.browser
@pytest.mark.parametrize("width", [320, 390, 1280])
def test_page_fits(visit: Callable[..., Any], width: int) -> None:
    """Nothing makes the page scroll sideways: empty, with an answer and its open source, with a refusal."""
    page = visit(width)
    fits = "document.documentElement.scrollWidth <= window.innerWidth"
    assert page.evaluate(fits)
    ask(page, QUOTED).locator(".marker").last.click()
    assert page.evaluate(fits)
    ask(page, f"{REFUSED} {'Donaudampfschifffahrtsgesellschaft' * 8}")
    assert page.evaluate(fits)


@pytest.mark.browser
def test_notice_comes_first(visit: Callable[..., Any]) -> None:
    """Before anything was asked the page says, in view, that this is an automated assistant that can miss things; and goes on saying it."""
    for width in (1280, 390):
        page = visit(width)
        notice = page.locator(".notice")
        assert re.search(r"automated.*quotes documents.*miss", notice.inner_text())
        box = notice.bounding_box()
        assert box is not None
        assert box["y"] + box["height"] <= 800
        ask(page, REFUSED)
        assert notice.is_visible()


@pytest.mark.browser
def test_examples_ask(visit: Callable[..., Any]) -> None:
    """There are three groups of example questions, and pressing one asks it."""
    page = visit()
    assert page.locator(".groups h3").count() == 3
    question = page.locator(".groups .chip").first.inner_text()
    page.locator(".groups .chip").first.click()
    turn = page.locator("#turn-1:not([aria-busy])")
    turn.wait_for()
    assert turn.locator(".asked").inner_text() == question


@pytest.mark.browser
def test_empty_question(visit: Callable[..., Any]) -> None:
    """An empty question is not asked: the page says what is missing and waits in the box."""
    page = visit()
    page.fill("#question", "   ")
    page.keyboard.press("Enter")
    assert page.locator("#hint").inner_text().strip()
    assert page.locator(".turns > .turn").count() == 0
    assert page.evaluate("document.activeElement.id") == "question"
    assert ask(page, REFUSED).is_visible()


@pytest.mark.browser
def test_keyboard_alone(visit: Callable[..., Any]) -> None:
    """Without a mouse: the box is reached, a question sent, a marker opened, its quote focused, and the way back found."""
    page = visit()
    for _ in range(30):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.id") == "question":
            break
    page.keyboard.type(QUOTED)
    page.keyboard.press("Enter")
    turn = page.locator("#turn-1:not([aria-busy])")
    turn.wait_for()
    for _ in range(30):
        page.keyboard.press("Shift+Tab")
        if page.evaluate("document.activeElement.matches('.marker')"):
            break
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
    n = page.evaluate("document.activeElement.dataset.n")
    page.keyboard.press("Enter")
    assert n in page.evaluate("document.activeElement.dataset.n").split()
    assert page.evaluate("document.activeElement.tagName") == "MARK"
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.matches('.back')")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.matches('.marker')")


@pytest.mark.browser
def test_read_out_once(visit: Callable[..., Any]) -> None:
    """Those who listen hear the complete answer once, and no other part of the conversation is announced as it grows."""
    page = visit()
    page.evaluate(
        """() => {
            window.heard = [];
            const said = document.querySelector(".said");
            const listen = () => said.textContent && window.heard.push(said.textContent);
            new MutationObserver(listen).observe(said, { childList: true, characterData: true, subtree: true });
        }"""
    )
    turn = ask(page, QUOTED)
    heard = page.evaluate("window.heard")
    assert len(heard) == 1
    assert folded(turn.locator(".lead").first.evaluate("lead => lead.firstChild.textContent")) in heard[0]
    assert page.locator(".turns").evaluate("turns => turns.closest('[aria-live], [role=log], [role=status]')") is None


@pytest.mark.browser
def test_no_builder_is_advertised(visit: Callable[..., Any]) -> None:
    """The page carries nothing of the kit it is made with: no footer, no settings, no foreign preview."""
    page = visit()
    assert page.title() == "Townhall"
    assert page.locator("footer:visible").count() == 0
    assert "gradio" not in page.locator("body").inner_text().lower()
    assert page.locator("meta[property^='og:'], meta[name^='twitter:']").count() == 0


# --- the server -------------------------------------------------------------------------------------------------------


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


def test_port_in_use(settings: Settings) -> None:
    """A port that is in use is told in one line with a remedy."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(TownhallError, match=f"Port {port} .* in use") as caught:
            serve(settings.model_copy(update={"port": port}))
    assert "port" in caught.value.remedy


# --- what is shown ----------------------------------------------------------------------------------------------------


def test_stop(assistant: Assistant) -> None:
    """A question that was stopped is shown as stopped, can't be leaned on, and the next one stands after it."""
    conversation = Conversation(assistant)
    patch, talk = next(conversation.ask(QUOTED, Talk()))
    assert patch["busy"]
    shown, after = conversation.stop(talk)
    assert 'data-status="stopped"' in shown["turns"][0]
    assert not shown["busy"]
    assert after == Talk(shown=1)
    *_, (following, _) = conversation.ask(QUOTED, after)
    assert following["from"] == 1
    assert 'id="turn-2"' in following["turns"][0]


def test_page_outlives_its_session() -> None:
    """Where the server has forgotten a conversation that a page still shows, the next exchange comes after it and replaces nothing."""
    assert caught_up(Talk(), {"shown": 3, "talk": 1}) == Talk(shown=3, number=1)
    kept = Talk(shown=3, number=1)
    assert caught_up(kept, {"shown": 3, "talk": 1}) is kept
    for nonsense in ({}, {"shown": "3", "talk": 1}, {"shown": -1, "talk": 0}, {"shown": 10**9, "talk": 0}):
        assert caught_up(kept, nonsense) is kept


def test_statements_one_by_one(assistant: Assistant) -> None:
    """An answer grows by one statement at a time, is read out when it is complete, and only then becomes part of the conversation."""
    *growing, (patch, talk) = Conversation(assistant).ask(QUOTED, Talk())
    counts = [shown["turns"][0].count("<p>") + shown["turns"][0].count('<p class="lead">') for shown, _ in growing]
    assert counts == list(range(len(growing)))
    assert [(shown["announce"], len(then.turns)) for shown, then in growing] == [("", 0)] * len(growing)
    assert (len(talk.turns), talk.shown, talk.pending) == (1, 1, "")
    assert not patch["busy"]
    assert patch["announce"]


@pytest.mark.parametrize("question", ["", "  \n "])
def test_blank_is_ignored(assistant: Assistant, question: str) -> None:
    """A blank question changes nothing."""
    ((patch, talk),) = Conversation(assistant).ask(question, Talk())
    assert (patch["turns"], talk) == ([], Talk())


def test_endless_question(assistant: Assistant) -> None:
    """A question of 100,000 characters gets a reply, and the page shows its beginning only."""
    *_, (patch, talk) = Conversation(assistant).ask("why " * 25_000, Talk())
    assert talk.shown == 1
    assert len(patch["turns"][0]) < 10_000


def test_missing_index_is_told(tmp_path: Path, settings: Settings) -> None:
    """Where the index went away the page says so, with the remedy, instead of breaking."""
    moved = settings.model_copy(update={"index": tmp_path / "index"})
    shutil.copytree(settings.index, moved.index)
    broken = Assistant(moved)
    shutil.rmtree(moved.index)
    *_, (patch, talk) = Conversation(broken).ask(QUOTED, Talk())
    assert 'data-status="fault"' in patch["turns"][0]
    assert talk == Talk(shown=1)


def citation(text: str, quote: str, n: int = 1, *, start: int | None = None, role: Role = Role.SUPPORT, complete: bool = True) -> Citation:
    """Return a citation of ``quote`` in ``text``."""
    at = text.index(quote) if start is None else start
    return Citation(n, role, "a.txt", "A", None, at, at + len(quote), None, quote, "", (), complete)


def test_pieces_keep_the_text() -> None:
    """The pieces of a section are its text, unchanged; what a quote covers is marked with its number, overlaps with both."""
    text = "One two three four five."
    pieces = pieces_of(text, 0, [citation(text, "two three", 1), citation(text, "three four", 2)])
    assert "".join(piece.text for piece in pieces) == text
    assert [(piece.text, piece.quotes) for piece in pieces if piece.quotes] == [("two ", (1,)), ("three", (1, 2)), (" four", (2,))]
    assert [piece.begins for piece in pieces if piece.quotes] == [(1,), (2,), ()]


def test_wrong_place_is_never_marked() -> None:
    """A quote that doesn't stand at its offsets is shown by itself; no other text is highlighted for it."""
    text = "One two three."
    pieces = pieces_of(text, 0, [citation(text, "two", 1, start=8)])
    assert [piece.text.strip() for piece in pieces if piece.quotes] == ["two"]
    assert pieces[-1].text == text


def test_broken_off_is_said() -> None:
    """Where a quoted sentence breaks off in the document, its last piece says so."""
    text = "Whole. The network began in"
    pieces = pieces_of(text, 0, [citation(text, "The network began in", complete=False)])
    assert [piece.broken for piece in pieces] == [False, True]


def test_sections_are_shown_once() -> None:
    """Quotes from one section share its text; a very long section is cut around them, and says so."""
    text = "x" * 3 * CONTEXT + " First. Second. " + "y" * 3 * CONTEXT
    (source,) = sources_of(
        [citation(text, "First.", 1), citation(text, "Second.", 2)],
        section_of=lambda _source, _start, _end: SectionView("A", ("Top",), text, 0),
        document_of=lambda _source: None,
    )
    assert source.numbers == (1, 2)
    assert (source.cut_before, source.cut_after) == (True, True)
    assert sum(len(piece.text) for piece in source.pieces) < 3 * CONTEXT


def test_question_is_escaped() -> None:
    """A question is text, whatever is in it."""
    assert "<b>" not in turn_html(waiting(1, "<b>bold</b>"))
    assert "&lt;b&gt;" in turn_html(waiting(1, "<b>bold</b>"))


@pytest.mark.browser
def test_interrupt_ends_the_server(server: subprocess.Popen[str], address: str) -> None:
    """Ctrl-C ends the server soon and quietly, with a page still open.

    It comes last: the other tests need the server.
    """
    held = http.client.HTTPConnection(address.removeprefix("http://"), timeout=10)
    held.request("GET", "/gradio_api/heartbeat/someone")
    assert held.getresponse().status == 200
    server.send_signal(signal.SIGINT)
    assert server.wait(timeout=15) == 0
    assert server.stderr is not None
    assert "Traceback" not in server.stderr.read()
