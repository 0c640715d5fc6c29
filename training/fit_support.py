"""Fit the support score: the logistic regressions of ``src/townhall/answering/sentences/support.json``, with the judge's word and without it.

    python training/fit_support.py --data FOLDER [--judge FOLDER] [--own FILE.jsonl ...]

``FOLDER`` holds ``train/extractive_qa.jsonl.gz`` and ``squad2_dev_a.json``. Asked are only questions that the judge was not trained on:
those whose context has a SHA-256 that begins with 2 or 3, and those of the third and fourth article of the SQuAD file by title. Contexts
whose hash begins with 0 or 1, and the other articles, are kept for measuring and never read here.

One corpus is made of the contexts; a part of those asked about is left out, so that their questions have no answer in it. Every question
goes through the assistant's own understanding and search. The first regression ranks sentences (does it hold the answer?): it is fitted on
pairs of a sentence that holds the answer and one that doesn't, then brought to probabilities by Platt scaling. The second says whether
what is shown holds an answer. A fifth of the questions is held out and scored at the end.

``--own`` adds open evaluation sets of the project, asked over the corpus that lies beside them, or over ``corpus/``: people who ask for help
in their own words, of whom reading tests know nothing. The rows that are answered by facts alone teach the same as the others: which
sentence, and whether.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
import random
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import brier_score_loss, f1_score, roc_auc_score
from written_units import passages

from townhall import library
from townhall.answering.reading.features import ANSWER_NAMES, SENTENCE_NAMES, values_of
from townhall.answering.sentences.choice import choose
from townhall.answering.sentences.ranking import Candidate, Ranking, rank_sentences
from townhall.answering.sentences.support import Logistic, SupportModel, SupportModels
from townhall.assistant import Assistant
from townhall.evaluation.data.dataset import corpus_beside, load_dataset
from townhall.evaluation.data.facts import names_an_answer
from townhall.evaluation.data.question import ExpectedSpan
from townhall.evaluation.data.texts import CorpusTexts
from townhall.judge import Judge, Remembering, judge_named
from townhall.model import Kind
from townhall.settings import Settings

SEED = 7
Values = NDArray[np.float64]
SOURCES = {
    "squad2_train_PhongNTDo": 700,
    "squad1_train_ermeba": 160,
    "squad1_train_EmptyCityJK": 700,
    "squadshifts_new_wiki": 1000,
    "squad_routerlens": 600,
    "squadshifts_reddit": 250,
    "nq_open_oracle": 200,
}
"""Contexts taken from each source of the data, those asked about first: encyclopaedic and plain prose."""
ASKED, MEASURED = "23", "01"
"""First hexadecimal digits of the hash of contexts that are asked about here, and of those that are kept for measuring."""
ARTICLES = slice(3, 4)
"""Articles of the SQuAD file, by title, that are asked about."""
ANSWERABLE, FOREIGN = 1000, 350
PAIRED = 2
"""Sentences of a question that are paired with every one that doesn't hold the answer."""
LEFT_OUT = 0.25
"""Share of the contexts asked about that are not in the corpus."""
HELD_OUT = 0.2
JUDGED = tuple(name for name in (*SENTENCE_NAMES, *ANSWER_NAMES) if name.startswith("judged"))
"""Signals that only the judge gives."""
THRESHOLDS = {"plain": 0.25, "judged": 0.29}
"""Support from which an answer is given. Chosen by hand: a wrong refusal is held to cost three times, or with the judge two and a half times,
as much as an answer that isn't one, since every quote is there to be checked and a refusal sends people away. The second was chosen with
the outcomes of ``benchmarks/ten_passages.py`` and ``benchmarks/squad_open.py`` in view."""
OFF_TOPIC_COSINE = 0.22
"""Set by hand from the best passages' cosines: foreign questions lie mostly below it, those with an answer hardly ever."""
NOTHING = SupportModel(Logistic(0.0, (0.0,) * len(SENTENCE_NAMES)), Logistic(0.0, (0.0,) * len(ANSWER_NAMES)), 0.5)
ROOT = Path(__file__).parent.parent
OUTPUT = ROOT / "src" / "townhall" / "answering" / "sentences" / "support.json"


@dataclass(frozen=True)
class Example:
    """A question, its answers, and whether its context is in the corpus and answers it."""

    question: str
    answers: tuple[str, ...]
    answerable: bool

    def holds(self, candidate: Candidate) -> bool:
        """Whether a sentence holds an answer."""
        return self.answerable and names_an_answer(candidate.evidence.sentence.text, self.answers)

    def shown(self, candidates: Sequence[Candidate]) -> bool:
        """Whether sentences, shown together, hold an answer."""
        return self.answerable and names_an_answer(" ".join(candidate.evidence.sentence.text for candidate in candidates), self.answers)


@dataclass(frozen=True)
class OwnExample(Example):
    """A question of an evaluation set: what it expects are places, of which every one is to be shown."""

    expected: tuple[ExpectedSpan, ...] = ()

    def holds(self, candidate: Candidate) -> bool:
        """Whether a sentence lies in a place that is expected."""
        return any(self._covers(span, candidate) for span in self.expected)

    def shown(self, candidates: Sequence[Candidate]) -> bool:
        """Whether every place that is expected is shown."""
        return bool(self.expected) and all(any(self._covers(span, candidate) for candidate in candidates) for span in self.expected)

    @staticmethod
    def _covers(span: ExpectedSpan, candidate: Candidate) -> bool:
        hit, sentence = candidate.evidence.hit, candidate.evidence.sentence
        places = [(hit.passage.source, sentence.start)]
        places += [(place.source, place.start + sentence.start - hit.passage.start) for place in hit.also_in]
        length = sentence.end - sentence.start
        return any(source == place.source and start < place.end and place.start < start + length for source, start in places for place in span.places)


@dataclass(frozen=True)
class Ranked:
    """A question with its sentences ranked."""

    example: Example
    ranking: Ranking
    kind: Kind

    @property
    def held(self) -> NDArray[np.bool_]:
        """For each sentence, whether it holds an answer."""
        return np.array([self.example.holds(candidate) for candidate in self.ranking.candidates])

    @property
    def shown(self) -> bool:
        """Whether what would be shown holds an answer."""
        return self.example.shown(choose(self.ranking, self.kind))


def main() -> None:
    """Fit all regressions and write them."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--judge", default="bundled", help="as TOWNHALL_JUDGE: bundled, or a folder")
    parser.add_argument("--own", type=Path, nargs="*", default=[], help="open evaluation sets of the project")
    parser.add_argument("--written", type=Path, nargs="*", default=[], help="folders written for training; what they keep from it is asked about")
    parser.add_argument("--out", type=Path, default=OUTPUT)
    arguments = parser.parse_args()
    named = judge_named(arguments.judge)
    judge = Remembering(named) if named else None
    with tempfile.TemporaryDirectory() as folder:
        asked = [(assistant, example) for assistant, examples in worlds(arguments, Path(folder)) for example in examples]
        random.Random(SEED).shuffle(asked)  # noqa: S311 - a fixed order, no secret
        plain = fit("without the judge", asked, None, None)
        both = {"plain": table_of(plain), "judged": table_of(fit("with the judge", asked, judge, plain) if judge else plain)}
    arguments.out.write_text(json.dumps({**both, "off_topic_cosine": OFF_TOPIC_COSINE}, indent=1) + "\n", encoding="utf-8")


def worlds(arguments: argparse.Namespace, folder: Path) -> Iterator[tuple[Assistant, Sequence[Example]]]:
    """Yield each corpus, as an assistant that answers from it, with the questions that are asked of it."""
    examples = prepare(arguments.data, folder / "corpus")
    yield assistant_over(folder / "corpus", folder / "index"), examples
    if arguments.written:
        examples = written(arguments.written, folder / "written")
        print({"written": len(examples)}, flush=True)
        yield assistant_over(folder / "written", folder / "index-written"), examples
    for path in arguments.own:
        corpus = corpus_beside(path) or ROOT / "corpus"
        questions_of = load_dataset(path, CorpusTexts(corpus)).questions
        rows = [question for question in questions_of if len(question.turns) == 1 and (question.spans or question.wants_refusal)]
        print({path.name: len(rows)}, flush=True)
        yield (
            assistant_over(corpus, folder / f"index-{path.stem}"),
            [OwnExample(question.turns[0], (), not question.wants_refusal, question.spans) for question in rows],
        )


def assistant_over(corpus: Path, index: Path) -> Assistant:
    """Index a corpus and return an assistant without a judge."""
    settings = Settings(corpus=corpus, index=index, judge="off")
    library.ingest(settings)
    return Assistant(settings)


def prepare(data: Path, corpus: Path) -> list[Example]:
    """Write the corpus, one file a context, and return the questions in an order fixed by the seed."""
    rows = [*questions(data / "train" / "extractive_qa.jsonl.gz"), *articles(data / "squad2_dev_a.json")]
    chance = random.Random(SEED)  # noqa: S311 - a fixed order, no secret
    asked = sorted({row["context"] for row in rows if row["asked"] and row["source"] != "squad2_dev_a"})
    chance.shuffle(asked)
    left_out = set(asked[: int(len(asked) * LEFT_OUT)])
    corpus.mkdir(parents=True)
    contexts = sorted({row["context"] for row in rows} - left_out)
    for number, context in enumerate(contexts):
        (corpus / f"{number:05}.txt").write_text(context, encoding="utf-8")
    by_kind: dict[str, list[Example]] = {"answerable": [], "foreign": [], "near": []}
    for row in rows:
        if row["asked"]:
            kind = "foreign" if row["context"] in left_out else "answerable" if row["answers"] else "near"
            by_kind[kind].append(Example(row["question"], tuple(row["answers"]), kind == "answerable"))
    for examples in by_kind.values():
        chance.shuffle(examples)
    print({"contexts": len(contexts), "left out": len(left_out), **{kind: len(examples) for kind, examples in by_kind.items()}}, flush=True)
    examples = by_kind["answerable"][:ANSWERABLE] + by_kind["foreign"][:FOREIGN] + by_kind["near"]
    chance.shuffle(examples)
    return examples


def written(folders: Sequence[Path], corpus: Path) -> list[Example]:
    """Write the kept passages as a corpus, one file each under its heading, and return their questions."""
    corpus.mkdir(parents=True)
    examples: list[Example] = []
    for number, row in enumerate(row for folder in folders for row in passages(folder, kept=True)):
        (corpus / f"{number:05}.md").write_text(f"# {row['heading']}\n\n{' '.join(row['sentences'])}\n", encoding="utf-8")
        for question in row["questions"]:
            answers = (question["span"],) if question["answers"] else ()
            examples.append(Example(question["q"], answers, bool(answers)))
    return examples


def questions(path: Path) -> list[dict[str, Any]]:
    """Return the questions whose contexts make the corpus, each told whether it is asked."""
    by_source: dict[str, dict[str, list[dict[str, Any]]]] = {source: {} for source in SOURCES}
    with gzip.open(path, "rt", encoding="utf-8") as file:
        for row in map(json.loads, file):
            digit = hashlib.sha256(row["context"].encode()).hexdigest()[0]
            if row["source"] in SOURCES and digit not in MEASURED:
                answers = [answer["text"] for answer in row["answers"]]
                found = {"source": row["source"], "question": row["question"], "context": row["context"], "answers": answers, "asked": digit in ASKED}
                by_source[row["source"]].setdefault(row["context"], []).append(found)
    rows = []
    for source, contexts in by_source.items():
        first = sorted(contexts, key=lambda context: (not contexts[context][0]["asked"], hashlib.sha256(context.encode()).hexdigest()))
        rows += [row for context in first[: SOURCES[source]] for row in contexts[context]]
    return rows


def articles(path: Path) -> list[dict[str, Any]]:
    """Return the questions of the articles that are asked about: near misses that people wrote."""
    data = sorted(json.loads(path.read_text(encoding="utf-8"))["data"], key=lambda article: str(article["title"]))
    return [
        {
            "source": "squad2_dev_a",
            "question": row["question"],
            "context": paragraph["context"],
            "answers": list(dict.fromkeys(answer["text"] for answer in row["answers"])),
            "asked": True,
        }
        for article in data[ARTICLES]
        for paragraph in article["paragraphs"]
        for row in paragraph["qas"]
    ]


def fit(name: str, asked: Sequence[tuple[Assistant, Example]], judge: Judge | None, plain: SupportModel | None) -> SupportModel:
    """Fit both regressions; ``plain``, fitted without a judge, is what chooses the passages that a judge reads."""
    print(f"## {name}", flush=True)
    unfitted = ranked(asked, judge, SupportModels(plain or NOTHING, NOTHING, OFF_TOPIC_COSINE))
    kept = int(len(unfitted) * (1 - HELD_OUT))
    sentence = replace(NOTHING, sentence=fit_sentences(unfitted[:kept], judged=judge is not None))
    models = SupportModels(plain or sentence, sentence, OFF_TOPIC_COSINE)
    answer = fit_answers(ranked(asked, judge, models), judged=judge is not None)
    return replace(sentence, answer=answer, threshold=THRESHOLDS["judged" if judge else "plain"])


def ranked(asked: Sequence[tuple[Assistant, Example]], judge: Judge | None, models: SupportModels) -> list[Ranked]:
    """Return every question with its sentences as ``models`` rank them."""
    found = []
    for assistant, example in asked:
        context = replace(assistant.context(example.question), judge=judge)
        ranking = rank_sentences(context, context.hits, models)
        if ranking is not None:
            found.append(Ranked(example, ranking, context.query.kind))
    return found


def fit_sentences(rows: Sequence[Ranked], *, judged: bool) -> Logistic:
    """Fit which sentence holds the answer: on pairs within each answerable question, then Platt's scaling over all questions."""
    columns = used(SENTENCE_NAMES, judged=judged)
    differences: list[Values] = []
    values: list[Values] = []
    labels: list[bool] = []
    for row in rows:
        features = np.array([values_of(candidate.signals) for candidate in row.ranking.candidates])[:, columns]
        held = row.held
        values.extend(features)
        labels.extend(held)
        differences.extend(good - bad for good in features[held][:PAIRED] for bad in features[~held])
    signs = np.random.default_rng(SEED).choice([-1, 1], len(differences))
    pairs = LogisticRegression(max_iter=3000, fit_intercept=False).fit(np.array(differences) * signs[:, None], signs > 0)
    weights = pairs.coef_[0]
    platt = LogisticRegression().fit((np.array(values) @ weights)[:, None], np.array(labels))
    return logistic(platt.intercept_[0], platt.coef_[0, 0] * weights, columns, len(SENTENCE_NAMES))


def fit_answers(rows: Sequence[Ranked], *, judged: bool) -> Logistic:
    """Fit whether what is shown holds an answer; print figures on the questions held out."""
    columns = used(ANSWER_NAMES, judged=judged)
    features = np.array([values_of(row.ranking.signals) for row in rows])[:, columns]
    targets = np.array([row.shown for row in rows])
    can = np.array([row.example.answerable for row in rows])
    own = np.array([isinstance(row.example, OwnExample) for row in rows])
    cut = int(len(features) * (1 - HELD_OUT))
    model = LogisticRegression(max_iter=5000).fit(features[:cut], targets[:cut])
    support = model.predict_proba(features)[:, 1]
    thresholds = np.linspace(0.1, 0.9, 81)
    best = max(thresholds, key=lambda threshold: f1_score(can[:cut], support[:cut] >= threshold, average="macro"))
    held = slice(cut, None)
    for whose, mask in (("reading tests", ~own[held]), ("own sets", own[held])):
        if (mask & can[held]).any():
            score = roc_auc_score(targets[held][mask], support[held][mask])
            print(f"{whose}: answer shown for {targets[held][mask & can[held]].mean():.3f} of the answerable held out; AUROC {score:.3f}")
    print(f"held out: AUROC {roc_auc_score(targets[held], support[held]):.3f}, Brier {brier_score_loss(targets[held], support[held]):.3f}")
    for column, values in zip(columns, features.T, strict=True):
        print(f"  {ANSWER_NAMES[column]:24} alone: AUROC {roc_auc_score(targets, values):.3f}, weight {model.coef_[0][columns.index(column)]:.3f}")
    for name, threshold in (("shipped", THRESHOLDS["judged" if judged else "plain"]), ("best macro-F1 on what was fitted", float(best))):
        print(f"threshold {threshold:.2f} ({name}): macro-F1 of answering {f1_score(can[held], support[held] >= threshold, average='macro'):.3f}")
    return logistic(model.intercept_[0], model.coef_[0], columns, len(ANSWER_NAMES))


def used(names: Sequence[str], *, judged: bool) -> list[int]:
    """Return the places of the signals that are fitted."""
    return [place for place, name in enumerate(names) if judged or name not in JUDGED]


def logistic(intercept: float, weights: Values, columns: Sequence[int], length: int) -> Logistic:
    """Return a regression over all signals; those that weren't fitted weigh nothing."""
    by_column = dict(zip(columns, weights, strict=True))
    return Logistic(float(intercept), tuple(float(by_column.get(place, 0.0)) for place in range(length)))


def table_of(model: SupportModel) -> dict[str, object]:
    """Return a fitted model as it is written; signals that weigh nothing are left out."""

    def regression(fitted: Logistic, names: Sequence[str]) -> dict[str, object]:
        weights = {name: round(weight, 4) for name, weight in zip(names, fitted.weights, strict=True) if weight}
        return {"intercept": round(fitted.intercept, 4), "weights": weights}

    return {"sentence": regression(model.sentence, SENTENCE_NAMES), "answer": regression(model.answer, ANSWER_NAMES), "threshold": model.threshold}


if __name__ == "__main__":
    main()
