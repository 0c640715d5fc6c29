"""How often a judge tells which of two twins answers a question or supports a statement, of the pairs that are kept from training.

    python training/twins_told.py --twins training/twins --model FILE.onnx

By chance half of the pairs come out right. Beside the judge: the bundled embedding, by the nearest sentence.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.metrics import roc_auc_score
from written_units import written

from townhall.index.embedding import OnnxEmbedder, PassageText, bundled_folder
from townhall.index.onnx_export import ensure_exported
from townhall.judge import Reading
from townhall.judge.model import OnnxJudge

Side = dict[str, Any]
Scores = Callable[[Side], tuple[list[float], list[float]]]
"""Scores of a passage's questions, and of its statements."""


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--twins", type=Path, required=True)
    parser.add_argument("--model", type=Path, required=True)
    arguments = parser.parse_args()
    pairs = [sides for _, sides, kept in written(arguments.twins) if kept]
    judge = OnnxJudge(arguments.model, bundled_folder() / "tokenizer.json")
    with tempfile.TemporaryDirectory() as folder:
        embedder = OnnxEmbedder(ensure_exported(Path(folder)))
        for name, scores in (("judge", lambda side: by_judge(judge, side)), ("embedding", lambda side: by_embedding(embedder, side))):
            told(name, pairs, scores)


def told(name: str, pairs: Sequence[Sequence[Side]], scores: Scores) -> None:
    """Print for questions and for statements the AUROC over all readings, and the share of pairs in the right order."""
    read = [[scores(side) for side in sides] for sides in pairs]
    for at, what in enumerate(("questions", "statements")):
        right = [[bool(one["answers"]) if at == 0 else one["true"] for side in sides for one in side[what]] for sides in pairs]
        given = [[score for of_side in of_pair for score in of_side[at]] for of_pair in read]
        order = [
            (first > second) == answers
            for of_pair, rights in zip(given, right, strict=True)
            for first, second, answers in zip(of_pair[: len(of_pair) // 2], of_pair[len(of_pair) // 2 :], rights, strict=False)
        ]
        area = roc_auc_score(np.concatenate(right), np.concatenate(given))
        print(f"{name}, {len(order)} {what} in {len(pairs)} pairs: AUROC {area:.3f}, right twin {np.mean(order):.3f}")


def by_judge(judge: OnnxJudge, side: Side) -> tuple[list[float], list[float]]:
    """Return the log-odds that any sentence answers rather than none, and that those named support the statement."""
    sentences = tuple(side["sentences"])
    answers = judge.answers([Reading(one["q"], side["heading"], sentences) for one in side["questions"]])
    supports = judge.supports([Reading(one["s"], side["heading"], tuple(sentences[i] for i in one["of"])) for one in side["statements"]])
    return [float(np.logaddexp.reduce([verdict.answers for verdict in verdicts])) for verdicts in answers], list(supports)


def by_embedding(embedder: OnnxEmbedder, side: Side) -> tuple[list[float], list[float]]:
    """Return the cosine of the nearest sentence."""
    vectors, _ = embedder.embed_passages([PassageText("", text, ()) for text in side["sentences"]])
    of_questions = [float((vectors @ embedder.embed_query(one["q"])).max()) for one in side["questions"]]
    return of_questions, [float((vectors[one["of"]] @ embedder.embed_query(one["s"])).max()) for one in side["statements"]]


if __name__ == "__main__":
    main()
