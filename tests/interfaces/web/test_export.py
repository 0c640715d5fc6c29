"""What is taken along: an answer as text, a conversation as Markdown and on paper."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from townhall.interfaces.web.ask.conversation import Conversation
from townhall.interfaces.web.ask.export import as_text, escaped
from townhall.interfaces.web.ask.routes import conversations
from townhall.interfaces.web.ask.visitor import COOKIE
from townhall.interfaces.web.site import Site
from townhall.locales.messages import page_words
from townhall.model import Answer
from townhall.storage import Conversation as Kept
from townhall.storage import ExchangeKind, Owner, new_token

ENGLISH = page_words("en")
QUESTIONS = ("Who supports us in Slovenia?", "Who supports cities in Estonia?", "What is the capital of Australia? *really*")


@pytest.fixture
def client(site: Site) -> Iterator[TestClient]:
    """Return a browser with a cookie of its own, before these routes alone."""
    application = FastAPI()
    application.include_router(conversations(site))
    with TestClient(application, cookies={COOKIE: new_token()}, headers={"sec-fetch-site": "same-origin"}) as browser:
        yield browser


@pytest.fixture
def kept(site: Site, conversation: Conversation, client: TestClient) -> Kept:
    """Return a conversation with an answer, one from a document full of markup, a refusal, and a question that was stopped."""
    owner = Owner.of(client.cookies[COOKIE])
    id = ""
    for question in QUESTIONS:
        *_, patch = conversation.ask({"question": question, "conversation": id}, owner, ENGLISH)
        id = patch["conversation"]
    conversation.stop({"question": "Never mind.", "conversation": id, "token": "t"}, owner, ENGLISH)
    found = site.store.conversations.load(owner, id)
    assert found is not None
    return found


def answers(kept: Kept) -> list[Answer]:
    """Return the answers of a conversation."""
    return [exchange.turn.answer for exchange in kept.exchanges if exchange.turn]


def test_answer_as_text(kept: Kept) -> None:
    """An answer's text has every sentence with its markers, and under them each quote, word for word, with where it stands."""
    for answer in answers(kept):
        text = as_text(answer, ENGLISH)
        for citation in answer.citations:
            assert f"[{citation.n}] “{citation.quote}”" in text
            assert f"{citation.source}, characters {citation.start} to {citation.end}" in text
        assert (answer.text if answer.status.shows_an_answer else answer.reason or "") in text


def test_markdown(client: TestClient, kept: Kept) -> None:
    """The Markdown has each question, answer and numbered quote with document, heading and offsets; read as Markdown it says the same words."""
    response = client.get(f"/conversations/{kept.id}.md")
    assert response.headers["content-type"] == "text/markdown; charset=utf-8"
    assert "attachment" in response.headers["content-disposition"]
    assert "no-store" in response.headers["cache-control"]
    shown = " ".join(rendered(response.text).split())
    for exchange in kept.exchanges:
        assert " ".join(exchange.question.split()) in shown
    for answer in answers(kept):
        for citation in answer.citations:
            assert " ".join(citation.quote.split()) in shown
            assert f"{citation.source}, characters {citation.start} to {citation.end}" in shown
    assert ENGLISH.say("turn.stopped") in shown


def rendered(text: str) -> str:
    """Return what Markdown shows, as text."""
    html = MarkdownIt("commonmark").render(text)
    plain = re.sub(r"</?(?:h[1-6]|p|blockquote|em)>", " ", html)
    return plain.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", '"').replace("&amp;", "&")


@given(st.text(st.sampled_from("ab *_`#<>[]()!~|\\&;.-+=1 \n"), max_size=40))
def test_markup_stays_text(text: str) -> None:
    """Whatever somebody wrote, as Markdown it is text and makes no element."""
    html = MarkdownIt("commonmark").render(f"x {escaped(text)}".replace("\n", " "))
    assert not re.search(r"<(?!/?p>)", html)


def test_on_paper(client: TestClient, kept: Kept) -> None:
    """The printable page has every question, statement and quote."""
    page = " ".join(rendered(client.get(f"/conversations/{kept.id}/print").text).split()).replace("&#39;", "'").replace("&#34;", '"')
    for exchange in kept.exchanges:
        assert exchange.question in page
    for answer in answers(kept):
        for citation in answer.citations:
            assert " ".join(citation.quote.split()) in page


def test_nobody_elses(client: TestClient, kept: Kept) -> None:
    """Somebody else's conversation is not there, can't be deleted, and isn't listed."""
    mine = client.cookies[COOKIE]
    for token in (new_token(), "guessed", ""):
        client.cookies = {COOKIE: token}
        for path in (f"/conversations/{kept.id}.md", f"/conversations/{kept.id}/print"):
            assert client.get(path).status_code == 404
        client.post(f"/conversations/{kept.id}/delete")
        client.post("/conversations/delete-all")
        assert kept.id not in client.get("/conversations").text
    client.cookies = {COOKIE: mine}
    assert kept.id in client.get("/conversations").text


def test_deleted_by_its_owner(site: Site, client: TestClient, kept: Kept) -> None:
    """One conversation is deleted, then all; a request that another site made deletes nothing."""
    owner = Owner.of(client.cookies[COOKIE])
    second = site.store.conversations.begin(owner)
    site.store.conversations.append(owner, second, question="Another?", kind=ExchangeKind.STOPPED)
    assert client.post(f"/conversations/{kept.id}/delete", headers={"sec-fetch-site": "cross-site"}).status_code == 403
    assert client.post("/conversations/delete-all", headers={"sec-fetch-site": "same-site"}).status_code == 403
    assert len(site.store.conversations.list(owner)) == 2
    assert client.post(f"/conversations/{kept.id}/delete").url.path == "/conversations"
    assert [summary.id for summary in site.store.conversations.list(owner)] == [second]
    client.post("/conversations/delete-all")
    assert site.store.conversations.list(owner) == ()


def test_older_answers_are_shown_as_text(client: TestClient, kept: Kept, site: Site) -> None:
    """An answer that an older version wrote in a form that can't be read any more is shown and taken along by its text."""
    from sqlalchemy import update

    from townhall.storage.tables import exchanges

    with site.store.database.writing() as connection:
        connection.execute(update(exchanges).values(turn='{"an": "older form"}'))
    assert "ZMOS" in client.get(f"/conversations/{kept.id}.md").text
    page = client.get(f"/conversations/{kept.id}/print").text
    assert "ZMOS" in page
    assert ENGLISH.say("turn.text_only") in page


def test_day_is_the_one_in_brussels(kept: Kept) -> None:
    """Times are kept in UTC."""
    assert all(exchange.at.tzinfo is UTC for exchange in kept.exchanges)
    assert kept.begun <= datetime.now(UTC)
