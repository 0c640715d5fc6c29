"""What people think of answers: taken, changed, taken back, and nothing of who they are."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from townhall.interfaces.web.ask import opinions
from townhall.interfaces.web.ask.conversation import Conversation
from townhall.interfaces.web.ask.opinions import feedback
from townhall.interfaces.web.ask.rendering import key_of
from townhall.interfaces.web.ask.visitor import COOKIE
from townhall.interfaces.web.site import Site
from townhall.locales.messages import page_words
from townhall.storage import Owner, Reason, Verdict, new_token

Visit = Callable[..., Any]
Ask = Callable[[Any, str], Any]
SUPPORT = "Who supports us in Slovenia?"
FOLLOW_UP = "And the contact person?"
ENGLISH = page_words("en")


@pytest.fixture
def client(site: Site) -> TestClient:
    """Return a browser with a cookie of its own, before the route alone."""
    application = FastAPI()
    application.include_router(feedback(site))
    return TestClient(application, cookies={COOKIE: new_token()}, headers={"sec-fetch-site": "same-origin"})


@pytest.fixture
def said(site: Site, conversation: Conversation, client: TestClient) -> dict[str, str]:
    """Return what names the last answer of a conversation of two questions."""
    owner = Owner.of(client.cookies[COOKIE])
    id = ""
    for question in (SUPPORT, FOLLOW_UP):
        *_, patch = conversation.ask({"question": question, "conversation": id}, owner, ENGLISH)
        id = patch["conversation"]
    kept = site.store.conversations.load(owner, id)
    assert kept is not None
    return {"conversation": id, "exchange": key_of(kept.exchanges[-1])}


def test_opinion_is_kept_with_its_answer(site: Site, client: TestClient, said: dict[str, str]) -> None:
    """A thumb keeps the question, those before it and the answer; a reason and a comment are added to the same entry."""
    first = client.post("/feedback", json={**said, "verdict": "down"}).json()
    assert first["said"] == ENGLISH.say("feedback.thanks")
    more = {"verdict": "down", "reason": "incomplete", "comment": " The telephone number. ", "id": first["id"], "secret": first["secret"]}
    assert client.post("/feedback", json={**said, **more}).status_code == 200
    (entry,) = site.store.feedback.list()
    assert (entry.verdict, entry.reason, entry.comment) == (Verdict.DOWN, Reason.INCOMPLETE, "The telephone number.")
    assert (entry.before, entry.said["question"]) == ((SUPPORT,), FOLLOW_UP)
    assert entry.said["citations"]


def test_opinion_is_taken_back(site: Site, client: TestClient, said: dict[str, str]) -> None:
    """Whoever gave an opinion can delete it; whoever only knows its name cannot."""
    receipt = client.post("/feedback", json={**said, "verdict": "up"}).json()
    client.post("/feedback", json={"verdict": "withdrawn", "id": receipt["id"], "secret": "guessed"})
    assert site.store.feedback.count() == 1
    assert client.post("/feedback", json={"verdict": "withdrawn", "id": receipt["id"], "secret": receipt["secret"]}).status_code == 200
    assert site.store.feedback.count() == 0


def test_form_without_a_script(site: Site, client: TestClient, said: dict[str, str]) -> None:
    """A form works too, and is answered by a page."""
    answer = client.post("/feedback", data={**said, "verdict": "up"})
    assert ENGLISH.say("feedback.thanks") in answer.text
    assert site.store.feedback.count() == 1


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({"verdict": "sideways"}, 400),
        ({"verdict": ""}, 400),
        ({"verdict": "down", "reason": "rhyme"}, 400),
        ({"verdict": "withdrawn"}, 400),
        ({"verdict": "up", "exchange": "9.9"}, 404),
        ({"verdict": "up", "conversation": "no-such"}, 404),
        ({"verdict": ["up"], "exchange": {}}, 400),
    ],
)
def test_nonsense_keeps_nothing(site: Site, client: TestClient, said: dict[str, str], change: dict[str, Any], status: int) -> None:
    """What is no opinion on an answer of one's own is refused in words, and nothing is kept."""
    answer = client.post("/feedback", json={**said, **change})
    assert answer.status_code == status
    assert answer.json()["said"]
    assert site.store.feedback.count() == 0


def test_somebody_elses_answer(site: Site, client: TestClient, said: dict[str, str]) -> None:
    """Nobody can judge, and so learn of, somebody else's answer."""
    for token in (new_token(), "guessed", ""):
        client.cookies = {COOKIE: token}
        assert client.post("/feedback", json={**said, "verdict": "up"}).status_code == 404
    assert site.store.feedback.count() == 0


@pytest.mark.parametrize("headers", [{"sec-fetch-site": "cross-site"}, {"sec-fetch-site": "same-site"}])
def test_other_sites_are_refused(site: Site, client: TestClient, said: dict[str, str], headers: dict[str, str]) -> None:
    """A page of another site can't give an opinion in its visitor's name."""
    assert client.post("/feedback", json={**said, "verdict": "up"}, headers=headers).status_code == 403
    assert site.store.feedback.count() == 0


def test_too_many_are_refused(site: Site, client: TestClient, said: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    """So many opinions from one address in an hour are refused in words."""
    monkeypatch.setattr(opinions, "MOST", 2)
    statuses = [client.post("/feedback", json={**said, "verdict": "up"}).status_code for _ in range(3)]
    assert statuses == [200, 200, 429]
    assert site.store.feedback.count() == 2


@pytest.mark.browser
def test_thumbs_in_the_browser(visit: Visit, ask: Ask) -> None:
    """After ▼ come reasons and a comment, after ▲ only thanks and a comment; what is kept is said; it can be taken back."""
    page = visit()
    turn = ask(page, SUPPORT)
    turn.get_by_role("button", name="No").click()
    form = turn.locator("form.opinion-more")
    form.wait_for()
    assert page.locator(".said").inner_text() == ENGLISH.say("feedback.thanks")
    assert form.get_by_role("radio").count() == len(Reason)
    assert ENGLISH.say("feedback.stored") in form.inner_text()
    form.get_by_label("Something is missing").check()
    form.locator("textarea").fill("The telephone number.")
    form.get_by_role("button", name="Send").click()
    form.wait_for(state="detached")
    turn.get_by_role("button", name="Yes").click()
    form.wait_for()
    assert form.get_by_role("radio").count() == 0
    form.get_by_role("button", name="Take it back").click()
    form.wait_for(state="detached")
    assert turn.locator(".after").inner_text() == ENGLISH.say("feedback.withdrawn")
    assert page.complaints == []
