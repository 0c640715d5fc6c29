"""Barriers, looked for on every page that the site's own links lead to; what the accessibility statement says rests on this.

Numbers in docstrings are success criteria of WCAG 2.2.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe

Open = Callable[..., Any]
WAIT = 20_000
MOST_TABS = 400
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"], "resultTypes": ["violations"]}
LONG_WORDS = "?lang=de"
SPACING = "* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important } p { margin-bottom: 2em !important }"
"""What 1.4.12 says that readers may set."""

RESTYLED = "(rules) => { const sheet = new CSSStyleSheet(); sheet.replaceSync(rules); document.adoptedStyleSheets = [sheet]; }"
"""Styles as readers set them: the page's policy forbids those that are written into it."""
WIDER = "document.documentElement.scrollWidth > window.innerWidth"
CUT = """() => [...document.body.querySelectorAll("*")].filter((one) => {
    const style = getComputedStyle(one);
    const box = one.getBoundingClientRect();
    if (style.display === "inline" || box.width <= 1 || box.height <= 1) return false;
    if (one.closest(".hidden, .skip, svg, gradio-app, [hidden], noscript")) return false;
    if (!one.checkVisibility({ visibilityProperty: true })) return false;
    const hides = (overflow) => overflow === "hidden" || overflow === "clip";
    const wide = one.scrollWidth > one.clientWidth + 1;
    const high = one.scrollHeight > one.clientHeight + 1;
    const pressed = one.matches("a, button, summary, select, th");
    return (hides(style.overflowX) && wide) || (hides(style.overflowY) && high) || (pressed && wide && style.overflowX === "visible");
}).map((one) => one.outerHTML.slice(0, 120))"""
FOCUS = """() => {
    const one = document.activeElement;
    if (!one || one === document.body) return null;
    const drawn = one.closest("svg") ? [...one.querySelectorAll("path, circle")] : []; // a country has its ring as a stroke
    const ringed = [one, one.closest("form"), one.closest("label")].filter(Boolean).map((each) => getComputedStyle(each));
    const inWindow = (box) =>
        [Math.max(box.left, 0), Math.min(box.right, innerWidth), Math.max(box.top, 0), Math.min(box.bottom, innerHeight)];
    const points = [...one.getClientRects()].map(inWindow).filter(([left, right, top, bottom]) => right > left && bottom > top)
        .flatMap(([left, right, top, bottom]) => [0.1, 0.5, 0.9].flatMap((x) =>
            [0.2, 0.5, 0.8].map((y) => [left + (right - left) * x, top + (bottom - top) * y])));
    const mine = (other) => other && (one.contains(other) || (other.contains(one) && other.tagName === "LABEL"));
    const seen = points.filter(([x, y]) => mine(document.elementFromPoint(x, y))).length;
    return {
        what: one.outerHTML.slice(0, 120),
        ring: drawn.some((shape) => parseFloat(getComputedStyle(shape).strokeWidth) >= 3)
            || ringed.some((style) => style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2),
        // A country doesn't fill the box around it: there its neighbours are seen.
        seen: seen > points.length / 2 || (drawn.length > 0 && seen > 0),
    };
}"""
SMALL = """() => {
    const all = [...document.querySelectorAll("a[href], button, input, select, textarea, summary, [role=button], [role=link]")]
        .filter((one) => one.checkVisibility({ visibilityProperty: true }) && !one.closest(".hidden, .skip, gradio-app, svg"))
        .map((one) => ({ one, box: one.getBoundingClientRect() }))
        .filter(({ box }) => box.width > 1 && box.height > 1);
    const inLine = (one) => {
        const around = one.closest("p, li, dd, dt, td, th, h1, h2, h3, h4, figcaption, blockquote, summary, label");
        return getComputedStyle(one).display === "inline" && around && around.textContent.trim() !== one.textContent.trim();
    };
    const small = ({ box }) => box.width < 24 || box.height < 24;
    const crowded = (each) => {
        const [x, y] = [each.box.x + each.box.width / 2, each.box.y + each.box.height / 2];
        return all.some((other) => {
            if (other === each || other.one.contains(each.one) || each.one.contains(other.one)) return false;
            const dx = Math.max(other.box.left - x, 0, x - other.box.right);
            const dy = Math.max(other.box.top - y, 0, y - other.box.bottom);
            if (Math.hypot(dx, dy) < 12) return true;
            return small(other) && Math.hypot(other.box.x + other.box.width / 2 - x, other.box.y + other.box.height / 2 - y) < 24;
        });
    };
    return all.filter((each) => small(each) && !inLine(each.one) && crowded(each))
        .map(({ one, box }) => [box.width, box.height, one.outerHTML.slice(0, 120)]);
}"""
EDGES = """() => {
    const canvas = Object.assign(document.createElement("canvas"), { width: 1, height: 1 }).getContext("2d", { willReadFrequently: true });
    const rgba = (colour) => {
        canvas.clearRect(0, 0, 1, 1);
        canvas.fillStyle = colour;
        canvas.fillRect(0, 0, 1, 1);
        return [...canvas.getImageData(0, 0, 1, 1).data];
    };
    const light = ([r, g, b]) => {
        const [x, y, z] = [r, g, b].map((part) => part / 255).map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
        return 0.2126 * x + 0.7152 * y + 0.0722 * z;
    };
    const contrast = (one, other) => {
        const [high, low] = [light(one), light(other)].sort((a, b) => b - a);
        return (high + 0.05) / (low + 0.05);
    };
    const behind = (one) => {
        for (let each = one; each; each = each.parentElement) {
            const colour = rgba(getComputedStyle(each).backgroundColor);
            if (colour[3] === 255) return colour;
        }
        return [255, 255, 255, 255];
    };
    const isField = (one) => one.matches("input:not([type=hidden]), select, textarea");
    const weak = [];
    for (const one of document.querySelectorAll("button, .button, input:not([type=hidden]), select, textarea")) {
        if (!one.checkVisibility({ visibilityProperty: true }) || one.closest(".hidden, gradio-app, .skip") || one.disabled) continue;
        // The box of the Ask view has its edge around it, not on it.
        const edged = one.closest(".composer") && isField(one) ? one.closest(".composer") : one;
        const style = getComputedStyle(edged);
        const around = behind(edged.parentElement);
        if (parseFloat(style.borderTopWidth) === 0) {
            const drawn = one.matches("[type=checkbox], [type=radio], [type=file], [type=range]"); // by the browser
            if (isField(one) && !drawn) weak.push(["no edge", one.outerHTML.slice(0, 120)]);
            continue;
        }
        const best = Math.max(contrast(rgba(style.borderTopColor), around), contrast(behind(edged), around));
        if (best < 3) weak.push([best, one.outerHTML.slice(0, 120)]);
    }
    return weak;
}"""
HEARD = """() => {
    const shown = (one) => one.checkVisibility({ visibilityProperty: true }) && !one.closest("gradio-app");
    return {
        title: document.title,
        lang: document.documentElement.lang,
        headings: [...document.querySelectorAll("h1, h2, h3, h4, h5, h6")].filter(shown).map((one) => Number(one.tagName[1])),
        mains: [...document.querySelectorAll("main")].filter(shown).length,
        nameless: [...document.querySelectorAll("nav, table, [role=region]")].filter(shown)
            .filter((one) => !one.ariaLabel && !one.hasAttribute("aria-labelledby") && !one.querySelector(":scope > caption"))
            .map((one) => one.outerHTML.slice(0, 120)),
    };
}"""


@pytest.fixture
def window(browser: Any) -> Iterator[Open]:
    """Return ``window(width, height, scheme)``: it opens an empty page of that size."""
    contexts = []

    def opened(width: int, height: int = 800, scheme: str = "light") -> Any:
        context = browser.new_context(viewport={"width": width, "height": height}, color_scheme=scheme, reduced_motion="reduce")
        context.set_default_timeout(WAIT)
        contexts.append(context)
        return context.new_page()

    yield opened
    for context in contexts:
        context.close()


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_axe_finds_nothing(window: Open, address: str, paths: list[str], width: int, scheme: str) -> None:
    """An automatic search for barriers finds none on any page."""
    page, found = window(width, 800, scheme), {}
    for path in paths:
        page.goto(address + path)
        report = Axe().run(page, options=RULES).generate_report()
        if "Found 0" not in report:
            found[path] = report
    assert not found


@pytest.mark.browser
@pytest.mark.parametrize(("size", "language"), [((390, 800), "de"), *(((320, 256), language) for language in ("en", "de", "mt", "el"))])
def test_nothing_scrolls_sideways(window: Open, address: str, paths: list[str], size: tuple[int, int], language: str) -> None:
    """1.4.10: a window of 1280 by 1024 pixels at 400 % shows every page without scrolling sideways; a phone does too."""
    page = window(*size)
    assert [path for path in paths if page.goto(f"{address}{path}?lang={language}") and page.evaluate(WIDER)] == []


@pytest.mark.browser
@pytest.mark.parametrize("language", ["en", "de", "mt", "el"])
def test_no_answer_scrolls_sideways(window: Open, address: str, ask: Callable[[Any, str], Any], language: str) -> None:
    """1.4.10: neither does an answer with its cards, quotes and notes."""
    page = window(320, 256)
    page.goto(f"{address}/?lang={language}")
    ask(page, "Who supports us in Slovenia, and whom do I write to?")
    assert not page.evaluate(WIDER)


@pytest.mark.browser
@pytest.mark.parametrize(("width", "style"), [(390, SPACING), (1280, SPACING), (640, "")], ids=["phone, spacing", "desk, spacing", "desk at 200 %"])
def test_wide_spacing_cuts_nothing(window: Open, address: str, paths: list[str], width: int, style: str) -> None:
    """1.4.12 and 1.4.4: with the spacing that readers may set, or everything twice as large, no text is cut off."""
    page, cut = window(width), {}
    for path in paths:
        page.goto(address + path + LONG_WORDS)
        page.evaluate(RESTYLED, style)
        if found := [*page.evaluate(CUT), *(["the page is wider than its window"] if page.evaluate(WIDER) else [])]:
            cut[path] = found
    assert not cut


@pytest.mark.browser
@pytest.mark.parametrize(("width", "height"), [(1280, 800), (390, 700), (320, 256)])
def test_focus_is_seen(window: Open, address: str, paths: list[str], width: int, height: int) -> None:
    """2.4.7 and 2.4.11: walking through a page by Tab, whatever has the focus shows a ring and isn't covered, forwards and backwards."""
    page, wrong = window(width, height), []
    for path in paths:
        for key in ("Tab", "Shift+Tab"):
            page.goto(address + path)
            for _ in range(MOST_TABS):
                page.keyboard.press(key)
                focus = page.evaluate(FOCUS)
                if focus is None:
                    break
                if not focus["seen"]:
                    page.wait_for_timeout(400)  # parts of a long page that came near the window have got their height
                    focus = page.evaluate(FOCUS)
                if not (focus["ring"] and focus["seen"]):
                    wrong.append((path, key, focus))
            else:
                wrong.append((path, key, "no end"))
    assert not wrong


@pytest.mark.browser
@pytest.mark.parametrize("width", [390, 1280])
def test_targets_are_large_enough(window: Open, address: str, paths: list[str], width: int) -> None:
    """2.5.8: what can be pressed measures 24 pixels each way, or stands in running text, or has that much room to itself.

    Countries on a map are as large as they are; the list beside it holds the same links.
    """
    page = window(width)
    small = {path: found for path in paths if page.goto(address + path) and (found := page.evaluate(SMALL))}
    assert not small


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_edges_of_controls_stand_out(window: Open, address: str, paths: list[str], scheme: str) -> None:
    """1.4.11: a field or button with an edge has one of 3 to 1 at least against what is around it; every field has one."""
    page = window(1280, 800, scheme)
    weak = {path: found for path in paths if page.goto(address + path) and (found := page.evaluate(EDGES))}
    assert not weak


@pytest.mark.browser
def test_structure_can_be_heard(window: Open, address: str, paths: list[str]) -> None:
    """2.4.2, 1.3.1, 3.1.1: each page has a title of its own, a language, one main part, and headings without gaps; its parts are named."""
    page, titles = window(1280), Counter[str]()
    for path in paths:
        page.goto(address + path)
        heard = page.evaluate(HEARD)
        titles[heard["title"]] += 1
        assert heard["lang"] == "en", path
        assert heard["mains"] == 1, path
        assert heard["headings"][0] == 1, path
        assert heard["headings"].count(1) == 1, path
        assert all(after - before <= 1 for before, after in zip(heard["headings"], heard["headings"][1:], strict=False)), path
        assert heard["nameless"] == [], path
        assert re.search(r"\S", heard["title"]), path
    assert {title: count for title, count in titles.items() if count > 1} == {}


@pytest.mark.browser
@pytest.mark.parametrize("question", ["Who supports us?", "What is the capital of Australia?", "Who supports us in Slovenia?"])
def test_an_answer_begins_in_view(visit: Callable[..., Any], ask: Callable[[Any, str], Any], question: str) -> None:
    """However short an answer is, on a phone its question and its status stand in the window when it has come."""
    page = visit(390, 844, touch=True)
    turn = ask(page, question)
    page.wait_for_timeout(500)
    for part in (".asked", ".status"):
        box = turn.locator(part).first.bounding_box()
        assert box is not None
        assert 0 <= box["y"] < 844 / 2
