"""How well the judge of evidence reads: a SQuAD 2.0 file, each question with its own paragraph, and statements with their references.

    python benchmarks/judge.py --squad FILE.json [--claims FILE.jsonl] [--model FILE.onnx]

Of the SQuAD file, the judge was trained on the first three articles by title and the support score fitted on the fourth, which sets the threshold
here: where the judge was trained it is too sure of itself. The figures are of the others. Beside each figure: the bundled embedding alone, and
always answering and always refusing.
"""

from __future__ import annotations

import argparse
import collections
import itertools
import json
import random
import re
import string
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.metrics import f1_score, roc_auc_score

from townhall.chunking.sentences import split_sentences
from townhall.index.embedding import OnnxEmbedder, PassageText, Vectors, bundled_folder
from townhall.index.onnx_export import ensure_exported
from townhall.judge.encoding import Reading
from townhall.judge.model import OnnxJudge, Verdict
from townhall.model import Sentence

FITTED_ARTICLES = 4
"""Articles, by title, that the judge or the support score was fitted on."""
TRAINED_ARTICLES = 3
"""Of these, the first ones, that the judge was trained on."""
BATCH = 16

Article = dict[str, Any]
Outcome = dict[str, Any]


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--squad", type=Path)
    parser.add_argument("--claims", type=Path)
    parser.add_argument("--model", type=Path, required=True)
    arguments = parser.parse_args()
    judge = OnnxJudge(arguments.model, bundled_folder() / "tokenizer.json")
    if arguments.squad:
        measure_squad(judge, arguments.squad)
    if arguments.claims:
        measure_claims(judge, arguments.claims)


@dataclass(frozen=True, slots=True)
class Refusals:
    """How well a score tells answerable questions from others."""

    auroc: float
    macro: float
    """Macro-F1 with the threshold that is best elsewhere."""
    own: float
    """Macro-F1 with the threshold that is best here."""


def measure_squad(judge: OnnxJudge, path: Path) -> None:
    """Print how well sentences are ranked and questions refused, given the paragraph."""
    articles = by_title(path)
    with tempfile.TemporaryDirectory() as folder:
        embedder = OnnxEmbedder(ensure_exported(Path(folder)))
        elsewhere = outcomes(judge, articles[TRAINED_ARTICLES:FITTED_ARTICLES], embedder)
        measured = outcomes(judge, articles[FITTED_ARTICLES:], embedder)
    answerable = [row for row in measured if row["answerable"]]
    print(f"{len(measured)} questions, {len(answerable)} answerable")
    print(
        f"answer sentence first: judge {share(row['first'] for row in answerable)}, embedding {share(row['embedding_first'] for row in answerable)}"
    )
    print(f"span: F1 {share(row['f1'] for row in answerable)}, exact {share(row['exact'] for row in answerable)}")
    for name in ("score", "cosine"):
        told = refusals(name, elsewhere, measured)
        print(f"answerable or not by {name}: AUROC {told.auroc:.3f}, macro-F1 {told.macro:.3f} (threshold fitted here: {told.own:.3f})")
    right = [row["answerable"] for row in measured]
    always = f1_score(right, [True] * len(right), average="macro"), f1_score(right, [False] * len(right), average="macro")
    print(f"  always answering {always[0]:.3f}, always refusing {always[1]:.3f}")


def by_title(path: Path) -> list[Article]:
    """Return the articles of a SQuAD file in order of their titles."""
    return sorted(json.loads(path.read_text(encoding="utf-8"))["data"], key=lambda article: str(article["title"]))


def sampled(articles: Sequence[Article], count: int) -> list[Article]:
    """Return articles with so many of their questions, by chance."""
    ids = [row["id"] for article in articles for paragraph in article["paragraphs"] for row in paragraph["qas"]]
    chosen = set(random.Random(1).sample(ids, count))

    def of_chosen(paragraph: dict[str, Any]) -> dict[str, Any]:
        return {**paragraph, "qas": [row for row in paragraph["qas"] if row["id"] in chosen]}

    return [{**article, "paragraphs": [few for one in article["paragraphs"] if (few := of_chosen(one))["qas"]]} for article in articles]


def refusals(name: str, elsewhere: Sequence[Outcome], measured: Sequence[Outcome]) -> Refusals:
    """Return how well a score, by its name in the outcomes, tells answerable questions, with a threshold from elsewhere."""
    scores, right = ([row[key] for row in measured] for key in (name, "answerable"))
    bars = (
        best_threshold([row[name] for row in elsewhere], [row["answerable"] for row in elsewhere]),
        best_threshold(scores, right),
    )
    macro, own = (float(f1_score(right, [score >= bar for score in scores], average="macro")) for bar in bars)
    return Refusals(float(roc_auc_score(right, scores)), macro, own)


def outcomes(judge: OnnxJudge, articles: Sequence[Article], embedder: OnnxEmbedder) -> list[Outcome]:
    """Return for every question what the judge, and the embedding, make of its paragraph."""
    rows = []
    for article in articles:
        for paragraph in article["paragraphs"]:
            context = paragraph["context"]
            sentences = split_sentences(context, 0, len(context))
            texts = tuple(sentence.text for sentence in sentences)
            vectors, _ = embedder.embed_passages([PassageText("", text, ()) for text in texts])
            asked, _ = embedder.embed_passages([PassageText("", row["question"], ()) for row in paragraph["qas"]])
            judged = judge.answers([Reading(row["question"], "", texts) for row in paragraph["qas"]])
            for number, row in enumerate(paragraph["qas"]):
                golds = [(answer["answer_start"], answer["answer_start"] + len(answer["text"]), answer["text"]) for answer in row["answers"]]
                rows.append(outcome(sentences, judged[number], vectors @ asked[number], golds))
    return rows


def outcome(sentences: Sequence[Sentence], verdicts: Sequence[Verdict], cosines: Vectors, golds: Sequence[tuple[int, int, str]]) -> Outcome:
    """Return what is found in one paragraph, held against where the answers stand."""
    odds = [verdict.answers for verdict in verdicts]
    best, nearest = int(np.argmax(odds)), int(cosines.argmax())
    said = sentences[best].text[slice(*verdicts[best].span)]
    return {
        "answerable": bool(golds),
        "score": float(np.logaddexp.reduce(odds)),
        "cosine": float(cosines.max()),
        "sentence": sentences[best].text,
        "said": said,
        "first": any(sentences[best].start <= start and end <= sentences[best].end for start, end, _ in golds),
        "embedding_first": any(sentences[nearest].start <= start and end <= sentences[nearest].end for start, end, _ in golds),
        "f1": max((token_f1(said, text) for *_, text in golds), default=0.0),
        "exact": max((float(normal(said) == normal(text)) for *_, text in golds), default=0.0),
    }


def measure_claims(judge: OnnxJudge, path: Path) -> None:
    """Print how well statements are told that their references support, the threshold cross-fitted between two halves."""
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    right = [row["attribution_label"] == "attributable" for row in rows]
    scores = {"judge": [support(judge, row) for row in rows], "overlap": [overlap(row) for row in rows]}
    for name, values in scores.items():
        said = [False] * len(rows)
        for half in (0, 1):
            fitted = [i for i in range(len(rows)) if i % 2 != half]
            threshold = best_threshold([values[i] for i in fitted], [right[i] for i in fitted])
            for i in range(half, len(rows), 2):
                said[i] = values[i] >= threshold
        print(f"{len(rows)} statements by {name}: macro-F1 {f1_score(right, said, average='macro'):.3f}, AUROC {roc_auc_score(right, values):.3f}")


def support(judge: OnnxJudge, row: dict[str, Any]) -> float:
    """Return the best support of a claim by a window of its references."""
    texts = [[sentence.text for sentence in split_sentences(reference, 0, len(reference))] for reference in row["references"]]
    readings = [
        Reading(row["claim"], "", tuple(sentences[max(0, first - 1) : first + 4])) for sentences in texts for first in range(0, len(sentences), 3)
    ]
    return max(odds for first in range(0, len(readings), BATCH) for odds in judge.supports(readings[first : first + BATCH])) if readings else -20.0


def overlap(row: dict[str, Any]) -> float:
    """Return the share of a claim's words and pairs of words that its references hold."""

    def grams(text: str) -> set[str]:
        words = re.findall(r"\w+", text.casefold())
        return {*words, *(" ".join(pair) for pair in itertools.pairwise(words))}

    claim, held = grams(row["claim"]), grams(" ".join(row["references"]))
    return len(claim & held) / max(1, len(claim))


def best_threshold(scores: Sequence[float], right: Sequence[bool]) -> float:
    """Return the threshold of best macro-F1 among 200 quantiles."""
    candidates = np.quantile(scores, np.linspace(0, 1, 201))
    return float(max(candidates, key=lambda threshold: f1_score(right, [score >= threshold for score in scores], average="macro")))


def share(values: Iterable[float]) -> str:
    """Return a mean with three digits."""
    return f"{np.mean(list(values)):.3f}"


def normal(text: str) -> str:
    """Return a text as SQuAD's official script compares it: lower case, without punctuation and articles (Rajpurkar et al., EMNLP 2016)."""
    plain = "".join(character for character in text.lower() if character not in set(string.punctuation))
    return " ".join(re.sub(r"\b(a|an|the)\b", " ", plain).split())


def token_f1(said: str, gold: str) -> float:
    """Return the F1 of words in common, as SQuAD's official script counts them."""
    a, b = normal(said).split(), normal(gold).split()
    common = sum((collections.Counter(a) & collections.Counter(b)).values())
    return 2 * common / (len(a) + len(b)) if a and b and common else float(a == b)


if __name__ == "__main__":
    main()
