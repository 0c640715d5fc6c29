"""How long it takes until one changed file can be found, among many that did not change, and then one question from the command line.

    python benchmarks/one_file_changed.py [--passages 100000] [--folder DIR] [--embed] [--profile]

A corpus of Markdown files is made, fifty passages of 120 words each, words drawn by lot with the frequencies of a language. It is
ingested, one file is changed, and it is ingested again: that time is the result, by the wall's clock, from the start of the second ingest until a
search in the new generation finds the new words. The first ingest takes vectors drawn by lot unless ``--embed`` is given, since embedding
isn't what is measured and would take an hour; the second embeds in earnest. With ``--folder`` the corpus and the index are kept and taken up again.

Then a question is asked by ``townhall ask``, process start to exit, the median of three: of words, which the lexical search finds.
"""

from __future__ import annotations

import argparse
import cProfile
import pstats
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from statistics import median
from unittest.mock import patch

import numpy as np

from townhall import library
from townhall.assistant import Assistant
from townhall.index.embedding import Embedder, PassageText, Vectors, bundled_folder
from townhall.index.generations import current_name
from townhall.library import ingesting
from townhall.settings import Settings

EACH = 50
"""Passages of a file."""
SENTENCES = 6
"""Of a passage."""
WORDS = 20
"""Of a sentence; every word is one piece of the model's, so that a passage holds its paragraph."""
NEW = "The zanzibar orangery of Utterbyton opens its quillwork archive to every marmoset keeper."
BAR = 15.0
"""Seconds within which a change is to be found."""
COLD_BAR = 4.0
"""Seconds that one question from the command line may take."""


class Drawn:
    """An embedder that counts like another and draws its vectors by lot."""

    def __init__(self, real: Embedder) -> None:
        self._real = real
        self._chance = np.random.default_rng(7)
        self.name, self.sha256, self.runtime, self.precision = real.name, real.sha256, real.runtime, real.precision

    def count(self, text: str) -> int:
        """Return how many word pieces a text has."""
        return self._real.count(text)

    def embed_query(self, text: str) -> Vectors:
        """Return the vector of a question."""
        return self._real.embed_query(text)

    def embed_passages(self, passages: Sequence[PassageText]) -> tuple[Vectors, list[Vectors]]:
        """Return a vector a passage and the vectors of its sentences."""
        return self._vectors(len(passages)), [self._vectors(len(passage.sentences)) for passage in passages]

    def _vectors(self, count: int) -> Vectors:
        drawn = self._chance.standard_normal((count, 384)).astype(np.float32)
        return np.asarray(drawn / np.linalg.norm(drawn, axis=1, keepdims=True), np.float32)


def main() -> None:
    """Measure, print, and exit with 1 if the bar is missed."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--passages", type=int, default=100_000)
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--embed", action="store_true", help="embed the first time too")
    parser.add_argument("--profile", action="store_true", help="tell what the second ingest spends its time on")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = arguments.folder or Path(temporary)
        settings = Settings(corpus=folder / "corpus", index=folder / "index")
        if not settings.corpus.is_dir():
            write_corpus(settings.corpus, arguments.passages)
        first(settings, embed=arguments.embed)
        seconds = second(settings, profile=arguments.profile)
        asked = cold(settings)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
    print(f"{arguments.passages:,} passages, one file changed: found after {seconds:.1f} s (bar {BAR:.0f} s); largest memory {peak:.1f} GiB")
    print(f"one question from the command line: {asked:.1f} s (bar {COLD_BAR:.0f} s)")
    sys.exit(seconds > BAR or asked > COLD_BAR)


def write_corpus(corpus: Path, passages: int) -> None:
    """Write files of ``EACH`` passages, each under its own heading."""
    chance = random.Random(7)
    pieces = (bundled_folder() / "vocab.txt").read_text(encoding="utf-8").split()
    words = sorted(piece for piece in pieces if piece.isascii() and piece.isalpha() and len(piece) > 2)  # noqa: PLR2004 - letters
    chance.shuffle(words)
    weights = [1 / rank for rank in range(1, len(words) + 1)]
    drawn = iter(chance.choices(words, weights, k=passages * (SENTENCES * WORDS + 2)))

    def sentence(length: int) -> str:
        return " ".join(next(drawn) for _ in range(length)).capitalize()

    for number in range(passages // EACH):
        path = corpus / f"{number // 100:03}" / f"page-{number:05}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        parts = (f"## {sentence(2)} {place}\n\n" + " ".join(sentence(WORDS) + "." for _ in range(SENTENCES)) for place in range(EACH))
        path.write_text("\n\n".join(parts) + "\n", encoding="utf-8")


def first(settings: Settings, *, embed: bool) -> None:
    """Build the whole index."""
    begun = time.perf_counter()
    real = library.embedder_of

    def drawn(settings: Settings, *, export: bool = False) -> Embedder:
        return Drawn(real(settings, export=export))

    with patch.object(ingesting, "embedder_of", real if embed else drawn):
        report = library.ingest(settings)
    print(f"the whole index: {time.perf_counter() - begun:.1f} s, {report.counts}", flush=True)


def second(settings: Settings, *, profile: bool) -> float:
    """Change one file, and return the seconds until the change is found."""
    assistant = Assistant(settings)
    assistant.search("warm up")
    before = current_name(settings.index)
    path = sorted(settings.corpus.rglob("*.md"))[len(list(settings.corpus.rglob("*.md"))) // 2]
    text = path.read_text(encoding="utf-8")
    path.write_text(f"{text}\n## Orangery {before}\n\n{NEW}\n", encoding="utf-8")
    profiler = cProfile.Profile()
    worked = time.process_time()
    begun = time.perf_counter()
    steps: list[tuple[str, float]] = []

    def progress(what: str, _done: int, _of: int) -> None:
        if not steps or steps[-1][0] != what:
            steps.append((what, time.perf_counter() - begun))

    if profile:
        profiler.enable()
    report = library.ingest(settings, progress=progress)
    profiler.disable()
    ingested = time.perf_counter() - begun
    # Among vectors drawn by lot a search by meaning puts chance beside it.
    hits = assistant.search("zanzibar orangery quillwork marmoset", k=20)
    seconds = time.perf_counter() - begun
    print(f"  {time.process_time() - worked:6.1f} s  of processor time")
    for what, since in steps:
        print(f"  {since:6.1f} s  {what}")
    build = report.build
    print(f"  {ingested:6.1f} s  ingested; {build.embedded if build else 0} passages embedded, {build.kept if build else 0} kept", flush=True)
    if profile:
        pstats.Stats(profiler).sort_stats("cumulative").print_stats(45)
    if not any("zanzibar" in hit.passage.text and f"Orangery {before}" in hit.passage.heading_path for hit in hits):
        sys.exit("The change was not found.")
    return seconds


def cold(settings: Settings) -> float:
    """Return the seconds that a process takes to answer a question."""
    command = [sys.executable, "-m", "townhall.interfaces.cli", "ask", "Who may use the quillwork archive of the orangery?"]
    took = []
    for _ in range(3):
        begun = time.perf_counter()
        subprocess.run([*command, "--corpus", settings.corpus, "--index", settings.index], check=True, stdout=subprocess.DEVNULL)
        took.append(time.perf_counter() - begun)
    return median(took)


if __name__ == "__main__":
    main()
