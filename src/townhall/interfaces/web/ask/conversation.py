"""The conversation that a page shows: what each of its events does to it, and what the page is sent then."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from townhall.errors import TownhallError
from townhall.interfaces.web.ask import rendering
from townhall.interfaces.web.ask.carried import names_of, said_with
from townhall.interfaces.web.ask.views import TurnView
from townhall.interfaces.web.templates import fragment
from townhall.locales.messages import Messages
from townhall.model import Slot, SlotKey, Turn

if TYPE_CHECKING:
    from townhall.assistant import Assistant

log = logging.getLogger(__name__)

Patch = dict[str, Any]
"""What the page is sent: of which conversation, from which exchange on (from 0), their HTML, whether more is coming, what to read out."""

REMEMBERED = 20
"""Answers that follow-up questions can lean on."""
LONGEST = 100_000
"""Exchanges that a page can count."""


@dataclass(frozen=True, slots=True)
class Exchange:
    """A question that was answered, with what it takes to ask it again."""

    number: int
    """Its place on the page, from 1."""
    turn: Turn
    before: tuple[Turn, ...] = ()
    """The turns that it could lean on."""
    left_out: tuple[Slot, ...] = ()
    """What it was not to take over from them."""


@dataclass(frozen=True, slots=True)
class Talk:
    """One person's conversation, as the server keeps it."""

    exchanges: tuple[Exchange, ...] = ()
    """What was answered."""
    shown: int = 0
    """Exchanges on the page: those that were answered, and what was stopped or went wrong."""
    pending: str = ""
    """The question that is being answered."""
    number: int = 0
    """Counts the conversations that were begun anew: what still arrives from an earlier one is dropped."""

    @property
    def turns(self) -> tuple[Turn, ...]:
        """What follow-up questions can lean on."""
        return tuple(exchange.turn for exchange in self.exchanges)


def caught_up(talk: Talk, data: Mapping[str, Any]) -> Talk:
    """Return ``talk`` as the page knows it.

    A page can outlive its session: the server was restarted, or the session expired. What it shows then stays, and the new question comes
    after it; only follow-up questions have nothing to lean on.
    """
    shown, number = (data.get(key) for key in ("shown", "talk"))
    if (
        isinstance(shown, int)
        and isinstance(number, int)
        and 0 <= shown <= LONGEST
        and 0 <= number <= LONGEST
        and (shown, number) != (talk.shown, talk.number)
    ):
        return Talk(shown=shown, number=number)
    return talk


def patch(talk: Talk, words: Messages, *views: TurnView, busy: bool = False) -> Patch:
    """Return what replaces the exchanges after those that ``talk`` has shown; what is complete is read out."""
    announce = "" if busy else " ".join(rendering.announcement(view) for view in views)
    return {"talk": talk.number, "from": talk.shown, "turns": [turn_html(view, words) for view in views], "busy": busy, "announce": announce}


def turn_html(turn: TurnView, words: Messages) -> str:
    """Return one exchange as HTML."""
    return fragment("turn.html", words, turn=turn)


class Conversation:
    """What the page's events do; it keeps nothing itself, so that nobody's conversation can reach anybody else."""

    def __init__(self, assistant: Assistant) -> None:
        self._assistant = assistant

    def ask(self, question: str, talk: Talk, words: Messages) -> Iterator[tuple[Patch, Talk]]:
        """Answer ``question``: yield what to show and the conversation as it is then, each time that there is more."""
        yield from self._answer(question.strip(), talk, words, before=talk.turns)

    def ask_without(self, number: int, key: SlotKey, question: str, talk: Talk, words: Messages) -> Iterator[tuple[Patch, Talk]]:
        """Ask the question of exchange ``number`` again, as it stood then, without the slot that it had taken over.

        Where the server has forgotten that exchange, ``question`` is asked by itself: then nothing is taken over.
        """
        exchange = next((exchange for exchange in talk.exchanges if exchange.number == number), None)
        if exchange is None:
            yield from self._answer(question.strip(), talk, words, before=())
            return
        left_out = (*exchange.left_out, *said_with(exchange.turn.answer.carried, key))
        yield from self._answer(exchange.turn.question, talk, words, before=exchange.before, left_out=left_out)

    def heard(self, data: Mapping[str, Any], talk: Talk, words: Messages) -> Iterator[tuple[Patch, Talk]]:
        """Do what the page asks for: ``question``, and where one is asked again ``without``, its number and the slot to leave out."""
        question, talk = str(data.get("question") or ""), caught_up(talk, data)
        match data.get("without"):
            case {"number": int(number), "slot": str(name), "value": str(value)}:
                yield from self.ask_without(number, SlotKey(name, value), question, talk, words)
            case _:
                yield from self.ask(question, talk, words)

    def _answer(
        self, question: str, talk: Talk, words: Messages, *, before: tuple[Turn, ...], left_out: tuple[Slot, ...] = ()
    ) -> Iterator[tuple[Patch, Talk]]:
        if not question:
            yield patch(talk, words), talk
            return
        number = talk.shown + 1
        open_talk = replace(talk, pending=question)
        closed_talk = replace(talk, pending="", shown=number)
        without = names_of(left_out, words)
        yield patch(talk, words, rendering.waiting(number, question, words, without=without), busy=True), open_talk
        try:
            turn = self._assistant.ask(question, turns=before, dropped=[slot.key for slot in left_out])
            view = rendering.answered(number, turn, words, without=without, section_of=self._assistant.section, document_of=self._assistant.document)
        except TownhallError as error:
            view = rendering.fault(number, question, words, cause=error.cause, remedy=error.remedy)
        except Exception:  # the page has to say something, whatever happened
            log.exception("A question could not be answered.")
            view = rendering.fault(number, question, words)
        else:
            closed_talk = replace(closed_talk, exchanges=(*talk.exchanges, Exchange(number, turn, before, left_out))[-REMEMBERED:])
        for shown in range(1, len(view.statements) + 1):
            yield patch(talk, words, replace(view, statements=view.statements[:shown], done=False), busy=True), open_talk
        yield patch(talk, words, view), closed_talk

    def stop(self, talk: Talk, words: Messages) -> tuple[Patch, Talk]:
        """Say that the open question was stopped; follow-up questions can't lean on it."""
        if not talk.pending:
            return patch(talk, words), talk
        view = rendering.stopped(talk.shown + 1, talk.pending, words)
        return patch(talk, words, view), replace(talk, pending="", shown=talk.shown + 1)

    def renew(self, talk: Talk, words: Messages) -> tuple[Patch, Talk]:
        """Begin a new conversation."""
        fresh = Talk(number=talk.number + 1)
        return patch(fresh, words), fresh
