"""The routes under ``/api`` answer what the command line prints, and refuse what they can't read in words."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import httpx
import pytest

from townhall.assistant import Assistant
from townhall.errors import NoSuchDocumentError, UsageError
from townhall.interfaces.contract import answer_object, deadline_object, document_object, organisation_object
from townhall.interfaces.deadlines import deadlines_of
from townhall.interfaces.directory import directory_of
from townhall.interfaces.http.errors import status_of
from townhall.model import FactKind
from townhall.settings import Settings

FIRST, SECOND = "Who supports cities in Slovenia?", "And the contact person?"
PROBLEM = "application/problem+json"


def untimed(answer: dict[str, Any]) -> dict[str, Any]:
    """Return an answer without what differs each time."""
    return {name: value for name, value in answer.items() if name != "timings_ms"}


def events(text: str) -> list[tuple[str, Any]]:
    """Return the events of a stream: names with what they hold."""
    blocks = [dict(line.split(": ", 1) for line in block.splitlines()) for block in text.strip().split("\n\n")]
    return [(block["event"], json.loads(block["data"])) for block in blocks]


@pytest.mark.parametrize(
    "asked",
    [
        {"question": SECOND, "before": [FIRST]},
        {"messages": [{"role": "user", "content": FIRST}, {"role": "assistant", "content": "…"}, {"role": "user", "content": SECOND}]},
    ],
    ids=["before", "messages"],
)
def test_a_conversation_is_played(http: httpx.Client, real_assistant: Assistant, asked: dict[str, Any]) -> None:
    """A question that leans on an earlier one is answered as the assistant answers it, however the conversation is sent."""
    for _ in range(2):  # the second time earlier turns are remembered
        answer = http.post("/api/ask", json={**asked, "id": "7"})
        assert answer.status_code == 200
        assert untimed(answer.json()) == untimed(answer_object(real_assistant.converse([FIRST, SECOND], id="7").answer))


def test_options_reach_the_assistant(http: httpx.Client, real_assistant: Assistant) -> None:
    """Documents to keep to, the day, and what isn't to be carried over change the answer as they do elsewhere."""
    carried = http.post("/api/ask", json={"question": SECOND, "before": [FIRST]}).json()["carried"]
    assert carried
    assert http.post("/api/ask", json={"question": SECOND, "before": [FIRST], "dropped": carried}).json()["carried"] == []
    late = http.post("/api/ask", json={"question": "What are the deadlines?", "today": "2030-01-01"}).json()
    assert "passed" in late["answer"]
    kept = http.post("/api/ask", json={"question": FIRST, "sources": ["procurement-*"]}).json()
    assert untimed(kept) == untimed(answer_object(real_assistant.ask(FIRST, sources=["procurement-*"]).answer))
    assert kept["status"] == "not_in_documents"


def test_a_stream_grows(http: httpx.Client) -> None:
    """A stream tells each sentence with its quotes, and last the whole answer, the same as without a stream."""
    whole = http.post("/api/ask", json={"question": FIRST}).json()
    answer = http.post("/api/ask", json={"question": FIRST, "stream": True})
    assert answer.headers["content-type"].startswith("text/event-stream")
    *statements, (name, last) = events(answer.text)
    assert (name, untimed(last)) == ("answer", untimed(whole))
    assert [told["text"] for kind, told in statements if kind == "statement"] == [statement["text"] for statement in whole["statements"]]
    assert [citation for _, told in statements for citation in told["cited"]] == whole["citations"]


def test_a_stream_takes_nothing_back(serve: Callable[..., str], growing: Assistant) -> None:
    """The sentences of an answer that grows are those of the whole one, each told once and in its place."""
    answer = httpx.post(f"{serve(assistant=growing)}/api/ask", json={"question": FIRST, "stream": True}, timeout=60)
    *statements, (_, whole) = events(answer.text)
    assert [(told["index"], told["text"]) for _, told in statements] == list(enumerate(each["text"] for each in whole["statements"]))
    assert len(statements) > 1


@pytest.mark.parametrize("question", ["", "?!", "why " * 1000])
def test_what_is_no_question_is_an_answer(http: httpx.Client, question: str) -> None:
    """A question that is empty or too long is refused by the assistant, not by the protocol."""
    answer = http.post("/api/ask", json={"question": question})
    assert (answer.status_code, answer.json()["status"]) == (200, "out_of_scope")
    assert answer.json()["reason"]


def test_search_by_both_methods(http: httpx.Client, townhall: Callable[..., Any], real_settings: Settings) -> None:
    """Both ways to search find what the command line finds."""
    printed = townhall("search", "deadline of phase 2", "-k", "3", "--json", index=real_settings.index).objects[0]
    by_query = http.get("/api/search", params={"q": "deadline of phase 2", "k": 3})
    by_body = http.post("/api/search", json={"query": "deadline of phase 2", "k": 3})
    assert by_query.json() == by_body.json() == printed
    only = http.get("/api/search", params={"q": "cities", "source": ["*-1.txt", "*-2.txt"]}).json()["hits"]
    assert {hit["source"] for hit in only} == {"national-support-1.txt", "national-support-2.txt"}


def test_a_search_leans_on_a_conversation(http: httpx.Client) -> None:
    """Of a conversation its last question is searched for as it stands by itself."""
    found = http.post("/api/search", json={"messages": [{"role": "user", "content": text} for text in (FIRST, SECOND)], "k": 1}).json()
    assert "Slovenia" in found["query"]
    assert found["hits"]


def test_documents_are_listed_and_read(http: httpx.Client, corpus: Path) -> None:
    """Every document is listed, in pages too; its text comes whole or by offsets, in the text that offsets count in."""
    listed = http.get("/api/documents").json()
    sources = [document["source"] for document in listed["documents"]]
    assert listed["total"] == len(sources) == 5
    assert [document["source"] for document in http.get("/api/documents?limit=2&offset=2").json()["documents"]] == sources[2:4]
    text = (corpus / sources[0]).read_bytes().decode()
    whole = http.get(f"/api/documents/{sources[0]}").json()
    assert (whole["text"], whole["characters"], whole["start"], whole["end"]) == (text, len(text), 0, len(text))
    part = http.get(f"/api/documents/{sources[0]}?start=100&end=200").json()
    assert (part["text"], part["start"], part["end"]) == (text[100:200], 100, 200)
    beyond = http.get(f"/api/documents/{sources[0]}?start=999999&end=5").json()
    assert (beyond["text"], beyond["start"], beyond["end"]) == ("", len(text), len(text))


def test_quotes_stand_in_the_documents(http: httpx.Client) -> None:
    """Every value of the directory and the deadlines, and every citation, is the document's own text at its offsets."""
    told = [http.get("/api/organisations").json(), http.get("/api/deadlines").json(), http.post("/api/ask", json={"question": FIRST}).json()]
    texts: dict[str, str] = {}
    quoted = list(places(told))
    assert len(quoted) > 50
    for place in quoted:
        text = texts.setdefault(place["source"], http.get(f"/api/documents/{place['source']}").json()["text"])
        assert text[place["start"] : place["end"]] == place["quote"]


def places(told: Any) -> list[dict[str, Any]]:
    """Return every object within ``told`` that holds a quote."""
    if isinstance(told, list):
        return [place for each in told for place in places(each)]
    if not isinstance(told, dict):
        return []
    return [*([told] if "quote" in told else []), *(place for each in told.values() for place in places(each))]


def test_facts_by_country_and_day(http: httpx.Client) -> None:
    """Organisations are told by country, deadlines as they stand on a day."""
    names = [each["country"]["value"] for each in http.get("/api/organisations?country=SI").json()["organisations"]]
    assert http.get("/api/organisations?country=si").json() == http.get("/api/organisations?country=SI").json()
    assert names
    assert set(names) == {"SI"}
    states = {day: {each["state"] for each in http.get(f"/api/deadlines?today={day}").json()["deadlines"]} for day in ("2024-05-01", "2030-01-01")}
    assert states == {"2024-05-01": {"open"}, "2030-01-01": {"passed"}}


def test_nothing_is_lost_on_the_way(http: httpx.Client, real_assistant: Assistant) -> None:
    """Directory and deadlines come with every key of the contract: what is described is all that there is."""
    directory = directory_of(real_assistant.facts(FactKind.ORGANISATION), real_assistant.facts(FactKind.CONTACT))
    assert http.get("/api/organisations").json()["organisations"] == [organisation_object(entry) for entry in directory.entries]
    deadlines = deadlines_of(real_assistant.facts(FactKind.DEADLINE), today=date(2024, 5, 1))
    assert http.get("/api/deadlines?today=2024-05-01").json()["deadlines"] == [deadline_object(deadline) for deadline in deadlines]
    known = [document_object(document) for document in real_assistant.documents()]
    listed = http.get("/api/documents").json()["documents"]
    assert [{name: value for name, value in each.items() if name not in {"state", "size", "parts"}} for each in listed] == known


def test_verify_is_the_command(http: httpx.Client, townhall: Callable[..., Any]) -> None:
    """What the guard says over HTTP is what the command line prints."""
    statement, evidence = "Phase 2 ends on 24 March 2026.", "Phase 2 requires applications by 24 March 2025."
    printed = townhall("verify", statement, "--evidence", evidence, "--json").objects[0]
    told = http.post("/api/verify", json={"statement": statement, "evidence": [evidence]}).json()
    assert told == printed
    assert not told["supported"]


@pytest.mark.parametrize(
    ("method", "path", "options", "status"),
    [
        ("POST", "/api/ask", {"json": {}}, 422),
        ("POST", "/api/ask", {"json": {"question": "a", "messages": []}}, 422),
        ("POST", "/api/ask", {"json": {"question": "a", "questoin": "b"}}, 422),
        ("POST", "/api/ask", {"json": {"question": "a", "today": "tomorrow"}}, 422),
        ("POST", "/api/ask", {"json": {"question": "a", "today": "2024-02-30"}}, 422),
        ("POST", "/api/ask", {"content": b'{"question": "\\ud800"}', "headers": {"content-type": "application/json"}}, 422),
        ("POST", "/api/ask", {"content": b"{", "headers": {"content-type": "application/json"}}, 400),
        ("POST", "/api/ask", {"content": b"\xff\xfe{", "headers": {"content-type": "application/json"}}, 400),
        ("POST", "/api/ask", {"content": b"[" * 100_000, "headers": {"content-type": "application/json"}}, 400),
        ("POST", "/api/ask", {"content": b"question=a"}, 415),
        ("POST", "/api/ask", {"content": b"x" * 1_100_000, "headers": {"content-type": "application/json"}}, 413),
        ("POST", "/api/ask", {"content": iter([b"{}"]), "headers": {"content-type": "application/json"}}, 411),
        ("GET", "/api/search", {"params": {"q": "a", "k": 0}}, 422),
        ("GET", "/api/search", {"params": {"q": "a", "source": "none-*"}}, 404),
        ("POST", "/api/ask", {"json": {"question": "What is the OASC?", "sources": ["none-*"]}}, 404),
        ("POST", "/api/ask", {"json": {"question": "What is the OASC?", "sources": ["none-*"], "stream": True}}, 404),
        ("GET", "/api/organisations", {"params": {"country": "Slovenia"}}, 422),
        ("GET", "/api/documents/../settings.py", {}, 404),
        ("GET", "/api/documents/..%2f..%2fetc%2fpasswd%00", {}, 404),
        ("GET", "/api/nothing", {}, 404),
        ("DELETE", "/api/documents", {}, 405),
    ],
)
def test_problems(http: httpx.Client, corpus: Path, *, method: str, path: str, options: dict[str, Any], status: int) -> None:
    """What can't be answered is told as problem details that say what mends it, and nothing of the machine."""
    answer = http.request(method, path, **options)
    assert (answer.status_code, answer.headers["content-type"]) == (status, PROBLEM)
    told = answer.json()
    assert told["status"] == status
    assert told["title"]
    assert told["detail"]
    assert str(corpus.parent) not in answer.text
    assert bool(told.get("errors")) == (status == 422)


def test_only_a_document_that_is_not_there_is_not_found() -> None:
    """Another mistake of the caller's isn't told as if the address led nowhere."""
    assert status_of(NoSuchDocumentError("There is no document 'a'.", remedy="Name another.")) == 404
    assert status_of(UsageError("k is 0.", remedy="Ask for one passage at least.")) == 400


def test_the_methods_of_an_address(http: httpx.Client) -> None:
    """A method that isn't answered is told those that are, all of them."""
    assert http.delete("/api/search").headers["allow"] == "GET, POST"


def test_no_cookie_is_made_or_read(http: httpx.Client) -> None:
    """The API knows nobody by a cookie, so that no other site can use somebody's."""
    for answer in (http.get("/api/about"), http.post("/api/ask", json={"question": FIRST}), http.get("/v1/models"), http.get("/api/nothing")):
        assert "set-cookie" not in answer.headers


def test_an_index_that_is_gone(serve: Callable[..., str], real_copy: Settings) -> None:
    """Where the index can't be read, every address says so with 503 and names no folder."""
    assistant = Assistant(real_copy)
    address = serve(assistant=assistant, corpus=real_copy.corpus, index=real_copy.index)
    (real_copy.index / "CURRENT").write_text("nonsense")
    with httpx.Client(base_url=address, timeout=60) as client:
        for stream in (False, True):
            answer = client.post("/api/ask", json={"question": FIRST, "stream": stream})
            assert (answer.status_code, answer.headers["content-type"]) == (503, PROBLEM)
            assert str(real_copy.index) not in answer.text
        answer = client.post("/v1/chat/completions", json={"model": "townhall", "messages": [{"role": "user", "content": FIRST}]})
        assert answer.status_code == 503
        assert answer.json()["error"]["type"] == "server_error"
