"""Fit how the guard tells which value belongs to what: ``src/townhall/guard/binding.json``.

    python training/fit_guard.py --data FOLDER [--sample 260] [--twins training/twins]

``FOLDER`` holds ``train/entailment.jsonl.gz``. Fitted on true statements of four sets of entailment (WiCE, FEVER, SummEdits, FactCheck-GPT; premises
whose SHA-256 begins with 0 or 1 are left for measuring), on the passages and questions of ``training/written``, on
twins that are kept from training where they are given, on sentences with lists made from ``training/lists.toml``, and on the open half of
``evals/guard/statements.jsonl``: a conditional logit that the place which holds the value is the one meant, of all places of its kind. The margin
is what stops ``STOPPED`` of the particulars of the open half, each document's scored by weights fitted without it.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
import random
import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from written_units import written

from townhall.guard.binding import GROUPS, Choice, choices, signals_of
from townhall.guard.ground import ground_of
from townhall.guard.mentions import Kind, Mention, mentions_in
from townhall.guard.signals import OF_JUDGE, OF_WORDS
from townhall.judge import judge_named

ROOT = Path(__file__).parents[1]
OUT = ROOT / "src" / "townhall" / "guard" / "binding.json"
LISTS = ROOT / "training" / "lists.toml"
SENTENCES = 120
"""Sentences with lists of values that are made from it."""
SETS = ("wice_dev", "wice_test", "fever_validation", "fever_test", "summedits", "factcheckgpt")
RESERVED = ("0", "1")
"""First digits of a premise's hash: those are for measuring."""
STOPPED = {"number": 0.03, "date": 0.02, "name": 0.02}
"""Shares of true particulars of the open half that may be stopped, by the weights that hold for them."""
OWN_WEIGHT = 2
"""How often a statement of the open half counts: it is of the kind of text that the guard reads."""
NAMES_KEPT = 0.25
"""Share of the names of entailment sets that are read; they are many and say little."""
RIDGE = {"number": 0.01, "date": 0.02, "name": 0.01}
"""Heavier for dates, of which there are few."""
ASKS = re.compile(
    r"\b(?:how (?:many|much|long|old|often|far|large|high)|when|what (?:year|date|percentage|share)|which year|whom?|what|which|where)\b",
    re.IGNORECASE,
)
Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Example:
    """A particular and the signals of its places."""

    group: str
    document: str
    signals: Floats
    """Shape (places, signals)."""
    fits: NDArray[np.bool_]


def main() -> None:
    """Fit, print how it does on what it wasn't fitted on, and write the file."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--sample", type=int, default=260, help="particulars of each set of entailment")
    parser.add_argument("--twins", type=Path, help="a folder of twins, whose kept pairs are read too; the shipped file was made without")
    arguments = parser.parse_args()
    elsewhere = [
        *from_entailment(arguments.data / "train" / "entailment.jsonl.gz", arguments.sample),
        *from_written(ROOT / "training" / "written"),
        *(from_twins(arguments.twins) if arguments.twins else ()),
        *from_lists(SENTENCES),
    ]
    own = list(from_own(ROOT / "evals" / "guard" / "statements.jsonl"))
    OUT.write_text(json.dumps(table_of(elsewhere, own), indent=1) + "\n", encoding="utf-8")


def table_of(elsewhere: Sequence[Example], own: Sequence[Example]) -> dict[str, dict[str, Any]]:
    """Return weights and margins for every kind, with the judge's signals and without."""
    table: dict[str, dict[str, Any]] = {"judge": {}, "words": {}}
    for section, names in (("judge", (*OF_WORDS, *OF_JUDGE)), ("words", OF_WORDS)):
        for group in sorted(set(GROUPS.values())):
            others, ours = ([one for one in rows if one.group == group] for rows in (elsewhere, own))
            margins: list[float] = []
            swaps: list[float] = []
            for document in sorted({one.document for one in ours}):
                weights = fit([*others, *[one for one in ours if one.document != document] * OWN_WEIGHT], len(names), ridge=RIDGE[group])
                for one in (one for one in ours if one.document == document):
                    scores = one.signals[:, : len(names)] @ weights
                    margins.append(scores[one.fits].max() - scores[~one.fits].max())
                    swaps.extend(score - scores[one.fits].max() for score in scores[~one.fits])
            margin = float(min(np.quantile(margins, STOPPED[group]), 0.0))
            caught = float(np.mean(np.array(swaps) < margin))
            weights = fit([*others, *ours * OWN_WEIGHT], len(names), ridge=RIDGE[group])
            table[section][group] = {"signals": dict(zip(names, (round(float(one), 4) for one in weights), strict=True)), "margin": round(margin, 3)}
            print(f"{section:6} {group:7} {len(others)} + {len(ours)} particulars; margin {margin:.2f}: {caught:.1%} of exchanged values stopped")
    return table


def fit(examples: Sequence[Example], size: int, *, ridge: float) -> Floats:
    """Return the weights of a conditional logit (McFadden, 1974) on the first ``size`` signals.

    Made least: minus the mean log-probability of a place that fits, plus a ridge.
    """
    scale = np.concatenate([one.signals[:, :size] for one in examples]).std(axis=0) + 1e-6
    rows = [(one.signals[:, :size] / scale, one.fits) for one in examples]

    def loss(weights: Floats) -> tuple[float, Floats]:
        total, slope = 0.0, np.zeros(size)
        for signals, fits in rows:
            scores = signals @ weights
            odds = np.exp(scores - scores.max())
            right = odds * fits
            total -= float(np.log(right.sum() / odds.sum()))
            slope -= signals.T @ (right / right.sum() - odds / odds.sum())
        return total / len(rows) + ridge * float(weights @ weights), slope / len(rows) + 2 * ridge * weights

    return np.asarray(minimize(loss, np.zeros(size), jac=True).x / scale)


def example(choice: Choice, statement: str, text: str, document: str) -> Example:
    """Return a choice with its signals."""
    signals = signals_of(choice, statement, ground_of(text, "en"), language="en", judge=judge_named("bundled"))
    return Example(GROUPS[choice.asked.kind], document, np.array(signals), np.array(choice.fits))


def from_entailment(path: Path, sample: int) -> Iterator[Example]:
    """Yield particulars of true statements, up to ``sample`` of each set."""
    chance = random.Random(5)  # noqa: S311 - a fixed order, no secret
    with gzip.open(path, "rt", encoding="utf-8") as file:
        rows = [row for row in map(json.loads, file) if row["source"] in SETS and row["supported"] in (True, "True")]
    rows = [row for row in rows if not hashlib.sha256(row["premise"].encode()).hexdigest().startswith(RESERVED)]
    chance.shuffle(rows)
    taken = dict.fromkeys(SETS, 0)
    for row in rows:
        if taken[row["source"]] < sample:
            text = re.sub(r"-[LR]RB-", "", row["premise"])
            for choice in choices(row["hypothesis"], ground_of(text, "en"), language="en"):
                if choice.asked.kind is not Kind.NAME or chance.random() < NAMES_KEPT:
                    taken[row["source"]] += 1
                    yield example(choice, row["hypothesis"], text, row["source"])


def from_written(folder: Path) -> Iterator[Example]:
    """Yield the particulars that answer a question, as if the question word were the particular."""
    for path in sorted([*folder.glob("*.jsonl"), *folder.glob("kept/*.jsonl")]):
        for row in map(json.loads, path.read_text(encoding="utf-8").splitlines()):
            text = " ".join(row["sentences"])
            mentions = mentions_in(text, "en")
            for question in row["questions"]:
                asks, span = ASKS.search(question["q"]), question.get("span")
                start = text.find(span, text.find(row["sentences"][question["answers"][0]])) if span and question["answers"] else -1
                inside = [one for one in mentions if start <= one.start and one.end <= start + len(span)] if start >= 0 else []
                answers = [one for one in inside if one.kind is not Kind.NAME] or inside
                if asks and len(answers) == 1:
                    asked = Mention(answers[0].kind, answers[0].values, *asks.span())
                    places = tuple(one for one in mentions if one.kind is asked.kind)
                    others = tuple(one for one in mentions_in(question["q"], "en") if one.end <= asked.start or one.start >= asked.end)
                    fits = tuple(bool(one.values & asked.values) for one in places)
                    if not all(fits):
                        yield example(Choice(asked, places, fits, others), question["q"], text, path.name)


def from_twins(folder: Path) -> Iterator[Example]:
    """Yield particulars of statements that one of two twins supports, of those that the judge was not trained on."""
    for number, sides, kept in written(folder):
        for side in sides if kept else ():
            text = " ".join(side["sentences"])
            for statement in side["statements"]:
                for choice in choices(statement["s"], ground_of(text, "en"), language="en") if statement["true"] else ():
                    yield example(choice, statement["s"], text, f"twins {number}")


def from_lists(size: int) -> Iterator[Example]:
    """Yield particulars of sentences that list values one after another and leave out what is said again, which other texts have few of."""
    chance = random.Random(7)  # noqa: S311 - a fixed order, no secret
    table = tomllib.loads(LISTS.read_text(encoding="utf-8"))
    for number in range(size):
        form = table["forms"][number % len(table["forms"])]
        count = chance.choice((2, 3, 4))
        names, values = chance.sample(table["names"], count), chance.sample([str(one) for one in range(11, 99)], count)
        parts = [form["part"].format(name=name, value=value) for name, value in zip(names[1:], values[1:], strict=True)]
        first = form["first"].format(name=names[0], value=values[0], names=listed(names), values=listed(values))
        text = f"{listed([first, *parts]) if form['part'] else first}. {chance.choice(table['around'])}"
        at = chance.randrange(count)
        said = chance.choice(form["said"]).format(name=names[at], value=values[at])
        ground = ground_of(text, "en")
        for choice in choices(said, ground, language="en"):
            if choice.asked.kind is Kind.NUMBER:
                yield example(choice, said, text, "lists")


def listed(parts: Sequence[str]) -> str:
    """Return parts joined by commas, the last by "and"; empty ones left out."""
    kept = [part for part in parts if part]
    return " and ".join([part for part in (", ".join(kept[:-1]), kept[-1]) if part])


def from_own(path: Path) -> Iterator[Example]:
    """Yield the particulars of the true statements of the open half."""
    for row in map(json.loads, path.read_text(encoding="utf-8").splitlines()):
        if row["half"] == "open" and row["supported"]:
            text = (ROOT / row["source"]).read_text(encoding="utf-8")[row["start"] : row["end"]]
            for choice in choices(row["statement"], ground_of(text, "en"), language="en"):
                yield example(choice, row["statement"], text, row["source"])


if __name__ == "__main__":
    main()
