"""Questions that a newcomer can ask with one press: made of what the documents hold, and only those that are answered."""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from babel.languages import get_official_languages

from townhall.errors import TownhallError
from townhall.interfaces.directory import EUROPE
from townhall.locales.messages import Messages, page_words
from townhall.model import FactKind, Status

if TYPE_CHECKING:
    from townhall.assistant import Assistant

log = logging.getLogger(__name__)

GROUPS = ("country", "deadlines", "programme")
"""What people come for, in the order in which it is shown."""
SHOWN = 3
"""Questions of a group."""
ENOUGH = 2
"""Of a group with fewer, general questions are added."""
GENERAL = {"country": ("covered", "who_helps"), "deadlines": ("apply", "any_deadlines"), "programme": ("take_part",)}
"""Questions that fit any documents."""


@dataclass(frozen=True, slots=True)
class Group:
    """A few questions under a title."""

    key: str
    title: str
    questions: tuple[str, ...]


class Examples:
    """Example questions in the page's language. They are tried in the background, once for each index and language."""

    def __init__(self, assistant: Assistant) -> None:
        self._assistant = assistant
        self._lock = threading.Lock()
        self._known: dict[str, tuple[Group, ...]] = {}
        self._generation = ""
        self._trying: set[str] = set()

    def of(self, language: str) -> tuple[Group, ...]:
        """Return the questions to show now: general ones until others have been tried."""
        try:
            generation = self._assistant.generation
        except TownhallError:
            return general(page_words(language))
        with self._lock:
            if generation != self._generation:
                self._generation = generation
                self._known.clear()
                self._trying.clear()
            if language in self._known:
                return self._known[language]
            new = language not in self._trying
            self._trying.add(language)
        if new:
            threading.Thread(target=self._try, args=(generation, language), name=f"examples-{language}", daemon=True).start()
        return general(page_words(language))

    def _try(self, generation: str, language: str) -> None:
        try:
            groups = self.tried(language)
        except Exception:  # general questions are shown instead; whoever asks is told the fault
            log.exception("The example questions couldn't be tried.")
            return
        with self._lock:
            if generation == self._generation:
                self._known[language] = groups

    def tried(self, language: str) -> tuple[Group, ...]:
        """Return the questions of a language that the assistant answers; it asks them.

        Raises:
            TownhallError: the assistant can't answer.
        """
        words = page_words(language)
        candidates = {
            "country": _of_countries(self._assistant, words),
            "deadlines": _of_programmes(self._assistant, words, "deadlines"),
            "programme": _of_programmes(self._assistant, words, "definition"),
        }
        groups = []
        for key in GROUPS:
            found = self._answered(candidates[key], SHOWN)
            if len(found) < ENOUGH:
                found += self._answered([words.say(f"examples.ask.{name}") for name in GENERAL[key]], ENOUGH - len(found))
            groups.append(Group(key, words.say(f"examples.{key}"), tuple(found)))
        return tuple(group for group in groups if group.questions) or general(words)

    def _answered(self, questions: Iterable[str], most: int) -> list[str]:
        """Return the first questions, ``most`` of them, that are answered."""
        answered = (question for question in questions if self._assistant.ask(question).answer.status is Status.ANSWERED)
        return list(islice(answered, most))


def general(words: Messages) -> tuple[Group, ...]:
    """Return questions that fit any documents."""
    return tuple(
        Group(key, words.say(f"examples.{key}"), tuple(words.say(f"examples.ask.{name}") for name in names)) for key, names in GENERAL.items()
    )


def _of_countries(assistant: Assistant, words: Messages) -> list[str]:
    """Return questions for countries: those where the page's language is official come first, then those that have a contact."""
    organisations = assistant.facts(FactKind.ORGANISATION)
    reachable = {contact.get("organisation") for contact in assistant.facts(FactKind.CONTACT) if contact.get("name")}
    contacts: dict[str, bool] = {}
    for fact in organisations:
        code = fact.get("country")
        if code and code != EUROPE:
            contacts[code] = contacts.get(code, False) or fact.get("name") in reachable
    ordered = sorted(contacts, key=lambda code: (words.language not in get_official_languages(code), not contacts[code]))
    asked = []
    for index, code in enumerate(ordered[:SHOWN]):
        asked.append(words.say("examples.ask.support", country=words.country(code)))
        if contacts[code] and index == 0:
            asked.append(words.say("examples.ask.contact", country=words.country(code)))
    # The last place is for what is asked of all countries.
    return [*asked[: SHOWN - 1], words.say("examples.ask.covered"), *asked[SHOWN - 1 :]]


def _of_programmes(assistant: Assistant, words: Messages, name: str) -> list[str]:
    """Return a question for each of the programmes that have deadlines."""
    programmes = dict.fromkeys(programme for fact in assistant.facts(FactKind.DEADLINE) if (programme := fact.get("programme")))
    return [words.say(f"examples.ask.{name}", programme=programme) for programme in list(programmes)[:SHOWN]]
