"""What each part of the judge's training is worth: the same small budget of examples without one part of them, and larger and smaller budgets.

    python training/ablate_judge.py --work FOLDER --data FOLDER --out FOLDER [--start 6000] [--budget 1500] [--curve 3000] [--sample N] [--draws 1]

All runs start from one network, trained from the plain encoder on answered questions alone: from the encoder itself, with every kind at once,
some five thousand examples go by before anything is learnt. From there each reads as many examples of the ``units.jsonl.gz`` in ``--work`` (a
folder of ``written_units.py``, which has every kind), short ones, drawn by chance. Where a kind is left out, others of the same answer
(answered, not answered, a statement) take its room, so that no run reads more, or more that is answered, than another; without the statements,
the questions take theirs. What the span head is worth is told by a second start without it. Each draw is another choice of examples for all
runs: how far two draws of the same run differ is how far its figures are to be believed.

Measured with 8-bit weights on the last four articles of ``squad2_dev_a.json``, paragraph given. Prints a Markdown table. What is
done stays in ``--out``: started again, it goes on from there.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from townhall.index.embedding import OnnxEmbedder, bundled_folder
from townhall.index.onnx_export import ensure_exported
from townhall.judge.model import OnnxJudge

HERE = Path(__file__).parent
sys.path.append(str(HERE.parent / "benchmarks"))

from judge import FITTED_ARTICLES, Article, by_title, outcomes, refusals, sampled  # noqa: E402 - stands in the folder just named

SEED = 41
LONGEST = 80
"""Words of an example, question and heading included."""
STATEMENTS = 0.3
"""Share of the statements that is drawn from, as in the last pass."""
BATCH_PIECES = 512
"""Word pieces of a step: fewer than in the whole training, so that few examples still make some hundred steps."""
START_RATE, RATE = 3e-4, 1.5e-4
ELSEWHERE = 300
"""Questions that the threshold is fitted on."""
NEGATIVES = ("removed", "altered", "retrieved", "impossible", "written", "heading")
FIGURES = {"first": "answer sentence first", "span": "span F1", "auroc": "answerable or not, AUROC", "macro": "macro-F1"}

Unit = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Run:
    """One training: what of the examples it reads, how many, and what it starts from."""

    name: str
    budget: int
    keeps: Callable[[Unit], bool] = lambda _: True
    spans: bool = True
    start: str = ""
    """The folder of the run that it goes on from; empty for the encoder."""
    draw: int = 0

    @property
    def folder(self) -> str:
        """Where its figures stand."""
        return f"{self.name.replace(' ', '-')}-{self.budget}-{self.draw}"


def main() -> None:
    """Train and measure what isn't yet, and print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--work", type=Path, required=True, help="folder with units.jsonl.gz of every kind")
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--start", type=int, default=6000, help="examples that the start reads")
    parser.add_argument("--budget", type=int, default=1500, help="examples that each run reads after that")
    parser.add_argument("--curve", type=int, nargs="*", default=[3000], help="other budgets for everything")
    parser.add_argument("--sample", type=int, help="so many of the measured questions, by chance; all unless given")
    parser.add_argument("--draws", type=int, default=1)
    parser.add_argument("--threads", type=int, default=1)
    arguments = parser.parse_args()
    units = read_units(arguments.work / "units.jsonl.gz")
    runs = planned(arguments.start, arguments.budget, arguments.curve)
    reader, *others, spanless = runs
    schedule = [reader, *(replace(run, draw=draw) for draw in range(arguments.draws) for run in others), spanless]
    with tempfile.TemporaryDirectory() as folder:
        embedder = OnnxEmbedder(ensure_exported(Path(folder)))
        for run in schedule:
            work = arguments.out / run.folder
            if not (work / "figures.json").is_file():
                train(run, units, work, arguments.threads)
                figures = measure(run, work / "judge.onnx", by_title(arguments.data / "squad2_dev_a.json"), arguments.sample, embedder)
                (work / "figures.json").write_text(json.dumps(figures), encoding="utf-8")
    print(table(runs, arguments.out))


def planned(start: int, budget: int, curve: Sequence[int]) -> list[Run]:
    """Return the runs as the table has them: the start, everything, without each part, and last the start without spans."""
    reader = Run("answered questions alone", start, lambda unit: unit["kind"] == "answer")
    everything = Run("everything", budget, start=reader.folder)
    return [
        reader,
        everything,
        *(replace(everything, name=f"without {kind}", keeps=without(kind)) for kind in NEGATIVES),
        replace(everything, name="without statements", keeps=lambda unit: unit["supported"] is None),
        *(replace(everything, budget=other) for other in curve),
        replace(reader, name="answered questions alone without the span head", spans=False),
    ]


def read_units(path: Path) -> list[Unit]:
    """Return the short units, of the statements a share."""
    chance = random.Random(SEED)  # noqa: S311 - a repeatable choice, no secret
    with gzip.open(path, "rt", encoding="utf-8") as file:
        units = [unit for unit in map(json.loads, file) if unit["supported"] is None or chance.random() < STATEMENTS]
    return [unit for unit in units if len(" ".join((unit["question"], unit["heading"], *unit["sentences"])).split()) <= LONGEST]


def without(kind: str) -> Callable[[Unit], bool]:
    """Return a test of a unit that leaves out a kind."""
    return lambda unit: unit["kind"] != kind


def drawn(run: Run, units: Sequence[Unit]) -> list[Unit]:
    """Return the units that a run reads: of the answered, the others and the statements their share of all."""
    chance = random.Random(SEED + run.draw)  # noqa: S311 - a repeatable choice, no secret
    shuffled = chance.sample(units, len(units))
    kept = [unit for unit in shuffled if run.keeps(unit)]
    left = {answer_of(unit) for unit in kept}
    whole = [answer for unit in units if (answer := answer_of(unit)) in left]
    chosen = []
    for answer in sorted(left):
        room = round(run.budget * whole.count(answer) / len(whole))
        chosen += [unit for unit in kept if answer_of(unit) == answer][:room]
    return chosen if run.spans else [{**unit, "span": None} for unit in chosen]


def answer_of(unit: Unit) -> str:
    """Return what kind of answer is right of a unit."""
    if unit["supported"] is not None:
        return "statement"
    return "answered" if unit["answering"] else "not answered"


def train(run: Run, units: Sequence[Unit], work: Path, threads: int) -> None:
    """Leave ``judge.onnx`` in ``work``, trained on what the run reads, and of a start its checkpoint."""
    work.mkdir(parents=True, exist_ok=True)
    with gzip.open(work / "units.jsonl.gz", "wt", encoding="utf-8") as file:
        file.writelines(json.dumps(unit, ensure_ascii=False) + "\n" for unit in drawn(run, units))
    python = (sys.executable, "-W", "ignore")
    options: list[str | Path] = [
        "--work",
        work,
        "--batch",
        str(BATCH_PIECES),
        "--threads",
        str(threads),
        "--rate",
        str(RATE if run.start else START_RATE),
    ]
    options += ["--start", work.with_name(run.start) / "checkpoint.pt"] if run.start else []
    subprocess.run([*python, HERE / "train_judge.py", *options], check=True, stdout=subprocess.DEVNULL)  # noqa: S603 - our own script
    subprocess.run([*python, HERE / "export_judge.py", "--work", work], check=True, stdout=subprocess.DEVNULL)  # noqa: S603 - likewise
    if run.start:
        (work / "checkpoint.pt").unlink()
    (work / "judge-fp32.onnx").unlink()


def measure(run: Run, model: Path, articles: Sequence[Article], sample: int | None, embedder: OnnxEmbedder) -> dict[str, float]:
    """Return the figures by name; no span of a run that never learnt any."""
    judge = OnnxJudge(model, bundled_folder() / "tokenizer.json")
    elsewhere = outcomes(judge, sampled(articles[:FITTED_ARTICLES], ELSEWHERE), embedder)
    rows = outcomes(judge, sampled(articles[FITTED_ARTICLES:], sample) if sample else articles[FITTED_ARTICLES:], embedder)
    answerable = [row for row in rows if row["answerable"]]
    told = refusals("score", elsewhere, rows)
    figures = {"first": float(np.mean([row["first"] for row in answerable])), "auroc": told.auroc, "macro": told.macro}
    return figures | ({"span": float(np.mean([row["f1"] for row in answerable]))} if run.spans else {})


def table(runs: Sequence[Run], out: Path) -> str:
    """Return the means over what draws there are, with half of the distance between the least and the greatest behind them."""
    lines = ["| examples | " + " | ".join(FIGURES.values()) + " |", "| --- " * (len(FIGURES) + 1) + "|"]
    for run in runs:
        found = [json.loads(path.read_text(encoding="utf-8")) for path in sorted(out.glob(f"{run.folder.removesuffix('0')}*/figures.json"))]
        cells = [cell([one[name] for one in found if name in one]) for name in FIGURES]
        lines.append(f"| {run.name}, {run.budget} | {' | '.join(cells)} |")
    return "\n".join(lines)


def cell(values: Sequence[float]) -> str:
    """Return a mean with its spread, where there is one."""
    if not values:
        return ""
    spread = f" ± {(max(values) - min(values)) / 2:.3f}" if len(values) > 1 else ""
    return f"{statistics.mean(values):.3f}{spread}"


if __name__ == "__main__":
    main()
