"""Ends a reply that nobody waits for any more, however slowly it trickles in: checked at every piece that arrives."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import cast

import httpx

_waiting = threading.local()


class NobodyWaitsError(Exception):
    """Whoever asked has given up."""


@contextmanager
def waited_for(stop: threading.Event) -> Iterator[None]:
    """End every reply that this thread reads within the block once ``stop`` is set."""
    _waiting.stop = stop
    try:
        yield
    finally:
        del _waiting.stop


def bound(response: httpx.Response) -> None:
    """Make a response end when nobody waits for it: a hook for an HTTP client, which keeps its own way through proxies."""
    stop: threading.Event | None = getattr(_waiting, "stop", None)
    if stop is not None:
        response.stream = _Bounded(cast("httpx.SyncByteStream", response.stream), stop)


class _Bounded(httpx.SyncByteStream):
    def __init__(self, stream: httpx.SyncByteStream, stop: threading.Event) -> None:
        self._stream = stream
        self._stop = stop

    def __iter__(self) -> Iterator[bytes]:
        for piece in self._stream:
            if self._stop.is_set():
                raise NobodyWaitsError
            yield piece

    def close(self) -> None:
        self._stream.close()
