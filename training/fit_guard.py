"""Fit how the guard tells which value belongs to what: ``src/townhall/guard/binding.json``.

    python training/fit_guard.py --data FOLDER [--sample 300]

``FOLDER`` holds ``train/entailment.jsonl.gz``. Fitted on true statements of ``training/twins``, of four sets of entailment (WiCE, FEVER, SummEdits,
FactCheck-GPT; premises whose SHA-256 begins with 0 or 1 are left for measuring), on the passages and questions of ``training/written``, on sentences
with lists made from ``training/lists.toml``, and on the open half of ``evals/guard/statements.jsonl``: a conditional logit that the place which holds
the value is the one meant, of all places of its kind. The bundled judge was not trained on the twins.

The margin is what stops ``STOPPED`` of the true particulars, each scored by weights that were fitted without its document. It widens with the
logarithm of how many comparisons could stop the statement, other places times particulars: of many one will look likely by chance.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
import math
import random
import re
import tomllib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from sklearn.linear_model import QuantileRegressor

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
STOPPED = {"number": 0.03, "date": 0.04, "name": 0.03}
"""Shares of true particulars that may be stopped."""
FOLDS = 5
"""Parts into which documents fall; each is scored by weights fitted on the others."""
OWN, TWINS, SETS_OF_ENTAILMENT, LISTED = "own", "twins", "entailment", "lists"
WEIGHT = {OWN: 2.0, TWINS: 1.0, LISTED: 2.0}
"""What a particular counts in the fit: most for the kind of text that the guard reads, and for what others have little of; ``REST`` elsewhere."""
REST = 0.5
TOLD = {OWN: 1.0, TWINS: 1.0, SETS_OF_ENTAILMENT: 0.25}
"""What a source counts in all for the margin; little for texts unlike those that the guard reads, which show what whole pages do."""
NAMES_KEPT = 0.25
"""Share of the names of entailment sets that are read; they are many and say little."""
RIDGE = {"number": 0.003, "date": 0.01, "name": 0.003}
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
    source: str
    document: str
    signals: Floats
    """Shape (places, signals)."""
    fits: NDArray[np.bool_]
    asked: int
    """How many particulars of its statement are asked about."""

    @property
    def compared(self) -> int:
        """Return how many comparisons could stop its statement, were all its particulars like this one."""
        return int((~self.fits).sum()) * self.asked

    @property
    def fold(self) -> int:
        """Which of the ``FOLDS`` its document is in."""
        return int(hashlib.sha256(self.document.encode()).hexdigest(), 16) % FOLDS

    def ahead(self, weights: Floats) -> float:
        """Return how far the best place that holds the value is ahead of the best other one."""
        scores = self.signals[:, : len(weights)] @ weights
        return float(scores[self.fits].max() - scores[~self.fits].max())

    def behind(self, weights: Floats) -> list[float]:
        """Return how far each other place is ahead of the best that holds the value: what ``ahead`` would be with the two exchanged."""
        scores = self.signals[:, : len(weights)] @ weights
        return [float(score) for score in scores[~self.fits] - scores[self.fits].max()]


def main() -> None:
    """Fit, print how it does on what it wasn't fitted on, and write the file."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--sample", type=int, default=300, help="particulars of each set of entailment")
    arguments = parser.parse_args()
    examples = [
        *from_own(ROOT / "evals" / "guard" / "statements.jsonl"),
        *from_twins(ROOT / "training" / "twins"),
        *from_entailment(arguments.data / "train" / "entailment.jsonl.gz", arguments.sample),
        *from_written(ROOT / "training" / "written"),
        *from_lists(SENTENCES),
    ]
    OUT.write_text(json.dumps(table_of(examples), indent=1) + "\n", encoding="utf-8")


def table_of(examples: Sequence[Example]) -> dict[str, dict[str, Any]]:
    """Return weights and margins for every kind, with the judge's signals and without."""
    table: dict[str, dict[str, Any]] = {"judge": {}, "words": {}}
    for section, names in (("judge", (*OF_WORDS, *OF_JUDGE)), ("words", OF_WORDS)):
        for group in sorted(set(GROUPS.values())):
            rows = [one for one in examples if one.group == group]
            without = [fit([one for one in rows if one.fold != fold], len(names), ridge=RIDGE[group]) for fold in range(FOLDS)]
            margin, widening = margin_of([one for one in rows if one.source in TOLD], without, STOPPED[group])
            print(f"{section:6} {group:7} margin {margin:.2f}, wider by {widening:.2f} times the logarithm of the comparisons:")
            for source in sorted({one.source for one in rows}):
                here = [(one, min(margin - widening * math.log(one.compared), 0.0)) for one in rows if one.source == source]
                stopped = np.mean([one.ahead(without[one.fold]) < bar for one, bar in here])
                caught = np.mean([np.mean(np.array(one.behind(without[one.fold])) < bar) for one, bar in here])
                print(f"       {source:12} {len(here):5}: {stopped:.1%} of true values stopped, {caught:.1%} of exchanged ones")
            weights = fit(rows, len(names), ridge=RIDGE[group])
            signals = dict(zip(names, (round(float(one), 4) for one in weights), strict=True))
            table[section][group] = {"signals": signals, "margin": round(margin, 3), "widening": round(widening, 3)}
    return table


def margin_of(rows: Sequence[Example], without: Sequence[Floats], share: float) -> tuple[float, float]:
    """Return the margin for one comparison, and by how much it widens with the logarithm of their number, which ``share`` of true values miss.

    A quantile regression (Koenker and Bassett, 1978), every source with its weight of ``TOLD``; ``without`` are the weights for each fold.
    """
    counts = Counter(one.source for one in rows)
    model = QuantileRegressor(quantile=share, alpha=0, solver="highs").fit(
        [[math.log(one.compared)] for one in rows],
        [one.ahead(without[one.fold]) for one in rows],
        sample_weight=[len(rows) * TOLD[one.source] / counts[one.source] for one in rows],
    )
    return float(model.intercept_), max(0.0, -float(model.coef_[0]))


def fit(examples: Sequence[Example], size: int, *, ridge: float) -> Floats:
    """Return the weights of a conditional logit (McFadden, 1974) on the first ``size`` signals.

    Made least: minus the weighted mean log-probability of a place that fits, plus a ridge.
    """
    signals = np.concatenate([one.signals[:, :size] for one in examples])
    scale = signals.std(axis=0) + 1e-6
    signals = signals / scale
    fits = np.concatenate([one.fits for one in examples])
    sizes = [len(one.fits) for one in examples]
    first, whose = np.cumsum([0, *sizes[:-1]]), np.repeat(np.arange(len(examples)), sizes)
    share = np.array([WEIGHT.get(one.source, REST) for one in examples])
    share /= share.sum()

    def loss(weights: Floats) -> tuple[float, Floats]:
        scores = signals @ weights
        odds = np.exp(scores - np.maximum.reduceat(scores, first)[whose])
        right = odds * fits
        all_odds, right_odds = np.add.reduceat(odds, first), np.add.reduceat(right, first)
        slope = -signals.T @ ((right / right_odds[whose] - odds / all_odds[whose]) * share[whose])
        return float(-share @ np.log(right_odds / all_odds) + ridge * weights @ weights), slope + 2 * ridge * weights

    return np.asarray(minimize(loss, np.zeros(size), jac=True).x / scale)


def example(choice: Choice, statement: str, text: str, source: str, document: str, *, asked: int = 1) -> Example:
    """Return a choice with its signals."""
    signals = signals_of(choice, statement, ground_of(text, "en"), language="en", judge=judge_named("bundled"))
    return Example(GROUPS[choice.asked.kind], source, document, np.array(signals), np.array(choice.fits), asked)


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
            found = list(choices(row["hypothesis"], ground_of(text, "en"), language="en"))
            for choice in found:
                if choice.asked.kind is not Kind.NAME or chance.random() < NAMES_KEPT:
                    taken[row["source"]] += 1
                    yield example(choice, row["hypothesis"], text, SETS_OF_ENTAILMENT, row["premise"], asked=len(found))


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
                        yield example(Choice(asked, places, fits, others), question["q"], text, "written", text)


def from_twins(folder: Path) -> Iterator[Example]:
    """Yield particulars of statements that one of two twins supports."""
    for path in sorted(folder.glob("*.jsonl")):
        for row in map(json.loads, path.read_text(encoding="utf-8").splitlines()):
            for statement in row["statements"]:
                text = " ".join(row[statement["true"]])
                found = list(choices(statement["s"], ground_of(text, "en"), language="en"))
                yield from (example(choice, statement["s"], text, TWINS, row["heading"], asked=len(found)) for choice in found)


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
                yield example(choice, said, text, LISTED, text)


def listed(parts: Sequence[str]) -> str:
    """Return parts joined by commas, the last by "and"; empty ones left out."""
    kept = [part for part in parts if part]
    return " and ".join([part for part in (", ".join(kept[:-1]), kept[-1]) if part])


def from_own(path: Path) -> Iterator[Example]:
    """Yield the particulars of the true statements of the open half."""
    for row in map(json.loads, path.read_text(encoding="utf-8").splitlines()):
        if row["half"] == "open" and row["supported"]:
            text = (ROOT / row["source"]).read_text(encoding="utf-8")[row["start"] : row["end"]]
            found = list(choices(row["statement"], ground_of(text, "en"), language="en"))
            yield from (example(choice, row["statement"], text, OWN, row["source"], asked=len(found)) for choice in found)


if __name__ == "__main__":
    main()
