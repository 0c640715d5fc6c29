"""How well the guard tells supported statements from others.

    python benchmarks/guard.py [--half open|frozen] [--claims FILE.jsonl] [--judge bundled|off] [--sample N] [--show]

Without ``--claims``: ``evals/guard/statements.jsonl``, true statements in free paraphrase, each several times with one value exchanged, either for
one that stands elsewhere in the text cited or for an invented one. With it: AttributionBench's ``{claim, references, attribution_label}``. Beside the
guard: its plain test, and words and pairs of words in common, with a threshold fitted on the other half of the rows (``overlap``).
"""

from __future__ import annotations

import argparse
import json
import random
import re
import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.metrics import f1_score, roc_auc_score

from townhall.guard import Verdict, check, support
from townhall.judge import judge_named

ROOT = Path(__file__).parents[1]
STATEMENTS = ROOT / "evals" / "guard" / "statements.jsonl"


@dataclass(frozen=True)
class Row:
    """A statement with its evidence, and whether it is supported."""

    statement: str
    evidence: tuple[str, ...]
    supported: bool
    group: str


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--half", choices=("open", "frozen"), default="open")
    parser.add_argument("--claims", type=Path)
    parser.add_argument("--judge", default="bundled")
    parser.add_argument("--sample", type=int, help="so many rows, by chance")
    parser.add_argument("--show", action="store_true", help="print what is told wrongly; not for the frozen half")
    arguments = parser.parse_args()
    rows = read_claims(arguments.claims) if arguments.claims else read_statements(STATEMENTS, arguments.half)
    if arguments.sample:
        rows = random.Random(1).sample(rows, arguments.sample)
    judge = judge_named(arguments.judge)
    tests: dict[str, Callable[[Row], tuple[float, bool]]] = {
        "guard": lambda row: told(check(row.statement, row.evidence, judge=judge)),
        "plain": lambda row: told(support(row.statement, row.evidence)),
    }
    if judge is not None:
        check(rows[0].statement, rows[0].evidence, judge=judge)  # loads the weights
    results, spent = {}, {}
    for name, test in tests.items():
        results[name], spent[name] = timed(test, rows)
    scores, spent["overlap"] = timed(overlap, rows)
    results["overlap"] = list(zip(scores, fitted_elsewhere(scores, [row.supported for row in rows]), strict=True))
    right = [row.supported for row in rows]
    groups = sorted({row.group for row in rows})
    for name, result in results.items():
        said = [one for _, one in result]
        print(f"{name:8} macro-F1 {f1_score(right, said, average='macro'):.3f}, AUROC {roc_auc_score(right, [score for score, _ in result]):.3f}, "
              f"median {statistics.median(spent[name]) * 1000:.1f} ms, 95th percentile {np.quantile(spent[name], 0.95) * 1000:.0f} ms")  # fmt: skip
        for group in groups:
            stopped = [not one for one, row in zip(said, rows, strict=True) if row.group == group]
            print(f"         {group:28} {sum(stopped):4} of {len(stopped):4} stopped, {sum(stopped) / len(stopped):.1%}")
    if arguments.show and arguments.half == "open":
        for row, (score, said) in zip(rows, results["guard"], strict=True):
            if said is not row.supported:
                print(f"{row.group}, {score:.2f}: {row.statement}")


def told(verdict: Verdict) -> tuple[float, bool]:
    """Return a verdict's score and word."""
    return verdict.score, verdict.supported


def timed(test: Callable[[Row], Any], rows: Sequence[Row]) -> tuple[list[Any], list[float]]:
    """Return what a test says of each row, and the seconds it took."""
    results, seconds = [], []
    for row in rows:
        start = time.perf_counter()
        results.append(test(row))
        seconds.append(time.perf_counter() - start)
    return results, seconds


def overlap(row: Row) -> float:
    """Return the mean share of the statement's words, and of its pairs of words, that the evidence has."""
    said, held = (re.findall(r"\w+", text.casefold()) for text in (row.statement, " ".join(row.evidence)))
    pairs = set(pairwise(said))
    return (len(set(said) & set(held)) / max(1, len(set(said))) + len(pairs & set(pairwise(held))) / max(1, len(pairs))) / 2


def fitted_elsewhere(scores: Sequence[float], right: Sequence[bool]) -> list[bool]:
    """Return what a score says with the threshold that is best on the rows of the other parity."""
    said = [False] * len(scores)
    for half in (0, 1):
        others = range(1 - half, len(scores), 2)
        bars = sorted({scores[number] for number in others})
        best = max(
            bars[:: max(1, len(bars) // 200)],
            key=lambda bar: f1_score([right[n] for n in others], [scores[n] >= bar for n in others], average="macro"),
        )
        for number in range(half, len(scores), 2):
            said[number] = scores[number] >= best
    return said


def read_statements(path: Path, half: str) -> list[Row]:
    """Return the statements of one half."""
    rows = [row for row in map(json.loads, path.read_text(encoding="utf-8").splitlines()) if row["half"] == half]
    texts = {row["source"]: (ROOT / row["source"]).read_text(encoding="utf-8") for row in rows}
    return [
        Row(
            row["statement"],
            (texts[row["source"]][row["start"] : row["end"]],),
            row["supported"],
            f"{row['kind']}, {row['wrong']}" if row["wrong"] else "true, in other words",
        )
        for row in rows
    ]


def read_claims(path: Path) -> list[Row]:
    """Return the claims of AttributionBench."""
    rows = map(json.loads, path.read_text(encoding="utf-8").splitlines())
    return [
        Row(
            row["claim"],
            tuple(row["references"] or row["webpage_references"]),
            row["attribution_label"] == "attributable",
            f"{row['src_dataset']}, {row['attribution_label']}",
        )
        for row in rows
    ]


if __name__ == "__main__":
    main()
