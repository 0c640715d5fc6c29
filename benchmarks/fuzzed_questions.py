"""Questions nobody would ask, by the ten thousand: none may raise, and every quote has to stand where it says.

    python benchmarks/fuzzed_questions.py [--examples 100000] [--seed N] [--corpus DIR] [--index DIR]

Hypothesis makes them, from anything that Unicode has, from a list of what has broken programs before, and from real questions with characters and
words exchanged, doubled, dropped and mixed; alone, and as turns of a conversation. Each quote has to be the document's own text at its offsets.
Ends with the first that fails, which Hypothesis makes as short as it can.

Set ``TOWNHALL_JUDGE=off`` to leave the judge out: five times as fast.
"""

from __future__ import annotations

import argparse
import json
import time
import tomllib
from collections import Counter
from pathlib import Path

import hypothesis
from hypothesis import strategies as some

from townhall import library
from townhall.assistant import Assistant
from townhall.model import Answer
from townhall.settings import Settings

ROOT = Path(__file__).resolve().parent.parent
TRICKY = (
    *tomllib.loads((Path(__file__).parent / "tricky.toml").read_text(encoding="utf-8"))["tricky"],
    *("*" * 40, "9" * 400, "a" * 600, "who " * 200, "?" * 300),
)
"""What has broken programs before."""


def main() -> None:
    """Ask, check, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--examples", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--corpus", type=Path, default=ROOT / "corpus", metavar="DIR")
    parser.add_argument("--index", type=Path, default=ROOT / "index", metavar="DIR")
    options = parser.parse_args()
    settings = Settings(corpus=options.corpus, index=options.index)
    library.ingest(settings)
    assistant = Assistant(settings)
    texts: dict[str, str] = {}
    seen: Counter[str] = Counter()
    begun = time.monotonic()

    def check(answer: Answer) -> None:
        for citation in answer.citations:
            if citation.source not in texts:
                document = assistant.document(citation.source)
                texts[citation.source] = document.text if document else ""
            if texts[citation.source][citation.start : citation.end] != citation.quote:
                raise ValueError(f"This isn't what stands there: {citation}")
        seen[str(answer.status)] += 1
        if sum(seen.values()) % 1000 == 0:
            print(f"{sum(seen.values()):8,} answers, {time.monotonic() - begun:6.0f} s: {dict(seen.most_common())}", flush=True)

    @hypothesis.seed(options.seed)
    @hypothesis.settings(
        max_examples=options.examples, deadline=None, database=None, suppress_health_check=list(hypothesis.HealthCheck), print_blob=False
    )
    @hypothesis.given(talks(real_questions()))
    def ask(talk: list[str]) -> None:
        if len(talk) == 1:
            check(assistant.ask(talk[0]).answer)
            return
        for turn in assistant.play(talk):
            check(turn.answer)

    ask()
    print(f"{options.examples:,} examples, {sum(seen.values()):,} answers, 0 exceptions, every quote verbatim: {dict(seen.most_common())}")


def real_questions() -> list[str]:
    """Return the questions of the sets that are open."""
    found = []
    for name in ("core", "open", "languages-core"):
        for line in (ROOT / "evals" / "datasets" / f"{name}.jsonl").read_text(encoding="utf-8").splitlines():
            found += [message["content"] for message in json.loads(line)["messages"] if message["role"] == "user"]
    return sorted(set(found))


def talks(real: list[str]) -> some.SearchStrategy[list[str]]:
    """Return conversations of one to three turns, most of one."""
    one = some.one_of(some.text(max_size=200), some.lists(some.sampled_from(TRICKY), max_size=8).map(" ".join), bent(real), bent(real))
    return some.one_of(some.tuples(one).map(list), some.tuples(one).map(list), some.lists(one, min_size=2, max_size=3))


@some.composite
def bent(draw: some.DrawFn, real: list[str]) -> str:
    """Return a real question with some of it exchanged, doubled, dropped or mixed with another."""
    text = draw(some.sampled_from(real))
    for _ in range(draw(some.integers(0, 4))):
        at, to = (draw(some.integers(0, len(text))) for _ in range(2))
        first, last = min(at, to), max(at, to)
        text = draw(
            some.sampled_from(
                (
                    text[:first] + text[last:],
                    text[:last] + text[first:],
                    text[:first] + draw(some.sampled_from(TRICKY)) + text[first:],
                    text[:first] + draw(some.characters()) + text[first + 1 :],
                    text[:first] + " " + draw(some.sampled_from(real)),
                    text.upper(),
                    text.replace(" ", ""),
                    " ".join(reversed(text.split())),
                )
            )
        )
    return text


if __name__ == "__main__":
    main()
