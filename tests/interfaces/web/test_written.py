"""Answers that a language model words, on the page: they grow without a jump, can be stopped, and readers are told who words them."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from typing import Any

import pytest
from model_server import ModelServer, Play, serving

Visit = Callable[..., Any]
QUESTION = "Who supports cities in Slovenia, and whom do I write to?"
MOST_SHIFT = 0.05
"""Layout shift that the page allows itself; up to 0.1 counts as good (web.dev/cls)."""
SHIFTS = """
    window.shift = 0;
    new PerformanceObserver(list => list.getEntries().forEach(entry => { window.shift += entry.hadRecentInput ? 0 : entry.value; }))
        .observe({ type: "layout-shift", buffered: true });
"""


def quoting(prompt: str) -> str:
    """Return a reply that says two of the prompt's sentences, no headings, each citing itself."""
    rows = [json.loads(line) for line in prompt.splitlines() if line.startswith('{"number"')]
    long = [row for row in rows if len(row["sentence"]) > 60 and row["sentence"] not in row["document"]][:2]
    return "".join(json.dumps({"text": row["sentence"], "citations": [row["number"]]}, ensure_ascii=False) + "\n" for row in long)


@pytest.fixture(scope="module")
def model() -> Iterator[ModelServer]:
    """Return a model whose reply each test sets."""
    with serving(quoting) as running:
        yield running


@pytest.fixture(scope="module")
def written(start: Callable[..., AbstractContextManager[tuple[Any, str]]], model: ModelServer) -> Iterator[str]:
    """Return the address of a server whose answers the model words."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TOWNHALL_LANGUAGE_MODEL", "small-model")
        patch.setenv("TOWNHALL_LANGUAGE_MODEL_URL", model.url)
        with start() as (_, found):
            yield found


@pytest.mark.browser
def test_it_grows_without_a_jump(visit: Visit, written: str, model: ModelServer) -> None:
    """The first statement is read while the model is at the second; what stands stays where it is, and the answer ends as others do."""
    gate = threading.Event()
    model.reply = lambda prompt: Play(quoting(prompt), gate=gate)
    page = visit(at=written)
    page.evaluate(SHIFTS)
    page.fill("#question", QUESTION)
    page.keyboard.press("Enter")
    growing = page.locator("#turn-1[aria-busy] .statements p")
    growing.nth(1).wait_for()
    before = growing.all_inner_texts()
    gate.set()
    page.locator("#turn-1:not([aria-busy])").wait_for()
    after = page.locator("#turn-1 .statements p").all_inner_texts()
    assert len(after) > len(before) > 0
    assert after[: len(before)] == before
    assert page.evaluate("window.shift") <= MOST_SHIFT
    assert page.locator("#turn-1").get_attribute("data-status") == "answered"
    assert page.complaints == []


@pytest.mark.browser
def test_it_can_be_stopped(visit: Visit, written: str, model: ModelServer) -> None:
    """Stopped between two statements, the question is shown as stopped, and the next one is answered."""
    gate = threading.Event()
    model.reply = lambda prompt: Play(quoting(prompt), gate=gate)
    page = visit(at=written)
    page.fill("#question", QUESTION)
    page.keyboard.press("Enter")
    page.locator("#turn-1[aria-busy] .statements p").nth(1).wait_for()
    page.locator(".go").click()
    page.locator('#turn-1[data-status="stopped"]').wait_for()
    gate.set()
    model.reply = quoting
    page.fill("#question", "Who supports cities in Romania?")
    page.keyboard.press("Enter")
    page.locator('#turn-2[data-status="answered"]:not([aria-busy])').wait_for()
    assert page.locator("#turn-1").get_attribute("data-status") == "stopped"


@pytest.mark.browser
def test_readers_are_told(visit: Visit, written: str) -> None:
    """The notice, the page about Townhall and the one about privacy say that a language model words the answers, which, and what it gets."""
    page = visit(at=written)
    assert "language model" in page.locator("#notice").inner_text()
    page.goto(f"{written}/about?lang=de")
    about = page.locator("main").inner_text()
    assert "small-model" in about
    assert "formuliert daraus Antworten" in about
    page.goto(f"{written}/privacy?lang=en")
    assert "gets your question" in page.locator("main").inner_text()
