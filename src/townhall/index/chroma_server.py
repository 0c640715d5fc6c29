"""A Chroma server, which holds the vectors for several replicas: how it is reached, and how its faults are told."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from typing import Any

from townhall.errors import UnreachableError
from townhall.settings import Settings

PREFIX = "townhall"
"""What the names of our collections begin with."""
SECONDS = 20.0
"""Longest wait for a reply; left to itself, Chroma's client waits for ever, and with it whoever asked."""
RANDOM_BYTES = 4


@dataclass(frozen=True, slots=True)
class ChromaServer:
    """Where a Chroma server answers."""

    url: str
    key: str | None = field(default=None, repr=False)
    """What a proxy in front of it wants to be shown; Chroma itself asks for nothing."""

    def connect(self) -> Any:
        """Return a client of it.

        Raises:
            UnreachableError: it doesn't answer.
        """
        import chromadb
        from chromadb.config import Settings as ChromaSettings

        headers = {"Authorization": f"Bearer {self.key}"} if self.key else None
        try:
            client: Any = chromadb.HttpClient(
                self.url, ssl=self.url.startswith("https:"), headers=headers, settings=ChromaSettings(anonymized_telemetry=False)
            )
        except Exception as error:  # Chroma's client raises what lies below it, and ValueError where nobody answers
            raise self.unreachable(error) from error
        client._server._session.timeout = SECONDS  # noqa: SLF001 - there is no option for it
        return client

    def check(self) -> None:
        """Look whether it answers.

        Raises:
            UnreachableError: it doesn't.
        """
        disconnect(self.connect())

    @staticmethod
    def new_name(generation: str) -> str:
        """Return the name of a collection for a generation: no other has it, so that one which serves is never written to."""
        return f"{PREFIX}-{generation}-{secrets.token_hex(RANDOM_BYTES)}"

    @staticmethod
    def lacks(error: Exception) -> bool:
        """Whether an error says that the server answers and has no such collection."""
        from chromadb.errors import NotFoundError

        return isinstance(error, NotFoundError)

    def unreachable(self, error: Exception) -> UnreachableError:
        """Return the error to tell, from what Chroma's client raised."""
        said = str(error).strip().splitlines()
        return UnreachableError(
            f"The Chroma server at {self.url} can't be used: {said[0].rstrip('.') if said else type(error).__name__}.",
            remedy="See that it runs and that TOWNHALL_CHROMA_URL names it, then try again.",
        )


def disconnect(client: Any) -> None:
    """Close a client with its connections, which its own closing leaves to the garbage collector."""
    session = client._server._session  # noqa: SLF001 - as above
    client.close()
    session.close()


def server_of(settings: Settings) -> ChromaServer | None:
    """Return the server that the settings name; None where vectors lie in the index."""
    if settings.chroma_url is None:
        return None
    return ChromaServer(settings.chroma_url.rstrip("/"), settings.chroma_key.get_secret_value() if settings.chroma_key else None)
