"""How well the assistant answers and refuses on somebody else's documents: a SQuAD 2.0 file, one text file a paragraph.

    python benchmarks/squad_open.py FILE.json [--leave-out 2]

All paragraphs are indexed together, so each question is asked of the whole corpus. Three kinds of question are scored apart: answerable
ones (is an answer among what is shown, and in how many characters?), near misses (the file's unanswerable ones: their own paragraph is
there) and foreign ones (articles left out of a second index). Beside them: always and never answering, and plain dense ranking.
Nothing is fitted here. Refusal macro-F1 is the mean of the F1 of refusing and the F1 of answering over answerable and unanswerable
questions together.
"""

from __future__ import annotations

import argparse
import json
import random
import statistics
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from townhall import library
from townhall.assistant import Assistant
from townhall.evaluation.facts import names_an_answer
from townhall.settings import Settings

DENSE_CHARACTERS = 350
BINS = 10
SEED = 11


@dataclass(frozen=True)
class Question:
    """A question with its answers; ``answers`` is empty where the file says that there is none."""

    text: str
    answers: tuple[str, ...]


@dataclass(frozen=True)
class Outcome:
    """What became of a question."""

    answered: bool
    shown: bool
    characters: int
    support: float | None


def main() -> None:
    """Index the paragraphs, ask every question, print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", type=Path)
    parser.add_argument("--leave-out", type=int, default=2, help="articles that the second index lacks")
    parser.add_argument("--sample", type=int, default=0, help="ask at most so many questions of each kind")
    arguments = parser.parse_args()
    articles = json.loads(arguments.file.read_text(encoding="utf-8"))["data"]
    with tempfile.TemporaryDirectory() as folder:
        everything = assistant_for(articles, Path(folder) / "all")
        answerable, near = questions(articles, arguments.sample)
        outcomes = [ask(everything, question) for question in answerable]
        report_answers(outcomes)
        print(f"plain dense ranking: answer within {DENSE_CHARACTERS} characters for {dense(everything, answerable):.3f}")
        report_refusals("near misses", outcomes, [ask(everything, question) for question in near])
        left_out = articles[: arguments.leave_out]
        fewer = assistant_for(articles[arguments.leave_out :], Path(folder) / "fewer")
        foreign, _ = questions(left_out, arguments.sample)
        known, _ = questions(articles[arguments.leave_out :], arguments.sample)
        report_refusals("foreign questions", [ask(fewer, question) for question in known], [ask(fewer, question) for question in foreign])


def assistant_for(articles: list[dict[str, Any]], folder: Path) -> Assistant:
    """Write one text file a paragraph, index them, and return the assistant."""
    corpus = folder / "corpus"
    for article in articles:
        for number, paragraph in enumerate(article["paragraphs"]):
            path = corpus / article["title"] / f"{number:03}.txt"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(paragraph["context"], encoding="utf-8")
    settings = Settings(corpus=corpus, index=folder / "index")
    library.ingest(settings)
    return Assistant(settings)


def questions(articles: list[dict[str, Any]], sample: int) -> tuple[list[Question], list[Question]]:
    """Return the answerable and the unanswerable questions, a sample of each if one is wanted."""
    answerable: list[Question] = []
    impossible: list[Question] = []
    for article in articles:
        for paragraph in article["paragraphs"]:
            for row in paragraph["qas"]:
                question = Question(row["question"], tuple(dict.fromkeys(answer["text"] for answer in row["answers"])))
                (impossible if row["is_impossible"] else answerable).append(question)
    for rows in (answerable, impossible):
        random.Random(SEED).shuffle(rows)  # noqa: S311 - a fixed sample, no secret
    return (answerable[:sample], impossible[:sample]) if sample else (answerable, impossible)


def ask(assistant: Assistant, question: Question) -> Outcome:
    """Ask one question."""
    answer = assistant.ask(question.text).answer
    text = "\n".join(statement.text for statement in answer.statements)
    answered = answer.status.shows_an_answer
    return Outcome(answered, answered and names_an_answer(text, question.answers), len(text), answer.support)


def dense(assistant: Assistant, asked: list[Question]) -> float:
    """Return how often the sentences nearest by cosine hold the answer, as many as fit into the characters."""
    hits = 0
    for question in asked:
        context = assistant.context(question.text)
        ranked: list[tuple[float, str]] = []
        units = context.bundle.units_of([hit.passage.key for hit in context.hits])
        for hit in context.hits:
            cosines = context.bundle.sentence_vectors(units[hit.passage.key]) @ context.vector
            ranked += [(float(cosine), sentence.text) for cosine, sentence in zip(cosines, hit.passage.sentences, strict=True)]
        shown: list[str] = []
        used = 0
        for _, sentence in sorted(ranked, reverse=True):
            if shown and used + len(sentence) > DENSE_CHARACTERS:
                break
            shown.append(sentence)
            used += len(sentence)
        hits += names_an_answer("\n".join(shown), question.answers)
    return hits / len(asked)


def report_answers(outcomes: list[Outcome]) -> None:
    """Print how often an answer is shown, and the calibration of the support score."""
    shown, answered = (statistics.mean(values) for values in ([o.shown for o in outcomes], [o.answered for o in outcomes]))
    characters = statistics.mean(outcome.characters for outcome in outcomes if outcome.answered)
    print(f"{len(outcomes)} answerable questions: answer shown for {shown:.3f}, answered {answered:.3f}, {characters:.0f} characters on average")


def report_refusals(name: str, answerable: list[Outcome], unanswerable: list[Outcome]) -> None:
    """Print refusal macro-F1 with the trivial baselines, and how well support tells answers from the rest."""

    def macro(right_refusals: int, refusals: int, right_answers: int, answers: int) -> float:
        scores = [
            2 * right / (said + due) if said + due else 0.0
            for right, said, due in ((right_refusals, refusals, len(unanswerable)), (right_answers, answers, len(answerable)))
        ]
        return sum(scores) / 2

    refused_due = sum(not o.answered for o in unanswerable)
    answered_due = sum(o.answered for o in answerable)
    answers = answered_due + len(unanswerable) - refused_due
    total = len(answerable) + len(unanswerable)
    found = macro(refused_due, total - answers, answered_due, answers)
    always, never = macro(0, 0, len(answerable), total), macro(len(unanswerable), total, 0, 0)
    print(f"{len(unanswerable)} {name}: refused {refused_due / len(unanswerable):.3f}", end="; ")
    print(f"refusal macro-F1 {found:.3f} (always answering {always:.3f}, never {never:.3f})")
    pairs = [(o.support, o.shown) for o in (*answerable, *unanswerable) if o.support is not None]
    if pairs:
        print(f"  support score: AUROC {auroc(pairs):.3f}, Brier {brier(pairs):.3f} (constant {constant(pairs):.3f})", end=", ")
        print(f"expected calibration error {calibration_error(pairs):.3f}")


def auroc(pairs: list[tuple[float, bool]]) -> float:
    """Return the probability that a right answer has more support than a wrong one."""
    ranked = sorted(pairs)
    ranks: dict[float, list[int]] = {}
    for position, (support, _) in enumerate(ranked, 1):
        ranks.setdefault(support, []).append(position)
    positives = [statistics.mean(ranks[support]) for support, right in pairs if right]
    n, m = len(positives), len(pairs) - len(positives)
    return (sum(positives) - n * (n + 1) / 2) / (n * m) if n and m else float("nan")


def brier(pairs: list[tuple[float, bool]]) -> float:
    """Return the mean squared distance of support from what came of it; lower is better."""
    return statistics.mean((support - right) ** 2 for support, right in pairs)


def constant(pairs: list[tuple[float, bool]]) -> float:
    """Return the Brier score of always saying the base rate."""
    rate = statistics.mean(right for _, right in pairs)
    return rate * (1 - rate)


def calibration_error(pairs: list[tuple[float, bool]]) -> float:
    """Return the expected calibration error over ten bins of equal width (Guo et al., ICML 2017)."""
    bins: list[list[tuple[float, bool]]] = [[] for _ in range(BINS)]
    for support, right in pairs:
        bins[min(BINS - 1, int(support * BINS))].append((support, right))
    return sum(len(b) / len(pairs) * abs(statistics.mean(s for s, _ in b) - statistics.mean(r for _, r in b)) for b in bins if b)


if __name__ == "__main__":
    main()
