"""A scripted language model behind a real server, and assistants over the made-up documents that it writes for."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from model_server import ModelServer, Reply, serving

from townhall.assistant import Assistant
from townhall.library import ingest
from townhall.model import Turn
from townhall.settings import Settings


def numbered(prompt: str) -> dict[int, str]:
    """Return the sentences of a prompt by their numbers."""
    rows = [json.loads(line) for line in prompt.splitlines() if line.startswith('{"number"')]
    return {row["number"]: row["sentence"] for row in rows}


def lines(*statements: tuple[str, list[int]]) -> str:
    """Return statements in the form that is asked for."""
    return "".join(json.dumps({"text": text, "citations": cited}, ensure_ascii=False) + "\n" for text, cited in statements)


@pytest.fixture(scope="session")
def server() -> Iterator[ModelServer]:
    """Return a server whose ``reply`` each test sets."""
    with serving(lambda _: "") as running:
        yield running


@pytest.fixture(scope="session")
def options(server: ModelServer) -> dict[str, Any]:
    """Return the settings that name the scripted model, with limits of time that a test can wait for."""
    return {
        "language_model": "small",
        "language_model_url": server.url,
        "language_model_first_seconds": 1.2,
        "language_model_seconds": 2.0,
        "language_model_retries": 1,
        "follow_up_seconds": 1.0,
    }


@pytest.fixture(scope="session")
def writing(valley_settings: Settings, options: dict[str, Any]) -> Assistant:
    """Return an assistant whose answers the scripted model writes."""
    assistant = Assistant(valley_settings.model_copy(update=options))
    assistant.warm_up()
    return assistant


@pytest.fixture
def steps(writing: Assistant, server: ModelServer) -> Callable[..., list[Turn]]:
    """Return ``steps(question, reply, turns=…)``: everything that is yielded, where the model replies so."""

    def ask(question: str, reply: Callable[[str], Reply] | Reply, **others: Any) -> list[Turn]:
        server.reply = reply if callable(reply) else lambda _: reply
        server.prompts.clear()
        return list(writing.stream(question, **others))

    return ask


@pytest.fixture(scope="session")
def knowing(prepare: Callable[[Path], None], write_files: Callable[..., None], tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Assistant]:
    """Return ``knowing({"page.md": "text", ...}, **settings)``: an assistant over an index of those files."""

    def make(files: Mapping[str, str], **others: Any) -> Assistant:
        folder = tmp_path_factory.mktemp("knowing")
        write_files(folder / "corpus", files)
        prepare(folder / "index")
        settings = Settings.model_validate({"corpus": folder / "corpus", "index": folder / "index", **others})
        ingest(settings)
        return Assistant(settings)

    return make
