"""The whole site on a real server of its own, over the real documents, with the settings that a test names."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx
import openai
import pytest
import uvicorn

from townhall.assistant import Assistant
from townhall.interfaces.application import application_of
from townhall.model import Turn
from townhall.settings import Settings

Serve = Callable[..., str]


@pytest.fixture(scope="session")
def serve(real_settings: Settings, real_assistant: Assistant, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serve]:
    """Return ``serve(assistant=…, **settings)``: it starts a server, with a database of its own, and returns its address."""
    running: list[tuple[uvicorn.Server, threading.Thread]] = []

    def start(*, assistant: Assistant = real_assistant, **others: Any) -> str:
        database = f"sqlite:///{tmp_path_factory.mktemp('api') / 'kept.sqlite'}"
        settings = Settings.model_validate({**real_settings.model_dump(exclude_unset=True), "database": database, "api_rate": 0, **others})
        ready = threading.Event()

        class Server(uvicorn.Server):
            async def startup(self, sockets: Any = None) -> None:
                await super().startup(sockets)
                ready.set()

        server = Server(uvicorn.Config(application_of(settings, assistant), port=0, log_level="critical", timeout_graceful_shutdown=1))
        thread = threading.Thread(target=lambda: asyncio.run(server.serve()), daemon=True)
        thread.start()
        assert ready.wait(60)
        running.append((server, thread))
        return f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"

    yield start
    for server, _ in running:
        server.should_exit = True
    for _, thread in running:
        thread.join(10)


@pytest.fixture(scope="session")
def address(serve: Serve) -> str:
    """Return the address of a server without keys and limits."""
    return serve()


@pytest.fixture
def http(address: str) -> Iterator[httpx.Client]:
    """Return a client of that server."""
    with httpx.Client(base_url=address, timeout=60) as client:
        yield client


@pytest.fixture
def chat(address: str) -> Iterator[openai.OpenAI]:
    """Return OpenAI's own client of that server."""
    with openai.OpenAI(base_url=f"{address}/v1", api_key="any", max_retries=0) as client:
        yield client


@pytest.fixture(scope="session")
def corpus(real_settings: Settings) -> Path:
    """Return the folder of the documents."""
    return real_settings.corpus


class Growing(Assistant):
    """The real assistant, whose answers come sentence by sentence, as those of a language model do; what isn't asked to last changes at the end."""

    def stream(self, question: str, **options: Any) -> Iterator[Turn]:
        """Yield the turn with one statement more each time."""
        *_, whole = super().stream(question, **options)
        for number in range(1, len(whole.answer.statements)):
            shown = whole.answer.statements[:number]
            if not options.get("lasting"):
                shown = (replace(shown[0], text="Somebody else"), *shown[1:])
            yield replace(whole, answer=replace(whole.answer, statements=shown))
        yield whole


@pytest.fixture(scope="session")
def growing(real_settings: Settings) -> Growing:
    """Return such an assistant over the real documents."""
    return Growing(real_settings)
