"""Many people chatting at once, over HTTP exactly as the page does it: how long answers take, and whether everybody gets their own.

    python benchmarks/fifty_people.py [--people N] [--seconds N] [--seed N] [--corpus DIR] [--index DIR] [--dataset FILE.jsonl]

Each opens the page, asks a question that nobody else asks, reads for 5 to 15 seconds, follows up in the same conversation, and begins a new one
after some questions. With every answer it is checked that the question is echoed, that the token is that of this question, and that the
conversation is this person's and holds what this person asked; at the end the last conversation of each is opened again and compared.

The people live in a process of their own and use some processor too: on two cores the server has less than two. It exits with 1 if anything went
wrong. Needs nothing but Townhall.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import sys
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from statistics import median
from time import perf_counter, process_time

import httpx
import serving
from visitor import PATIENCE, PageError, Reply, Visitor

READING = (5.0, 15.0)
"""Seconds that a person reads an answer: at least, at most."""
ARRIVING = 5.0
"""Seconds within which all have come."""
QUESTIONS = 4
"""Questions of a conversation."""
BAR = 1.5
"""Seconds that 95 of 100 answers may take."""
MEGABYTE = 1e6


@dataclass(slots=True)
class Record:
    """What all of them saw."""

    replies: list[Reply] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    owners: dict[str, int] = field(default_factory=dict)
    """Whose each conversation is."""
    opened: list[float] = field(default_factory=list)
    """Seconds until the page was there with what it links to."""


def main() -> None:
    """Parse the command line, serve, let them chat, print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--people", type=int, default=50, metavar="N")
    parser.add_argument("--seconds", type=float, default=120, metavar="N", help="how long they chat")
    parser.add_argument("--seed", type=int, default=0, metavar="N")
    parser.add_argument("--corpus", type=Path, default=serving.ROOT / "corpus", metavar="DIR", help="the documents")
    parser.add_argument("--index", type=Path, metavar="DIR", help="an index to use; else one is built and thrown away")
    parser.add_argument("--dataset", type=Path, default=serving.DATASET, metavar="FILE.jsonl", help="where the questions come from")
    options = parser.parse_args()
    hands = deal(options.dataset, options.people, Random(options.seed))
    record = Record()
    with serving.built(options.index, options.corpus) as index, serving.townhall(index, options.corpus) as server:
        asyncio.run(warm(server.address))
        memory, processor, own = server.memory(), server.processor(), process_time()
        print(f"{options.people} people for {options.seconds:g} seconds.", flush=True)
        began = perf_counter()
        asyncio.run(chat(server.address, hands, record, seconds=options.seconds, seed=options.seed))
        seconds = perf_counter() - began
        show(record, seconds=seconds, processor=server.processor() - processor, own=process_time() - own)
        print(f"{'memory of the server, MB':32}{memory / MEGABYTE:10.0f} before{server.memory() / MEGABYTE:10.0f} after")
    if record.faults or not record.replies:
        sys.exit(1)


def deal(dataset: Path, people: int, lot: Random) -> list[list[list[str]]]:
    """Deal the conversations of a data set out: to each person some that nobody else has."""
    rows = [json.loads(line)["messages"] for line in dataset.read_text(encoding="utf-8").splitlines()]
    talks = list({texts[0]: texts for row in rows if (texts := [message["content"] for message in row if message["role"] == "user"])}.values())
    if len(talks) < people:
        sys.exit(f"{dataset} has {len(talks)} different conversations, too few for {people} people.")
    lot.shuffle(talks)
    # Those with follow-up questions first, so that everybody has some.
    talks.sort(key=len, reverse=True)
    return [talks[person::people] for person in range(people)]


async def warm(address: str) -> None:
    """Have everything loaded, by one question of somebody else."""
    async with client(address) as of_somebody:
        visitor = Visitor(of_somebody)
        await visitor.open()
        await visitor.ask("Who supports cities?")


async def chat(address: str, hands: list[list[list[str]]], record: Record, *, seconds: float, seed: int) -> None:
    """Let everybody chat until the time is over and the last answer is there."""
    end = perf_counter() + seconds
    async with asyncio.TaskGroup() as all_of_them:
        for person, talks in enumerate(hands):
            all_of_them.create_task(live(address, person, talks, record, lot=Random(f"{seed}/{person}"), end=end))


async def live(address: str, person: int, talks: list[list[str]], record: Record, *, lot: Random, end: float) -> None:
    """Be one person: arrive, ask, read, follow up; after the time is over look whether everything was kept."""
    await asyncio.sleep(lot.uniform(0, ARRIVING))
    async with client(address) as own:
        visitor = Visitor(own)
        try:
            began = perf_counter()
            await visitor.open()
            record.opened.append(perf_counter() - began)
            questions = [question for talk in talks for question in talk]
            for number, question in enumerate(questions * (1 + int((end - began) / READING[0]) // len(questions))):
                if number and number % QUESTIONS == 0:
                    await visitor.renew()
                reply = await visitor.ask(question)
                record.replies.append(reply)
                if record.owners.setdefault(reply.conversation, person) != person:
                    record.faults.append(f"person {person} was shown a conversation of person {record.owners[reply.conversation]}")
                if perf_counter() + (reading := lot.uniform(*READING)) > end:
                    break
                await asyncio.sleep(reading)
            if (kept := await visitor.kept()) != visitor.asked:
                record.faults.append(f"person {person} finds other questions kept than were asked: {kept} instead of {visitor.asked}")
        except (PageError, httpx.HTTPError) as error:
            record.faults.append(str(error) or type(error).__name__)


def client(address: str) -> httpx.AsyncClient:
    """Return somebody's browser: with cookies of its own."""
    # A browser opens six connections to a server at most.
    return httpx.AsyncClient(base_url=address, timeout=PATIENCE, limits=httpx.Limits(max_connections=6), trust_env=False)


def show(record: Record, *, seconds: float, processor: float, own: float) -> None:
    """Print what was measured."""
    count = len(record.replies)
    print(f"\n{'questions answered':32}{count:10}{count / seconds:10.1f} a second")
    print(f"{'conversations':32}{len(record.owners):10}")
    print(f"{'errors':32}{len(record.faults):10}      bar: 0")
    for fault, times in Counter(record.faults).most_common(10):
        print(f"    {times} times: {fault}")
    if not count:
        return
    print(f"{'':32}{'median, s':>10}{'95th, s':>10}{'slowest, s':>12}")
    rows = {
        "page opened, with what it links": record.opened,
        "first words of the answer": [reply.first_words for reply in record.replies],
        "whole answer": [reply.whole for reply in record.replies],
    }
    for name, values in rows.items():
        bar = f"   bar for the 95th: {BAR}" if name == "whole answer" else ""
        print(f"{name:32}{median(values):10.3f}{serving.percentile(values, 0.95):10.3f}{max(values):12.3f}{bar}")
    print(f"{'processor, s':32}{processor:10.0f} server{own:10.0f} people")
    print(f"{'processor a question, ms':32}{processor / count * 1000:10.0f} server{own / count * 1000:10.0f} people")


if __name__ == "__main__":
    main()
