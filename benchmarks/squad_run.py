"""How long a large SQuAD file takes from the command line, and how much memory: conversion, index, questions, baselines and report.

    python benchmarks/squad_run.py FILE.json [--limit 2000] [--index FOLDER]

The bar is 3 minutes and 1.5 GB on two cores, for 2,000 questions over 300 paragraphs. Processor time is told beside wall time: on a busy machine only
the former says something; divided by the cores it is the shortest that the run could take. Without ``--index`` everything is made anew.
"""

from __future__ import annotations

import argparse
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

MEBI = 1024
"""Kibibytes in a mebibyte: Linux counts a process's largest memory in kibibytes."""


def main() -> None:
    """Run it once and print what it took."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", type=Path)
    parser.add_argument("--limit", type=int, default=2000)
    parser.add_argument("--index", type=Path, help="keep the index here and use what is there")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        index = arguments.index or Path(folder) / "index"
        out = Path(folder) / "report.json"
        command = [sys.executable, "-m", "townhall", "eval", "run", "--format", "squad", str(arguments.file)]
        started = time.perf_counter()
        done = subprocess.run([*command, "--limit", str(arguments.limit), "--index", str(index), "--out", str(out)], check=False)
        wall = time.perf_counter() - started
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    busy = used.ru_utime + used.ru_stime
    print(f"exit status {done.returncode}; wall {wall:.0f} s; processor {busy:.0f} s, {busy / (os.cpu_count() or 1):.0f} s a core if evenly used")
    print(f"largest memory of a process {used.ru_maxrss / MEBI:.0f} MiB; load of the machine {os.getloadavg()[0]:.1f}")


if __name__ == "__main__":
    main()
