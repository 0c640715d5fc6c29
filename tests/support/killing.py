"""A real ingest that is killed at a moment drawn by lot, and what has to hold afterwards."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from functools import cached_property
from random import Random

from townhall.assistant import Assistant
from townhall.index.generations import DRAFT_PREFIX, current_name, open_current
from townhall.library import corpus_hashes, ingest, verify_index
from townhall.settings import Settings

WORKER = """
import sys
from pathlib import Path
from townhall.library import ingest
from townhall.settings import Settings
# Everything is imported once; a process that is killed is a fork, since loading takes longer than the ingest that is to be killed.
import os, time
from townhall.chunking import node_parser
from townhall.corpus import language
from townhall.index.embedding import OnnxEmbedder
import bm25s, chromadb
for line in sys.stdin:
    child = os.fork()
    if not child:
        settings = Settings(corpus=Path(sys.argv[1]), index=Path(sys.argv[2]))
        ingest(settings)
        os._exit(0)
    print(child, flush=True)
    _, status = os.waitpid(child, 0)
    print(status, flush=True)
"""
ENTRY = "Office of Isle {number}\n\nThe office of isle {number} keeps {count} boats for every school that asks in the year {year}.\n"


@dataclass
class Killer:
    """Ingests of one corpus, each in a process of its own."""

    settings: Settings
    chance: Random
    longest: float = 1.0
    """Seconds that a whole ingest takes, as far as is known."""

    def __post_init__(self) -> None:
        command = [sys.executable, "-c", WORKER, str(self.settings.corpus), str(self.settings.index)]
        self._worker = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)  # noqa: S603 - our own

    @cached_property
    def _assistant(self) -> Assistant:
        """One that stays open over all kills, as a server's does."""
        return Assistant(self.settings)

    def close(self) -> None:
        """End the process that starts the others."""
        self._worker.kill()
        self._worker.wait()
        for pipe in (self._worker.stdin, self._worker.stdout):
            if pipe:
                pipe.close()

    def change(self, step: int) -> None:
        """Change some files, add one and remove another."""
        for number in self.chance.sample(range(8), 2):
            self.write(number, step)
        (self.settings.corpus / f"more-{step}.txt").write_text(ENTRY.format(number=100 + step, count=step, year=2000), encoding="utf-8")
        (self.settings.corpus / f"more-{step - 2}.txt").unlink(missing_ok=True)

    def write(self, number: int, step: int) -> None:
        """Write one of the files that stay."""
        path = self.settings.corpus / f"isle-{number}.txt"
        path.write_text("\n".join(ENTRY.format(number=f"{number}-{part}", count=step, year=2001 + part) for part in range(4)), encoding="utf-8")

    def run(self, *, kill: bool) -> bool:
        """Ingest, killed at a moment drawn by lot where ``kill`` is set; return whether it was killed before it had ended."""
        if self._worker.stdin is None or self._worker.stdout is None:
            raise RuntimeError("no pipes")
        self._worker.stdin.write("\n")
        self._worker.stdin.flush()
        child = int(self._worker.stdout.readline())
        begun = time.monotonic()
        if kill:
            time.sleep(self.chance.uniform(0, 1.1 * self.longest))
            subprocess.run(["kill", "-KILL", str(child)], check=False, stderr=subprocess.DEVNULL)  # noqa: S603, S607 - the child of our own
        status = int(self._worker.stdout.readline())
        if not kill:
            self.longest = time.monotonic() - begun
        return status == signal.SIGKILL

    def faults(self, before: str | None, old: dict[str, str], new: dict[str, str]) -> list[str]:
        """Return what is wrong after a kill: ``before`` served, made of ``old`` files; ``new`` are those of the corpus now, by path and hash."""
        verified = verify_index(self.settings)
        wrong = list(verified.faults)
        manifest_files = _files(self.settings)
        expected = old if current_name(self.settings.index) == before else new
        if manifest_files != expected:
            wrong.append(f"serves {manifest_files}, neither the files before nor those of now")
        answer = self._assistant.ask("Who keeps boats for every school?").answer
        if answer.status != "answered":
            wrong.append(f"answers {answer.status}")
        return wrong

    def completes(self) -> list[str]:
        """Ingest to the end here, and return what is wrong then."""
        ingest(self.settings)
        wrong = list(verify_index(self.settings).faults)
        drafts = [path.name for path in (self.settings.index / "generations").iterdir() if path.name.startswith(DRAFT_PREFIX)]
        wrong.extend(f"{name} was left" for name in drafts)
        # One more may be what the assistant read last.
        if len(list((self.settings.index / "generations").iterdir())) > 2 + self.settings.old_generations:
            wrong.append("old generations pile up")
        return wrong


def _files(settings: Settings) -> dict[str, str]:
    generation = open_current(settings.index)
    generation.close()
    return generation.manifest.corpus


def kill_many(settings: Settings, *, times: int, seed: int) -> tuple[int, list[str]]:
    """Kill ingests; return how many were killed before they had ended, and what was wrong."""
    killer = Killer(settings, Random(seed))  # noqa: S311 - to be repeatable
    killed = 0
    wrong: list[str] = []
    try:
        for number in range(8):
            killer.write(number, 0)
        killer.change(1)
        killer.run(kill=False)
        for step in range(2, times + 2):
            before, old = current_name(settings.index), _files(settings)
            killer.change(step)
            killed += killer.run(kill=True)
            new = corpus_hashes(settings.corpus)
            wrong.extend(f"kill {step - 1}: {fault}" for fault in killer.faults(before, old, new))
            if step % 4 == 0:
                killer.run(kill=False)
                wrong.extend(f"after kill {step - 1}: {fault}" for fault in killer.completes())
    finally:
        killer.close()
    return killed, wrong
