"""What is evaluated: anything that responds to a question, the assistant first of all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from time import perf_counter
from typing import Protocol

from townhall.assistant import Assistant
from townhall.evaluation.data.question import Question
from townhall.evaluation.metrics.ranking import DEPTH, DOCUMENT_DEPTH
from townhall.model import Answer, Hit


@dataclass(frozen=True, slots=True)
class Response:
    """What a system made of a question."""

    answer: Answer
    standalone: str
    """The question as it was understood; in a conversation with what earlier turns left to it."""
    hits: tuple[Hit, ...]
    """The first ten passages for what was searched, best first, more where documents are judged; empty where there was nothing to search for."""
    milliseconds: float
    """Wall time of an answer; in a conversation the mean of its turns."""
    together: tuple[Hit, ...] = ()
    """The first ten passages for all that was said in a conversation of several turns, whatever its last question was read as; else empty."""


class System(Protocol):
    """Answers the questions of an evaluation set."""

    @property
    def name(self) -> str:
        """What reports call it."""

    def respond(self, question: Question) -> Response:
        """Answer the last turn of ``question``, after those before it."""


class AssistantSystem:
    """The assistant as its users have it; ``sources`` are patterns of the documents that it keeps to where the question names none."""

    name = "townhall"

    def __init__(self, assistant: Assistant, *, sources: Sequence[str] = ()) -> None:
        self._assistant = assistant
        self._sources = tuple(sources)

    def respond(self, question: Question) -> Response:
        """Play the conversation; then search for what its last question was read as."""
        started = perf_counter()
        sources = question.sources or self._sources
        turn = self._assistant.converse(question.turns, today=question.today, sources=sources, id=question.id)
        milliseconds = 1000 * (perf_counter() - started) / len(question.turns)
        text = turn.query.search_text
        hits = self._assistant.search(text, k=depth_of(question), sources=sources) if text.strip() else []
        together = self._assistant.search(" ".join(question.turns), k=DEPTH, sources=sources) if len(question.turns) > 1 and question.spans else []
        return Response(turn.answer, turn.query.text, tuple(hits), milliseconds, tuple(together))


def depth_of(question: Question) -> int:
    """Return the passages that are searched to see what retrieval finds of a question."""
    return DOCUMENT_DEPTH if question.relevant else DEPTH
