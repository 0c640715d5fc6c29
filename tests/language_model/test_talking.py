"""A reply comes word by word, within its limits of time, or a fault of the right kind; nothing else happens."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from model_server import ModelServer, Play, Reply, serving

from townhall.language_model import Fault, FaultKind, Message, Talk, Talker
from townhall.language_model.talking import LONGEST
from townhall.settings import Settings

ASKED = (Message("system", "Be brief."), Message("user", "Hello"))
HASTY = {"language_model_first_seconds": 0.6, "language_model_seconds": 0.9, "language_model_retries": 1}


@pytest.fixture(scope="module")
def server() -> Iterator[ModelServer]:
    """Return a server whose reply each test sets."""
    with serving(lambda _: "") as running:
        yield running


def settings_of(server: ModelServer, protocol: str = "openai", **others: Any) -> Settings:
    """Return settings that name the server by one of its protocols."""
    place = {"language_model": "small", "language_model_url": server.url}
    if protocol == "ollama":
        place = {"language_model": "small", "language_model_url": server.root, "language_model_server": "ollama"}
    return Settings.model_validate({**place, **HASTY, **others})


def heard(talker: Talker) -> tuple[str, Talk]:
    """Return what is said in reply, and its count."""
    talk = talker.talk(ASKED)
    return "".join(talker.words(talk)), talk


def fault_of(server: ModelServer, reply: Callable[[str], Reply] | Reply, protocol: str = "openai", **others: Any) -> Fault:
    """Return the fault that a reply is."""
    server.reply = reply if callable(reply) else lambda _: reply
    with pytest.raises(Fault) as caught:
        heard(Talker(settings_of(server, protocol, **others)))
    return caught.value


@pytest.mark.parametrize("protocol", ["openai", "ollama"])
def test_words_as_they_come(server: ModelServer, protocol: str) -> None:
    """The pieces make the reply, messages keep their roles, and tokens are the server's count."""
    server.reply = lambda _: Play("One two three.", usage=(40, 4))
    server.bodies.clear()
    said, talk = heard(Talker(settings_of(server, protocol, language_model_input_price=1.0, language_model_output_price=10.0)))
    assert said == "One two three."
    assert [message["role"] for message in server.bodies[0]["messages"]] == ["system", "user"]
    usage = talk.usage()
    assert (usage.prompt_tokens, usage.completion_tokens, usage.estimated) == (40, 4, False)
    assert usage.cost == pytest.approx(80 / 1_000_000)


def test_tokens_are_reckoned_where_nobody_counts(server: ModelServer) -> None:
    """Without a count of the server's, tokens are estimated, and said to be; without prices there is no cost."""
    server.reply = lambda _: Play("One two three four.")
    usage = heard(Talker(settings_of(server)))[1].usage()
    assert usage.estimated
    assert usage.completion_tokens == 5
    assert usage.cost is None


@pytest.mark.parametrize("protocol", ["openai", "ollama"])
@pytest.mark.parametrize(
    ("reply", "kind"),
    [
        (401, FaultKind.KEY),
        (403, FaultKind.KEY),
        (404, FaultKind.UNKNOWN),
        (429, FaultKind.BUSY),
        (500, FaultKind.SERVER),
        (503, FaultKind.SERVER),
        (None, FaultKind.SLOW),
        (Play("slow", wait=30), FaultKind.SLOW),
        (Play("a long reply in many pieces", pause=0.4), FaultKind.SLOW),
        (Play("one byte after the other", trickles=True, pause=0.1), FaultKind.SLOW),
        (Play("half of it", breaks_off=True), FaultKind.GARBLED),
        (Play(raw=b"data: {broken\n\n{]\n"), FaultKind.GARBLED),
    ],
)
def test_faults(server: ModelServer, protocol: str, reply: Reply, kind: FaultKind) -> None:
    """Every way to fail ends in time, as a fault of its kind, that holds nothing of what was asked."""
    fault = fault_of(server, reply, protocol)
    assert fault.kind is kind
    assert "Hello" not in str(fault)


def test_nobody_listens() -> None:
    """Where nothing listens, the fault says so."""
    with serving(lambda _: "") as gone:
        pass
    with pytest.raises(Fault) as caught:
        heard(Talker(settings_of(gone)))
    assert caught.value.kind is FaultKind.REFUSED


def test_a_second_attempt(server: ModelServer) -> None:
    """After a fault that may pass, the request is made again, as often as the settings allow."""
    replies: list[Reply] = [503, "At last."]
    server.reply = lambda _: replies.pop(0)
    assert heard(Talker(settings_of(server)))[0] == "At last."
    server.bodies.clear()
    assert fault_of(server, 503).kind is FaultKind.SERVER
    assert len(server.bodies) == 2


def test_retry_after_is_honoured_within_the_limit(server: ModelServer) -> None:
    """A wait that the server asks for is kept where there is time for it; else the fault comes at once."""
    replies: list[Reply] = [Play(status=429, headers={"Retry-After": "0.1"}), "At last."]
    server.reply = lambda _: replies.pop(0)
    assert heard(Talker(settings_of(server)))[0] == "At last."
    server.bodies.clear()
    fault = fault_of(server, Play(status=429, headers={"Retry-After": "30"}))
    assert (fault.kind, fault.wait, len(server.bodies)) == (FaultKind.BUSY, 30.0, 1)


def test_no_second_attempt_after_the_first_word(server: ModelServer) -> None:
    """What has begun is not begun again: its words are with the reader already."""
    server.bodies.clear()
    assert fault_of(server, Play("half of it", breaks_off=True)).kind is FaultKind.GARBLED
    assert len(server.bodies) == 1


def test_what_never_ends_is_cut(server: ModelServer) -> None:
    """A reply without an end is read to a bound, and the server loses its reader."""
    server.reply = lambda _: Play("again and again ", endless=True)
    said, _ = heard(Talker(settings_of(server, language_model_seconds=20.0)))
    assert LONGEST < len(said) < LONGEST + 1000


def test_nobody_waits_for_a_trickle(server: ModelServer) -> None:
    """A reader that has given up leaves no thread behind, though the server goes on with a byte at a time."""
    fault_of(server, Play(raw=b"x" * 10_000, trickles=True, pause=0.02))
    for thread in [thread for thread in threading.enumerate() if thread.name == "language model"]:
        thread.join(10)
        assert not thread.is_alive()


def test_a_server_that_rejects_further_arguments(server: ModelServer) -> None:
    """Where a server doesn't take a schema or a request to count, it is asked without, and from then on never with."""
    server.reply = lambda _: 400 if "stream_options" in server.bodies[-1] else "Plain."
    server.bodies.clear()
    talker = Talker(settings_of(server, language_model_structured=True))
    for _ in range(2):
        assert "".join(talker.words(talker.talk(ASKED), schema={"type": "object"})) == "Plain."
    assert ["response_format" in body for body in server.bodies] == [True, False, False]


@pytest.mark.parametrize(("protocol", "key"), [("openai", "response_format"), ("ollama", "format")])
def test_a_schema_is_sent_where_the_settings_say_so(server: ModelServer, protocol: str, key: str) -> None:
    """The reply's form goes along if asked for, and only then."""
    server.reply = lambda _: "Hello."
    for structured in (False, True):
        server.bodies.clear()
        talker = Talker(settings_of(server, protocol, language_model_structured=structured))
        list(talker.words(talker.talk(ASKED), schema={"type": "object"}))
        assert bool(server.bodies[0].get(key)) is structured


def test_a_class_that_says_all_at_once() -> None:
    """A LlamaIndex class of any kind talks."""
    talker = Talker(Settings(language_model_class="llama_index.core.llms.MockLLM"))
    assert "Hello" in heard(talker)[0]


def test_ollama_gets_no_key_from_elsewhere(server: ModelServer, monkeypatch: pytest.MonkeyPatch) -> None:
    """A key for Ollama's own service that lies in the environment isn't sent to the server that was named."""
    monkeypatch.setenv("OLLAMA_API_KEY", "meant-for-somebody-else")
    server.reply = lambda _: "Hello."
    server.headers.clear()
    heard(Talker(settings_of(server, "ollama")))
    assert "meant-for-somebody-else" not in str(server.headers)
