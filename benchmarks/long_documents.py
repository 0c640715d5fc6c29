"""Whether the sentence that answers is among the first three of its whole document, by the judge and by similarity alone.

    python benchmarks/long_documents.py FILE... [--sample N] [--model FILE.onnx]

Files are in SQuAD's format, with documents of many pages (``covidqa.json``) or of many paragraphs (``policyqa_dev.json``). A document is cut into
windows of whole sentences; the judge reads the nearest to the question, as many as an answer has read, and ranks their sentences; the others follow
by similarity. Beside it: every sentence by its similarity alone, and by that of its window. Nothing of these files was trained or fitted on.
"""

from __future__ import annotations

import argparse
import json
import random
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from townhall.chunking.sentences import split_sentences
from townhall.index.embedding import OnnxEmbedder, PassageText, Vectors, bundled_folder
from townhall.index.onnx_export import ensure_exported
from townhall.judge import Judge, Reading, judge_named
from townhall.judge.model import OnnxJudge
from townhall.model import Sentence

FIRST = 3
READ = 6
"""Windows that the judge reads."""
WORDS = 110
"""Of a window, at most."""
SEED = 3


@dataclass(frozen=True)
class Text:
    """A document with its vectors."""

    sentences: Sequence[Sentence]
    windows: Sequence[tuple[int, int]]
    """First and last + 1 sentence of each."""
    of_sentences: Vectors
    of_windows: Vectors


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", type=Path, nargs="+", metavar="FILE")
    parser.add_argument("--sample", type=int, default=400, help="questions of each file")
    parser.add_argument("--model", type=Path, help="another judge than the bundled one")
    options = parser.parse_args()
    judge = OnnxJudge(options.model, bundled_folder() / "tokenizer.json") if options.model else judge_named("bundled")
    if judge is None:
        parser.error("the judge is switched off")
    with tempfile.TemporaryDirectory() as folder:
        embedder = OnnxEmbedder(ensure_exported(Path(folder)))
        for file in options.files:
            measure(file, embedder, judge, options.sample)


def measure(file: Path, embedder: OnnxEmbedder, judge: Judge, sample: int) -> None:
    """Print for one file how often each ranking has the answer among the first."""
    articles = json.loads(file.read_text(encoding="utf-8"))["data"]
    asked = [(number, *row) for number, article in enumerate(articles) for row in questions(article)]
    asked = sorted(random.Random(SEED).sample(asked, min(sample, len(asked))), key=lambda row: row[0])
    hits: dict[str, list[bool]] = {"judge": [], "windows by similarity": [], "sentences by similarity": []}
    at, text = -1, None
    for number, question, golds in asked:
        if number != at or text is None:
            at, text = number, read("\n\n".join(paragraph["context"] for paragraph in articles[number]["paragraphs"]), embedder)
        right = {i for i, one in enumerate(text.sentences) if any(one.start < end and start < one.end for start, end in golds)}
        for name, ranked in rankings(question, text, embedder, judge):
            hits[name].append(bool(right.intersection(ranked[:FIRST])))
    print(f"{file.stem}: {len(asked)} questions, answer sentence among the first {FIRST} of its document")
    for name, values in hits.items():
        print(f"  {name:26}{np.mean(values):.3f}")


def questions(article: dict[str, Any]) -> Iterator[tuple[str, list[tuple[int, int]]]]:
    """Yield each answerable question of a document with where its answers stand in the joined text."""
    offset = 0
    for paragraph in article["paragraphs"]:
        for row in paragraph["qas"]:
            golds = [(offset + one["answer_start"], offset + one["answer_start"] + len(one["text"])) for one in row["answers"] if one["text"].strip()]
            if golds:
                yield row["question"], golds
        offset += len(paragraph["context"]) + 2


def read(text: str, embedder: OnnxEmbedder) -> Text:
    """Cut and embed a document."""
    sentences = split_sentences(text, 0, len(text))
    windows, first = [], 0
    while first < len(sentences):
        last, words = first, 0
        while last < len(sentences) and (last == first or words + len(sentences[last].text.split()) <= WORDS):
            words += len(sentences[last].text.split())
            last += 1
        windows.append((first, last))
        first = last
    alone, _ = embedder.embed_passages([PassageText("", one.text, ()) for one in sentences])
    joined, _ = embedder.embed_passages([PassageText("", text[sentences[a].start : sentences[b - 1].end], ()) for a, b in windows])
    return Text(sentences, windows, alone, joined)


def rankings(question: str, text: Text, embedder: OnnxEmbedder, judge: Judge) -> Iterator[tuple[str, list[int]]]:
    """Yield the sentences in the order of each ranking, best first."""
    vector = embedder.embed_query(question)
    cosines, near = text.of_sentences @ vector, text.of_windows @ vector
    best = np.argsort(-near, kind="stable")[:READ].tolist()
    verdicts = judge.answers([Reading(question, "", tuple(one.text for one in text.sentences[slice(*text.windows[w])])) for w in best])
    odds = {text.windows[w][0] + i: one.answers for w, of_window in zip(best, verdicts, strict=True) for i, one in enumerate(of_window)}
    similar = np.argsort(-cosines, kind="stable").tolist()
    yield "judge", [*sorted(odds, key=lambda i: -odds[i]), *(i for i in similar if i not in odds)]
    of_window = {i: float(near[w]) for w, (a, b) in enumerate(text.windows) for i in range(a, b)}
    yield "windows by similarity", sorted(of_window, key=lambda i: (-of_window[i], -cosines[i]))
    yield "sentences by similarity", similar


if __name__ == "__main__":
    main()
