"""Answers in a process that is warm: Townhall's whole answers against a tutorial pipeline's retrieval alone, in one run.

    python benchmarks/warm_answer.py [--corpus DIR] [--dataset FILE.jsonl]

Every question of the set is asked once of each, in blocks that take turns, so that nothing is answered from what was remembered of it.
Townhall's time holds everything from the question to the finished answer; in a conversation every turn counts. The tutorial's time holds
what comes before a language model would be called.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path
from statistics import median, quantiles
from time import perf_counter

import tutorial

from townhall import library
from townhall.assistant import Assistant
from townhall.model import Turn
from townhall.settings import Settings

ROOT = Path(__file__).resolve().parent.parent
BLOCK = 10
"""Conversations that one side answers before the other has its turn."""


def main() -> None:
    """Parse the command line, build, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--corpus", type=Path, default=ROOT / "corpus", metavar="DIR", help="the documents")
    parser.add_argument("--dataset", type=Path, default=ROOT / "evals" / "datasets" / "core.jsonl", metavar="FILE.jsonl", help="the questions")
    options = parser.parse_args()
    rows = [json.loads(line) for line in options.dataset.read_text(encoding="utf-8").splitlines()]
    conversations = [([message["content"] for message in row["messages"]], date.fromisoformat(row["today"])) for row in rows]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        print("Building both indexes: up to a minute.", flush=True)
        settings = Settings(corpus=options.corpus, index=folder / "townhall")
        library.ingest(settings)
        tutorial.build(options.corpus, folder / "tutorial")
        assistant, retriever = Assistant(settings), tutorial.retriever(folder / "tutorial")
        assistant.ask("warm up")
        retriever.retrieve("warm up")
        times: dict[str, list[float]] = {"Townhall, whole answer": [], "tutorial, retrieval": []}
        for first in range(0, len(conversations), BLOCK):
            for questions, today in conversations[first : first + BLOCK]:
                times["Townhall, whole answer"].extend(converse(assistant, questions, today))
            for questions, _ in conversations[first : first + BLOCK]:
                times["tutorial, retrieval"].extend(timed(partial(retriever.retrieve, question)) for question in questions)
    show(times)


def converse(assistant: Assistant, questions: list[str], today: date) -> list[float]:
    """Play a conversation; return the seconds that each turn took."""
    turns: list[Turn] = []
    seconds: list[float] = []
    for question in questions:
        started = perf_counter()
        turn = assistant.ask(question, turns=turns, today=today)
        seconds.append(perf_counter() - started)
        turns.append(turn)
    return seconds


def timed(act: Callable[[], object]) -> float:
    """Return the seconds that ``act`` takes."""
    started = perf_counter()
    act()
    return perf_counter() - started


def show(times: dict[str, list[float]]) -> None:
    """Print the table."""
    print(f"\n{'':28}{'questions':>12}{'median, ms':>12}{'95th, ms':>12}{'slowest, ms':>14}")
    summary = {side: (median(values), quantiles(values, n=20)[-1], max(values)) for side, values in times.items()}
    for side, (middle, high, slowest) in summary.items():
        print(f"{side:28}{len(times[side]):>12}{middle * 1000:>12.1f}{high * 1000:>12.1f}{slowest * 1000:>14.1f}")
    (middle, high, slowest), (other_middle, other_high, other_slowest) = summary.values()
    print(f"{'times as much':28}{'':>12}{other_middle / middle:>12.1f}{other_high / high:>12.1f}{other_slowest / slowest:>14.1f}")


if __name__ == "__main__":
    main()
