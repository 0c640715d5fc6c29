"""The assistant made worse on purpose, in a way that one metric is there to notice: ``townhall eval --self-test`` looks whether it does."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from random import Random
from typing import Any

from townhall.assistant import Assistant
from townhall.evaluation.data.dataset import Dataset
from townhall.evaluation.data.question import Question
from townhall.evaluation.systems.baselines import AlwaysRefuse, NeverRefuse
from townhall.evaluation.systems.system import AssistantSystem, Response, System
from townhall.judge import Judge
from townhall.locales.dates import dates_in
from townhall.model import Answer, Citation, Hit
from townhall.retrieval import Searcher
from townhall.settings import Settings

EVERYTHING = 1000
"""Passages that are shuffled: all of a small corpus."""
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Sabotage:
    """One way to make the assistant worse."""

    name: str
    metric: str
    """The metric that is there to notice it."""
    system: System


def sabotages(settings: Settings, dataset: Dataset, answered: System, *, judge: Judge | None = None) -> Iterator[Sabotage]:
    """Yield every sabotage, to be run one after the other; ``answered`` responds as the healthy assistant did, ``judge`` is as in ``Assistant``."""
    assistant = Assistant(settings, judge=judge)
    asked = AssistantSystem(assistant)
    shuffled = AssistantSystem(Assistant(settings, searcher=ShuffledSearcher, judge=judge))
    kept = _all_but_one(assistant, dataset.questions)
    yield Sabotage("retrieval shuffled", "ndcg@10", shuffled)
    yield Sabotage("citations a character off", "verbatim", Reworded(answered, a_character_off))
    yield Sabotage("citations of the neighbour", "citation_recall", Reworded(answered, citing_the_neighbour))
    yield Sabotage("refusal switched off", "refused_when_due", NeverRefuse(answered, assistant, longest=settings.answer_characters))
    yield Sabotage("refusal always on", "refused_wrongly", AlwaysRefuse())
    yield Sabotage("dates a day off", "facts_held", Reworded(answered, lambda response: replace(response, answer=a_day_later(response.answer))))
    yield Sabotage("today a day off", "facts_held", Reasked(asked, answered, lambda question: replace(question, today=question.today + DAY)))
    yield Sabotage("context dropped", "right", Reasked(asked, answered, lambda question: replace(question, turns=question.turns[-1:])))
    yield Sabotage("a document removed", "recall@10", Reasked(asked, answered, lambda question: replace(question, sources=kept)))


class ShuffledSearcher(Searcher):
    """Finds what the searcher finds and puts it in an order of chance, the same each time for the same text."""

    def search(self, text: str, k: int, **options: Any) -> list[Hit]:
        """Return ``k`` passages, whichever."""
        found = super().search(text, max(k, EVERYTHING), **options)
        drawn = Random(text).sample(found, min(k, len(found)))  # noqa: S311 - nothing secret hangs on it
        return [replace(hit, rank=rank) for rank, hit in enumerate(drawn, 1)]


class Reasked:
    """Asks another question than was put; where the two are the same, the answer is the one that was given."""

    name = "reasked"

    def __init__(self, system: System, answered: System, change: Callable[[Question], Question]) -> None:
        self._system = system
        self._answered = answered
        self._change = change

    def respond(self, question: Question) -> Response:
        """Ask the changed question."""
        changed = self._change(question)
        return self._answered.respond(question) if changed == question else self._system.respond(changed)


class Reworded:
    """Changes what was answered."""

    name = "reworded"

    def __init__(self, answered: System, change: Callable[[Response], Response]) -> None:
        self._answered = answered
        self._change = change

    def respond(self, question: Question) -> Response:
        """Return the changed answer."""
        return self._change(self._answered.respond(question))


def a_character_off(response: Response) -> Response:
    """Move every citation by a character; its quote stays."""
    moved = tuple(replace(citation, start=citation.start + 1, end=citation.end + 1) for citation in response.answer.citations)
    return replace(response, answer=replace(response.answer, citations=moved))


def citing_the_neighbour(response: Response) -> Response:
    """Let every statement cite the next statement's citations; where all cite the same, the sentence beside it in the passage."""
    answer = response.answer
    cited = [statement.citations for statement in answer.statements]
    if len(set(cited)) > 1:
        turned = [*cited[1:], cited[0]]
        statements = tuple(replace(statement, citations=numbers) for statement, numbers in zip(answer.statements, turned, strict=True))
        return replace(response, answer=replace(answer, statements=statements))
    return replace(response, answer=replace(answer, citations=tuple(_neighbour(citation, response.hits) for citation in answer.citations)))


def _neighbour(citation: Citation, hits: Sequence[Hit]) -> Citation:
    """Return a citation of the sentence after the one that is cited, or before it where it is the last; itself where it stands alone."""
    for hit in hits:
        sentences = hit.passage.sentences
        if hit.passage.source == citation.source and hit.passage.start <= citation.start < hit.passage.end and len(sentences) > 1:
            own = next((number for number, sentence in enumerate(sentences) if sentence.end > citation.start), 0)
            other = sentences[own + 1] if own + 1 < len(sentences) else sentences[own - 1]
            return replace(citation, start=other.start, end=other.end, quote=other.text, also_in=())
    return citation


def a_day_later(answer: Answer) -> Answer:
    """Let every date that is said, in statements and on cards, be a day later; quotes stay."""
    statements = tuple(replace(statement, text=_later(statement.text, answer.language)) for statement in answer.statements)
    cards = tuple(
        replace(
            card,
            fields={
                name: replace(field, value=_later(field.value, answer.language)) if field.value is not None else field
                for name, field in card.fields.items()
            },
        )
        for card in answer.cards
    )
    notes = tuple(_later(note, answer.language) for note in answer.notes)
    return replace(answer, statements=statements, cards=cards, notes=notes)


def _later(text: str, language: str) -> str:
    """Write each day that ``text`` names as the next one, its month in English, which is read in every language."""
    for mention in reversed(dates_in(text, language)):
        if mention.full:
            day = mention.full + DAY
            text = f"{text[: mention.start]}{day.day} {day:%B %Y}{text[mention.end :]}"
    return text


def _all_but_one(assistant: Assistant, questions: Sequence[Question]) -> tuple[str, ...]:
    """Return the documents less the one that most expected spans stand in."""
    spans = Counter(span.source for question in questions for span in question.spans)
    most = max(sorted(spans), key=lambda source: spans[source], default="")
    return tuple(document.source for document in assistant.documents() if document.source != most)
