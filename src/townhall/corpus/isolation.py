"""Reading files in a process of its own, which may crash, hang or swell without harm: its end is the end of one file."""

from __future__ import annotations

import json
import os
import select
import subprocess
import sys
import time
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from townhall.corpus.formats.extracted import Extracted, UnreadableError
from townhall.corpus.limits import Limits
from townhall.corpus.wire import LENGTH, load_extracted

START_SECONDS = 120.0
"""Longest time that the process may take to load its readers: much, for a busy machine."""
REPLY_BYTES = 40
"""Bytes of a reply for a character of text: one may take six to write, and each may be a block of its own."""
CHUNK = 1 << 16
REMEDY = "save it anew with another program"


class _EndedError(Exception):
    """The process ended, or was ended."""


class Isolated:
    """A reading process that is started when first needed, and again when it has ended; use it in a ``with`` statement, from one thread."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._process: subprocess.Popen[bytes] | None = None
        self._fresh = True

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """End the process."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            for pipe in (self._process.stdin, self._process.stdout):
                if pipe:
                    pipe.close()
            self._process = None

    def extract(self, source: str, data: bytes) -> Extracted:
        """Read a file's bytes; ``source`` is its path, whose suffix tells the format.

        Raises:
            UnreadableError: it can't be read, or not within the limits.
        """
        while True:
            fresh = self._process is None or self._fresh
            try:
                return self._ask(source, data)
            except TimeoutError as error:
                self.close()
                raise UnreadableError(
                    f"not read within {self._limits.seconds:g} seconds; divide it, {REMEDY}, or raise TOWNHALL_FILE_SECONDS"
                ) from error
            except (_EndedError, MemoryError) as error:
                # What earlier files left in memory is no fault of this one: it gets a process of its own.
                self.close()
                if fresh:
                    full = isinstance(error, MemoryError)
                    raise UnreadableError(
                        f"takes more than {self._limits.memory // 2**20:,} MiB of memory to read; divide it, or raise TOWNHALL_FILE_MEMORY"
                        if full
                        else f"its reader crashed over it; {REMEDY}"
                    ) from error

    def _ask(self, source: str, data: bytes) -> Extracted:
        process = self._started()
        deadline = time.monotonic() + self._limits.seconds
        self._fresh = False
        request = {"source": source, "size": len(data), "characters": self._limits.characters, "seconds": self._limits.seconds}
        _write(process, json.dumps(request).encode() + b"\n" + data, deadline)
        answer = _reply(process, deadline, most=REPLY_BYTES * self._limits.characters + CHUNK)
        if answer.get("memory"):
            raise MemoryError
        if "reason" in answer:
            raise UnreadableError(str(answer["reason"]))
        try:
            return load_extracted(answer)
        except (ValueError, TypeError, KeyError) as error:
            raise UnreadableError(f"its reader made nonsense of it; {REMEDY}") from error

    def _started(self) -> subprocess.Popen[bytes]:
        """Return the process, ready for a file."""
        if self._process is not None and self._process.poll() is None:
            return self._process
        self.close()
        package = str(Path(__file__).parents[2])
        paths = [package, *(path for path in os.environ.get("PYTHONPATH", "").split(os.pathsep) if path and path != package)]
        self._process = subprocess.Popen(  # noqa: S603 - our own module
            [sys.executable, "-m", "townhall.corpus.worker", str(self._limits.memory)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            bufsize=0,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(paths)},
            start_new_session=True,
        )
        self._fresh = True
        try:
            _reply(self._process, time.monotonic() + START_SECONDS, most=CHUNK)
        except (_EndedError, TimeoutError) as error:
            self.close()
            raise UnreadableError("can't be read: the reading process doesn't start") from error
        return self._process


def _write(process: subprocess.Popen[bytes], data: bytes, deadline: float) -> None:
    """Write all of ``data``; a process that doesn't read must not hold ours."""
    if process.stdin is None:
        raise _EndedError
    pipe = process.stdin.fileno()
    os.set_blocking(pipe, False)
    view = memoryview(data)
    while view:
        if not select.select([], [pipe], [], max(0.0, deadline - time.monotonic()))[1]:
            raise TimeoutError
        try:
            view = view[os.write(pipe, view[:CHUNK]) :]
        except BlockingIOError:
            continue
        except OSError as error:
            raise _EndedError from error


def _reply(process: subprocess.Popen[bytes], deadline: float, *, most: int) -> dict[str, Any]:
    """Return the next reply."""
    size = int.from_bytes(_read(process, LENGTH, deadline), "big")
    if size > most:
        raise _EndedError
    answer = json.loads(_read(process, size, deadline))
    if not isinstance(answer, dict):
        raise _EndedError
    return answer


def _read(process: subprocess.Popen[bytes], size: int, deadline: float) -> bytes:
    if process.stdout is None:
        raise _EndedError
    pipe = process.stdout.fileno()
    parts: list[bytes] = []
    missing = size
    while missing:
        if not select.select([pipe], [], [], max(0.0, deadline - time.monotonic()))[0]:
            raise TimeoutError
        part = os.read(pipe, min(missing, CHUNK))
        if not part:
            raise _EndedError
        parts.append(part)
        missing -= len(part)
    return b"".join(parts)
