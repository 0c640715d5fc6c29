"""Thousands of broken files, each read as an ingest reads it: none may crash or hang the reader, and each gets a reason or a text.

    PYTHONPATH=tests/support python benchmarks/hostile_files.py FILE [FILE ...] [--count 2000] [--seed 1] [--seconds 10]

Real files are given; each is changed in one of the ways in which files break or are broken on purpose, and read in the reading process under its
limits. Prints how many were read, skipped (by reason) and killed, and the longest time that one took. Exits with 1 if anything but a text or a
reason came back.
"""

from __future__ import annotations

import argparse
import random
import re
import sys
import time
from collections import Counter
from pathlib import Path

from hostile import mutated

from townhall.corpus.formats import Extracted, UnreadableError
from townhall.corpus.isolation import Isolated
from townhall.corpus.limits import Limits


def main() -> None:
    """Read broken files until as many were read as wanted."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--count", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--seconds", type=float, default=10)
    arguments = parser.parse_args()
    chance = random.Random(arguments.seed)
    originals = [(path.name, path.read_bytes()) for path in arguments.files]
    outcomes: Counter[str] = Counter()
    wrong: list[str] = []
    slowest = (0.0, "")
    with Isolated(Limits(seconds=arguments.seconds, memory=1_000_000_000)) as isolated:
        for number in range(arguments.count):
            name, data = chance.choice(originals)
            how, name, changed = mutated(name, data, chance)
            begun = time.perf_counter()
            try:
                found: object = isolated.extract(name, changed)
                outcomes["read"] += 1
            except UnreadableError as error:
                found = error
                outcomes[re.sub(r"[\d,.]+", "N", error.reason)[:100]] += 1
            if not isinstance(found, (Extracted, UnreadableError)) or (isinstance(found, Extracted) and not sound(found)):
                wrong.append(f"{number}: {name}, {how}")
            slowest = max(slowest, (time.perf_counter() - begun, f"{name}, {how}"))
    for outcome, count in outcomes.most_common():
        print(f"{count:6} {outcome}")
    print(f"longest: {slowest[0]:.1f} s, {slowest[1]}; neither text nor reason: {len(wrong)}")
    sys.exit(bool(wrong))


def sound(found: Extracted) -> bool:
    """Whether what was read can be indexed: blocks in order within the text, and pages."""
    edges = [edge for block in found.blocks for edge in (block.start, block.end)]
    within = not edges or (edges[0] >= 0 and edges[-1] <= len(found.text))
    return within and edges == sorted(edges) and list(found.page_starts) == sorted(found.page_starts) and bool(found.text.strip())


if __name__ == "__main__":
    main()
