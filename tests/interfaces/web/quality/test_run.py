"""An evaluation is run from the page and read on it."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

import pytest
from barriers import barriers

from townhall.settings import Settings

Enter = Callable[..., Any]
RUN = 400_000
"""Milliseconds that a run of three questions may take on a busy machine; the test waits no longer than it does."""


@pytest.mark.browser
def test_run_from_beginning_to_report(enter: Enter, small: Settings) -> None:
    """Without a report the page says how to get one; an administrator begins a run, others go on, and the report, readable by all, is its end."""
    anybody = enter(administrator=False)
    assert "Nothing has been measured yet" in anybody.locator("main").inner_text()
    assert anybody.locator("a[href='/quality/run']").count() == 0
    page = enter("/quality")
    page.get_by_role("link", name="Run the evaluation").last.click()
    assert barriers(page) == ""
    page.get_by_label("small-frozen").check()
    assert page.locator("input[value=small]").is_checked()
    page.get_by_role("button", name="Begin").click()
    page.locator(".run[data-state=running]").wait_for()
    page.locator(".run progress").wait_for()
    # One at a time, also where the form was opened before.
    token = page.locator("input[name=form]").first.input_value()
    reply = page.request.post(page.url, form={"form": token, "set": "small"}, headers={"sec-fetch-site": "same-origin"})
    assert reply.status == 409
    anybody.reload()
    assert anybody.locator("h1").inner_text() == "Quality"
    page.locator(".run[data-state=done]").wait_for(timeout=RUN)
    assert page.complaints == []
    page.get_by_role("link", name="See the report").click()
    anybody.reload()
    text = anybody.locator("main").inner_text()
    assert "Not good enough: 1 bar is not reached." in text
    assert re.search(r"\d of 3 questions that the documents answer w(as|ere) answered rightly", text)
    assert anybody.locator(".wrong").count() == 1
    anybody.locator(".wrong summary").click()
    assert "a name that the documents don't give" in anybody.locator(".wrong").inner_text()
    assert anybody.locator(".wrong a[href^='/documents/north.txt?start=']").count() >= 1
    assert anybody.locator(".wrong a[href*='/quality/questions']").count() == 0
    assert "LlamaIndex tutorial" in anybody.locator(".figure").first.inner_text()
    assert barriers(anybody) == ""
    assert anybody.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    history = (small.evals / "reports" / "history.jsonl").read_text(encoding="utf-8").splitlines()
    assert [json.loads(line)["dataset"] for line in history] == ["small-frozen", "small"]
    # The frozen set: figures, and no question.
    anybody.get_by_role("link", name="small-frozen").click()
    assert "sealed" in anybody.locator("main").inner_text()
    assert "Who keeps" not in anybody.content()
    # The whole report stands by itself, styled.
    anybody.get_by_role("link", name="The whole report").click()
    assert anybody.locator("h1").inner_text() == "Evaluation of Townhall"
    assert anybody.evaluate("getComputedStyle(document.querySelector('.page')).maxWidth") != "none"
    assert anybody.complaints == []


@pytest.mark.browser
def test_run_is_stopped(enter: Enter, small: Settings) -> None:
    """A run that is stopped ends, leaves no report, and another can begin."""
    page = enter("/quality/run")
    page.get_by_role("button", name="Begin").click()
    page.get_by_role("button", name="Stop it").click()
    page.locator(".run[data-state=stopped]").wait_for()
    assert not (small.evals / "reports" / "latest.json").exists()
    for _ in range(20):  # until the process has ended
        page.get_by_role("button", name="Begin").click()
        if page.locator(".run[data-state=running]").count():
            break
        page.wait_for_timeout(500)
    page.locator(".run[data-state=running]").wait_for()


@pytest.mark.browser
def test_failed_run_says_why(enter: Enter, small: Settings) -> None:
    """A run that can't be finished says why; with no set chosen none begins."""
    (small.evals / "gates.toml").write_text("not TOML", encoding="utf-8")
    page = enter("/quality/run")
    page.get_by_role("button", name="Begin").click()
    page.locator(".run[data-state=failed]").wait_for(timeout=RUN)
    assert "gates.toml" in page.locator(".run").inner_text()
    page.locator("input[value=small]").uncheck()
    page.get_by_role("button", name="Begin").click()
    assert "Choose at least one set." in page.get_by_role("alert").inner_text()
