"""Conversations in the store, as far as it can be used: a page is answered though nothing can be read or kept."""

from __future__ import annotations

import logging
from dataclasses import dataclass, replace

from townhall.errors import StoreError
from townhall.interfaces.web.ask.event import Event
from townhall.interfaces.web.ask.rendering import key_of
from townhall.interfaces.web.store import Store
from townhall.model import Slot, Turn
from townhall.storage import Exchange, ExchangeKind, Owner

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Talk:
    """A conversation as far as it can be read."""

    id: str = ""
    exchanges: tuple[Exchange, ...] = ()
    readable: bool = True
    """False where the store can't be used: then nothing is known of what the page shows."""
    anew: bool = False
    """True where the one that the page names is gone, and this one takes its place."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with what it may lean on."""

    question: str
    before: tuple[Exchange, ...]
    left_out: tuple[Slot, ...] = ()

    @property
    def turns(self) -> tuple[Turn, ...]:
        """What it may lean on."""
        return tuple(exchange.turn for exchange in self.before if exchange.turn)


class Talks:
    """What is read from the store and kept in it; a fault of the store is logged and raises nothing."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def named(self, owner: Owner | None, event: Event) -> Talk:
        """Return the conversation that the page names, or one that is begun now."""
        if owner is None:
            return Talk(readable=False)
        try:
            store = self._store.conversations
            if kept := store.load(owner, event.conversation) if event.conversation else None:
                return Talk(kept.id, kept.exchanges)
            return Talk(store.begin(owner), anew=any(event.shown))
        except StoreError:
            log.exception("A conversation couldn't be read.")
            return Talk(event.conversation, readable=False)

    def fresh(self, owner: Owner | None) -> Talk:
        """Begin a new conversation, or return the latest while it is empty."""
        if owner is None:
            return Talk()
        try:
            latest = self._store.conversations.latest(owner)
            empty = latest.id if latest and not latest.exchanges else None
            return Talk(empty or self._store.conversations.begin(owner))
        except StoreError:
            log.exception("A conversation couldn't be begun.")
            return Talk()

    def again(self, owner: Owner | None, talk: Talk) -> Talk:
        """Return the conversation as it is now."""
        try:
            kept = self._store.conversations.load(owner, talk.id) if owner and talk.id else None
        except StoreError:
            log.exception("A conversation couldn't be read.")
            kept = None
        return replace(talk, exchanges=kept.exchanges) if kept else talk

    def replaced(self, owner: Owner | None, talk: Talk, key: str) -> Talk:
        """Return the conversation without its last exchange, if ``key`` names that one: what another page added since stays."""
        if not key or owner is None or not talk.exchanges or key_of(talk.exchanges[-1]) != key:
            return talk
        try:
            self._store.conversations.replace_from(owner, talk.id, talk.exchanges[-1].number)
        except StoreError:
            log.exception("An exchange couldn't be replaced.")
            return talk
        return replace(talk, exchanges=talk.exchanges[:-1])

    def keep(self, owner: Owner | None, id: str, asked: Asked, *, turn: Turn | None = None, kind: ExchangeKind) -> int | None:
        """Keep an exchange and return its number; None where that isn't possible."""
        if owner is None or not id:
            return None
        try:
            return self._store.conversations.append(
                owner,
                id,
                question=asked.question,
                turn=turn,
                kind=kind,
                before=[exchange.number for exchange in asked.before],
                left_out=asked.left_out,
            )
        except StoreError:
            log.exception("An exchange couldn't be kept.")
            return None
