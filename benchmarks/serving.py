"""A server of its own for what measures the page: started as a user starts it, in a temporary folder, ended when the measuring is done.

No script: ``page_start.py``, ``page_answer.py`` and ``fifty_people.py`` use it.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING
from urllib.request import urlopen

if TYPE_CHECKING:
    from playwright.sync_api import Browser

ROOT = Path(__file__).resolve().parent.parent
DATASET = ROOT / "evals" / "datasets" / "core.jsonl"
TOWNHALL = (sys.executable, "-m", "townhall")
PATIENCE = 180
"""Seconds after which a server that doesn't answer is given up."""
GLANCE = 0.02
"""Seconds between two looks at whether it does."""
_ADDRESS = re.compile(r"http://[\w.:\[\]-]+")


@dataclass(frozen=True, slots=True)
class Server:
    """A server that runs."""

    process: subprocess.Popen[bytes]
    address: str
    """Without a slash at its end."""
    began: float
    """When its command was given, as ``time.perf_counter`` counts."""
    ready: float
    """When its first page was there as a whole."""

    def memory(self) -> int:
        """Return the bytes of memory that it holds now."""
        return int(self._ps("rss")) * 1024

    def processor(self) -> int:
        """Return the seconds of processor that it has used, whole ones."""
        clock = self._ps("time")  # [days-]hours:minutes:seconds
        days, _, rest = clock.rpartition("-")
        seconds = 0.0
        for part in rest.split(":"):
            seconds = seconds * 60 + float(part)
        return int(days or 0) * 86_400 + int(seconds)

    def _ps(self, column: str) -> str:
        command = ["ps", "-o", f"{column}=", "-p", str(self.process.pid)]
        return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()


@contextmanager
def built(index: Path | None, corpus: Path) -> Iterator[Path]:
    """Yield a folder with an index of ``corpus``: ``index``, brought up to date, or one that is made and thrown away."""
    with tempfile.TemporaryDirectory() as name:
        folder = index or Path(name) / "index"
        print("Bringing the index up to date: up to half a minute.", flush=True)
        subprocess.run([*TOWNHALL, "ingest", "--corpus", corpus, "--index", folder], check=True, stdout=subprocess.DEVNULL)
        yield folder


@contextmanager
def townhall(index: Path, corpus: Path) -> Iterator[Server]:
    """Serve ``index`` on a free port, with an empty database, until the end of the block."""
    with serving([*map(str, TOWNHALL), "serve", "--port", "0", "--corpus", str(corpus), "--index", str(index)]) as server:
        yield server


@contextmanager
def serving(command: Sequence[str]) -> Iterator[Server]:
    """Run ``command``, which serves a page and prints its address, until the end of the block."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        told = folder / "told"
        # Nothing may be fetched or reported, nor kept where the user keeps it.
        quiet = {
            "GRADIO_ANALYTICS_ENABLED": "False",
            "HF_HUB_OFFLINE": "1",
            "PYTHONUNBUFFERED": "1",
            "TOWNHALL_DATABASE": f"sqlite:///{folder / 'kept.sqlite'}",
        }
        began = time.perf_counter()
        with told.open("wb") as log:
            process = subprocess.Popen(command, stdout=log, stderr=subprocess.STDOUT, env={**os.environ, **quiet})
        try:
            address = _address(process, told)
            _whole_page(address)
            yield Server(process, address, began, time.perf_counter())
        finally:
            process.terminate()
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def questions(count: int, *, dataset: Path = DATASET, seed: int = 0) -> list[str]:
    """Return ``count`` different questions of a data set, by lot: those that need no earlier one."""
    rows = (json.loads(line)["messages"] for line in dataset.read_text(encoding="utf-8").splitlines())
    alone = sorted({messages[0]["content"] for messages in rows if len(messages) == 1})
    return Random(seed).sample(alone, count)


@contextmanager
def chromium() -> Iterator[Browser]:
    """Yield the Chromium of this machine, or playwright's own."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        # Root has no sandbox to run it in.
        started = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"] if os.geteuid() == 0 else [])
        yield started
        started.close()


def percentile(values: Sequence[float], share: float) -> float:
    """Return the smallest of ``values`` that at least ``share`` of them don't exceed."""
    ordered = sorted(values)
    return ordered[max(0, -int(-len(ordered) * share // 1) - 1)]


def _address(process: subprocess.Popen[bytes], told: Path) -> str:
    deadline = time.perf_counter() + PATIENCE
    while time.perf_counter() < deadline:
        if found := _ADDRESS.search(text := told.read_text(encoding="utf-8", errors="replace")):
            return found.group().rstrip("/")
        if process.poll() is not None:
            sys.exit(f"The server ended before it answered:\n{text}")
        time.sleep(GLANCE)
    sys.exit(f"The server didn't answer within {PATIENCE} seconds:\n{text}")


def _whole_page(address: str) -> None:
    with urlopen(address, timeout=PATIENCE) as answer:  # noqa: S310 - our own server
        answer.read()
