"""Many programs asking over HTTP at once, for minutes: errors, how long answers take, and whether memory grows.

    python benchmarks/api_clients.py [--clients N] [--seconds N] [--seed N] [--corpus DIR] [--index DIR] [--dataset FILE.jsonl]

Each asks ``POST /api/ask`` a question, reads for 5 to 15 seconds, and asks the next with those before it in the conversation. Every quote has to
be the document's own text at its offsets. Memory is looked at after a fifth of the time, when everything has been used, and at the end. The
clients live in a process of their own and use some processor too. ``fifty_people.py`` does the same through the page. Exits with 1 if a bar is
missed. Needs nothing but Townhall.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import sys
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from statistics import median
from time import perf_counter, process_time
from typing import Any

import httpx
import serving
from fifty_people import ARRIVING, MEGABYTE, QUESTIONS, READING, deal

BAR = 2.0
"""Seconds that 95 of 100 answers may take."""
GROWTH = 0.05
"""Share by which memory may be larger at the end: what is remembered of other questions comes and goes."""
PATIENCE = 60


@dataclass(slots=True)
class Record:
    """What all of them saw."""

    took: list[float] = field(default_factory=list)
    faults: Counter[str] = field(default_factory=Counter)
    memory: int = 0
    """Bytes after a fifth of the time."""


def main() -> None:
    """Parse the command line, serve, ask, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--clients", type=int, default=200, metavar="N")
    parser.add_argument("--seconds", type=float, default=300, metavar="N")
    parser.add_argument("--seed", type=int, default=0, metavar="N")
    parser.add_argument("--corpus", type=Path, default=serving.ROOT / "corpus", metavar="DIR", help="the documents")
    parser.add_argument("--index", type=Path, metavar="DIR", help="an index to use; else one is built and thrown away")
    parser.add_argument("--dataset", type=Path, default=serving.DATASET, metavar="FILE.jsonl", help="where the questions come from")
    options = parser.parse_args()
    os.environ["TOWNHALL_API_RATE"] = "0"  # all of them come from one address
    record = Record()
    with serving.built(options.index, options.corpus) as index, serving.townhall(index, options.corpus) as server:
        processor, own, began = server.processor(), process_time(), perf_counter()
        asyncio.run(ask_all(server, options, record))
        seconds, processor, own = perf_counter() - began, server.processor() - processor, process_time() - own
        memory = server.memory()
    count, slow = len(record.took), serving.percentile(record.took, 0.95)
    print(f"{options.clients} clients for {seconds:.0f} seconds: {count} answers, {count / seconds:.1f} a second")
    print(f"errors {record.faults.total()} (bar 0)" + "".join(f"\n    {times} times: {fault}" for fault, times in record.faults.most_common(10)))
    print(f"seconds an answer: median {median(record.took):.3f}, 95th percentile {slow:.3f} (bar {BAR}), slowest {max(record.took):.3f}")
    print(f"processor an answer, ms: server {processor / count * 1000:.0f}, clients {own / count * 1000:.0f}")
    print(f"memory of the server, MB: {record.memory / MEGABYTE:.0f} after a fifth of the time, {memory / MEGABYTE:.0f} at the end")
    sys.exit(bool(record.faults) or slow > BAR or memory > record.memory * (1 + GROWTH))


async def ask_all(server: serving.Server, options: argparse.Namespace, record: Record) -> None:
    """Let every client ask until the time is over."""
    texts = {path.relative_to(options.corpus).as_posix(): path.read_bytes().decode() for path in options.corpus.rglob("*.txt")}
    end = perf_counter() + options.seconds
    async with asyncio.TaskGroup() as clients:
        for number, talks in enumerate(deal(options.dataset, options.clients, Random(options.seed))):
            clients.create_task(one(server.address, talks, texts, record, lot=Random(f"{options.seed}/{number}"), end=end))
        await asyncio.sleep(options.seconds / 5)
        record.memory = server.memory()


async def one(address: str, talks: list[list[str]], texts: dict[str, str], record: Record, *, lot: Random, end: float) -> None:
    """Be one client: ask, read, ask on."""
    questions = [question for talk in talks for question in talk]
    await asyncio.sleep(lot.uniform(0, ARRIVING))
    async with httpx.AsyncClient(base_url=address, timeout=PATIENCE, trust_env=False) as client:
        number = 0
        while perf_counter() < end:
            at = number % len(questions)
            before = questions[at - number % QUESTIONS : at] if at >= number % QUESTIONS else []
            began = perf_counter()
            try:
                reply = await client.post("/api/ask", json={"question": questions[at], "before": before})
                reply.raise_for_status()
                check(reply.json(), texts)
            except (httpx.HTTPError, ValueError) as error:
                record.faults[str(error) or type(error).__name__] += 1
            record.took.append(perf_counter() - began)
            number += 1
            await asyncio.sleep(lot.uniform(*READING))


def check(answer: dict[str, Any], texts: dict[str, str]) -> None:
    """Hold every quote to the document; raise ``ValueError`` at one that doesn't stand there."""
    for citation in answer["citations"]:
        if texts[citation["source"]][citation["start"] : citation["end"]] != citation["quote"]:
            raise ValueError(f"This isn't what stands there: {citation}")


if __name__ == "__main__":
    main()
