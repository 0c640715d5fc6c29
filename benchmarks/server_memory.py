"""The memory of the server: when its page answers, when all is loaded, and its peak after many have asked.

    python benchmarks/server_memory.py [--questions N] [--at-once N] [--fresh] [--corpus DIR] [--index DIR]

Started as a user starts it. With ``--fresh`` it builds its index itself, as on the first start. The peak is the kernel's (``VmHWM``), so nothing
between two looks is missed; Linux only. It exits with 1 where the peak is above the bar.
"""

from __future__ import annotations

import argparse
import asyncio
import sys
import tempfile
import time
from pathlib import Path

import serving
from fifty_people import client
from visitor import Visitor

BAR = 600
"""MB."""
MEGABYTE = 1e6
LOADING = 15
"""Seconds after which all is loaded, the example questions tried."""


def main() -> None:
    """Parse the command line, serve, ask, print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--questions", type=int, default=400, metavar="N")
    parser.add_argument("--at-once", type=int, default=10, metavar="N", help="people who ask at the same time")
    parser.add_argument("--fresh", action="store_true", help="let the server build its index")
    parser.add_argument("--corpus", type=Path, default=serving.ROOT / "corpus", metavar="DIR", help="the documents")
    parser.add_argument("--index", type=Path, metavar="DIR", help="an index to use; else one is built and thrown away")
    options = parser.parse_args()
    if options.fresh:
        with tempfile.TemporaryDirectory() as name:
            measure(Path(name) / "index", options)
    else:
        with serving.built(options.index, options.corpus) as index:
            measure(index, options)


def measure(index: Path, options: argparse.Namespace) -> None:
    """Serve an index and print what that takes."""
    with serving.townhall(index, options.corpus) as server:
        show("page answers", server)
        time.sleep(LOADING)
        show("all is loaded", server)
        questions = serving.questions(options.questions)
        asyncio.run(ask(server.address, [questions[person :: options.at_once] for person in range(options.at_once)]))
        show(f"{len(questions)} questions, {options.at_once} at once", server)
        if peak(server) > BAR * MEGABYTE:
            sys.exit(1)


async def ask(address: str, hands: list[list[str]]) -> None:
    """Let each person ask their questions, one after the other without a pause."""

    async def one(questions: list[str]) -> None:
        async with client(address) as own:
            visitor = Visitor(own)
            await visitor.open()
            for question in questions:
                await visitor.ask(question)

    async with asyncio.TaskGroup() as people:
        for questions in hands:
            people.create_task(one(questions))


def peak(server: serving.Server) -> int:
    """Return the most bytes of memory that the server has held."""
    status = Path(f"/proc/{server.process.pid}/status").read_text(encoding="ascii")
    return next(int(line.split()[1]) * 1024 for line in status.splitlines() if line.startswith("VmHWM"))


def show(when: str, server: serving.Server) -> None:
    """Print how much the server holds."""
    print(f"{when:32}{server.memory() / MEGABYTE:8.0f} MB{peak(server) / MEGABYTE:12.0f} MB peak     bar: {BAR}", flush=True)


if __name__ == "__main__":
    main()
