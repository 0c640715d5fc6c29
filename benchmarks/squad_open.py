"""How well the assistant answers and refuses on somebody else's documents: a SQuAD 2.0 file, one text file a paragraph.

    python benchmarks/squad_open.py FILE.json [--articles TITLE ...] [--leave-out 2] [--sample 400] [--json FILE]

All paragraphs are indexed together, so each question is asked of the whole corpus. Three kinds of question are scored apart: answerable
ones (is an answer among what is shown, and in how many characters?), near misses (the file's unanswerable ones: their own paragraph is
there) and foreign ones (articles left out of a second index). Beside them: always answering, always refusing, a similarity threshold tuned
on the questions of other articles, and plain dense ranking. Nothing else is fitted here. ``--articles`` limits the questions, never the
paragraphs: it keeps out articles that something was fitted on.
"""

from __future__ import annotations

import argparse
import json
import random
import shutil
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from outcomes import ANSWERABLE, Outcome, Question, ask, write
from scores import report_answers, report_refusals

from townhall import library
from townhall.assistant import Assistant
from townhall.settings import Settings

SEED = 11


def main() -> None:
    """Index the paragraphs, ask every question, print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", type=Path)
    parser.add_argument("--articles", nargs="+", metavar="TITLE", help="ask only the questions of these articles")
    parser.add_argument("--leave-out", type=int, default=2, help="articles, of those that are asked about, that the second index lacks")
    parser.add_argument("--sample", type=int, default=0, help="ask at most so many questions of each kind")
    parser.add_argument("--json", type=Path, help="write every question's outcome here, a JSON object a line")
    arguments = parser.parse_args()
    articles = json.loads(arguments.file.read_text(encoding="utf-8"))["data"]
    asked = chosen(parser, articles, arguments.articles)
    left_out, known = asked[: arguments.leave_out], asked[arguments.leave_out :]
    with tempfile.TemporaryDirectory() as folder:
        everything = assistant_for(articles, Path(folder))
        answerable = put(everything, questions(asked, arguments.sample, ANSWERABLE))
        near = put(everything, questions(asked, arguments.sample, "near miss", impossible=True))
        fewer = assistant_for([article for article in articles if article not in left_out], Path(folder))
        still = put(fewer, questions(known, arguments.sample, ANSWERABLE))
        foreign = put(fewer, questions(left_out, arguments.sample, "foreign"))
    if arguments.json:
        write(arguments.json, [*answerable, *near, *foreign])
    report_answers(answerable)
    report_refusals("near misses", answerable, near)
    report_refusals("foreign questions", still, foreign)


def chosen(parser: argparse.ArgumentParser, articles: list[dict[str, Any]], titles: Sequence[str] | None) -> list[dict[str, Any]]:
    """Return the articles with these titles, all if none are named."""
    known = [article["title"] for article in articles]
    if unknown := [title for title in titles or () if title not in known]:
        parser.error(f"the file has no article {', '.join(unknown)}; it has {', '.join(known)}")
    return [article for article in articles if not titles or article["title"] in titles]


def assistant_for(articles: list[dict[str, Any]], folder: Path) -> Assistant:
    """Write one text file a paragraph, remove other articles, index what is there, and return the assistant."""
    corpus = folder / "corpus"
    shutil.rmtree(corpus, ignore_errors=True)
    for article in articles:
        for number, paragraph in enumerate(article["paragraphs"]):
            path = corpus / article["title"] / f"{number:03}.txt"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(paragraph["context"], encoding="utf-8")
    settings = Settings(corpus=corpus, index=folder / "index")
    library.ingest(settings)  # what has not changed is not embedded again
    return Assistant(settings)


def questions(articles: list[dict[str, Any]], sample: int, kind: str, *, impossible: bool = False) -> list[Question]:
    """Return the articles' questions with an answer, or those without; a sample if one is wanted. Every other article makes a half."""
    found = [
        Question(row["question"], tuple(dict.fromkeys(answer["text"] for answer in row["answers"])), kind, article["title"], number % 2)
        for number, article in enumerate(articles)
        for paragraph in article["paragraphs"]
        for row in paragraph["qas"]
        if row["is_impossible"] == impossible
    ]
    random.Random(SEED).shuffle(found)
    return found[:sample] if sample else found


def put(assistant: Assistant, asked: Sequence[Question]) -> list[Outcome]:
    """Put the questions to the assistant."""
    return [ask(assistant, question) for question in asked]


if __name__ == "__main__":
    main()
