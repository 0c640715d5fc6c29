"""A conversation outlives its page: reloaded, reopened, in two tabs, and on a server that was started again."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import pytest
from playwright.sync_api import expect

from townhall.interfaces.web.ask.visitor import COOKIE, owner_of

Visit = Callable[..., Any]
Ask = Callable[[Any, str], Any]
Start = Callable[..., AbstractContextManager[tuple[subprocess.Popen[str], str]]]
SUPPORT = "Who supports cities in Slovenia?"
FOLLOW_UP = "And the contact person?"
SHIFTS = """() => {
    window.shifted = 0;
    new PerformanceObserver((list) => list.getEntries().forEach((one) => { if (!one.hadRecentInput) window.shifted += one.value; }))
        .observe({ type: "layout-shift", buffered: true });
}"""


def asked(page: Any) -> list[str]:
    """Return the questions that a page shows."""
    return [str(text) for text in page.locator(".turns .asked").all_inner_texts()]


@pytest.mark.parametrize("token", ["", "guessed", "x" * 42, "x" * 44, "x" * 42 + "\n", "ü" * 43])
def test_only_a_token_of_ours_opens_anything(token: str) -> None:
    """A cookie that this site didn't make, and somebody could guess, belongs to nobody."""
    assert owner_of({COOKIE: token}) is None


@pytest.mark.browser
def test_cookie_is_for_the_server_alone(visit: Visit) -> None:
    """The browser's token can't be read by scripts nor sent by other sites' requests, and goes when conversations do."""
    page = visit()
    (cookie,) = [one for one in page.context.cookies() if one["name"] == COOKIE]
    assert cookie["httpOnly"]
    assert cookie["sameSite"] == "Lax"
    assert cookie["expires"] > 0
    assert COOKIE not in page.evaluate("document.cookie")


@pytest.mark.browser
def test_reload_shows_the_conversation(visit: Visit, ask: Ask) -> None:
    """A reloaded page holds the conversation in its first HTML, with its sources, and follow-up questions lean on it."""
    page = visit()
    ask(page, SUPPORT)
    html = page.request.get(page.url).text()
    assert SUPPORT in html
    assert 'class="source' in html
    page.reload()
    assert asked(page) == [SUPPORT]
    page.locator("#turn-1 .marker").first.click()
    assert page.locator("mark.now").first.is_visible()
    turn = ask(page, FOLLOW_UP)
    assert "Košpenda" in turn.locator(".statements").inner_text()
    assert page.complaints == []


@pytest.mark.browser
def test_two_tabs(visit: Visit, ask: Ask) -> None:
    """What was asked in another tab appears with the next answer, before it."""
    page = visit()
    ask(page, SUPPORT)
    other = page.context.new_page()
    other.goto(page.url)
    ask(other, "Who supports cities in Romania?")
    page.fill("#question", FOLLOW_UP)
    page.keyboard.press("Enter")
    page.locator("#turn-3:not([aria-busy])").wait_for()
    assert asked(page) == [SUPPORT, "Who supports cities in Romania?", FOLLOW_UP]
    assert "Florina Balint" in page.locator("#turn-3").inner_text()


@pytest.mark.browser
def test_nobody_elses_conversation(visit: Visit, ask: Ask) -> None:
    """Somebody else who opens a conversation's address sees nothing of it, and is told so."""
    page, other = visit(), visit()
    ask(page, SUPPORT)
    other.goto(page.url)
    assert asked(other) == []
    assert "isn’t here" in other.locator(".told").inner_text()
    assert ask(other, FOLLOW_UP).get_attribute("data-status") == "clarify"


@pytest.mark.browser
def test_back_to_the_earlier_one(visit: Visit, ask: Ask) -> None:
    """After "New conversation" the browser's back button leads to the old one, and so does the list of earlier ones."""
    page = visit()
    ask(page, SUPPORT)
    page.locator(".new").click()
    page.locator(".empty").wait_for()
    page.go_back()
    page.locator("#turn-1").wait_for()
    assert asked(page) == [SUPPORT]
    page.locator(".new").click()
    page.locator(".empty").wait_for()
    page.get_by_role("link", name="Earlier conversations").click()
    page.get_by_role("link", name=SUPPORT, exact=True).click()
    page.locator("#turn-1").wait_for()
    assert asked(page) == [SUPPORT]


@pytest.mark.browser
def test_address_asks_once(visit: Visit, address: str) -> None:
    """An address with a question begins a conversation with it; reloading the page doesn't ask again."""
    page = visit()
    page.goto(f"{address}/?q={SUPPORT}&lang=en")
    page.locator("#turn-1:not([aria-busy])").wait_for()
    page.reload()
    page.wait_for_selector("#turn-1")
    assert asked(page) == [SUPPORT]
    assert "q=" not in page.url


@pytest.mark.browser
def test_changing_the_last_question(visit: Visit, ask: Ask) -> None:
    """The last question goes back into the box, and the new answer takes the old one's place; it can be left as it is."""
    page = visit()
    ask(page, SUPPORT)
    ask(page, "Who supports cities in Malta?")
    assert page.get_by_role("button", name="Change the question").count() == 1
    page.get_by_role("button", name="Change the question").click()
    assert page.input_value("#question") == "Who supports cities in Malta?"
    page.get_by_role("button", name="Leave it as it is").click()
    assert page.input_value("#question") == ""
    page.get_by_role("button", name="Change the question").click()
    page.fill("#question", FOLLOW_UP)
    page.keyboard.press("Enter")
    page.locator("#turn-2:not([aria-busy])").wait_for()
    assert asked(page) == [SUPPORT, FOLLOW_UP]
    assert "Košpenda" in page.locator("#turn-2").inner_text()
    page.reload()
    assert asked(page) == [SUPPORT, FOLLOW_UP]


@pytest.mark.browser
def test_copying(visit: Visit, ask: Ask, address: str) -> None:
    """An answer is copied with its quotes, its link leads to the same question; both are confirmed in words that are read out."""
    page = visit()
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    turn = ask(page, SUPPORT)
    turn.get_by_role("button", name="Copy the answer").click()
    turn.locator(".outcome").wait_for()
    assert "copied" in page.locator(".said").inner_text()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert "[1] “" in copied
    assert "characters" in copied
    turn.get_by_role("link", name="Copy a link").click()
    expect(page.locator(".said")).to_contain_text("link")
    link = page.evaluate("navigator.clipboard.readText()")
    assert link == f"{address}/?q=Who+supports+cities+in+Slovenia%3F&lang=en"


@pytest.mark.browser
def test_copying_where_the_browser_refuses(visit: Visit, ask: Ask) -> None:
    """Without the browser's clipboard the old way is taken, and the focus stays where it was."""
    page = visit()
    page.evaluate("Object.defineProperty(navigator, 'clipboard', { value: undefined })")
    turn = ask(page, SUPPORT)
    turn.get_by_role("button", name="Copy the answer").click()
    turn.locator(".outcome").wait_for()
    assert "copied" in page.locator(".said").inner_text()
    assert page.evaluate("document.activeElement.className").startswith("copy")


@pytest.mark.browser
@pytest.mark.parametrize("width", [390, 1280])
def test_nothing_jumps(visit: Visit, ask: Ask, width: int) -> None:
    """While answers arrive, what is on the page already stays where it is: the browser's own measure stays below 0.05."""
    page = visit(width)
    page.evaluate(SHIFTS)
    for question in (SUPPORT, FOLLOW_UP, "What are the deadlines?"):
        ask(page, question)
    page.wait_for_timeout(700)  # what the browser takes for caused by a key it counts apart
    assert page.evaluate("window.shifted") <= 0.05


@pytest.mark.browser
def test_on_a4(visit: Visit, ask: Ask) -> None:
    """Printed on A4 nothing is cut off at the side, and neither navigation nor buttons are on the paper."""
    page = visit()
    ask(page, SUPPORT)
    page.get_by_role("link", name="Print view").click()
    page.wait_for_selector(".printed")
    page.set_viewport_size({"width": 658, "height": 970})  # A4 less its margins, at 96 pixels an inch
    page.emulate_media(media="print")
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    assert page.locator(".head, .screen, .legal").filter(visible=True).count() == 0
    assert page.locator("blockquote:visible").count() > 0
    assert page.pdf(prefer_css_page_size=True).startswith(b"%PDF")


@pytest.mark.browser
def test_server_dies_and_comes_back(visit: Visit, ask: Ask, start: Start) -> None:
    """A page whose server dies says so, keeps the question and offers to ask again; on a new server the conversation goes on."""
    with start() as (server, address):
        page = visit(at=address)
        ask(page, SUPPORT)
        server.kill()
        server.wait()
        page.fill("#question", FOLLOW_UP)
        page.keyboard.press("Enter")
        lost = page.locator("#turn-2[data-status=fault]")
        lost.wait_for()
        assert "connection was lost" in lost.inner_text()
        assert lost.locator(".asked").inner_text() == FOLLOW_UP
        assert "connection" in page.locator(".said").inner_text()
        lost.get_by_role("button", name="Ask again").click()
        expect(page.locator(".said")).to_contain_text("still no connection")
    with start(port=int(address.rpartition(":")[2])):
        # By itself the page is opened again, with the question in its box.
        expect(page.locator("#question")).to_have_value(FOLLOW_UP)
        page.wait_for_load_state()
        assert asked(page) == [SUPPORT]
        page.locator("#question").press("Enter")
        page.locator("#turn-2:not([aria-busy])").wait_for()
        assert asked(page) == [SUPPORT, FOLLOW_UP]
        assert "Košpenda" in page.locator("#turn-2").inner_text()


@pytest.mark.browser
def test_what_was_typed_stays(visit: Visit, address: str) -> None:
    """What stands in the box survives a reload and a look at another view."""
    page = visit()
    page.fill("#question", "Half a quest")
    page.reload()
    assert page.input_value("#question") == "Half a quest"
    page.goto(f"{address}/conversations")
    page.goto(address)
    assert page.input_value("#question") == "Half a quest"


@pytest.mark.browser
def test_server_was_started_again(visit: Visit, ask: Ask, start: Start) -> None:
    """A page that was open all the while goes on with its conversation on the new server: chips ask again, and nothing is lost."""
    with start() as (server, address):
        page = visit(at=address)
        ask(page, SUPPORT)
        ask(page, FOLLOW_UP)
        server.kill()
        server.wait()
    with start(port=int(address.rpartition(":")[2])):
        page.reload()
        page.locator("#turn-2 .kept").click()
        page.locator("#turn-3:not([aria-busy])").wait_for()
        assert "without Slovenia" in page.locator("#turn-3").inner_text()
        assert asked(page) == [SUPPORT, FOLLOW_UP, FOLLOW_UP]
