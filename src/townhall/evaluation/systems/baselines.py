"""What else could answer: a figure of the assistant means something only beside these.

Each is a system, so that its answers are scored by the same code. In a conversation all but *never refuse* see the last turn only.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from time import perf_counter

from townhall.assistant import Assistant
from townhall.evaluation.data.question import Question
from townhall.evaluation.systems.answers import first_sentences, quotation, refusal
from townhall.evaluation.systems.system import Response, System, depth_of
from townhall.evaluation.systems.tutorial import Tutorial
from townhall.model import Hit
from townhall.retrieval import DENSE, LEXICAL
from townhall.settings import Settings

LISTS = {"top passage": (DENSE, LEXICAL), "lexical only": (LEXICAL,), "dense only": (DENSE,)}
"""By the name of a baseline the lists that its search fuses."""


def baselines(assistant: Assistant, answered: System, settings: Settings) -> Iterator[System]:
    """Yield every baseline, to be run one after the other; ``answered`` responds as the assistant did in the same run."""
    yield AlwaysRefuse()
    yield NeverRefuse(answered, assistant, longest=settings.answer_characters)
    found = _Searches(assistant)
    for name in LISTS:
        yield TopPassage(name, found.hits, assistant, longest=settings.answer_characters)
    yield Tutorial(assistant, settings)


class AlwaysRefuse:
    """Says to everything that the documents don't say, and looks for nothing."""

    name = "always refuse"

    def respond(self, question: Question) -> Response:
        """Refuse."""
        return Response(refusal(question), question.turns[-1], (), 0.0)


class NeverRefuse:
    """The assistant, but where it refuses, the first two sentences of the top passage that it found."""

    name = "never refuse"

    def __init__(self, answered: System, assistant: Assistant, *, longest: int) -> None:
        self._answered = answered
        self._assistant = assistant
        self._longest = longest

    def respond(self, question: Question) -> Response:
        """Answer as the assistant does, or from the top passage; a refusal stays where nothing was searched for."""
        response = self._answered.respond(question)
        if response.answer.status.shows_an_answer or not response.hits:
            return response
        sentences = first_sentences(response.hits[0], self._assistant, longest=self._longest)
        return replace(response, answer=quotation(question, sentences, self._assistant, index=response.answer.index))


class TopPassage:
    """The first two sentences of the top passage of a search for the last turn."""

    def __init__(self, name: str, search: Callable[[str, Question], tuple[Hit, ...]], assistant: Assistant, *, longest: int) -> None:
        self.name = name
        self._search = search
        self._assistant = assistant
        self._longest = longest

    def respond(self, question: Question) -> Response:
        """Quote the top passage; refuse where nothing was found."""
        started = perf_counter()
        hits = self._search(self.name, question)
        sentences = first_sentences(hits[0], self._assistant, longest=self._longest) if hits else []
        answer = quotation(question, sentences, self._assistant)
        return Response(answer, question.turns[-1], hits, 1000 * (perf_counter() - started))


class _Searches:
    """The searches that several baselines rest on, made at once for a question, so that it is embedded once."""

    def __init__(self, assistant: Assistant) -> None:
        self._assistant = assistant
        self._found: dict[str, dict[str, tuple[Hit, ...]]] = {}

    def hits(self, name: str, question: Question) -> tuple[Hit, ...]:
        """Return the first passages for the last turn, by the lists of the baseline ``name``."""
        if question.id not in self._found:
            text, depth = question.turns[-1], depth_of(question)
            self._found[question.id] = {
                each: tuple(self._assistant.search(text, k=depth, sources=question.sources, lists=lists)) if text.strip() else ()
                for each, lists in LISTS.items()
            }
        return self._found[question.id][name]
