"""Asking, in a real browser: answers, refusals, examples, and one conversation after another."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

Visit = Callable[..., Any]
Ask = Callable[[Any, str], Any]
QUOTED = "Who supports cities in Slovenia, and whom do I write to?"
FOLLOW_UP = "And the contact person?"
REFUSED = "What is the capital of Australia?"


@pytest.mark.browser
def test_answer_with_a_marker(visit: Visit, ask: Ask) -> None:
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
def test_refusal_helps(visit: Visit, ask: Ask) -> None:
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
def test_examples_ask(visit: Visit) -> None:
    """There are three groups of example questions, and pressing one asks it."""
    page = visit()
    assert page.locator(".groups h3").count() == 3
    question = page.locator(".groups .chip").first.inner_text()
    page.locator(".groups .chip").first.click()
    turn = page.locator("#turn-1:not([aria-busy])")
    turn.wait_for()
    assert turn.locator(".asked").inner_text() == question


@pytest.mark.browser
def test_empty_question(visit: Visit, ask: Ask) -> None:
    """An empty question is not asked: the page says what is missing and waits in the box."""
    page = visit()
    page.fill("#question", "   ")
    page.keyboard.press("Enter")
    assert page.locator("#hint").inner_text().strip()
    assert page.locator(".turns > .turn").count() == 0
    assert page.evaluate("document.activeElement.id") == "question"
    assert ask(page, REFUSED).is_visible()


@pytest.mark.browser
def test_conversations_are_separate(visit: Visit, ask: Ask) -> None:
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
def test_new_conversation(visit: Visit, ask: Ask) -> None:
    """A new conversation shows nothing of the old one and carries nothing over."""
    page = visit()
    ask(page, "Who supports cities in Slovenia?")
    page.locator(".new").click()
    page.locator(".empty").wait_for()
    assert page.locator(".turns > .turn").count() == 0
    turn = ask(page, "Who is the contact person there?")
    assert "Košpenda" not in turn.inner_text()


@pytest.mark.browser
def test_carried_over_can_be_removed(visit: Visit, ask: Ask) -> None:
    """What came from an earlier question is a chip; pressing it asks again without it, and says so."""
    page = visit()
    ask(page, "Who supports cities in Belgium and in Malta?")
    ask(page, FOLLOW_UP)
    chips = page.locator("#turn-2 .kept")
    assert [text.strip() for text in chips.all_inner_texts()] == ["Belgium", "Malta"]
    chips.first.click()
    again = page.locator("#turn-3:not([aria-busy])")
    again.wait_for()
    assert again.locator(".asked").inner_text() == FOLLOW_UP
    assert again.locator(".who").inner_text() == "You asked again, without Belgium"
    assert [text.strip() for text in again.locator(".kept").all_inner_texts()] == ["Malta"]
    again.locator(".kept").click()
    last = page.locator("#turn-4:not([aria-busy])")
    last.wait_for()
    assert last.get_attribute("data-status") == "clarify"
    assert last.locator(".who").inner_text() == "You asked again, without Belgium and Malta"
    assert last.locator(".kept").count() == 0
    assert page.complaints == []
