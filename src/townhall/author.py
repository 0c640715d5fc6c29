"""The language model at work for the assistant: it writes answers, and writes follow-up questions out. Whatever it does, there is an answer."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from townhall.answering import Context
from townhall.answering.draft import Draft
from townhall.answering.written import Outcome, Writing
from townhall.answering.written.follow_up import as_question, is_faithful, leans, taken_over
from townhall.answering.written.prompt import SCHEMA, Prompt, follow_up_prompt
from townhall.errors import LanguageModelError
from townhall.language_model import Fault, Message, Talk, Talker
from townhall.model import Query, Turn, Usage
from townhall.settings import Settings

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Step:
    """An answer as far as it is."""

    draft: Draft
    written: bool = False
    """Whether the model has a part in it."""
    whole: bool = True
    """Whether it is the last."""
    usage: Usage | None = None
    """What it took; known once the answer is whole."""
    settled: int = 0
    """Of an answer that grows: how many of its first claims stay, whatever comes after them."""

    @property
    def lasting(self) -> Draft:
        """The answer as far as it stays."""
        return replace(self.draft, claims=self.draft.claims[: self.settled])


class Author:
    """Asks the settings' language model; safe to use from several threads."""

    def __init__(self, settings: Settings) -> None:
        """Contact nobody yet."""
        self._settings = settings
        self._talker = Talker(settings)

    def prepare(self) -> None:
        """Load what the first answer would have to wait for; nobody is contacted."""
        try:
            self._talker.prepare()
        except LanguageModelError as error:
            log.warning("%s", error)

    def write(self, context: Context, draft: Draft) -> Iterator[Step]:
        """Yield the answer as it grows from the extractive ``draft``, the whole of it last; never an error."""
        writing = Writing(context, draft, window=self._settings.language_model_window)
        if not writing.is_wanted:
            yield Step(draft)
            return
        talk = self._talk(writing.prompt())
        try:
            for growing in writing.drafts(self._talker.words(talk, schema=SCHEMA)):
                yield Step(growing, written=True, whole=False, settled=writing.settled)
        except (Fault, LanguageModelError) as error:
            log.warning("The language model wrote no answer: %s", error)
            yield Step(writing.fallback(silent=True))
            return
        match writing.outcome:
            case Outcome.WRITTEN:
                yield Step(writing.result(), written=True, usage=talk.usage())
            case Outcome.NOTHING_NEW:
                yield Step(writing.extractive)
            case outcome:
                log.info("The language model's answer was not used: %s", outcome)
                yield Step(writing.fallback(silent=outcome is Outcome.SILENT))

    def standalone(self, default: Query, turns: Sequence[Turn], read: Callable[[str], Query]) -> tuple[Query, Usage | None]:
        """Return a follow-up question written out by the model where that holds, else as the rules read it, and what it took.

        ``read`` reads a question that stands alone.
        """
        if self._settings.follow_ups != "written" or not leans(default, turns):
            return default, None
        talk = self._talk(follow_up_prompt(default.asked, turns))
        seconds = self._settings.follow_up_seconds
        try:
            reply = "".join(self._talker.words(talk, first=seconds, whole=seconds))
        except (Fault, LanguageModelError) as error:
            log.warning("The language model wrote no question out: %s", error)
            return default, None
        question = as_question(reply)
        written = read(question) if question else None
        if written is None or not is_faithful(written, default, turns):
            return default, talk.usage()
        return taken_over(written, default), talk.usage()

    def _talk(self, prompt: Prompt) -> Talk:
        return self._talker.talk([Message("system", prompt.system), Message("user", prompt.user)])
