"""The page of deadlines: how each stands, with its quote, on a line, in a list and in a calendar."""

from __future__ import annotations

import re
import urllib.error
import urllib.request
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from icalendar import Calendar

from townhall.assistant import Assistant
from townhall.interfaces.web.deadlines import deadlines_of
from townhall.interfaces.web.deadlines.views import deadlines_view
from townhall.library import ingest
from townhall.locales.messages import page_words
from townhall.model import FactKind, in_words
from townhall.settings import Settings

Visit = Callable[..., Any]
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"], "resultTypes": ["violations"]}
ROUNDS = """Fund for ferries

The fund helps towns.

How to apply

| Round | Opens | Deadline |
| --- | --- | --- |
| Round 1 | 2 January 2024 | 20 March 2024 |
| Round 2 | 2 May 2024 | 20 August 2024 |
| Round 3 | 2 September 2024 | 20 November 2024 |
"""


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 390, 768, 1280])
def test_axe_and_width(visit: Visit, address: str, width: int, scheme: str) -> None:
    """An automatic check for barriers finds none, nothing makes the page scroll sideways, and no script complains."""
    page = visit(width, 800, scheme)
    page.goto(f"{address}/deadlines")
    assert page.locator(".point").count() == 2
    found = Axe().run(page, options=RULES).generate_report()
    assert re.findall(r"Found (\d+)", found) == ["0"], found
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    assert not page.complaints


@pytest.mark.browser
def test_labels_stay_apart(visit: Visit, address: str) -> None:
    """No two labels on the line touch, on a phone or a wide screen."""
    for width in (390, 1280):
        page = visit(width)
        page.goto(f"{address}/deadlines")
        boxes = [label.bounding_box() for label in page.locator(".line .label").all()]
        one, other = sorted(boxes, key=lambda box: (box["y"], box["x"]))
        assert one["y"] + one["height"] <= other["y"] or one["x"] + one["width"] <= other["x"]


def test_calendar_files(address: str) -> None:
    """Each deadline has a file of its own that all are in too; the address of one that isn't there says so."""
    with urllib.request.urlopen(f"{address}/deadlines.ics", timeout=20) as response:  # noqa: S310 - our own server
        assert response.headers["content-type"] == "text/calendar; charset=utf-8"
        events = Calendar.from_ical(response.read()).events
    assert [event.start for event in events] == [date(2024, 6, 17), date(2025, 3, 24)]
    for event in events:
        with urllib.request.urlopen(f"{address}/deadlines/{event['UID']}.ics", timeout=20) as response:  # noqa: S310 - our own server
            (alone,) = Calendar.from_ical(response.read()).events
        assert alone["UID"] == event["UID"]
        assert str(alone["URL"]).startswith(f"{address}/documents/procurement-helpdesk.txt?start=")
    with pytest.raises(urllib.error.HTTPError, match="404"):
        urllib.request.urlopen(f"{address}/deadlines/none.ics", timeout=20)  # noqa: S310 - our own server


def test_groups(new_settings: Callable[..., Settings]) -> None:
    """Deadlines stand by how they stand, with the days that count for each, and a quote with its address."""
    settings = new_settings({"ferries.txt": ROUNDS})
    ingest(settings)
    assistant = Assistant(settings)
    today = date(2024, 7, 1)
    documents = {document.source: document for document in assistant.documents()}
    view = deadlines_view(deadlines_of(assistant.facts(FactKind.DEADLINE), today=today), page_words("en"), documents, today=today)
    said = {group.state.value: [(deadline.title, deadline.standing) for deadline in group.deadlines] for group in view.groups}
    assert said == {
        "open": [("Round 2", "50 days left")],
        "not_yet": [("Round 3", "Opens in 63 days")],
        "passed": [("Round 1", "103 days ago")],
    }
    for deadline in (deadline for group in view.groups for deadline in group.deadlines):
        start, end = (int(number) for number in re.findall(r"=(\d+)", deadline.link))
        document = assistant.document("ferries.txt")
        assert document is not None
        assert in_words(document.text[start:end]) == deadline.quote
    assert [point.state.value for point in view.points] == ["passed", "open", "not_yet"]
    assert view.upcoming
    assert not deadlines_view(
        deadlines_of(assistant.facts(FactKind.DEADLINE), today=date(2025, 1, 1)), page_words("en"), documents, today=today
    ).upcoming


def test_no_deadlines(new_settings: Callable[..., Settings]) -> None:
    """Documents without a deadline make a page that says so."""
    settings = new_settings({"ferries.txt": "Ferries\n\nThe ferries of the town are green.\n"})
    ingest(settings)
    view = deadlines_view(deadlines_of(Assistant(settings).facts(FactKind.DEADLINE), today=date(2024, 7, 1)), page_words("en"), {}, today=date.min)
    assert not view.groups
    assert view.line is None
