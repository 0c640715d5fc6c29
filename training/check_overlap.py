"""Prove that nothing that is measured was trained on.

    python training/check_overlap.py --data FOLDER --work FOLDER

Reads what ``judge_data.py`` made and every file that is measured: the articles of ``squad2_dev_a.json`` from the fourth on, ``covidqa.json``,
``policyqa_dev.json``, ``policyqa_test.json``, ``attributionbench_dev.jsonl``, ``mtrag_cloud/`` and the reserved part of the training files. Looked
for are measured questions and statements, word for word but for case and punctuation, and stretches of measured texts, thirteen words long
(Brown et al., NeurIPS 2020, appendix C). A question of fewer than five words asks for nothing in particular and is not counted. Exit status
1 where anything is found.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path

STRETCH = 13
SHORT = 5
TRAINED_ARTICLES = 3
RESERVED = "01"


def main() -> None:
    """Print what was found."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--work", type=Path, required=True, help="folder with units.jsonl.gz")
    arguments = parser.parse_args()
    kept = Measured(arguments.data)
    with gzip.open(arguments.work / "units.jsonl.gz", "rt", encoding="utf-8") as file:
        found = [unit["kind"] for unit in map(json.loads, file) if kept.holds(unit["question"], " ".join(unit["sentences"]))]
    print(f"{kept.questions} questions and statements and {kept.texts} texts are measured; {len(found)} examples share one or a stretch of one")
    sys.exit(int(bool(found)))


class Measured:
    """Everything that is measured, to be looked up."""

    def __init__(self, data: Path) -> None:
        self._asked: set[str] = set()
        self._stretches: set[int] = set()
        self.texts = 0
        for question, text in measured(data):
            if len(folded(question).split()) >= SHORT:
                self._asked.add(folded(question))
            self._stretches.update(stretches_of(text))
            self.texts += bool(text)
        self.questions = len(self._asked)

    def holds(self, question: str, text: str) -> bool:
        """Whether a question or statement is among what is measured, or a stretch of its text."""
        return folded(question) in self._asked or not self._stretches.isdisjoint(stretches_of(text))


def measured(data: Path) -> Iterator[tuple[str, str]]:
    """Yield every measured question or statement and text; either may be empty."""
    yield from squad(data / "squad2_dev_a.json", TRAINED_ARTICLES)
    for name in ("covidqa.json", "policyqa_dev.json", "policyqa_test.json"):
        yield from squad(data / name, 0)
    yield from claims(data / "attributionbench_dev.jsonl")
    yield from ((json.loads(line)["text"], "") for line in (data / "mtrag_cloud" / "cloud_rewrite.jsonl").open(encoding="utf-8"))
    yield from reserved(data / "train" / "extractive_qa.jsonl.gz", "question", "context")
    yield from reserved(data / "train" / "answer_sentence.jsonl.gz", None, "sentence")
    yield from reserved(data / "train" / "entailment.jsonl.gz", "hypothesis", "premise")


def squad(path: Path, first: int) -> Iterator[tuple[str, str]]:
    """Yield the questions and paragraphs of a SQuAD file's articles, in order of title, from the ``first`` on."""
    articles = sorted(json.loads(path.read_text(encoding="utf-8"))["data"], key=lambda article: str(article.get("title", "")))
    for article in articles[first:]:
        for paragraph in article["paragraphs"]:
            yield "", paragraph["context"]
            yield from ((row["question"], "") for row in paragraph["qas"])


def claims(path: Path) -> Iterator[tuple[str, str]]:
    """Yield the claims with their references."""
    for row in map(json.loads, path.open(encoding="utf-8")):
        yield row["claim"], " ".join(row["references"])


def reserved(path: Path, question: str | None, text: str) -> Iterator[tuple[str, str]]:
    """Yield the examples that are kept for measuring."""
    with gzip.open(path, "rt", encoding="utf-8") as file:
        for row in map(json.loads, file):
            if hashlib.sha256(row[text].encode()).hexdigest()[0] in RESERVED:
                yield row[question] if question else "", row[text]


def folded(text: str) -> str:
    """Return a text's words in lower case."""
    return " ".join(re.findall(r"\w+", text.casefold()))


def stretches_of(text: str) -> set[int]:
    """Return the hashes of every stretch of words; none of a shorter text."""
    words = folded(text).split()
    return {hash(tuple(words[first : first + STRETCH])) for first in range(len(words) - STRETCH + 1)}


if __name__ == "__main__":
    main()
