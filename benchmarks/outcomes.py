"""What became of a question that was put to the assistant, beside plain similarity: what the benchmarks of refusing share."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from unittest.mock import patch

from townhall.answering.context import Context
from townhall.answering.sentences import extractive, ranking
from townhall.answering.sentences.ranking import Ranking, rank_sentences
from townhall.assistant import Assistant
from townhall.evaluation.data.facts import names_an_answer
from townhall.model import Answer, Hit

ANSWERABLE = "answerable"
DENSE_CHARACTERS = 350
"""Characters that plain dense ranking may show."""


@dataclass(frozen=True)
class Question:
    """A question with its answers, whether there are any in what is searched or not."""

    text: str
    answers: tuple[str, ...]
    kind: str
    """``ANSWERABLE``, or in what way it is not."""
    group: str
    """Where it comes from: its article, or its source."""
    fold: int
    """0 or 1: what is tuned on one half is measured on the other."""
    sources: tuple[str, ...] = ()
    """The documents to keep to; empty for all."""


@dataclass(frozen=True)
class Outcome:
    """What became of a question.

    The fields with ``would`` tell what happens where no answer is refused for little support, whatever else it may be refused for. With
    them and ``support`` every threshold can be studied without asking again.
    """

    question: str
    kind: str
    group: str
    fold: int
    status: str
    answered: bool
    shown: bool
    """Whether an answer is among the statements; false where the question is refused."""
    characters: int
    support: float | None
    """None where facts decide, and no score."""
    would_answer: bool
    would_show: bool
    top: str | None
    """The first statement, or what would be; None where not even that is given."""
    passage_cosine: float
    sentence_cosine: float
    """Of the nearest passage, and of the nearest sentence."""
    dense: bool
    """Whether an answer stands in the sentences nearest by cosine, up to ``DENSE_CHARACTERS``."""

    @property
    def answerable(self) -> bool:
        """Whether it could be answered."""
        return self.kind == ANSWERABLE


def ask(assistant: Assistant, question: Question) -> Outcome:
    """Put one question to the assistant, and once more without a threshold if it is refused."""
    answer = assistant.ask(question.text, sources=question.sources).answer
    answered = answer.status.shows_an_answer
    if answered:
        would = answer
    else:
        with no_threshold():
            would = assistant.ask(question.text, sources=question.sources).answer
    would_answer = would.status.shows_an_answer
    would_show = would_answer and names_an_answer(_text(would), question.answers)
    passage_cosine, sentences = _by_cosine(assistant, question)
    return Outcome(
        question=question.text,
        kind=question.kind,
        group=question.group,
        fold=question.fold,
        status=answer.status.value,
        answered=answered,
        shown=answered and would_show,
        characters=len(_text(answer)),
        support=answer.support,
        would_answer=would_answer,
        would_show=would_show,
        top=would.statements[0].text if would_answer else None,
        passage_cosine=passage_cosine,
        sentence_cosine=sentences[0][0] if sentences else 0.0,
        dense=names_an_answer(_nearest(sentences), question.answers),
    )


def write(path: Path, outcomes: Sequence[Outcome]) -> None:
    """Write the outcomes, one JSON object a line."""
    path.write_text("".join(json.dumps(asdict(outcome), ensure_ascii=False) + "\n" for outcome in outcomes), encoding="utf-8")


@contextmanager
def no_threshold() -> Iterator[None]:
    """Let the assistant answer however little support there is."""

    def open_ranking(context: Context, hits: Sequence[Hit]) -> Ranking | None:
        found = rank_sentences(context, hits)
        return replace(found, threshold=0.0) if found else None

    with patch.object(extractive, "rank_sentences", open_ranking), patch.object(ranking, "HEADED_THRESHOLD", 0.0):
        yield


def _text(answer: Answer) -> str:
    return "\n".join(statement.text for statement in answer.statements)


def _by_cosine(assistant: Assistant, question: Question) -> tuple[float, list[tuple[float, str]]]:
    """Return the nearest passage's cosine, and the sentences of the passages that are looked at, nearest first."""
    context = assistant.context(question.text, sources=question.sources)
    units = context.bundle.units_of([hit.passage.key for hit in context.hits])
    sentences: list[tuple[float, str]] = []
    for hit in context.hits:
        cosines = context.bundle.sentence_vectors(units[hit.passage.key]) @ context.vector
        sentences += [(float(cosine), sentence.text) for cosine, sentence in zip(cosines, hit.passage.sentences, strict=True)]
    return max((hit.similarity for hit in context.hits), default=0.0), sorted(sentences, reverse=True)


def _nearest(sentences: Sequence[tuple[float, str]]) -> str:
    """Return the nearest sentences, as many as fit into the characters, one a line."""
    shown: list[str] = []
    for _, sentence in sentences:
        if shown and sum(map(len, shown)) + len(sentence) > DENSE_CHARACTERS:
            break
        shown.append(sentence)
    return "\n".join(shown)
