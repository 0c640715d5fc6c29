"""Whether an index survives ingests that are killed at moments drawn by lot.

    PYTHONPATH=tests/support python benchmarks/killed_ingest.py [--times 200] [--seed 1]

Before each kill files are changed, added and removed. After it every record of the index is verified, it must be made of the files before or of those
of now, and a question must be answered; after every fourth an ingest is run to its end. Exits with 1 if anything was wrong.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from pathlib import Path

from killing import kill_many

from townhall.settings import Settings


def main() -> None:
    """Kill, look, and tell."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--times", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    begun = time.perf_counter()
    with tempfile.TemporaryDirectory() as temporary:
        settings = Settings(corpus=Path(temporary) / "corpus", index=Path(temporary) / "index")
        settings.corpus.mkdir()
        killed, wrong = kill_many(settings, times=arguments.times, seed=arguments.seed)
    for fault in wrong:
        print(fault)
    print(f"{arguments.times} ingests, {killed} killed before they had ended, {len(wrong)} faults, {time.perf_counter() - begun:.0f} s")
    sys.exit(bool(wrong))


if __name__ == "__main__":
    main()
