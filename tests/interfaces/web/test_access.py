"""For everybody: on a phone, without a mouse, by ear, in the dark."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe

Visit = Callable[..., Any]
Ask = Callable[[Any, str], Any]
QUOTED = "Who supports cities in Slovenia, and whom do I write to?"
FOLLOW_UP = "And the contact person?"
REFUSED = "What is the capital of Australia?"
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"], "resultTypes": ["violations"]}
"""What axe-core looks for: WCAG 2.2 on levels A and AA, and what it holds for good practice."""


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_axe_finds_nothing(visit: Visit, ask: Ask, width: int, scheme: str) -> None:
    """An automatic check for barriers finds none: on the empty page, and with answers, sources, chips and a refusal, light and dark."""
    page = visit(width, 800, scheme)
    found = Axe().run(page, options=RULES).generate_report()
    ask(page, QUOTED).locator(".marker").first.click()
    ask(page, FOLLOW_UP)
    ask(page, REFUSED)
    assert page.locator(".kept").count() > 0
    page.locator("#turn-1 .thumb").last.click()
    page.locator("form.opinion-more").wait_for()
    # What sticks covers half of something, as it happens to be scrolled, which isn't what is looked for here.
    page.add_style_tag(content=".head, .foot { position: static !important }")
    found += Axe().run(page, options=RULES).generate_report()
    assert re.findall(r"Found (\d+)", found) == ["0", "0"], found


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_conversations(visit: Visit, ask: Ask, scheme: str) -> None:
    """Neither the list of earlier conversations nor the printable page holds a barrier."""
    page = visit(390, 800, scheme)
    ask(page, QUOTED)
    ask(page, REFUSED)
    page.get_by_role("link", name="Earlier conversations").click()
    page.wait_for_selector(".conversations")
    found = Axe().run(page, options=RULES).generate_report()
    page.get_by_role("link", name="Print view").first.click()
    page.wait_for_selector(".printed")
    found += Axe().run(page, options=RULES).generate_report()
    assert re.findall(r"Found (\d+)", found) == ["0", "0"], found


@pytest.mark.browser
@pytest.mark.parametrize("width", [320, 360, 1280])
def test_page_fits(visit: Visit, ask: Ask, width: int) -> None:
    """Nothing makes the page scroll sideways: empty, with an answer and its open source, with a refusal."""
    page = visit(width)
    fits = "document.documentElement.scrollWidth <= window.innerWidth"
    assert page.evaluate(fits)
    ask(page, QUOTED).locator(".marker").last.click()
    assert page.evaluate(fits)
    ask(page, f"{REFUSED} {'Donaudampfschifffahrtsgesellschaft' * 8}")
    assert page.evaluate(fits)


@pytest.mark.browser
def test_notice_comes_first(visit: Visit, ask: Ask) -> None:
    """Before anything was asked the page says, in view, that this is an automated assistant that can miss things; and goes on saying it."""
    for width in (1280, 390):
        page = visit(width)
        notice = page.locator(".legal p")
        assert re.search(r"automated.*quotes documents.*miss", notice.inner_text())
        box = notice.bounding_box()
        assert box is not None
        assert box["y"] + box["height"] <= 800
        ask(page, REFUSED)
        assert notice.is_visible()


@pytest.mark.browser
def test_links_under_the_box_leave_room_for_an_answer(visit: Visit, ask: Ask) -> None:
    """On a phone, while one reads, only the box and the notice stay; the links come at the page's end, and to whoever reaches them by keys."""
    page = visit(390, 844)
    ask(page, QUOTED)
    page.evaluate("scrollTo(0, 0)")
    notice, link = page.locator("#notice").bounding_box(), page.locator(".more a")
    assert notice is not None
    assert notice["y"] + notice["height"] <= 844
    assert not in_window(link, 844)
    page.focus("#question")
    for _ in range(9):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.matches('.more a')"):
            break
    assert in_window(link, 844)
    page.focus("#question")
    page.evaluate("scrollTo(0, document.documentElement.scrollHeight)")
    page.wait_for_timeout(100)
    assert in_window(link, 844)


def in_window(part: Any, height: int) -> bool:
    """Whether the whole of a part of the page is within a window of that height."""
    box = part.bounding_box()
    return box is not None and box["y"] >= 0 and box["y"] + box["height"] <= height


@pytest.mark.browser
def test_keyboard_alone(visit: Visit) -> None:
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
def test_read_out_once(visit: Visit, ask: Ask) -> None:
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
    assert " ".join(turn.locator(".lead").first.evaluate("lead => lead.firstChild.textContent").split()) in heard[0]
    assert page.locator(".turns").evaluate("turns => turns.closest('[aria-live], [role=log], [role=status]')") is None


@pytest.mark.browser
def test_removing_by_keyboard(visit: Visit, ask: Ask) -> None:
    """What was carried over is removed by keyboard; its chip says what it does, and where the reader is stays in view."""
    page = visit(360)
    ask(page, "Who supports cities in Slovenia?")
    chip = ask(page, FOLLOW_UP).get_by_role("button", name="Ask again without Slovenia")
    chip.focus()
    page.keyboard.press("Enter")
    page.locator("#turn-3:not([aria-busy])").wait_for()
    assert page.evaluate("document.activeElement.closest('.turn').id") == "turn-3"
    assert page.locator(".said").inner_text()


@pytest.mark.browser
def test_chips_are_large_enough_to_touch(visit: Visit, ask: Ask) -> None:
    """On a device for fingers every button is at least 44 pixels high."""
    page = visit(360, touch=True)
    ask(page, "Who supports cities in Slovenia?")
    ask(page, FOLLOW_UP).locator(".kept").wait_for()
    low = "all => all.filter(one => one.offsetHeight && one.offsetHeight < 44).map(one => one.className)"
    assert page.locator(".ask button, .head button, .head summary").evaluate_all(low) == []
