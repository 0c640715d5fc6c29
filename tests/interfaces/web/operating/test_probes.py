"""What those who run the server can ask it: alive, ready, figures."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from typing import Any

import pytest
from fastapi.testclient import TestClient
from prometheus_client.parser import text_string_to_metric_families
from pydantic import SecretStr

from townhall.assistant import Assistant
from townhall.interfaces.application import application_of
from townhall.interfaces.web.ask.conversation import Conversation
from townhall.interfaces.web.ask.event import Origin
from townhall.interfaces.web.operating.lifecycle import Lifecycle
from townhall.interfaces.web.operating.measures import Measures
from townhall.interfaces.web.operating.probes import looked_up
from townhall.interfaces.web.site import Site
from townhall.locales.messages import page_words
from townhall.settings import Settings
from townhall.storage import Owner

KEY = "0123456789abcdef"
ENGLISH = page_words("en")
OWNER = Owner.of("x" * 43)


def client_of(site: Site, lifecycle: Lifecycle, **settings: Any) -> TestClient:
    """Return a client of the application with other settings."""
    return TestClient(application_of(site.settings.model_copy(update=settings), site.assistant, lifecycle=lifecycle))


@pytest.fixture
def warm() -> Lifecycle:
    """Return the lifecycle of a server that is warm."""
    lifecycle = Lifecycle()
    lifecycle.warm.set()
    return lifecycle


def test_ready_is_said_when_all_is_there(site: Site) -> None:
    """It is alive at once; it is ready when warm, and no longer once it is told to end."""
    lifecycle = Lifecycle()
    client = client_of(site, lifecycle)
    assert client.get("/healthz").text == "ok\n"
    assert client.get("/readyz").status_code == 503
    lifecycle.warm.set()
    assert client.get("/readyz").json() == {"ready": True, "checks": dict.fromkeys(("serving", "warm", "index", "vectors", "database"), "ok")}
    lifecycle.ending.set()
    told = client.get("/readyz")
    assert (told.status_code, told.json()["checks"]["serving"]) == (503, "failed")
    assert client.get("/healthz").status_code == 200


@pytest.mark.parametrize(
    ("update", "failed"),
    [
        ({"database": "postgresql://townhall:s3cret@127.0.0.1:9/townhall"}, {"database"}),
        ({"chroma_url": "http://127.0.0.1:9"}, {"vectors"}),
    ],
)
def test_what_is_not_there_is_named(site: Site, warm: Lifecycle, update: Mapping[str, str], failed: set[str]) -> None:
    """What an answer needs and doesn't reach is named, and nothing else: no address, no password."""
    told = client_of(site, warm, **update).get("/readyz")
    assert told.status_code == 503
    assert {name for name, state in told.json()["checks"].items() if state == "failed"} == failed
    assert "s3cret" not in told.text
    assert "127.0.0.1" not in told.text


def test_a_missing_index_is_named(new_settings: Callable[..., Settings], warm: Lifecycle) -> None:
    """Without an index the server is alive and not ready."""
    settings = new_settings({"page.txt": "A page.\n"})
    client = TestClient(application_of(settings, Assistant(settings), lifecycle=warm))
    assert client.get("/healthz").status_code == 200
    assert client.get("/readyz").json()["checks"]["index"] == "failed"


def test_figures_are_for_those_with_the_key(site: Site, warm: Lifecycle) -> None:
    """Without a key that is set there is no such address; with one, whoever doesn't show it gets nothing."""
    assert client_of(site, warm).get("/metrics").status_code == 404
    client = client_of(site, warm, metrics_key=SecretStr(KEY))
    assert client.get("/metrics").status_code == 401
    assert client.get("/metrics", headers={"authorization": f"Bearer {KEY}x"}).status_code == 401
    assert client.get("/metrics", headers={"authorization": f"Bearer {KEY}"}).status_code == 200


def figures(measures: Measures) -> dict[tuple[str, ...], float]:
    """Return every figure by its name and the values of its labels, sorted."""
    families = text_string_to_metric_families(measures.text().decode())
    return {(sample.name, *sorted(sample.labels.values())): sample.value for family in families for sample in family.samples}


def test_answers_are_counted_and_timed(site: Site) -> None:
    """Each answer counts by status, language and mode, refusals too; its stages are timed; what isn't answered is counted by itself."""
    measures = site.measures
    measures.watch(lambda: looked_up(site, measures.lifecycle, queued=lambda: 3))
    conversation = Conversation(site)
    for number, question in enumerate(["Who supports cities in Slovenia?", "What is the capital of Australia?"]):
        assert list(conversation.ask({"question": question, "token": str(number)}, OWNER, ENGLISH))
    found = figures(measures)
    assert found["townhall_answers_total", "answered", "en", "extractive", "page"] == 1
    assert sum(value for (name, *_), value in found.items() if name == "townhall_answers_total") == 2
    assert found["townhall_stage_seconds_count", "page", "total"] == 2
    assert found["townhall_stage_seconds_sum", "page", "total"] > 0
    assert found["townhall_questions_running",] == 0
    assert found["townhall_questions_queued",] == 3
    assert found["townhall_documents",] == len(site.assistant.documents())
    assert found["townhall_passages",] == site.assistant.passages > 0
    assert found["townhall_index_age_seconds",] > 0
    assert found["townhall_ingest_running",] == 0
    assert found["townhall_ready",] == 0, "it was never said to be warm"


def test_too_many_questions_of_one_address_wait(site: Site) -> None:
    """Past the limit a question isn't answered, and the page says to come back; another address goes on; what was refused is counted."""
    limited = Site(site.settings.model_copy(update={"questions_per_minute": 2}), site.assistant, site.store)
    conversation = Conversation(limited)

    def ask(address: str, token: str) -> str:
        patches = list(conversation.ask({"question": "Who?", "token": token}, OWNER, ENGLISH, origin=Origin(address)))
        return str(patches[-1]["turns"][-1])

    told = [ask("192.0.2.1", "1"), ask("192.0.2.1", "2"), ask("192.0.2.1", "3"), ask("192.0.2.2", "4")]
    assert [ENGLISH.say("lost.busy") in html for html in told] == [False, False, True, False]
    found = figures(limited.measures)
    assert found["townhall_limited_total", "page"] == 1
    assert sum(value for (name, *_), value in found.items() if name == "townhall_answers_total") == 3


def test_the_log_tells_requests_and_answers(site: Site, caplog: pytest.LogCaptureFixture) -> None:
    """A line each: what came, how long it took, how it went, under one name; not what was asked, unless that is set, and no address."""
    caplog.set_level(logging.INFO, "townhall")
    client = client_of(site, Lifecycle())
    answer = client.get("/documents?q=secret", headers={"x-request-id": "from-the-proxy"})
    assert answer.headers["x-request-id"] == "from-the-proxy"
    assert client.get("/about", headers={"x-request-id": "no such\tname" * 20}).headers["x-request-id"] != "no such\tname" * 20
    line = next(record for record in caplog.records if record.name == "townhall.requests")
    assert {"request": "from-the-proxy", "method": "GET", "route": "/documents", "status": 200}.items() <= line.__dict__.items()
    caplog.clear()
    question = "Who supports cities in Slovenia?"
    for logged in (False, True):
        asked = Site(site.settings, site.assistant, site.store, Measures(Lifecycle(), log_questions=logged))
        list(Conversation(asked).ask({"question": question, "token": str(logged)}, OWNER, ENGLISH, origin=Origin("192.0.2.1", "r1")))
    first, second = (record.__dict__ for record in caplog.records if record.name == "townhall.answers")
    assert {"request": "r1", "status": "answered", "mode": "extractive", "index": site.assistant.generation}.items() <= first.items()
    assert question not in str(first)
    assert second["question"] == question
    assert "192.0.2.1" not in caplog.text + str(first) + str(second)
