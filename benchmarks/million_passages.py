"""A million vectors in Chroma as an index keeps them: how long a search takes, what it misses, and how much memory both take.

    python benchmarks/million_passages.py [--passages 1000000] [--small 10000] [--folder DIR]

The vectors are made: in clusters, as those of documents are. A small store and the large one are filled through ``VectorStore``, each in a process
of its own whose memory is watched, then asked in another. Recall is that of the twenty nearest, against comparing with every vector. With
``--folder`` the stores are kept and taken up again. Words, facts and the documents' text are not part of this.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from townhall.index.embedding import Vectors, unit
from townhall.index.vectors import VectorStore, is_store

DIMENSIONS = 384
CLUSTER = 200
"""Vectors of a cluster."""
SPREAD = 0.9
"""How far a vector lies from its cluster's centre, as a share of the centre's length."""
PUT = 5_000
ASKED, NEAREST, WARM = 300, 20, 50
P95, TIMES_SMALL, RECALL, MEMORY = 0.050, 4.0, 0.95, 5.0
"""The bars: seconds, times as long as in the small store, share of the twenty nearest, GiB."""


def main() -> None:
    """Fill, ask, print; or be one of the processes that do."""
    if sys.argv[1:2] in (["fill"], ["ask"]):
        work = {"fill": fill, "ask": ask}[sys.argv[1]]
        print(json.dumps(work(Path(sys.argv[2]), int(sys.argv[3]))))
        return
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--passages", type=int, default=1_000_000)
    parser.add_argument("--small", type=int, default=10_000)
    parser.add_argument("--folder", type=Path)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        results = []
        for count in (options.small, options.passages):
            store = (options.folder or Path(temporary)) / str(count)
            if not is_store(store):
                filled = child("fill", store, count)
                print(f"{count:,} vectors: filled in {filled['seconds']:.0f} s, {filled['memory']:.2f} GiB at the most", flush=True)
            asked = child("ask", store, count)
            results.append(asked)
            print(
                f"{count:,} vectors: opened and first asked {asked['first']:.2f} s; warm median {1000 * asked['median']:.1f} ms, "
                f"95th percentile {1000 * asked['p95']:.1f} ms; recall@{NEAREST} {asked['recall']:.3f}; {asked['memory']:.2f} GiB",
                flush=True,
            )
    small, large = results
    print(f"95th percentile {large['p95'] / small['p95']:.1f} times that of the small store")
    met = large["p95"] <= P95 and large["p95"] <= TIMES_SMALL * small["p95"] and large["recall"] >= RECALL and large["memory"] <= MEMORY
    sys.exit(not met)


def child(what: str, store: Path, count: int) -> dict[str, float]:
    """Run one part in a process of its own and return what it measured."""
    command = [sys.executable, str(Path(__file__).resolve()), what, str(store), str(count)]
    told: dict[str, float] = json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout)
    return told


def vectors(count: int) -> Iterator[Vectors]:
    """Yield unit vectors, shape (up to ``PUT``, ``DIMENSIONS``): the same for the same count."""
    chance = np.random.default_rng(11)
    centres = unit(chance.standard_normal((max(1, count // CLUSTER), DIMENSIONS)).astype(np.float32))
    for first in range(0, count, PUT):
        size = min(PUT, count - first)
        around = unit(chance.standard_normal((size, DIMENSIONS)).astype(np.float32))
        yield unit(centres[chance.integers(len(centres), size=size)] + SPREAD * around)


def fill(folder: Path, count: int) -> dict[str, float]:
    """Fill a store."""
    begun = time.perf_counter()
    store = VectorStore(folder, create=True)
    done = 0
    for batch in vectors(count):
        store.put([f"{number:08}" for number in range(done, done + len(batch))], batch)
        done += len(batch)
        if done % 100_000 == 0:
            print(f"  {done:,} after {time.perf_counter() - begun:.0f} s", file=sys.stderr, flush=True)
    store.close()
    return {"seconds": time.perf_counter() - begun, "memory": peak()}


def ask(folder: Path, count: int) -> dict[str, float]:
    """Ask near vectors that are there, and compare with the twenty nearest of all."""
    chance = np.random.default_rng(12)
    wanted = np.sort(chance.choice(count, ASKED + WARM, replace=False))
    taken = np.concatenate([batch[wanted[(wanted >= first) & (wanted < first + PUT)] - first] for first, batch in numbered(count)])
    questions = unit(taken + 0.5 * unit(chance.standard_normal(taken.shape).astype(np.float32)))
    chance.shuffle(questions)
    begun = time.perf_counter()
    store = VectorStore(folder)
    store.nearest(questions[0], NEAREST)
    first_asked = time.perf_counter() - begun
    seconds, found = [], []
    for question in questions:
        begun = time.perf_counter()
        found.append({key for key, _ in store.nearest(question, NEAREST)})
        seconds.append(time.perf_counter() - begun)
    memory = peak()  # before everything is compared with everything
    recall = np.mean([len(true & got) / NEAREST for true, got in zip(nearest(questions[WARM:], count), found[WARM:], strict=True)])
    warm = seconds[WARM:]
    return {
        "first": first_asked,
        "median": float(np.median(warm)),
        "p95": float(np.quantile(warm, 0.95)),
        "recall": float(recall),
        "memory": memory,
    }


def numbered(count: int) -> Iterator[tuple[int, Vectors]]:
    """Yield the vectors with the number of the first."""
    first = 0
    for batch in vectors(count):
        yield first, batch
        first += len(batch)


def nearest(questions: Vectors, count: int) -> list[set[str]]:
    """Return the keys of the nearest of all, by comparing with each."""
    best = np.full((len(questions), NEAREST), -2.0, np.float32)
    keys = np.zeros((len(questions), NEAREST), np.int64)
    for first, batch in numbered(count):
        scores = np.concatenate([best, questions @ batch.T], axis=1)
        names = np.concatenate([keys, np.broadcast_to(np.arange(first, first + len(batch)), (len(questions), len(batch)))], axis=1)
        top = np.argpartition(-scores, NEAREST - 1, axis=1)[:, :NEAREST]
        best, keys = np.take_along_axis(scores, top, 1), np.take_along_axis(names, top, 1)
    return [{f"{number:08}" for number in row} for row in keys.tolist()]


def peak() -> float:
    """Return the most memory that this process has held, in GiB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20


if __name__ == "__main__":
    main()
