"""How well a follow-up is read on somebody else's conversations: the MTRAG layout, one text file a passage of its pool.

    python benchmarks/mtrag_followups.py FOLDER [--keep DIR]

FOLDER holds ``*_questions.jsonl`` (the user's turns), ``*_lastturn.jsonl``, ``*_rewrite.jsonl`` (a person's standalone question),
``*_qrels.tsv`` and ``*_pool.jsonl.gz``. Each conversation is played once, the user's turns in order, as ``townhall search`` plays a row with
messages. Then three questions go through the same search: the last turn as it is, our standalone question, and the rewrite.
A file counts where its first passage ranks. First turns, which lean on nothing, are told apart from follow-ups, and among these the
conversations that anything was tuned on from the others: a conversation is for tuning where the SHA-256 of its name begins with an even
hexadecimal digit. Measures are means over questions (ir-measures).
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import ir_measures
from ir_measures import Qrel, R, ScoredDoc, nDCG

from townhall import library
from townhall.assistant import Assistant
from townhall.model import Turn
from townhall.settings import Settings

MEASURES = (R @ 5, R @ 10, nDCG @ 10)
DEPTH = 10
"""Files that are ranked."""
PASSAGES = 60
"""Passages that are searched for them: a file has several."""
WAYS = ("last turn", "standalone", "rewrite")
SEPARATOR = "<::>"
USER = "|user|: "


@dataclass(frozen=True)
class Question:
    """A question of a conversation with the texts that are searched for it, by way."""

    id: str
    texts: dict[str, str]

    @property
    def is_first(self) -> bool:
        """Whether nothing was said before."""
        return self.id.endswith(f"{SEPARATOR}1")

    @property
    def is_for_tuning(self) -> bool:
        """Whether its conversation is of the half that may be looked at."""
        return int(hashlib.sha256(self.id.split(SEPARATOR)[0].encode()).hexdigest()[0], 16) % 2 == 0


def main() -> None:
    """Index the pool, play the conversations, search, print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--keep", type=Path, help="where files and index stay, to be used again")
    parser.add_argument("--show", action="store_true", help="print the questions of the half for tuning")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        assistant = assistant_for(one(arguments.folder, "pool.jsonl.gz"), arguments.keep or Path(folder))
        questions = read_questions(arguments.folder, assistant)
        run = {way: [hit for question in questions for hit in search(assistant, question, way)] for way in WAYS}
    qrels = read_qrels(one(arguments.folder, "qrels.tsv"))
    scores = {way: per_question(qrels, hits) for way, hits in run.items()}
    if arguments.show:
        show([question for question in questions if question.is_for_tuning and not question.is_first], scores)
    groups: dict[str, Callable[[Question], bool]] = {
        "first turns": lambda question: question.is_first,
        "follow-ups": lambda question: not question.is_first,
        "follow-ups, for tuning": lambda question: not question.is_first and question.is_for_tuning,
        "follow-ups, the others": lambda question: not question.is_first and not question.is_for_tuning,
        "all": lambda _: True,
    }
    for name, belongs in groups.items():
        report(name, [question.id for question in questions if belongs(question)], scores)


def one(folder: Path, ending: str) -> Path:
    """Return the one file of a folder whose name ends so."""
    (path,) = folder.glob(f"*_{ending}")
    return path


def assistant_for(pool: Path, folder: Path) -> Assistant:
    """Write one text file a passage, blank ones left out, index them unless that is done, and return the assistant."""
    corpus = folder / "corpus"
    with gzip.open(pool, "rt", encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            path = corpus / f"{row['id']}.txt"
            if row["text"].strip() and not path.exists():
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(row["text"], encoding="utf-8")
    settings = Settings(corpus=corpus, index=folder / "index")
    library.ingest(settings)
    return Assistant(settings)


def read_questions(folder: Path, assistant: Assistant) -> list[Question]:
    """Return every question that is judged; each conversation is played once, as far as it goes."""
    conversations = {row: turns.split(f"\n{USER}") for row, turns in read_texts(one(folder, "questions.jsonl")).items()}
    last, rewrites = (read_texts(one(folder, f"{name}.jsonl")) for name in ("lastturn", "rewrite"))
    played: dict[tuple[str, ...], Turn] = {}
    questions: list[Question] = []
    for row, messages in conversations.items():
        turns: list[Turn] = []
        for n in range(len(messages)):
            said = tuple(messages[: n + 1])
            if said not in played:
                played[said] = assistant.ask(messages[n], turns=turns)
            turns.append(played[said])
        standalone = turns[-1].query.search_text if len(turns) > 1 else messages[-1]
        questions.append(Question(row, dict(zip(WAYS, (last[row], standalone, rewrites[row]), strict=True))))
    return questions


def read_texts(path: Path) -> dict[str, str]:
    """Return the texts of a file by id, without the mark of the user's first turn."""
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    return {row["_id"]: row["text"].removeprefix(USER).strip() for row in rows}


def read_qrels(path: Path) -> list[Qrel]:
    """Return what is relevant to which question."""
    lines = path.read_text(encoding="utf-8").splitlines()[1:]
    return [Qrel(query, document, int(score)) for query, document, score in (line.split("\t") for line in lines)]


def search(assistant: Assistant, question: Question, way: str) -> list[ScoredDoc]:
    """Return the best files for a question put in one way: each counts where the first of its passages, or of their other places, ranks."""
    hits = assistant.search(question.texts[way], k=PASSAGES)
    files = dict.fromkeys(Path(source).stem for hit in hits for source in (hit.passage.source, *(place.source for place in hit.also_in)))
    return [ScoredDoc(question.id, file, -float(rank)) for rank, file in enumerate(list(files)[:DEPTH])]


def per_question(qrels: Sequence[Qrel], hits: Sequence[ScoredDoc]) -> dict[str, dict[str, float]]:
    """Return every measure of every question, by question and name."""
    found: dict[str, dict[str, float]] = {}
    for metric in ir_measures.iter_calc(MEASURES, qrels, hits):
        found.setdefault(metric.query_id, {})[str(metric.measure)] = float(metric.value)
    return found


def report(name: str, ids: Sequence[str], scores: dict[str, dict[str, dict[str, float]]]) -> None:
    """Print the means of a group of questions, and how much of what the rewrite gains over the last turn we gain."""
    print(f"\n{name}: {len(ids)} questions")
    for measure in map(str, MEASURES):
        last, ours, rewrite = (sum(scores[way][id][measure] for id in ids) / len(ids) for way in WAYS)
        share = f"{(ours - last) / (rewrite - last):.0%} of the rewrite's gain" if rewrite > last else "the rewrite gains nothing"
        print(f"  {measure:8} last turn {last:.3f}, standalone {ours:.3f}, rewrite {rewrite:.3f}: {share}")


def show(questions: Sequence[Question], scores: dict[str, dict[str, dict[str, float]]]) -> None:
    """Print each question's texts with their recall among five."""
    for question in questions:
        print(f"\n{question.id}")
        for way in WAYS:
            print(f"  {scores[way][question.id][str(R @ 5)]:.2f} {way:10} {question.texts[way]}")


if __name__ == "__main__":
    main()
