"""What each part of the judge's training is worth: the same small budget of examples without one part of them, and the learning curve.

    python training/ablate_judge.py --work FOLDER --data FOLDER --out FOLDER [--budget 2000] [--curve 1000 4000 8000] [--draws 1] [--threads 1]

Every run starts from the plain encoder and reads as many examples of the ``units.jsonl.gz`` in ``--work``, drawn by chance; where a kind is left
out, others of the same answer (answered, not answered, a statement) take its room, so that no run reads more, or more that is answered, than another.
Without the statements, the questions take theirs. Each draw is another choice of examples for all runs: how far two draws of the same run differ is
how far its figures are to be believed.

Measured with 8-bit weights on the last four articles of ``squad2_dev_a.json``, paragraph given, and on the open half of ``evals/guard``. Prints a
Markdown table. What is done stays in ``--out``: started again, it goes on from there.
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
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.metrics import roc_auc_score

from townhall.index.embedding import OnnxEmbedder, bundled_folder
from townhall.index.onnx_export import ensure_exported
from townhall.judge.model import OnnxJudge

HERE = Path(__file__).parent
sys.path.append(str(HERE.parent / "benchmarks"))

from guard import STATEMENTS, read_statements  # noqa: E402 - stands in the folder just named
from judge import FITTED_ARTICLES, by_title, outcomes, refusals, sampled, support  # noqa: E402 - likewise

SEED = 41
BATCH_PIECES = 1024
"""Word pieces of a step: fewer than in the whole training, so that few examples still make some hundred steps."""
ELSEWHERE = 300
"""Questions that the threshold is fitted on."""
NEGATIVES = ("removed", "altered", "retrieved", "impossible", "heading", "written")
FIGURES = {"first": "answer sentence first", "span": "span F1", "auroc": "answerable, AUROC", "macro": "macro-F1", "statements": "statements, AUROC"}

Unit = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Run:
    """One training: what of the examples it reads, and how many."""

    name: str
    budget: int
    keeps: Callable[[Unit], bool] = lambda _: True
    spans: bool = True
    unmeasured: str = ""
    """The figure that a run can't have, since it never learnt it."""
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
    parser.add_argument("--budget", type=int, default=2000)
    parser.add_argument("--curve", type=int, nargs="*", default=[1000, 4000, 8000])
    parser.add_argument("--draws", type=int, default=1)
    parser.add_argument("--threads", type=int, default=1)
    arguments = parser.parse_args()
    with gzip.open(arguments.work / "units.jsonl.gz", "rt", encoding="utf-8") as file:
        units = [json.loads(line) for line in file]
    runs = list(planned(arguments.budget, arguments.curve))
    with tempfile.TemporaryDirectory() as folder:
        embedder = OnnxEmbedder(ensure_exported(Path(folder)))
        for draw in range(arguments.draws):
            for run in runs:
                numbered = replace(run, draw=draw)
                work = arguments.out / numbered.folder
                if not (work / "figures.json").is_file():
                    train(numbered, units, work, arguments.threads)
                    figures = measure(numbered, work / "judge.onnx", arguments.data, embedder)
                    (work / "figures.json").write_text(json.dumps(figures), encoding="utf-8")
    print(table(runs, arguments.out))


def planned(budget: int, curve: Sequence[int]) -> Iterator[Run]:
    """Yield the runs: everything, without each part, and everything with fewer and more examples."""
    yield Run("everything", budget)
    yield from (Run(f"without {kind}", budget, without(kind)) for kind in NEGATIVES)
    yield Run("without the span head", budget, spans=False, unmeasured="span")
    yield Run("without the statements", budget, lambda unit: unit["supported"] is None, unmeasured="statements")
    yield from (Run("everything", other) for other in curve)


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
    """Leave ``judge.onnx`` in ``work``, trained on what the run reads."""
    work.mkdir(parents=True, exist_ok=True)
    with gzip.open(work / "units.jsonl.gz", "wt", encoding="utf-8") as file:
        file.writelines(json.dumps(unit, ensure_ascii=False) + "\n" for unit in drawn(run, units))
    python = (sys.executable, "-W", "ignore")
    options = ("--work", work, "--batch", str(BATCH_PIECES), "--threads", str(threads))
    subprocess.run([*python, HERE / "train_judge.py", *options], check=True, stdout=subprocess.DEVNULL)  # noqa: S603 - our own script
    subprocess.run([*python, HERE / "export_judge.py", "--work", work], check=True, stdout=subprocess.DEVNULL)  # noqa: S603 - likewise
    for large in ("checkpoint.pt", "judge-fp32.onnx"):
        (work / large).unlink()


def measure(run: Run, model: Path, data: Path, embedder: OnnxEmbedder) -> dict[str, float | None]:
    """Return the figures by name; None for one that the run never learnt."""
    judge = OnnxJudge(model, bundled_folder() / "tokenizer.json")
    articles = by_title(data / "squad2_dev_a.json")
    elsewhere = outcomes(judge, sampled(articles[:FITTED_ARTICLES], ELSEWHERE), embedder)
    rows = outcomes(judge, articles[FITTED_ARTICLES:], embedder)
    answerable = [row for row in rows if row["answerable"]]
    told = refusals("score", elsewhere, rows)
    statements = read_statements(STATEMENTS, "open")
    supports = [support(judge, {"claim": row.statement, "references": row.evidence}) for row in statements]
    figures: dict[str, float | None] = {
        "first": float(np.mean([row["first"] for row in answerable])),
        "span": float(np.mean([row["f1"] for row in answerable])),
        "auroc": told.auroc,
        "macro": told.macro,
        "statements": float(roc_auc_score([row.supported for row in statements], supports)),
    }
    print(run.folder, figures, file=sys.stderr, flush=True)
    return {name: None if name == run.unmeasured else value for name, value in figures.items()}


def table(runs: Sequence[Run], out: Path) -> str:
    """Return the means over what draws there are, with half of the distance between the least and the greatest behind them."""
    lines = ["| examples | " + " | ".join(FIGURES.values()) + " |", "| --- " * (len(FIGURES) + 1) + "|"]
    for run in runs:
        found = [json.loads(path.read_text(encoding="utf-8")) for path in sorted(out.glob(f"{run.folder.removesuffix('0')}*/figures.json"))]
        cells = [cell([one[name] for one in found if one[name] is not None]) for name in FIGURES]
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
