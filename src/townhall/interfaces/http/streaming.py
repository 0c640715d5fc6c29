"""Server-sent events: a response that grows, and ends where its reader has gone."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Generator, Iterator, Mapping
from itertools import chain
from typing import Any

from fastapi.sse import format_sse_event
from starlette.concurrency import iterate_in_threadpool, run_in_threadpool
from starlette.responses import StreamingResponse

from townhall.model import Turn

EVENTS = "text/event-stream"
AT_WORK = b": at work\n\n"
"""A comment: nothing new yet. It keeps proxies from giving up, and shows whether anybody still reads."""
HEADERS = {"x-accel-buffering": "no"}
"""So that nginx hands events on as they come."""


def event(data: Mapping[str, Any], *, name: str | None = None) -> bytes:
    """Return an object as one event."""
    return format_sse_event(data_str=json.dumps(data, ensure_ascii=False), event=name)


async def begun(turns: Iterator[Turn]) -> Iterator[Turn]:
    """Wait for the first turn, and return them all: a fault before there is anything to send is told by the status of the response.

    Raises:
        TownhallError: what kept the question from being answered.
    """
    first = await run_in_threadpool(next, turns)
    return chain([first], turns)


def streamed(events: Generator[bytes]) -> StreamingResponse:
    """Return a response of events that are made in the pool of threads, one after the other, as long as somebody reads them."""
    return StreamingResponse(_closing(events), media_type=EVENTS, headers=HEADERS)


async def _closing(events: Generator[bytes]) -> AsyncIterator[bytes]:
    try:
        async for each in iterate_in_threadpool(events):
            yield each
    finally:
        events.close()
