"""What the doctor says of the language model: whether it answers, and if not, what mends it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from model_server import Play, Reply, serving

from townhall.doctor import Finding, diagnose
from townhall.settings import Settings


@pytest.fixture
def finding(tmp_path: object) -> Callable[..., Finding]:
    """Return ``finding(**settings)``: what is found of the language model."""

    def look(**settings: object) -> Finding:
        made = Settings.model_validate({"index": tmp_path, "corpus": tmp_path, "language_model_first_seconds": 1.0, **settings})
        return next(found for found in diagnose(made) if found.name == "language model")

    return look


def test_it_answers(finding: Callable[..., Finding]) -> None:
    """A model that answers is named with what it is for; one that doesn't write is said not to."""
    with serving(lambda _: "yes") as server:
        writes = finding(language_model="small", language_model_url=server.url)
        judges = finding(language_model="small", language_model_url=server.url, answers="extractive")
    assert writes.ok
    assert "it writes the answers" in writes.detail
    assert "nothing else" in judges.detail


@pytest.mark.parametrize(
    ("reply", "cause", "remedy"),
    [
        (401, "doesn't accept the key", "TOWNHALL_LANGUAGE_MODEL_KEY"),
        (404, "knows no model 'small'", "TOWNHALL_LANGUAGE_MODEL"),
        (429, "too much to do", "later"),
        (500, "fault of its own", "log"),
        (None, "didn't answer in time", "TOWNHALL_LANGUAGE_MODEL_FIRST_SECONDS"),
        ("", "can't be read", "protocol"),
        (Play(raw=b"<html>"), "can't be read", "protocol"),
    ],
)
def test_what_mends_it(finding: Callable[..., Finding], reply: Reply, cause: str, remedy: str) -> None:
    """Each fault is told with its cause and its remedy."""
    with serving(lambda _: reply) as server:
        found = finding(language_model="small", language_model_url=server.url)
    assert found.ok is False
    assert cause in found.detail
    assert remedy in found.detail


def test_nobody_there(finding: Callable[..., Finding]) -> None:
    """Where nobody listens, the address is named, and for Ollama the command that starts it."""
    with serving(lambda _: "") as gone:
        pass
    assert gone.url in finding(language_model="small", language_model_url=gone.url).detail
    assert "ollama serve" in finding(language_model="small", language_model_url=gone.root, language_model_server="ollama").detail


def test_nothing_is_contacted_without_one(finding: Callable[..., Finding]) -> None:
    """Without a model there is nothing to judge, and a server's address alone isn't called."""
    with serving(lambda _: "yes") as server:
        found = finding(language_model_url=server.url)
    assert found.ok is None
    assert server.bodies == []
