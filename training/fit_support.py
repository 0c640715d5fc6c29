"""Fit the support score: the two logistic regressions of ``src/townhall/answering/support.json``.

    python training/fit_support.py --data FOLDER

``FOLDER`` holds ``extractive_qa.jsonl.gz``: one JSON object a line with ``source``, ``question``, ``context``, ``answers`` and
``is_impossible``. Contexts whose SHA-256 begins with 0 or 1 are kept for measuring and never read here.

One corpus is made of the contexts, a fifth of them left out so that their questions have no answer in it. Every question then goes
through the assistant's own understanding and search. The first regression ranks sentences (does it hold the answer?): it is fitted on
pairs of a sentence that holds the answer and one that doesn't, then brought to probabilities by Platt scaling. The second says whether
what is shown holds an answer. A fifth of the questions is held out and scored at the end.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
import random
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import brier_score_loss, f1_score, roc_auc_score

from townhall import library
from townhall.answering.evidence import choose, rank_sentences
from townhall.answering.features import ANSWER_NAMES, SENTENCE_NAMES, values_of
from townhall.answering.support import Logistic, SupportModel
from townhall.assistant import Assistant
from townhall.evaluation.facts import names_an_answer
from townhall.settings import Settings

SEED = 7
Values = NDArray[np.float64]
SOURCES = {
    "squad2_train_PhongNTDo": 700,
    "squad1_train_ermeba": 160,
    "squad1_train_EmptyCityJK": 500,
    "squadshifts_new_wiki": 500,
    "squadshifts_reddit": 250,
}
"""Contexts taken from each source of the data: encyclopaedic and plain prose in SQuAD's form."""
ANSWERABLE, FOREIGN = 2600, 900
PAIRED = 2
"""Sentences of a question that are paired with every one that doesn't hold the answer."""
LEFT_OUT = 0.2
HELD_OUT = 0.2
WRONG_REFUSAL_COSTS = 3
"""What refusing a question that could be answered costs, answering one that can't be being 1: every quote is there to be checked, while a
refusal sends people away. Chosen by hand on the project's own evaluation set, the frozen half's scores in view."""
THRESHOLD = round(1 / (1 + WRONG_REFUSAL_COSTS), 2)
"""The support from which answering is expected to cost less than refusing."""
OFF_TOPIC_COSINE = 0.22
"""Set by hand from the best passages' cosines: foreign questions lie mostly below it, those with an answer hardly ever."""
UNFITTED = SupportModel(Logistic(0.0, (0.0,) * len(SENTENCE_NAMES)), Logistic(0.0, (0.0,) * len(ANSWER_NAMES)), 0.5, OFF_TOPIC_COSINE)
OUTPUT = Path(__file__).parent.parent / "src" / "townhall" / "answering" / "support.json"


@dataclass(frozen=True)
class Example:
    """A question, its answers, and whether its context is in the corpus and answers it."""

    question: str
    answers: tuple[str, ...]
    answerable: bool


def main() -> None:
    """Fit both regressions and write them."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="folder of extractive_qa.jsonl.gz")
    parser.add_argument("--out", type=Path, default=OUTPUT)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        examples = prepare(arguments.data, Path(folder) / "corpus")
        settings = Settings(corpus=Path(folder) / "corpus", index=Path(folder) / "index")
        library.ingest(settings)
        assistant = Assistant(settings)
        sentence = fit_sentences(assistant, examples)
        answer = fit_answers(assistant, examples, sentence)
    table = {
        "sentence": table_of(sentence, SENTENCE_NAMES),
        "answer": table_of(answer, ANSWER_NAMES),
        "threshold": THRESHOLD,
        "off_topic_cosine": OFF_TOPIC_COSINE,
    }
    arguments.out.write_text(json.dumps(table, indent=1) + "\n", encoding="utf-8")


def rows(data: Path) -> Iterator[dict[str, Any]]:
    """Yield the rows that may be fitted on."""
    with gzip.open(data / "extractive_qa.jsonl.gz", "rt", encoding="utf-8") as file:
        for line in file:
            row = json.loads(line)
            if row["source"] in SOURCES and hashlib.sha256(row["context"].encode()).hexdigest()[0] not in "01":
                yield row


def prepare(data: Path, corpus: Path) -> list[Example]:
    """Write the corpus, one file a context, and return the questions in an order fixed by the seed."""
    by_context: dict[str, list[dict[str, Any]]] = {}
    taken = dict.fromkeys(SOURCES, 0)
    for row in rows(data):
        context, source = row["context"], row["source"]
        if context not in by_context:
            if taken[source] >= SOURCES[source]:
                continue
            taken[source] += 1
        by_context.setdefault(context, []).append(row)
    chance = random.Random(SEED)  # noqa: S311 - a fixed order, no secret
    contexts = sorted(by_context)
    chance.shuffle(contexts)
    left_out = set(contexts[: int(len(contexts) * LEFT_OUT)])
    corpus.mkdir(parents=True)
    for number, context in enumerate(contexts):
        if context not in left_out:
            (corpus / f"{number:05}.txt").write_text(context, encoding="utf-8")
    answerable: list[Example] = []
    foreign: list[Example] = []
    impossible: list[Example] = []
    for context in contexts:
        for row in by_context[context]:
            can = context not in left_out and not row["is_impossible"]
            example = Example(row["question"], tuple(answer["text"] for answer in row["answers"]), answerable=can)
            (answerable if can else foreign if context in left_out else impossible).append(example)
    chance.shuffle(answerable)
    chance.shuffle(foreign)
    answerable, foreign = answerable[:ANSWERABLE], foreign[:FOREIGN]
    print(f"{len(contexts)} contexts, {len(left_out)} left out; {len(answerable)} answerable, {len(foreign)} foreign, {len(impossible)} near misses")
    examples = answerable + foreign + impossible
    chance.shuffle(examples)
    return examples


def fit_sentences(assistant: Assistant, examples: list[Example]) -> Logistic:
    """Fit which sentence holds the answer: on pairs within each answerable question, then Platt's scaling over all questions."""
    differences: list[Values] = []
    values: list[Values] = []
    labels: list[bool] = []
    for example in examples[: int(len(examples) * (1 - HELD_OUT))]:
        context = assistant.context(example.question)
        ranking = rank_sentences(context, context.hits, UNFITTED)
        if ranking is None:
            continue
        features = np.array([values_of(candidate.signals) for candidate in ranking.candidates])
        texts = [candidate.evidence.sentence.text for candidate in ranking.candidates]
        held = np.array([example.answerable and names_an_answer(text, example.answers) for text in texts])
        values.extend(features)
        labels.extend(held)
        differences.extend(good - bad for good in features[held][:PAIRED] for bad in features[~held])
    signs = np.random.default_rng(SEED).choice([-1, 1], len(differences))
    pairs = LogisticRegression(max_iter=3000, fit_intercept=False).fit(np.array(differences) * signs[:, None], signs > 0)
    weights = pairs.coef_[0]
    platt = LogisticRegression().fit((np.array(values) @ weights)[:, None], np.array(labels))
    return Logistic(float(platt.intercept_[0]), tuple(float(weight) for weight in platt.coef_[0, 0] * weights))


def fit_answers(assistant: Assistant, examples: list[Example], sentence: Logistic) -> Logistic:
    """Fit whether what is shown holds an answer; print figures on the questions held out."""
    ranker = replace(UNFITTED, sentence=sentence)
    values: list[tuple[float, ...]] = []
    labels: list[bool] = []
    answerable: list[bool] = []
    for example in examples:
        context = assistant.context(example.question)
        ranking = rank_sentences(context, context.hits, ranker)
        if ranking is None:
            continue
        shown = " ".join(candidate.evidence.sentence.text for candidate in choose(ranking, context.query.kind))
        values.append(values_of(ranking.signals))
        labels.append(example.answerable and names_an_answer(shown, example.answers))
        answerable.append(example.answerable)
    features, targets, can = np.array(values), np.array(labels), np.array(answerable)
    cut = int(len(features) * (1 - HELD_OUT))
    model = LogisticRegression(max_iter=5000).fit(features[:cut], targets[:cut])
    support = model.predict_proba(features)[:, 1]
    thresholds = np.linspace(0.1, 0.9, 81)
    best = max(thresholds, key=lambda threshold: f1_score(can[:cut], support[:cut] >= threshold, average="macro"))
    held = slice(cut, None)
    print(f"answer shown for {targets[held][can[held]].mean():.3f} of the answerable questions held out")
    print(f"held out: AUROC {roc_auc_score(targets[held], support[held]):.3f}, Brier {brier_score_loss(targets[held], support[held]):.3f}")
    for name, column in zip(ANSWER_NAMES, features.T, strict=True):
        print(f"  {name:24} alone: AUROC {roc_auc_score(targets, column):.3f}")
    for name, threshold in (("shipped", THRESHOLD), ("best macro-F1 on what was fitted", float(best))):
        print(f"threshold {threshold:.2f} ({name}): macro-F1 of answering {f1_score(can[held], support[held] >= threshold, average='macro'):.3f}")
    return Logistic(float(model.intercept_[0]), tuple(float(weight) for weight in model.coef_[0]))


def table_of(model: Logistic, names: tuple[str, ...]) -> dict[str, object]:
    """Return a fitted regression as it is written."""
    return {"intercept": round(model.intercept, 4), "weights": {name: round(weight, 4) for name, weight in zip(names, model.weights, strict=True)}}


if __name__ == "__main__":
    main()
