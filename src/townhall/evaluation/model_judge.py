"""A second opinion on answers, by a language model: LlamaIndex's own evaluators, whose verdicts stand beside ours and never in their place.

* faithful: ``FaithfulnessEvaluator``: do the quotes support the answer?
* relevant: ``RelevancyEvaluator``: do the answer and its quotes fit the question?
* correct: ``CorrectnessEvaluator``: from 1 to 5, how far does the answer agree with what is expected? 4 and more passes.

They read whatever holds "yes" as yes and anything else as no. Here a reply that isn't clearly one of the two, or no score from 1 to 5, is no verdict;
so is an error, and a reply that doesn't come in time.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from townhall.evaluation.data.question import Question
from townhall.evaluation.result import Result
from townhall.language_model import language_model
from townhall.model import Answer, Progress, Role
from townhall.settings import Settings

if TYPE_CHECKING:
    from llama_index.core.evaluation import EvaluationResult

AT_ONCE = 4
"""Answers that are judged at the same time."""
PASSING_SCORE = 4.0
"""From here on a correctness score passes; ``CorrectnessEvaluator``'s own default."""
SHOWN = 400
"""So much of a reply is kept, in characters."""
_WORD = re.compile(r"\b(yes|no)\b", re.IGNORECASE)
_SCORE = re.compile(r"\s*(?:\W*score\W*)?([1-5](?:\.\d+)?)(?:\s*/\s*5(?:\.0)?)?\W*(?:\n|$)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the model said of one answer in one respect."""

    passed: bool | None
    """None where there is no verdict: an error, no reply in time, or one that can't be read."""
    score: float | None = None
    """From 1 to 5, of ``correct`` only."""
    reply: str = ""
    """The beginning of what it said, or why there is no verdict."""


@dataclass(frozen=True, slots=True)
class Opinion:
    """What the model said of one answer. None where it wasn't asked: a refusal rests on no quotes."""

    faithful: Verdict | None
    relevant: Verdict | None
    correct: Verdict | None


def opinions_of(results: Sequence[Result], settings: Settings, *, progress: Progress = lambda *_: None) -> tuple[Opinion, ...]:
    """Ask the language model of the settings about every answer, in order.

    Raises:
        LanguageModelError: no language model is configured, or it can't be made. Faults of single requests are verdicts of None.
    """
    return asyncio.run(_Judge(settings).all(results, progress))


class _Judge:
    def __init__(self, settings: Settings) -> None:
        from llama_index.core.evaluation import CorrectnessEvaluator, FaithfulnessEvaluator, RelevancyEvaluator

        model = language_model(settings)
        self._faithful = FaithfulnessEvaluator(llm=model)
        self._relevant = RelevancyEvaluator(llm=model)
        self._correct = CorrectnessEvaluator(llm=model, score_threshold=PASSING_SCORE, parser_function=_scored)
        self._seconds = settings.language_model_seconds * (settings.language_model_retries + 1)
        self._places = asyncio.Semaphore(AT_ONCE)

    async def all(self, results: Sequence[Result], progress: Progress) -> tuple[Opinion, ...]:
        done = 0

        async def one(result: Result) -> Opinion:
            nonlocal done
            async with self._places:
                opinion = await self._opinion(result.question, result.response.answer)
            done += 1
            progress("Asking the language model", done, len(results))
            return opinion

        return tuple(await asyncio.gather(*(one(result) for result in results)))

    async def _opinion(self, question: Question, answer: Answer) -> Opinion:
        asked, said = "\n".join(question.turns), said_in(answer)
        quotes = [citation.quote for citation in answer.citations if citation.role is Role.SUPPORT]
        rests_on_quotes = answer.status.shows_an_answer and bool(quotes)
        return Opinion(
            faithful=await self._try(lambda: self._faithful.aevaluate(query=asked, response=said, contexts=quotes), _said)
            if rests_on_quotes
            else None,
            relevant=await self._try(lambda: self._relevant.aevaluate(query=asked, response=said, contexts=quotes), _said)
            if rests_on_quotes
            else None,
            correct=await self._try(lambda: self._correct.aevaluate(query=asked, response=said, reference=reference_of(question)), _graded),
        )

    async def _try(self, ask: Callable[[], Awaitable[EvaluationResult]], read: Callable[[EvaluationResult], Verdict]) -> Verdict:
        """Return the verdict that ``read`` finds in a reply, or none, with the reason."""
        try:
            return read(await asyncio.wait_for(ask(), self._seconds))
        except TimeoutError:
            return Verdict(None, reply=f"no reply in {self._seconds:g} s")
        except Exception as error:  # noqa: BLE001 - a model of any kind may fail in any way, which must not end the evaluation
            return Verdict(None, reply=_short(f"{type(error).__name__}: {error}"))


def said_in(answer: Answer) -> str:
    """Return what the model is shown as the answer: statements without markers, a line each, then notes."""
    return "\n".join([*(statement.text for statement in answer.statements), *answer.notes])


def reference_of(question: Question) -> str:
    """Return what the model is told a right answer is: the expected facts, what mustn't be said, and the documents' words."""
    lines = []
    if question.wants_refusal:
        lines.append("The documents do not answer this question. A right answer says so, or asks what is meant, and claims nothing else.")
    elif not question.wants_answer:
        lines.append("The documents hardly answer this question. An answer that says so is right as well.")
    if question.facts:
        lines.append("A right answer holds: " + "; ".join(fact.shown for fact in question.facts) + ".")
    if question.forbidden:
        lines.append("It does not say: " + "; ".join(fact.shown for fact in question.forbidden) + ".")
    lines += [f"The documents say: “{' '.join(span.quote.split())}”" for span in question.spans]
    return "\n".join(lines)


def _said(result: EvaluationResult) -> Verdict:
    """Return the verdict of a reply that should be yes or no."""
    reply = result.feedback or ""
    words = {word.lower() for word in _WORD.findall(reply)}
    return Verdict(result.passing if len(words) == 1 else None, reply=_short(reply))


def _graded(result: EvaluationResult) -> Verdict:
    return Verdict(result.passing, result.score, _short(result.feedback or ""))


def _scored(reply: str) -> tuple[float | None, str | None]:
    """Return the score on the first line of a reply, None where there is none from 1 to 5, and the reply."""
    match = _SCORE.match(reply)
    score = float(match[1]) if match else None
    return (score if score is not None and score <= 5 else None), reply  # noqa: PLR2004 - the scale of CorrectnessEvaluator


def _short(text: str) -> str:
    folded = " ".join(text.split())
    return folded if len(folded) <= SHOWN else f"{folded[: SHOWN - 1]}…"
