"""Fit how far the guard takes other words for the same: ``src/townhall/guard/wording.json``.

    python training/fit_wording.py --data FOLDER [--sample 250] [--twins training/twins]

A logistic regression on statements of five sets of entailment (``train/entailment.jsonl.gz``) and, where they are given, on the twins that are kept
from training, every set and its true and false statements with the same weight; premises whose SHA-256 begins with 0 or 1 are left out of it, and
show what it does. A statement without particulars is taken for supported from even odds on; one that its particulars tie to the evidence from what
``PASSED`` of the true statements of the open half of ``evals/guard/statements.jsonl`` reach.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
import random
from collections import Counter
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import f1_score, roc_auc_score
from sklearn.preprocessing import StandardScaler
from written_units import written

from townhall.guard.ground import ground_of
from townhall.guard.wording import JUDGED, SIGNALS, signals_of
from townhall.judge import judge_named

ROOT = Path(__file__).parents[1]
OUT = ROOT / "src" / "townhall" / "guard" / "wording.json"
SETS = ("wice_dev", "wice_test", "factcheckgpt", "fever_validation", "scitail_part")
RESERVED = ("0", "1")
RESERVED_TWINS = 4
"""One in so many pairs is reserved likewise."""
PASSED = 0.99
EVEN = 0.5


def main() -> None:
    """Fit, print how it does on what it wasn't fitted on, and write the file."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--sample", type=int, default=250, help="statements of each set")
    parser.add_argument("--twins", type=Path, help="a folder of twins, whose kept pairs are read too; the shipped file was made without")
    arguments = parser.parse_args()
    rows = from_entailment(arguments.data / "train" / "entailment.jsonl.gz", arguments.sample)
    rows += from_twins(arguments.twins) if arguments.twins else []
    own = from_own(ROOT / "evals" / "guard" / "statements.jsonl")
    table = {}
    for section, names in (("judge", (*SIGNALS, JUDGED)), ("words", SIGNALS)):
        size = len(names)
        fitted, held = ([row for row in rows if row[1] is kept] for kept in (False, True))
        counts = Counter((source, right) for source, _, right, _ in fitted)
        model, scaler = LogisticRegression(C=0.3, max_iter=1000), StandardScaler()
        signals = scaler.fit_transform([row[3][:size] for row in fitted])
        weights = np.array([1 / counts[source, right] for source, _, right, _ in fitted])
        model.fit(signals, [row[2] for row in fitted], sample_weight=weights / weights.mean())
        likely = model.predict_proba(scaler.transform([row[3][:size] for row in held]))[:, 1]
        right = [row[2] for row in held]
        ours = model.predict_proba(scaler.transform([row[:size] for row in own]))[:, 1]
        bar = min(EVEN, float(np.quantile(ours, 1 - PASSED)))
        even, low = (f1_score(right, likely >= at, average="macro") for at in (EVEN, bar))
        print(
            f"{section}: {len(fitted)} fitted, {len(held)} held out: AUROC {roc_auc_score(right, likely):.3f}, "
            f"macro-F1 {even:.3f} at even odds, {low:.3f} at {bar:.2f}"
        )
        coefficients = model.coef_[0] / scaler.scale_
        constant = float(model.intercept_[0] - coefficients @ scaler.mean_)
        table[section] = {
            name: round(float(one), 4) for name, one in zip((*names, "constant", "tied", "untied"), (*coefficients, constant, bar, EVEN), strict=True)
        }
    OUT.write_text(json.dumps(table, indent=1) + "\n", encoding="utf-8")


def from_entailment(path: Path, sample: int) -> list[tuple[str, bool, bool, list[float]]]:
    """Return for statements of each set: the set, whether they are reserved, whether they are true, and their signals."""
    with gzip.open(path, "rt", encoding="utf-8") as file:
        rows = [row for row in map(json.loads, file) if row["source"] in SETS]
    random.Random(3).shuffle(rows)  # noqa: S311 - a fixed order, no secret
    taken: Counter[str] = Counter()
    found = []
    for row in rows:
        if taken[row["source"]] < sample:
            taken[row["source"]] += 1
            reserved = hashlib.sha256(row["premise"].encode()).hexdigest().startswith(RESERVED)
            signals = signals_of(row["hypothesis"], ground_of(row["premise"], "en"), judge=judge_named("bundled"))
            found.append((row["source"], reserved, row["supported"] in (True, "True"), signals))
    return found


def from_twins(folder: Path) -> list[tuple[str, bool, bool, list[float]]]:
    """Return the statements of the pairs that the judge wasn't trained on, each by both passages."""
    return [
        ("twins", number % RESERVED_TWINS == 0, statement["true"], signals_of(statement["s"], ground_of(text, "en"), judge=judge_named("bundled")))
        for number, sides, kept in written(folder)
        if kept
        for side in sides
        for text in (" ".join(side["sentences"]),)
        for statement in side["statements"]
    ]


def from_own(path: Path) -> list[list[float]]:
    """Return the signals of the true statements of the open half."""
    found = []
    for row in map(json.loads, path.read_text(encoding="utf-8").splitlines()):
        if row["half"] == "open" and row["supported"]:
            text = (ROOT / row["source"]).read_text(encoding="utf-8")[row["start"] : row["end"]]
            found.append(signals_of(row["statement"], ground_of(text, "en"), judge=judge_named("bundled")))
    return found


if __name__ == "__main__":
    main()
