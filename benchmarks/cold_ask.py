"""One question from the command line, process start to exit: Townhall against the pipeline of a tutorial, in one run.

    python benchmarks/cold_ask.py [--corpus DIR] [--repeats N] [--question TEXT ...]

Both indexes are built first, in a temporary folder, and every command runs once uncounted, so that the operating system has its files at
hand. Then the two take turns. Wall time depends on what else the machine does, processor time hardly; the ratio is what to look at.

Standard library only: on Linux a child's peak memory is never less than its parent's.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from statistics import median

HERE = Path(__file__).resolve().parent
TUTORIAL = HERE / "tutorial.py"
QUESTIONS = ("Who supports cities in Slovenia?", "What is an urban digital twin meant to be able to do?")
"""One that is answered from facts, one from the documents' sentences."""
MEGABYTE = 1e6
MAXRSS_UNIT = 1 if sys.platform == "darwin" else 1024
"""Bytes in which the operating system counts ``ru_maxrss``."""


@dataclass(frozen=True)
class Run:
    """One process: seconds on the wall, seconds of processor, bytes of memory at its peak."""

    wall: float
    processor: float
    peak: float


def main() -> None:
    """Parse the command line, build, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--corpus", type=Path, default=HERE.parent / "corpus", metavar="DIR", help="the documents")
    parser.add_argument("--repeats", type=int, default=5, metavar="N", help="counted runs of each question")
    parser.add_argument("--question", action="append", metavar="TEXT", help="a question; may be given again")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        print("Building both indexes: up to a minute.", flush=True)
        townhall = [sys.executable, "-m", "townhall.interfaces.cli"]
        run([*townhall, "ingest", "--corpus", options.corpus, "--index", folder / "townhall"])
        run([sys.executable, TUTORIAL, "build", options.corpus, folder / "tutorial"])
        questions = options.question or QUESTIONS
        runs: dict[str, dict[str, list[Run]]] = {question: {"Townhall": [], "tutorial": []} for question in questions}
        for repeat in range(options.repeats + 1):
            for question in questions:
                commands = {
                    "Townhall": [*townhall, "ask", question, "--index", folder / "townhall"],
                    "tutorial": [sys.executable, TUTORIAL, "ask", folder / "tutorial", question],
                }
                for side, command in commands.items():
                    measured = run(command)
                    if repeat:
                        runs[question][side].append(measured)
    print(f"\n{options.repeats} runs of each; median (lowest to highest)")
    for question, of_question in runs.items():
        show(question, of_question)


def run(command: list[str | Path]) -> Run:
    """Run a command to its end with its output thrown away; stop everything if it fails."""
    started = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    # What goes to standard error is little; it is only read when the process has ended.
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.perf_counter() - started
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        sys.exit(f"{' '.join(map(str, command))} failed:\n{process.stderr.read().decode() if process.stderr else ''}")
    if process.stderr:
        process.stderr.close()
    return Run(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss * MAXRSS_UNIT)


def show(question: str, runs: dict[str, list[Run]]) -> None:
    """Print the table of one question."""
    print(f"\n{question}\n{'':16}{'wall, s':>24}{'processor, s':>24}{'peak memory, MB':>24}")
    for side, measured in runs.items():
        columns = (
            spread([r.wall for r in measured], 2),
            spread([r.processor for r in measured], 2),
            spread([r.peak / MEGABYTE for r in measured], 0),
        )
        print(f"{side:16}" + "".join(f"{column:>24}" for column in columns))
    ratios = [median(value(r) for r in runs["tutorial"]) / median(value(r) for r in runs["Townhall"]) for value in (wall, processor, peak)]
    print(f"{'times as much':16}" + "".join(f"{ratio:>24.1f}" for ratio in ratios))


def wall(measured: Run) -> float:
    """Seconds on the wall."""
    return measured.wall


def processor(measured: Run) -> float:
    """Seconds of processor."""
    return measured.processor


def peak(measured: Run) -> float:
    """Bytes of memory at the peak."""
    return measured.peak


def spread(values: list[float], digits: int) -> str:
    """Write the median and the range."""
    return f"{median(values):.{digits}f} ({min(values):.{digits}f} to {max(values):.{digits}f})"


if __name__ == "__main__":
    main()
