"""Answers spoilt one by one, in the ways in which answers go wrong: to see how small a loss the evaluation notices."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from random import Random

from townhall.evaluation.result import Result
from townhall.evaluation.systems.answers import refusal
from townhall.evaluation.systems.sabotage import a_character_off, a_day_later
from townhall.model import Answer

NUMBER = re.compile(r"(?<![\d.,-])\d{1,6}(?![\d.,-])")

Spoil = Callable[[Result, Sequence[Result], Random], Answer | None]
"""Returns a spoilt answer, or None where there is nothing to spoil in this way; the second argument is the whole run."""


def degraded(result: Result, results: Sequence[Result], rng: Random) -> Answer:
    """Return the answer spoilt in one of the ways that it can be, drawn by ``rng``."""
    spoilt = [answer for spoil in KINDS if (answer := spoil(result, results, rng)) is not None]
    return rng.choice(spoilt)


def _of_another_question(result: Result, results: Sequence[Result], rng: Random) -> Answer:
    others = [other for other in results if other.response.answer.statements and other.question.group != result.question.group]
    other = rng.choice(others or list(results)).response.answer
    return replace(other, id=result.question.id, question=result.question.turns[-1])


def _refused(result: Result, _results: Sequence[Result], _rng: Random) -> Answer | None:
    return refusal(result.question) if result.response.answer.status.shows_an_answer else None


def _without_a_fact(result: Result, _results: Sequence[Result], rng: Random) -> Answer | None:
    """Leave out a statement, its citations if nothing else cites them, and the cards, which say the same again."""
    answer = result.response.answer
    if not answer.statements or not answer.status.shows_an_answer:
        return None
    dropped = rng.randrange(len(answer.statements))
    statements = tuple(statement for number, statement in enumerate(answer.statements) if number != dropped)
    cited = {number for statement in statements for number in statement.citations}
    return replace(answer, statements=statements, citations=tuple(citation for citation in answer.citations if citation.n in cited), cards=())


def _with_a_citation_off(result: Result, _results: Sequence[Result], _rng: Random) -> Answer | None:
    return a_character_off(result.response).answer if result.response.answer.citations else None


def _with_a_wrong_value(result: Result, _results: Sequence[Result], _rng: Random) -> Answer | None:
    """Let every date be a day later; where there is none, the first number one more, wherever it is said."""
    answer = result.response.answer
    if (later := a_day_later(answer)) != answer:
        return later
    found = next((match[0] for statement in answer.statements if (match := NUMBER.search(statement.text))), None)
    if found is None:
        return None
    statements = tuple(replace(statement, text=_one_more(statement.text, found)) for statement in answer.statements)
    cards = tuple(
        replace(card, fields={name: replace(field, value=field.value and _one_more(field.value, found)) for name, field in card.fields.items()})
        for card in answer.cards
    )
    return replace(answer, statements=statements, cards=cards)


def _one_more(text: str, number: str) -> str:
    return NUMBER.sub(lambda match: str(int(number) + 1) if match[0] == number else match[0], text)


KINDS: tuple[Spoil, ...] = (_of_another_question, _refused, _without_a_fact, _with_a_citation_off, _with_a_wrong_value)
"""In the order in which they are tried."""
