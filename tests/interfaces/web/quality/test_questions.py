"""Questions are added and changed on the page, their quotes picked in the document."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from barriers import barriers
from playwright.sync_api import expect

from townhall.assistant import Assistant
from townhall.settings import Settings
from townhall.storage import Feedback, Reason, Verdict, open_database

Enter = Callable[..., Any]
SELECT = """(quote) => {
    const text = document.querySelector("#text");
    const start = text.value.indexOf(quote);
    text.focus();
    text.setSelectionRange(start, start);
}"""


def lines(settings: Settings) -> list[bytes]:
    """Return the lines of the open set."""
    return (settings.evals / "datasets" / "small.jsonl").read_bytes().split(b"\n")


@pytest.mark.browser
def test_question_is_added_with_a_picked_quote(enter: Enter, small: Settings) -> None:
    """A quote is selected in its document with the keyboard, taken over and found; the question stands at the end of the file, sound."""
    before = lines(small)
    page = enter("/quality/questions?set=small")
    page.get_by_role("link", name="Add a question").click()
    page.fill("textarea[name=turn]", "Until when can cities apply?")
    facts = page.locator("#field-facts")
    facts.get_by_role("button", name="Add").click()
    facts.locator("select").select_option("date")
    facts.locator("[name=fact_value]").fill("2024-06-17")
    page.select_option("#picked", "south.txt")
    expect(page.locator("#text")).not_to_have_value("")
    page.evaluate(SELECT, "Cities apply by 17 June 2024")
    for _ in range(len("Cities apply by 17 June 2024")):
        page.keyboard.press("Shift+ArrowRight")
    page.get_by_role("button", name="Take the selected words").click()
    row = page.locator("#field-spans .row")
    row.wait_for()
    assert row.locator("textarea").input_value() == "Cities apply by 17 June 2024"
    assert row.locator("select").input_value() == "south.txt"
    assert "once" in page.locator(".told").inner_text()
    assert barriers(page) == ""
    page.select_option("#category", "deadline")
    page.fill("#today", "2024-05-01")
    page.get_by_role("button", name="Save", exact=True).click()
    page.get_by_text("Saved: deadline-").wait_for()
    after = lines(small)
    assert after[:-2] == before[:-1]
    assert json.loads(after[-2]) == {
        "id": json.loads(after[-2])["id"],
        "messages": [{"role": "user", "content": "Until when can cities apply?"}],
        "status": ["answered"],
        "facts": [{"date": "2024-06-17"}],
        "spans": [{"source": "south.txt", "quote": "Cities apply by 17 June 2024"}],
        "category": "deadline",
        "language": "en",
        "today": "2024-05-01",
    }
    assert page.complaints == []


@pytest.mark.browser
def test_edit_changes_one_line(enter: Enter, small: Settings) -> None:
    """A question is searched, opened and changed: one line of the file differs, and in it that field."""
    before = lines(small)
    page = enter("/quality/questions")
    page.fill("#q", "CONTACT harbour")
    page.get_by_role("button", name="Show").click()
    assert page.locator("tbody tr").count() == 1
    page.locator("tbody a").click()
    page.locator("[name=fact_value]").fill("Ada Quay\nQuay")
    page.get_by_role("button", name="Save", exact=True).click()
    page.get_by_text("Saved: impossible-1").wait_for()
    after = lines(small)
    assert [number for number, (old, new) in enumerate(zip(before, after, strict=True)) if old != new] == [1]
    assert json.loads(after[1]) == {**json.loads(before[1]), "facts": [{"text": ["Ada Quay", "Quay"]}]}


@pytest.mark.browser
@pytest.mark.parametrize("script", [True, False])
def test_faults_stand_beside_their_fields(enter: Enter, small: Settings, *, script: bool) -> None:
    """What the check refuses is told beside its field, what was typed stays, and nothing is written; also without a script."""
    before = lines(small)
    page = enter("/quality/questions/edit?set=small&id=members-1", script=script)
    page.locator("[name=span_quote]").first.fill("supports 99 harbour cities")
    page.locator("[name=fact_kind]").first.select_option("number")
    page.locator("[name=fact_value]").first.fill("many")
    page.get_by_role("button", name="Save", exact=True).click()
    page.locator(".faults").wait_for()
    assert "is in no document" in page.locator("#field-spans .fault").inner_text()
    assert "is not a number" in page.locator("#field-facts .fault").inner_text()
    quote = page.locator("[name=span_quote]").first
    assert quote.input_value() == "supports 99 harbour cities"
    assert quote.get_attribute("aria-invalid") == "true"
    assert lines(small) == before
    if script:
        assert barriers(page) == ""


@pytest.mark.browser
def test_without_a_script_a_quote_finds_its_document(enter: Enter, small: Settings) -> None:
    """Where no script runs, a quote is pasted and the server finds where it stands; one that is nowhere is told."""
    page = enter("/quality/questions/new?set=small", script=False)
    page.locator("textarea[name=turn]").first.fill("How long do the services take?")
    quote = page.locator("#field-spans [name=span_quote]").last
    quote.fill("The services take seven weeks")
    page.get_by_role("button", name="Save", exact=True).click()
    assert "This quote stands in no document." in page.locator("#field-spans .fault").inner_text()
    page.locator("#field-facts [name=fact_value]").first.fill("six weeks")
    page.locator("[name=span_quote]").first.fill("The services take six weeks")
    page.get_by_role("button", name="Save", exact=True).click()
    page.get_by_text("Saved:").wait_for()
    assert json.loads(lines(small)[-2])["spans"] == [{"source": "south.txt", "quote": "The services take six weeks"}]


@pytest.mark.browser
def test_changed_meanwhile(enter: Enter, small: Settings) -> None:
    """Two people open the same question: who saves second is told, and doesn't overwrite the first."""
    first, second = enter("/quality/questions/edit?set=small&id=members-1"), enter("/quality/questions/edit?set=small&id=members-1")
    for page, category in ((first, "list"), (second, "support")):
        page.select_option("#category", category)
        page.get_by_role("button", name="Save", exact=True).click()
        page.wait_for_load_state()
    assert "Somebody has changed this question" in second.locator(".faults").inner_text()
    assert json.loads(lines(small)[0])["category"] == "list"


@pytest.mark.browser
def test_quotes_that_are_gone_are_shown(enter: Enter, small: Settings) -> None:
    """After a document has changed, the questions whose quotes are gone can be listed."""
    path = small.corpus / "north.txt"
    path.write_text(path.read_text(encoding="utf-8").replace("28 harbour", "30 harbour"), encoding="utf-8")
    page = enter("/quality/questions")
    assert "1 question needs mending" in page.locator("main").inner_text()
    page.get_by_role("link", name="Show them.").click()
    assert page.locator("tbody tr").count() == 1
    assert "needs mending" in page.locator("tbody tr").inner_text()


@pytest.mark.browser
def test_frozen_sets_are_not_there(enter: Enter) -> None:
    """A frozen set is not listed and can't be opened, by whatever address."""
    page = enter("/quality/questions")
    assert page.locator("#set option").all_inner_texts() == ["small (2)"]
    for address in (
        "/quality/questions?set=small-frozen",
        "/quality/questions/edit?set=small-frozen&id=sealed-1",
        "/quality/questions/new?set=small-frozen",
        "/quality/questions/find?set=small-frozen&quote=x",
        "/quality/questions?set=../datasets/small",
    ):
        assert page.goto(page.url.split("/quality")[0] + address).status == 404
        assert "Who keeps" not in page.content()


@pytest.mark.browser
def test_feedback_becomes_a_question(enter: Enter, small: Settings) -> None:
    """An entry is read, turned into a question with one press, saved, and deleted."""
    assistant = Assistant(small)
    day = date(2024, 5, 1)
    with_comment = assistant.ask("How many harbour cities does the HCN support?", today=day).answer
    database = open_database(small)
    kept = Feedback(database)
    kept.add(with_comment, Verdict.UP, day=day, comment="<b>Just</b> right")
    kept.add(assistant.ask("Who runs the HCN?", today=day).answer, Verdict.DOWN, day=day, reason=Reason.INCOMPLETE)
    page = enter("/quality/feedback")
    assert barriers(page) == ""
    entries = page.locator(".entry")
    assert entries.count() == 2
    assert "Something is missing" in entries.first.inner_text()
    assert "<b>Just</b> right" in entries.last.inner_text()
    entries.last.get_by_role("link", name="Make it a question").click()
    assert page.locator("[name=turn]").first.input_value() == "How many harbour cities does the HCN support?"
    assert page.locator("[name=span_quote]").first.input_value()
    assert page.input_value("#today") == "2024-05-01"
    page.get_by_role("button", name="Save", exact=True).click()
    page.get_by_text("Saved:").wait_for()
    assert json.loads(lines(small)[-2])["messages"][0]["content"] == "How many harbour cities does the HCN support?"
    page.goto(page.url.split("/quality")[0] + "/quality/feedback?verdict=down")
    page.get_by_role("button", name="Delete").click()
    page.wait_for_url("**/quality/feedback")
    assert kept.count() == 1
    database.close()


@pytest.mark.browser
def test_what_was_written_survives_the_end_of_the_session(enter: Enter, small: Settings) -> None:
    """A question that is saved after the session has ended is kept by the page that asks for the password, and sent again from the next."""
    before = lines(small)
    page = enter("/quality/questions/new?set=small")
    page.fill("textarea[name=turn]", 'Until when can <cities> "apply"?')
    page.context.clear_cookies()
    page.get_by_role("button", name="Save", exact=True).click()
    page.get_by_text("What you wrote is kept").wait_for()
    assert barriers(page) == ""
    page.fill("#password", small.admin_password.get_secret_value() if small.admin_password else "")
    page.press("#password", "Enter")
    page.get_by_text("You are signed in again.").wait_for()
    assert lines(small) == before
    page.get_by_role("button", name="Send").click()
    page.get_by_text("Not saved yet").wait_for()  # for what is still missing, as ever
    assert page.locator("textarea[name=turn]").input_value() == 'Until when can <cities> "apply"?'
    assert lines(small) == before
    assert page.complaints == []
