"""How well the assistant answers and refuses where it is given ten passages, as NoMIRACL asks it, in English.

    python benchmarks/ten_passages.py --data FOLDER [--sample 400] [--sources NAME ...] [--json FILE] [--cache FOLDER]

``FOLDER`` holds ``extractive_qa.jsonl.gz``: one JSON object a line with ``source``, ``question``, ``context``, ``answers`` and
``is_impossible``. Only contexts whose SHA-256 begins with 0 or 1, which are kept for measuring, have their questions asked. What can be asked
is decided by rule: see ``SOURCES``, ``POINTING`` and ``stands_alone``.

For each question the ten most similar passages of the file are taken: a context of one of ``SOURCES`` is one passage, those kept for measuring
or not; similarity is the cosine of our embedding, which reads the first 256 word pieces. For an answerable question the passage that answers is
among them, in the place of the tenth if need be. For an unanswerable one every passage is left out that answers, or that holds one
of the answers as whole words. No question is asked in both ways. All passages together are indexed once, one text file a passage, and a
question is limited to its ten by ``sources``, as a program would do it. Nothing is fitted here but the thresholds of the baselines.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
import random
import re
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from outcomes import ANSWERABLE, Outcome, Question, ask, write
from scores import report_answers, report_refusals

from townhall import library
from townhall.assistant import Assistant
from townhall.index.embedding import Embedder, PassageText, Vectors
from townhall.settings import Settings

SEED = 11
PASSAGES = 10
ASKED_FREELY = {"nq_open_oracle", "qed_nqdev"}
"""Asked of a search engine by people who had no passage before them."""
SOURCES = {
    *ASKED_FREELY,
    "squad1_train_EmptyCityJK",
    "squad1_train_ermeba",
    "squad2_train_PhongNTDo",
    "squad_routerlens",
    "squadshifts_new_wiki",
}
"""Questions about encyclopaedic prose. Left out: those about one sentence (QAMR), a dialogue (FriendsQA, Molweni), a post or a review ("the
author"), two passages at once (HotpotQA, where the answer often stands in the question), and ``nq_swap``, whose passages answer the questions of
others wrongly on purpose."""
POINTING = frozenset({
    "he", "she", "it", "they", "him", "her", "them", "his", "hers", "its", "their", "theirs", "this", "these", "those", "here", "i", "we", "us",
    "our", "my", "me", "author", "writer", "narrator", "poster", "speaker", "passage", "paragraph", "article", "text", "section", "list", "table",
    "above", "below", "mentioned", "following", "excerpt",
})  # fmt: skip
"""Words by which a question points at a text that the reader doesn't see."""
WORDS = 4
"""Words that a question has at least."""
STEP = 256
"""Contexts that are embedded together."""


@dataclass(frozen=True)
class Row:
    """A question of the file with the passage that answers it."""

    question: str
    answers: tuple[str, ...]
    context: str
    source: str


def main() -> None:
    """Choose questions and passages, index, ask, print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="folder of extractive_qa.jsonl.gz")
    parser.add_argument("--sample", type=int, default=400, help="questions of each kind")
    parser.add_argument(
        "--sources", nargs="+", choices=sorted(SOURCES), default=sorted(SOURCES), help="for a quick look: these questions and passages alone"
    )
    parser.add_argument("--json", type=Path, help="write every question's outcome here, a JSON object a line")
    parser.add_argument("--cache", type=Path, help="keep embeddings and index in this folder for the next run")
    arguments = parser.parse_args()
    if arguments.cache:
        outcomes = run(arguments.data, arguments.cache, arguments.sample, set(arguments.sources))
    else:
        with tempfile.TemporaryDirectory() as folder:
            outcomes = run(arguments.data, Path(folder), arguments.sample, set(arguments.sources))
    if arguments.json:
        write(arguments.json, outcomes)
    for name, groups in {"all": SOURCES, "asked freely": ASKED_FREELY, "asked about a passage": SOURCES - ASKED_FREELY}.items():
        answerable, unanswerable = ([o for o in outcomes if o.answerable is can and o.group in groups] for can in (True, False))
        if answerable and unanswerable:
            print(f"\n{name}")
            report_answers(answerable)
            report_refusals("questions without an answer", answerable, unanswerable)


def run(data: Path, folder: Path, sample: int, sources: set[str]) -> list[Outcome]:
    """Return what became of ``sample`` questions of each kind; embeddings, corpus and index go to ``folder``."""
    settings = Settings(corpus=folder / "corpus", index=folder / "index")
    folder.mkdir(parents=True, exist_ok=True)
    questions, passages = prepared(read(data), library.embedder_of(settings, export=True), folder, sample, sources)
    write_corpus(settings.corpus, passages)
    library.ingest(settings)
    assistant = Assistant(settings)
    outcomes: list[Outcome] = []
    for question in questions:
        outcomes.append(ask(assistant, question))
        tell("asked", len(outcomes), len(questions))
    return outcomes


def prepared(table: Sequence[dict[str, Any]], embedder: Embedder, folder: Path, sample: int, sources: set[str]) -> tuple[list[Question], list[str]]:
    """Return the questions, the answerable ones first, each with its ten passages, and all passages that any of them needs."""
    source_of = {row["context"]: row["source"] for row in table if row["source"] in sources}
    contexts = sorted(source_of, key=lambda context: (source_of[context], context))
    vectors = np.concatenate([embedded(embedder, [c for c in contexts if source_of[c] == source], folder) for source in sorted(sources)])
    rows = sampled(table, 2 * sample, sources)
    places = {context: number for number, context in enumerate(contexts)}
    held = [folded(context) for context in contexts]
    questions: list[Question] = []
    needed: set[int] = set()
    found = 0
    for number, row in enumerate(rows):
        order = [int(place) for place in np.argsort(-(vectors @ embedder.embed_query(row.question)), kind="stable")]
        own = places[row.context]
        found += own in order[:PASSAGES]
        answerable = number < len(rows) // 2
        ten = with_answer(order, own) if answerable else without_answer(order, own, held, row.answers)
        needed.update(ten)
        questions.append(
            Question(
                text=row.question,
                answers=row.answers,
                kind=ANSWERABLE if answerable else "unanswerable",
                group=row.source,
                fold=int(sha256(row.context)[-1], 16) % 2,
                sources=tuple(name_of(contexts[place]) for place in ten),
            )
        )
    print(f"{len(contexts)} candidates, {len(needed)} needed; the answering one is among the ten most similar for {found / len(rows):.3f}")
    return questions, [contexts[place] for place in needed]


def read(data: Path) -> list[dict[str, Any]]:
    """Return every row of the file."""
    with gzip.open(data / "extractive_qa.jsonl.gz", "rt", encoding="utf-8") as file:
        return [json.loads(line) for line in file]


def sampled(table: Sequence[dict[str, Any]], wanted: int, sources: set[str]) -> list[Row]:
    """Return a fixed sample of the reserved questions that stand alone, each once, at most ``wanted`` and an even number.

    A question that is also asked in a row that may be fitted on is left out.
    """
    fitted = {folded(row["question"]) for row in table if not is_reserved(row["context"])}
    found: dict[str, Row] = {}
    for row in table:
        if row["source"] in sources and is_reserved(row["context"]) and not row["is_impossible"]:
            answers = tuple(dict.fromkeys(answer["text"] for answer in row["answers"]))
            asked = folded(row["question"])
            if asked not in fitted and stands_alone(row["question"], row["source"]) and not holds(asked, answers):
                found.setdefault(asked, Row(row["question"], answers, row["context"], row["source"]))
    rows = [found[asked] for asked in sorted(found)]
    random.Random(SEED).shuffle(rows)
    kept = rows[: min(wanted, len(rows) // 2 * 2)]
    print(f"{len(rows)} questions can be asked, {len(kept)} are")
    return kept


def stands_alone(question: str, source: str) -> bool:
    """Whether a question makes sense without its passage: it points at no text and, unless asked freely, it names a name or a number."""
    words = re.findall(r"\w+", question)
    if len(words) < WORDS or not POINTING.isdisjoint(word.casefold() for word in words):
        return False
    return source in ASKED_FREELY or any(word[0].isupper() or word[0].isdigit() for word in words[1:])


def with_answer(order: Sequence[int], own: int) -> list[int]:
    """Return the ten most similar passages, the answering one in the place of the tenth if it is not among them."""
    ten = list(order[:PASSAGES])
    return ten if own in ten else [*ten[:-1], own]


def without_answer(order: Sequence[int], own: int, held: Sequence[str], answers: tuple[str, ...]) -> list[int]:
    """Return the ten most similar passages of those that hold none of the answers."""
    ten: list[int] = []
    for place in order:
        if place != own and not holds(held[place], answers):
            ten.append(place)
        if len(ten) == PASSAGES:
            break
    return ten


def folded(text: str) -> str:
    """Return the words of ``text`` without case, punctuation and articles, a blank before and after each."""
    words = [word for word in re.findall(r"\w+", text.casefold()) if word not in {"a", "an", "the"}]
    return f" {' '.join(words)} "


def holds(text: str, answers: Sequence[str]) -> bool:
    """Whether a folded text holds one of the answers as whole words."""
    return any(answer in text for answer in map(folded, answers) if answer.strip())


def embedded(embedder: Embedder, contexts: Sequence[str], folder: Path) -> Vectors:
    """Return the contexts' vectors; what ``folder`` holds of them is not computed again."""
    parts: list[Vectors] = []
    for first in range(0, len(contexts), STEP):
        part = contexts[first : first + STEP]
        path = folder / f"vectors-{sha256(f'{embedder.sha256} {part}')[:16]}.npy"
        if not path.is_file():
            np.save(path, embedder.embed_passages([PassageText("", context, ()) for context in part])[0])
        parts.append(np.load(path))
        tell("embedded", first + len(part), len(contexts))
    return np.concatenate(parts)


def write_corpus(corpus: Path, contexts: Sequence[str]) -> None:
    """Write one text file a passage, and remove what an earlier run has left."""
    corpus.mkdir(parents=True, exist_ok=True)
    names = {name_of(context): context for context in contexts}
    for path in corpus.iterdir():
        if path.name not in names:
            path.unlink()
    for name, context in names.items():
        (corpus / name).write_text(context, encoding="utf-8")


def is_reserved(context: str) -> bool:
    """Whether a context is kept for measuring."""
    return sha256(context)[0] in "01"


def name_of(context: str) -> str:
    """Return the name of a passage's file."""
    return f"{sha256(context)[:16]}.txt"


def sha256(text: str) -> str:
    """Return the SHA-256 of a text in hexadecimal."""
    return hashlib.sha256(text.encode()).hexdigest()


def tell(what: str, done: int, of: int) -> None:
    """Say how far it has come, where somebody watches."""
    if sys.stderr.isatty():
        print(f"\r{what} {done} of {of}", end="\n" if done == of else "", file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
