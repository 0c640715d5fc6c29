"""What a system has responded once, to be played back: so that several others can be made of it without asking again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from townhall.evaluation.data.question import Question
from townhall.evaluation.result import Result
from townhall.evaluation.systems.system import Response


class Replayed:
    """Responds as another system did to the same questions."""

    def __init__(self, name: str, responses: Mapping[str, Response]) -> None:
        self.name = name
        self._responses = responses

    @classmethod
    def of(cls, name: str, results: Iterable[Result]) -> Replayed:
        """Return a system that responds as it did in ``results``."""
        return cls(name, {result.question.id: result.response for result in results})

    def respond(self, question: Question) -> Response:
        """Return what was responded to the question of this id."""
        return self._responses[question.id]
