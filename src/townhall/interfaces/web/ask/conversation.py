"""The conversation that a page shows: what each of its events does to it, and what the page is sent then.

It is kept in the store. A page names the exchanges that it shows by their keys, and gets whatever differs from what is kept.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from townhall.errors import TooManyError, TownhallError
from townhall.interfaces.web.ask import rendering
from townhall.interfaces.web.ask.carried import names_of, said_with
from townhall.interfaces.web.ask.event import Event, Origin
from townhall.interfaces.web.ask.rendering import Renderer, key_of
from townhall.interfaces.web.ask.running import Running, State
from townhall.interfaces.web.ask.talks import Asked, Talk, Talks
from townhall.interfaces.web.ask.views import TurnView
from townhall.interfaces.web.operating.questions import Asker, ByDoor
from townhall.interfaces.web.templates import fragment
from townhall.locales.messages import Messages
from townhall.model import Turn
from townhall.storage import Conversation as Kept
from townhall.storage import Exchange, ExchangeKind, Owner

if TYPE_CHECKING:
    from townhall.interfaces.web.site import Site

log = logging.getLogger(__name__)

Patch = dict[str, Any]
"""What the page is sent: of which conversation, in reply to what, from which exchange on (from 0), their HTML, whether more is coming, what to
read out."""

REMEMBERED = 20
"""Answers that follow-up questions can lean on."""


def turn_html(turn: TurnView, words: Messages) -> str:
    """Return one exchange as HTML."""
    return fragment("turn.html", words, turn=turn)


def views_of(kept: Kept, renderer: Renderer) -> tuple[TurnView, ...]:
    """Return a whole conversation as it is shown."""
    return tuple(renderer.kept(number, exchange) for number, exchange in enumerate(kept.exchanges, 1))


class Conversation:
    """What the page's events do. It keeps nothing itself but which questions are being answered."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self._talks = Talks(site.store)
        self.running = Running()

    def ask(self, data: Mapping[str, Any], owner: Owner | None, words: Messages, *, origin: Origin | None = None) -> Iterator[Patch]:
        """Answer a question: yield what to show each time that there is more."""
        event = Event.of(data)
        if not event.question or not self.running.begin(event.token):
            return
        origin = origin or Origin()
        talk = self._talks.named(owner, event)
        questions, asker = self._site.questions, Asker(ByDoor.PAGE, origin.address, origin.request)
        try:
            questions.admit(asker)
        except TooManyError:
            self.running.finish(event.token)
            view = rendering.fault(0, event.question, words, cause=words.say("lost.busy"), remedy="")
            yield self._patch(event, talk, words, view)
            return
        asked = self._asked(event, talk)
        talk = self._talks.replaced(owner, talk, event.instead)
        asked = replace(asked, before=tuple(exchange for exchange in asked.before if exchange in talk.exchanges))
        try:
            with questions.followed(asker) as followed:
                yield from self._answer(event, owner, talk, asked, words, told=lambda turn: followed.answered(turn, request=origin.request))
        except GeneratorExit:  # nobody waits for the answer any more
            if self.running.stop(event.token):
                self._talks.keep(owner, talk.id, asked, kind=ExchangeKind.STOPPED)
            raise

    def stop(self, data: Mapping[str, Any], owner: Owner | None, words: Messages) -> Patch:
        """Stop the question that is being answered; follow-up questions can't lean on it."""
        event = Event.of(data)
        talk = self._talks.named(owner, event)
        lost = None
        if event.question and self.running.stop(event.token):
            asked = self._asked(event, talk)
            if self._talks.keep(owner, talk.id, asked, kind=ExchangeKind.STOPPED) is None:
                lost = rendering.stopped(0, asked.question, words)
            talk = self._talks.again(owner, talk)
        return self._patch(event, talk, words, *([lost] if lost else []))

    def renew(self, data: Mapping[str, Any], owner: Owner | None, words: Messages) -> Patch:
        """Begin a new conversation."""
        event = Event.of(data)
        return self._patch(replace(event, shown=()), self._talks.fresh(owner), words)

    def _answer(
        self, event: Event, owner: Owner | None, talk: Talk, asked: Asked, words: Messages, *, told: Callable[[Turn | None], None]
    ) -> Iterator[Patch]:
        without = names_of(asked.left_out, words)
        yield self._patch(event, talk, words, rendering.waiting(0, asked.question, words, without=without), busy=True)
        turn, shown = None, 0
        try:
            left_out = [slot.key for slot in asked.left_out]
            steps = self._site.assistant.stream(asked.question, turns=asked.turns, dropped=left_out, fallback=words.language)
            for turn in steps:
                if self.running.state(event.token) is State.STOPPED:
                    return
                view = self._renderer(words).answered(0, turn, without=without)
                shown = len(view.statements) if turn.answer.mode == "llm" else 0
                if shown:
                    yield self._patch(event, talk, words, rendering.growing(view, words), busy=True)
        except TownhallError as error:
            view = rendering.fault(0, asked.question, words, cause=error.cause, remedy=error.remedy)
        except Exception:  # the page has to say something, whatever happened
            log.exception("A question could not be answered.")
            view = rendering.fault(0, asked.question, words)
        told(turn)
        if len(view.statements) > shown:  # seen before it is kept: a database may be slow
            yield self._patch(event, talk, words, replace(view, done=False), busy=True)
        if not self.running.finish(event.token):
            return
        number = self._talks.keep(owner, talk.id, asked, turn=turn, kind=ExchangeKind.ANSWERED if turn else ExchangeKind.FAULT)
        if number is None:
            yield self._patch(event, talk, words, replace(view, remark=words.say("turn.not_kept")))
            return
        yield self._patch(event, self._talks.again(owner, talk), words, said=number, view=view)

    def _asked(self, event: Event, talk: Talk) -> Asked:
        """Return what is asked: the question as it came, or an earlier one as it stood then.

        Where the earlier one isn't there any more, its question is asked by itself: then nothing is taken over.
        """
        before = tuple(exchange for exchange in talk.exchanges if exchange.turn)[-REMEMBERED:]
        if not event.again:
            return Asked(event.question, tuple(exchange for exchange in before if key_of(exchange) != event.instead))
        exchange = next((exchange for exchange in talk.exchanges if key_of(exchange) == event.again), None)
        if exchange is None:
            return Asked(event.question, ())
        left_out = exchange.left_out
        if event.without and exchange.turn:
            left_out = (*left_out, *said_with(exchange.turn.answer.carried, event.without))
        return Asked(exchange.question, tuple(other for other in talk.exchanges if other.number in exchange.before), left_out)

    def _renderer(self, words: Messages) -> Renderer:
        return Renderer(self._site.assistant, words, today=self._site.settings.current_date())

    def _patch(
        self, event: Event, talk: Talk, words: Messages, *views: TurnView, busy: bool = False, said: int | None = None, view: TurnView | None = None
    ) -> Patch:
        """Return what the page doesn't have yet of ``talk``, with ``views`` after it; what is complete is read out.

        ``view`` shows the exchange ``said`` already, so that it isn't made again.
        """
        position, index = agreed(event.shown, talk.exchanges) if talk.readable else (len(event.shown), len(talk.exchanges))
        renderer = self._renderer(words)
        shown = []
        for number, exchange in enumerate(talk.exchanges[index:], position + 1):
            if view and exchange.number == said:
                shown.append(replace(view, number=number, key=key_of(exchange), judged=exchange.turn is not None))
            else:
                shown.append(renderer.kept(number, exchange))
        shown.extend(replace(each, number=number) for number, each in enumerate(views, position + len(shown) + 1))
        if talk.anew and shown:
            shown[-1] = replace(shown[-1], remark=shown[-1].remark or words.say("turn.anew"))
        announce = rendering.announcement(shown[-1]) if shown and not busy else ""
        return {
            "conversation": talk.id,
            "token": event.token,
            "from": position,
            "turns": [turn_html(each, words) for each in shown],
            "busy": busy,
            "announce": announce,
        }


def agreed(shown: Sequence[str], exchanges: Sequence[Exchange]) -> tuple[int, int]:
    """Return how many of the exchanges that a page shows, and how many of those that are kept, are the same from the beginning.

    One that the page shows and that isn't kept (an empty key) stays where it is.
    """
    position = index = 0
    for key in shown:
        if key:
            if index == len(exchanges) or key != key_of(exchanges[index]):
                break
            index += 1
        position += 1
    return position, index
