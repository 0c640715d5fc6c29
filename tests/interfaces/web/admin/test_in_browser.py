"""The whole way in a real browser: documents come and go while the server answers, and everybody can do it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe

PASSWORD = "the harbour is closed on mondays"  # noqa: S105 - of a server that lives as long as the test
WAIT = 60_000
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"], "resultTypes": ["violations"]}
KEEPERS = """Guild of Lighthouse Keepers (GLK)

The Guild of Lighthouse Keepers supports cities in Portugal with lamps, lenses and night watches.
"""
Office = Any
Visit = Callable[..., Any]


@pytest.fixture
def visit(browser: Any, office: Office) -> Iterator[Visit]:
    """Return ``visit(path)``: it opens a page of the office as somebody new, or as an administrator."""
    contexts = []

    def open_page(path: str, *, width: int = 1280, scheme: str = "light", administrator: bool = False, script: bool = True) -> Any:
        context = browser.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme, java_script_enabled=script)
        context.set_default_timeout(WAIT)
        contexts.append(context)
        page = context.new_page()
        page.complaints = []
        page.on("pageerror", lambda error: page.complaints.append(str(error)))
        if administrator:
            page.goto(f"{office.address}/admin")
            page.fill("#password", PASSWORD)
            page.click(".stack button")
            page.wait_for_selector(".upload")
        page.goto(office.address + path)
        return page

    yield open_page
    for context in contexts:
        context.close()


@pytest.mark.browser
def test_answer_from_a_new_document(visit: Visit, office: Office, ask: Callable[[Any, str], Any]) -> None:
    """What an administrator adds is answered from without a restart, and no longer once it is removed; others go on asking meanwhile."""
    reader = visit("/")
    reader.wait_for_selector("#question")
    question = "Who supports cities in Portugal?"
    assert "Lighthouse" not in ask(reader, question).locator(".answer").inner_text()
    page = visit("/admin", administrator=True)
    other = visit("/admin", administrator=True)
    page.set_input_files("#files", [{"name": "keepers.txt", "mimeType": "text/plain", "buffer": KEEPERS.encode()}])
    page.click(".upload .primary")
    page.get_by_text("keepers.txt was added.").wait_for()
    page.locator(".job[data-running=true]").wait_for()
    assert page.locator(".job progress").count() == 1
    other.reload()
    assert other.locator(".job[data-running=true], .job .list-title").count() > 0  # it runs, or just ended
    assert "Lighthouse" not in ask(reader, "Who supports cities in Estonia?").locator(".answer").inner_text()
    page.locator(".job[data-running=false]").wait_for()
    assert "1 document added:" in page.locator(".job").inner_text()
    assert "keepers.txt" in page.locator(".job").inner_text()
    page.reload()
    assert "1 document added:" in page.locator(".job").inner_text()
    assert "Lighthouse Keepers" in ask(reader, question).locator(".answer").inner_text()
    page.goto(f"{office.address}/documents?q=keepers")
    page.get_by_role("link", name="Remove keepers.txt").click()
    page.click(".stack .primary")
    page.get_by_text("keepers.txt was removed.").wait_for()
    page.locator(".job[data-running=false]").wait_for()
    page.reload()
    assert "1 document removed:" in page.locator(".job").inner_text()
    assert "Lighthouse" not in ask(reader, question).locator(".answer").inner_text()
    assert page.complaints + other.complaints + reader.complaints == []


@pytest.mark.browser
def test_bad_files_one_by_one(visit: Visit, office: Office) -> None:
    """Of several files at once each is told by itself, in words; one that is too large isn't even sent."""
    before = sorted(path.name for path in office.settings.corpus.iterdir())
    page = visit("/admin", administrator=True)
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.url) if request.method == "POST" else None)
    page.click(".upload .primary")
    page.get_by_text("Choose a file first.").wait_for()
    page.set_input_files(
        "#files",
        [
            {"name": "<img src=x onerror=alert(1)>.txt", "mimeType": "text/plain", "buffer": b""},
            {"name": "huge.txt", "mimeType": "text/plain", "buffer": b"a" * 250_000},
            {"name": "page.exe", "mimeType": "text/plain", "buffer": b"text"},
        ],
    )
    page.click(".upload .primary")
    page.locator(".notice").nth(2).wait_for()
    told = "\n".join(page.locator(".notice").all_inner_texts())
    assert "huge.txt is larger than 200" in told
    assert "onerror=alert(1)_.txt is empty" in told
    assert "page.exe is not of a format that can be read" in told
    assert len(sent) == 2
    assert page.locator(".notices img").count() == 0
    assert sorted(path.name for path in office.settings.corpus.iterdir()) == before
    office.settled()


@pytest.mark.browser
def test_a_session_that_has_ended(visit: Visit, office: Office) -> None:
    """Who was signed out meanwhile is told so in words, by the script and by the plain form; nothing is added."""
    before = sorted(path.name for path in office.settings.corpus.iterdir())
    for script in (True, False):
        page = visit("/admin", administrator=True, script=script)
        page.context.clear_cookies()
        page.set_input_files("#files", [{"name": "late.txt", "mimeType": "text/plain", "buffer": b"Too late.\n"}])
        page.click(".upload .primary")
        page.get_by_text("your session has ended").wait_for()
    assert sorted(path.name for path in office.settings.corpus.iterdir()) == before


@pytest.mark.browser
@pytest.mark.parametrize(("width", "scheme"), [(360, "light"), (1280, "dark")])
def test_axe_finds_nothing(visit: Visit, office: Office, width: int, scheme: str) -> None:
    """An automatic check for barriers finds none on any page of the two views, and none of them scrolls sideways."""
    source = next(path.name for path in Path(office.settings.corpus).iterdir() if path.suffix == ".txt")
    page = visit("/admin", width=width, scheme=scheme)
    page.fill("#password", "wrong")
    page.click(".stack button")
    page.get_by_role("alert").wait_for()
    found = [Axe().run(page, options=RULES).generate_report()]
    page = visit("/admin", width=width, scheme=scheme, administrator=True)
    page.click(".upload .primary")
    paths = [
        "/documents",
        f"/documents/{source}?start=20&end=90#quote",
        f"/admin/remove?source={source}",
        f"/admin/replace?source={source}",
        "/nothing",
    ]
    for path in ("", *paths):
        if path:
            page.goto(office.address + path)
        found.append(Axe().run(page, options=RULES).generate_report())
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), path
    assert re.findall(r"Found (\d+)", "\n".join(found)) == ["0"] * len(found), found


@pytest.mark.browser
def test_quote_is_in_view(visit: Visit, office: Office) -> None:
    """An address with a quote opens the document at it, highlighted and in view; the way back leads to where one came from."""
    source = max((path for path in office.settings.corpus.iterdir() if path.suffix == ".txt"), key=lambda path: path.stat().st_size)
    text = source.read_bytes().decode()
    start, end = len(text) - 60, len(text) - 20
    page = visit("/documents", width=390)
    page.goto(f"{office.address}/documents/{source.name}?start={start}&end={end}#quote", referer=f"{office.address}/documents")
    mark = page.locator("#quote")
    assert " ".join("".join(page.locator("mark").all_inner_texts()).split()) == " ".join(text[start:end].split())
    box = mark.bounding_box()
    assert box is not None
    assert 0 <= box["y"] <= 800
    page.get_by_role("link", name="Back").click()
    page.wait_for_url("**/documents")


@pytest.mark.browser
@pytest.mark.parametrize("script", [True, False])
def test_find_and_sort(visit: Visit, script: bool) -> None:  # noqa: FBT001 - a parameter of the test
    """The table is searched and sorted with a script, without loading the page anew, and without one."""
    page = visit("/documents", script=script)
    page.evaluate("window.kept = true") if script else None
    names = page.locator("tbody .file")
    everything = names.all_inner_texts()
    assert len(everything) > 1
    page.get_by_role("link", name="Sort by File").click()
    page.locator("th.file[aria-sort=ascending]").wait_for()
    page.get_by_role("link", name="Sort by File").click()
    page.locator("th.file[aria-sort=descending]").wait_for()
    assert names.all_inner_texts() == sorted(everything, reverse=True)
    page.fill("#find", everything[0])
    if not script:
        page.click(".find button")
    page.get_by_text("1 document ·").wait_for()
    assert names.all_inner_texts() == everything[:1]
    assert page.locator("th.file").get_attribute("aria-sort") == "descending"
    if script:
        assert page.evaluate("window.kept") is True
        assert page.evaluate("document.activeElement.id") == "find"
