"""Add passages and questions that were written for the judge to a share of what it is trained on anyway.

    python training/written_units.py --written training/written --rest WORK [--share 0.5] [--statements 0.15] [--repeat 2] [--removed 0] --out WORK2

``training/written`` holds JSONL files of passages: a heading, sentences, questions that people would ask of them, half of which the
passage doesn't answer though they are near to it, and statements, half of which turn one thing of the passage into a lie. Or of twins: two
passages under one heading, of which exactly one settles each question and each statement, so that their wording gives nothing away. Every fifth
passage or pair, by its SHA-256, and those in the folder ``kept`` are kept for ``fit_support.py``. Each question and statement is read so many
times, each time within other neighbouring sentences. The same seed makes the same file.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
import random
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

from judge_data import Asked, Unit, answer_unit, best_overlap, empty_unit, window, without_answers

SEED = 29
KEPT = 5
"""One in so many passages is kept for fitting the support score."""
HEADED = 0.7
"""Share of readings with the passage's heading."""


def main() -> None:
    """Make the file."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--written", type=Path, required=True)
    parser.add_argument("--rest", type=Path, required=True, help="a folder of judge_data.py")
    parser.add_argument("--share", type=float, default=0.5, help="share of the rest's questions that is taken")
    parser.add_argument("--impossible", type=float, help="share of those that people wrote to be unanswerable; as of the others unless given")
    parser.add_argument("--statements", type=float, default=0.15, help="share of the rest's statements that is taken")
    parser.add_argument("--repeat", type=int, default=2, help="how often each written question and statement is read")
    parser.add_argument("--removed", type=float, default=0.0, help="share of answered questions that are also read without what answers them")
    parser.add_argument("--out", type=Path, required=True)
    arguments = parser.parse_args()
    chance = random.Random(SEED)  # noqa: S311 - a repeatable choice, no secret
    units = [
        json.dumps(asdict(unit), ensure_ascii=False)
        for row in passages(arguments.written, kept=False)
        for unit in units_of(row, arguments.repeat, chance, removed=arguments.removed)
    ]
    with gzip.open(arguments.rest / "units.jsonl.gz", "rt", encoding="utf-8") as file:
        lines = [line.rstrip("\n") for line in file]
    rest = [line for line in lines if chance.random() < share_of(json.loads(line), arguments)]
    print({"written": len(units), "rest": len(rest)})
    units += rest
    chance.shuffle(units)
    arguments.out.mkdir(parents=True, exist_ok=True)
    with gzip.open(arguments.out / "units.jsonl.gz", "wt", encoding="utf-8") as file:
        file.writelines(unit + "\n" for unit in units)


def share_of(row: dict[str, Any], arguments: argparse.Namespace) -> float:
    """Return the share of units of a kind that is taken."""
    if row["supported"] is not None:
        return float(arguments.statements)
    return float(arguments.share if arguments.impossible is None or row["kind"] != "impossible" else arguments.impossible)


def passages(folder: Path, *, kept: bool) -> Iterator[dict[str, Any]]:
    """Yield the written passages: those kept for the support score, or the others; of twins that are kept one."""
    for number, sides, of_kept in written(folder):
        if kept == of_kept:
            # In one index a question would be answered by the other twin.
            yield from [sides[number // KEPT % len(sides)]] if kept else sides


def written(folder: Path) -> Iterator[tuple[int, list[dict[str, Any]], bool]]:
    """Yield what was written, a passage or two twins: with a number made of its text, and whether it is kept from training."""
    for path in sorted(folder.rglob("*.jsonl")):
        for row in map(json.loads, path.read_text(encoding="utf-8").splitlines()):
            sides = twins(row) if "a" in row else [row]
            number = int(hashlib.sha256("\n".join(sides[0]["sentences"]).encode()).hexdigest(), 16)
            yield number, sides, number % KEPT == 0 or path.parent.name == "kept"


def twins(pair: dict[str, Any]) -> list[dict[str, Any]]:
    """Return both passages of a pair as passages of their own, each with every question and every statement."""
    return [
        {
            "heading": pair["heading"],
            "sentences": pair[side],
            "questions": [{"q": one["q"], **one.get(side, {"answers": []})} for one in pair["questions"]],
            "statements": [{"s": one["s"], "true": one["true"] == side, "of": one[side]} for one in pair["statements"]],
        }
        for side in ("a", "b")
    ]


def units_of(row: dict[str, Any], repeat: int, chance: random.Random, *, removed: float) -> Iterator[Unit]:
    """Yield every question and every statement of a passage, each several times."""
    sentences = tuple(row["sentences"])

    def heading() -> str:
        return row["heading"] if chance.random() < HEADED else ""

    for question in row["questions"]:
        answering = frozenset(question["answers"])
        span = None
        if answering and question.get("span"):
            first = question["answers"][0]
            start = sentences[first].index(question["span"])
            span = (first, start, start + len(question["span"]))
        asked = Asked("written", question["q"], " ".join(sentences), sentences, (), answering, span)
        for _ in range(repeat):
            if answering:
                yield answer_unit("written", asked, heading(), chance)
            else:
                yield empty_unit("written", asked, heading(), chance, around=best_overlap(question["q"], sentences))
        # The same words where nothing answers them: it is the evidence that counts.
        if answering and removed and chance.random() < removed and (rest := without_answers(asked, chance)) is not None:
            yield rest
    for statement in row.get("statements", ()):
        for _ in range(repeat):
            first, last = window(sentences, statement["of"][0], chance)
            first, last = min(first, *statement["of"]), max(last, *(one + 1 for one in statement["of"]))
            yield Unit("statement", statement["s"], heading(), sentences[first:last], supported=statement["true"])


if __name__ == "__main__":
    main()
