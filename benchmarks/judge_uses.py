"""What each use of the judge is worth: evaluation sets answered with part of what it says kept from the assistant.

    python benchmarks/judge_uses.py evals/datasets/{core,open,second}.jsonl evals/corpora/{agencies,grants}.jsonl

The judge's word is used for the order of sentences, for whether the question is answered at all, and for where in the sentence the answer
stands. What is kept back is levelled rather than left out, and nothing is fitted anew: what a use is worth is told a little too high. Without
any judge ("off") the support score has coefficients of its own.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from townhall import library
from townhall.assistant import Assistant
from townhall.evaluation.data.dataset import corpus_beside, load_dataset
from townhall.evaluation.data.texts import CorpusTexts
from townhall.evaluation.result import Result
from townhall.evaluation.run import results_of
from townhall.evaluation.systems.system import AssistantSystem
from townhall.judge import Judge, Pointed, Reading, Remembering, Span, Verdict, judge_named
from townhall.settings import Settings

SURE = 1.5
"""Log-odds of the best sentence where the judge's word on whether there is an answer is kept back: common where there is one."""

COLUMNS = ("right", "due refusals", "wrongly refused", "with a lead")

Said = list[list[Verdict]]
"""What the judge says of all the readings of a question."""


def main() -> None:
    """Print a Markdown table for each set."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("datasets", type=Path, nargs="+")
    arguments = parser.parse_args()
    bundled = judge_named("bundled")
    if bundled is None:
        parser.error("the package carries no judge")
    judge = Remembering(bundled)
    uses: dict[str, Judge | None] = {"all": judge, **{f"without {name}": Partly(judge, hide) for name, hide in HIDDEN.items()}, "off": None}
    with tempfile.TemporaryDirectory() as folder:
        for path in arguments.datasets:
            corpus = corpus_beside(path) or Settings().corpus
            settings = Settings(corpus=corpus, index=Path(folder) / corpus.name, judge="off")
            library.ingest(settings)
            texts = CorpusTexts(corpus)
            dataset = load_dataset(path, texts)
            print(f"\n| {dataset.name}, {len(dataset.questions)} questions | {' | '.join(COLUMNS)} |\n{'| --- ' * (1 + len(COLUMNS))}|")
            for name, used in uses.items():
                system = AssistantSystem(Assistant(settings, judge=used))
                results = results_of(system, dataset, texts, longest=settings.answer_characters)
                print(f"| {name} | {' | '.join(f'{share:.1%}' for share in shares(results))} |", flush=True)


class Partly:
    """A judge of whose word on sentences a part is kept back; its word on statements and places, which the guard asks for, is not."""

    def __init__(self, judge: Judge, hide: Callable[[Said], Said]) -> None:
        self._judge = judge
        self._hide = hide
        self.languages = judge.languages
        self.sha256 = judge.sha256

    def answers(self, readings: Sequence[Reading]) -> Said:
        """Return the judge's verdicts on the readings of one question, without the part."""
        return self._hide(self._judge.answers(readings))

    def supports(self, readings: Sequence[Reading]) -> list[float]:
        """Return the judge's word on statements."""
        return self._judge.supports(readings)

    def points(self, reading: Reading, spans: Sequence[Span]) -> list[Pointed | None]:
        """Return how far spans are pointed at."""
        return self._judge.points(reading, spans)


def without_order(said: Said) -> Said:
    """Give every sentence the odds of the best."""
    return [[replace(verdict, answers=best_of(said)) for verdict in verdicts] for verdicts in said]


def without_level(said: Said) -> Said:
    """Let the best sentence always be as likely to answer, the others as far behind it as they are."""
    return [[replace(verdict, answers=verdict.answers - best_of(said) + SURE) for verdict in verdicts] for verdicts in said]


def without_place(said: Said) -> Said:
    """Let the judge be sure of no place in a sentence."""
    return [[replace(verdict, certainty=0.0) for verdict in verdicts] for verdicts in said]


def best_of(said: Said) -> float:
    """Return the log-odds of the sentence that most likely answers."""
    return max((verdict.answers for verdicts in said for verdict in verdicts), default=0.0)


HIDDEN: dict[str, Callable[[Said], Said]] = {
    "the order of sentences": without_order,
    "whether there is an answer": without_level,
    "where it stands": without_place,
}


def shares(results: Sequence[Result]) -> list[float]:
    """Return the shares of ``COLUMNS``: of all questions, of those to refuse, of those to answer, and of those that were answered."""
    refused = {id(result): not result.response.answer.status.shows_an_answer for result in results}
    due = [refused[id(result)] for result in results if result.question.wants_refusal]
    wrongly = [refused[id(result)] for result in results if result.question.wants_answer]
    led = [any(statement.lead for statement in result.response.answer.statements) for result in results if not refused[id(result)]]
    return [sum(row) / max(1, len(row)) for row in ([result.score.right for result in results], due, wrongly, led)]


if __name__ == "__main__":
    main()
