"""The report as a page: what it tells, that it is only text, and that everybody can read it, offline, on any screen."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from townhall.evaluation import EvaluationReport
from townhall.evaluation.metrics.figures import METRICS
from townhall.evaluation.reports.page import write_page

RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"], "resultTypes": ["violations"]}
MARKUP = "Who is <script>window.pwned = 1</script><b>Ada</b> {{ 7 * 7 }} of the Harbour Cities Network?"
ODD = {"messages": [{"role": "user", "content": MARKUP}], "facts": [{"text": ["<img src=x onerror='window.pwned = 1'>"]}]}


@pytest.fixture
def page(run: Callable[..., EvaluationReport], tmp_path: Path) -> Path:
    """Return the page of a run with a wrong answer whose question and fact are full of markup."""
    write_page(run("easy.jsonl", **ODD), tmp_path / "page.html")
    return tmp_path / "page.html"


def test_the_verdict_comes_first(run: Callable[..., EvaluationReport], tmp_path: Path) -> None:
    """The first sentence says whether this may be released; the reasons follow, a line each."""
    for name, sign in (("easy.jsonl", "Passed."), ("hard.jsonl", "Stopped.")):
        report = run(name)
        write_page(report, tmp_path / "page.html")
        text = (tmp_path / "page.html").read_text(encoding="utf-8")
        main = text[text.index("<main>") :]
        assert sign in main[:200]
        for line in report.gate_failures:
            assert line in main[:2000]


def test_every_figure_with_its_baselines(run: Callable[..., EvaluationReport], tmp_path: Path) -> None:
    """Each figure that was measured has a row with its interval and every baseline's; each that wasn't is named as such."""
    report = run("easy.jsonl")
    write_page(report, tmp_path / "page.html")
    text = (tmp_path / "page.html").read_text(encoding="utf-8")
    (dataset,) = report.datasets
    scores = text[text.index('<table class="scores') : text.index("By category</h3>")]
    for metric in METRICS:
        if dataset.overall[metric.name] is None:
            assert metric.name in scores[scores.index("Not measured on this set") :]
        else:
            row = re.search(rf'<th scope="row">{re.escape(metric.name)} .*?</tr>', scores, re.DOTALL)
            assert row is not None, metric.name
            for name in dataset.baselines:
                assert f'data-label="{name}"' in row[0]


def test_documents_are_only_text(page: Path) -> None:
    """Markup in questions and facts is shown as it was written."""
    text = page.read_text(encoding="utf-8")
    assert "Who is &lt;script&gt;window.pwned = 1&lt;/script&gt;" in text
    assert "{{ 7 * 7 }}" in text
    assert "<script" not in text
    assert "<img" not in text


def test_a_wrong_answer_tells_why(page: Path) -> None:
    """It stands with what was asked, expected, quoted and found, and with the stage that went wrong."""
    text = page.read_text(encoding="utf-8")
    article = text[text.index('<article class="wrong">') : text.index("</article>")]
    assert text.count('<article class="wrong">') == 1
    for part in ("impossible-1", "Asked", "Answered", "Expected", "What is wrong", "missing: ", "Ada Quay", "Passages that were found", "<mark>"):
        assert part in article


def test_frozen_sets_by_figures_alone(run: Callable[..., EvaluationReport], tmp_path: Path) -> None:
    """Of a frozen set no question, answer or id is on the page."""
    report = run("frozen.jsonl")
    write_page(report, tmp_path / "page.html")
    text = (tmp_path / "page.html").read_text(encoding="utf-8")
    assert "looked at as scores only" in text
    assert "<article" not in text
    for result in report.datasets[0].results:
        for secret in (result.question.id, *result.question.turns, result.response.answer.statements[0].text):
            assert secret not in text


def test_the_same_run_gives_the_same_page(run: Callable[..., EvaluationReport], tmp_path: Path) -> None:
    """Two runs differ in nothing but the time that answers took."""
    texts = []
    for number in range(2):
        write_page(run("easy.jsonl"), tmp_path / f"{number}.html")
        texts.append(re.sub(r"\d+&nbsp;ms", "", (tmp_path / f"{number}.html").read_text(encoding="utf-8")))
    assert texts[0] == texts[1]


@pytest.fixture(scope="module")
def browser(request: pytest.FixtureRequest) -> Iterator[Any]:
    """Start Chromium; for one module, since what drives it keeps an event loop running that others would meet."""
    require: Callable[[object, str], None] = request.getfixturevalue("require")
    chromium = shutil.which("chromium")
    require(chromium, "The browser tests need Chromium: apt-get install chromium")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        # Root has no sandbox to run it in.
        started = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"] if os.geteuid() == 0 else [])
        yield started
        started.close()


@pytest.mark.browser
def test_everybody_can_read_it(browser: Any, page: Path) -> None:
    """On a phone and on a desk, light and dark, all unfolded: axe-core finds nothing, nothing scrolls sideways, nothing is fetched or run."""
    from axe_playwright_python.sync_playwright import Axe

    for width in (390, 1280):
        for scheme in ("light", "dark"):
            context = browser.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme)
            opened = context.new_page()
            asked: list[str] = []
            opened.on("request", lambda request, asked=asked: asked.append(request.url))
            opened.goto(page.as_uri())
            opened.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
            assert opened.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
            assert Axe().run(opened, options=RULES).response["violations"] == []
            assert not opened.evaluate("'pwned' in window")
            assert [url for url in asked if not url.startswith("data:")] == [page.as_uri()]
            context.close()


@pytest.mark.browser
def test_it_prints_whole(browser: Any, page: Path, tmp_path: Path) -> None:
    """On paper the passages that are folded away on a screen are there too, dark on light."""
    opened = browser.new_context(color_scheme="dark").new_page()
    opened.goto(page.as_uri())
    folded = opened.locator(".passages p").first
    assert not folded.is_visible()
    opened.emulate_media(media="print")
    assert folded.is_visible()
    assert opened.evaluate("getComputedStyle(document.body).color") == "rgb(28, 36, 48)"
    opened.pdf(path=str(tmp_path / "page.pdf"), format="A4")
    assert (tmp_path / "page.pdf").read_bytes().startswith(b"%PDF")
