"""Readings of the judge that are wrong, to be read by a person: of the SQuAD 2.0 articles that it is measured on, paragraph given.

    python benchmarks/judge_errors.py --squad FILE.json --model FILE.onnx [--errors 50] [--seed 1]

A question is read wrongly in one of four ways, each looked for where the one before isn't: answered though unanswerable, or refused though
answerable, by the threshold that is best on the articles that were fitted on; another sentence first; another span, with an F1 below a half.
Prints how often each occurs, and a choice of errors in which each has its share.
"""

from __future__ import annotations

import argparse
import collections
import random
import tempfile
from pathlib import Path

from judge import FITTED_ARTICLES, Article, Outcome, best_threshold, by_title, outcomes

from townhall.index.embedding import OnnxEmbedder, bundled_folder
from townhall.index.onnx_export import ensure_exported
from townhall.judge.model import OnnxJudge

WRONG_SPAN = 0.5
"""F1 below which a span is wrong."""


def main() -> None:
    """Print the errors."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--squad", type=Path, required=True)
    parser.add_argument("--model", type=Path, required=True)
    parser.add_argument("--errors", type=int, default=50)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    judge = OnnxJudge(arguments.model, bundled_folder() / "tokenizer.json")
    articles = by_title(arguments.squad)
    with tempfile.TemporaryDirectory() as folder:
        embedder = OnnxEmbedder(ensure_exported(Path(folder)))
        elsewhere, measured = (outcomes(judge, part, embedder) for part in (articles[:FITTED_ARTICLES], articles[FITTED_ARTICLES:]))
    bar = best_threshold([row["score"] for row in elsewhere], [row["answerable"] for row in elsewhere])
    wrong = [(name, asked, row) for asked, row in zip(questions(articles[FITTED_ARTICLES:]), measured, strict=True) if (name := error(row, bar))]
    counts = collections.Counter(name for name, *_ in wrong)
    print(f"threshold {bar:.2f}; of {len(measured)} questions {len(wrong)} read wrongly: {dict(counts.most_common())}")
    for number, (name, asked, row) in enumerate(random.Random(arguments.seed).sample(wrong, min(arguments.errors, len(wrong))), 1):
        print(f"\n{number}. {name}, score {row['score'] - bar:+.2f}\n   asked: {asked['question']}")
        print(f"   read first: {row['sentence']}\n   pointed at: {row['said']}")
        print(f"   right: {sorted({answer['text'] for answer in asked['answers']}) or 'nothing'}\n   paragraph: {asked['context']}")


def questions(articles: list[Article]) -> list[Article]:
    """Return the questions in the order of their outcomes, each with its paragraph as ``context``."""
    return [{**row, "context": paragraph["context"]} for article in articles for paragraph in article["paragraphs"] for row in paragraph["qas"]]


def error(row: Outcome, bar: float) -> str:
    """Return what is wrong with an outcome, or nothing."""
    answered = row["score"] >= bar
    if not row["answerable"]:
        return "answered though unanswerable" if answered else ""
    if not answered:
        return "refused though answerable"
    if not row["first"]:
        return "another sentence first"
    return "another span" if row["f1"] < WRONG_SPAN else ""


if __name__ == "__main__":
    main()
