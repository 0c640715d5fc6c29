"""The assistant: the only place that puts the stages of answering together."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from time import perf_counter

from townhall.answering import Context, answer_query
from townhall.answering.draft import Draft
from townhall.answering.finish import finish
from townhall.answering.refusal import refuse
from townhall.author import Author, Step
from townhall.catalogue import Catalogue
from townhall.corpus.freshness import has_changed
from townhall.judge import Judge, judge_named
from townhall.locales.words import whole_characters
from townhall.memory import Memory, first_played, key_of
from townhall.model import SlotKey, Status, Turn, Usage
from townhall.opened import Opened
from townhall.retrieval import Searcher
from townhall.settings import Settings

PASSAGES = 10
"""Passages whose sentences are looked at for an answer."""
WARM_UP = ("What is the deadline?", "Why is that so?")
"""Questions that between them load all that answering needs: facts, and passages."""


@dataclass(frozen=True, slots=True)
class _Put:
    """A question as it was put, and what it is to be understood with; fields as the arguments of ``Assistant.stream``."""

    question: str
    turns: Sequence[Turn] = ()
    dropped: Collection[SlotKey] = ()
    today: date | None = None
    sources: Sequence[str] = ()
    language: str | None = None
    fallback: str | None = None


class Assistant(Catalogue):
    """Answers questions from the index; notices a new generation by itself; safe to use from several threads.

    ``searcher`` is the class that searches for it: the evaluation puts a worse one in its place, to see that it notices. ``judge`` reads evidence
    in place of the one that the settings name.
    """

    def __init__(self, settings: Settings, *, searcher: type[Searcher] = Searcher, judge: Judge | None = None) -> None:
        super().__init__(settings, searcher)
        self._judge = judge or judge_named(settings.judge)
        self._author = Author(settings) if settings.writes else None

    @property
    def judge_sha256(self) -> str | None:
        """Hash of the judge's weights; None where no judge is used."""
        return self._judge.sha256 if self._judge else None

    def ask(
        self,
        question: str,
        *,
        turns: Sequence[Turn] = (),
        dropped: Collection[SlotKey] = (),
        today: date | None = None,
        sources: Sequence[str] = (),
        language: str | None = None,
        id: str = "",
    ) -> Turn:
        """Answer ``question``, which may lean on the ``turns`` before it.

        Args:
            question: the question as it was put.
            turns: the conversation before it, oldest first.
            dropped: what is not to be taken over from ``turns``: the keys of slots that an answer named as ``carried``.
            today: the day to assume; None for the settings'.
            sources: patterns of documents to keep to.
            language: the question's, an ISO 639-1 code, where it is known; None leaves it to be detected.
            id: what the answer is to be known by.

        Raises:
            StoreError: there is no index, or it is damaged.
            ModelError: the embedding model can't be used.
            UsageError: ``language`` is none of those that questions are read in, or no document matches ``sources``.
        """
        *_, whole = self.stream(question, turns=turns, dropped=dropped, today=today, sources=sources, language=language, id=id)
        return whole

    def stream(
        self,
        question: str,
        *,
        turns: Sequence[Turn] = (),
        dropped: Collection[SlotKey] = (),
        today: date | None = None,
        sources: Sequence[str] = (),
        language: str | None = None,
        fallback: str | None = None,
        id: str = "",
        written: bool = True,
        lasting: bool = False,
    ) -> Iterator[Turn]:
        """Yield the turn as its answer grows, the whole of it last; arguments and errors as in ``ask``.

        A question that doesn't tell its language ("VEFRESH?") is answered in the one of ``fallback``, or in English.

        Only an answer that a language model writes grows; none does unless it is to be ``written``. What is yielded is proven already; yet the last
        turn may take back what was written before, where too little of the rest holds. With ``lasting`` a growing answer has only those statements
        that stay whatever comes after them: for whoever can't take back what was shown.
        """
        started = perf_counter()
        question = whole_characters(question)
        opened = self._openings.current()
        context, asked = self._asked(opened, _Put(question, turns, dropped, today, sources, language, fallback))
        understood = perf_counter()
        draft = _unreadable(context, self._settings.question_characters) or answer_query(context)
        found = perf_counter()
        index, settings = opened.generation.manifest.generation, self._settings.answer_hash()
        writes = written and self._author is not None and draft.status.shows_an_answer
        steps = self._author.write(context, draft) if writes and self._author else iter([Step(draft)])
        for step in steps:
            growing = step.lasting if lasting and not step.whole else step.draft
            usage = step.usage + asked if step.usage and asked else step.usage
            answer = finish(context, growing, identifier=id, index=index, settings=settings, written=step.written, usage=usage)
            if not step.whole:
                yield Turn(question, context.query, answer)
        if any(has_changed(self._settings.corpus, citation.source, citation.sha256) for citation in answer.citations):
            answer = replace(answer, notes=(*answer.notes, context.messages.say("note.changed")))
        ended = perf_counter()
        timings = {
            "understand": understood - started,
            "answer": found - understood,
            **({"write": ended - found} if writes else {}),
            "total": ended - started,
        }
        answer = replace(answer, timings_ms={name: round(seconds * 1000, 3) for name, seconds in timings.items()})
        yield Turn(question, context.query, answer)

    def _asked(self, opened: Opened, put: _Put) -> tuple[Context, Usage | None]:
        """Return the question as it is understood, by the language model too where it leans on earlier ones, and what that took."""
        context = self._context(opened, put)
        if self._author is None or not put.turns or put.dropped or len(put.question) > self._settings.question_characters:
            return context, None
        reader = (opened.within(put.sources) if put.sources else opened).reader
        query, usage = self._author.standalone(context.query, put.turns, lambda text: reader.read(text, language=put.language))
        return (context if query is context.query else replace(context, query=query)), usage

    def context(self, question: str, *, turns: Sequence[Turn] = (), today: date | None = None, sources: Sequence[str] = ()) -> Context:
        """Return the question as it is understood, with everything that it is answered from."""
        return self._context(self._openings.current(), _Put(whole_characters(question), turns, today=today, sources=sources))

    def _context(self, generation: Opened, put: _Put) -> Context:
        opened = generation.within(put.sources) if put.sources else generation
        text = put.question[: self._settings.question_characters]
        query = opened.reader.read(text, put.turns, dropped=put.dropped, language=put.language, fallback=put.fallback)
        return Context(
            query=replace(query, asked=put.question),
            today=put.today or self._settings.current_date(),
            bundle=opened.generation.bundle,
            lexical=opened.generation.lexical,
            names=opened.names,
            known=opened.facts,
            searcher=opened.searcher,
            passages=PASSAGES,
            characters=self._settings.answer_characters,
            sources=put.sources,
            judge=self._judge if self._judge and query.language in self._judge.languages else None,
            gazetteer=opened.gazetteer,
            detector=opened.detector,
            threshold=self._settings.support_threshold,
        )

    def converse(
        self,
        questions: Sequence[str],
        *,
        dropped: Collection[SlotKey] = (),
        today: date | None = None,
        sources: Sequence[str] = (),
        language: str | None = None,
        id: str = "",
        memory: Memory | None = None,
        written: bool = True,
    ) -> Turn:
        """Ask ``questions`` in order as one conversation and return the last turn; arguments as in ``play``."""
        *_, whole = self.play(questions, dropped=dropped, today=today, sources=sources, language=language, id=id, memory=memory, written=written)
        return whole

    def play(
        self,
        questions: Sequence[str],
        *,
        dropped: Collection[SlotKey] = (),
        today: date | None = None,
        sources: Sequence[str] = (),
        language: str | None = None,
        id: str = "",
        memory: Memory | None = None,
        written: bool = True,
        lasting: bool = False,
    ) -> Iterator[Turn]:
        """Ask ``questions`` in order as one conversation and yield the last turn as in ``stream``; of a very long one the last are asked.

        ``dropped``, ``language``, ``id``, ``written`` and ``lasting`` are for the last one. A language model writes none of the others: nobody
        sees them. Where there is a ``memory``, what it holds isn't asked again.
        """
        kept, day = questions[first_played(len(questions)) :], today or self._settings.current_date()
        turns = self._earlier(kept, today=day, sources=sources, memory=memory)
        last = None
        for last in self.stream(
            kept[-1], turns=turns, dropped=dropped, today=day, sources=sources, language=language, id=id, written=written, lasting=lasting
        ):
            yield last
        # An answer that was to leave something out, or was asked for in other words, is no part of the same conversation sent anew.
        if memory and last is not None and written and not dropped and language is None and len(kept[-1]) <= self._settings.question_characters:
            memory.remember(key_of(last.answer.index, day, sources, kept), last)

    def search_text(
        self, questions: Sequence[str], *, dropped: Collection[SlotKey] = (), sources: Sequence[str] = (), memory: Memory | None = None
    ) -> str:
        """Return what to search for: a query as it is, of a conversation its last question as it stands by itself. Nothing is answered for it."""
        if len(questions) == 1:
            return whole_characters(questions[0])
        kept, day = questions[first_played(len(questions)) :], self._settings.current_date()
        turns = self._earlier(kept, today=day, sources=sources, memory=memory)
        context, _ = self._asked(self._openings.current(), _Put(whole_characters(kept[-1]), turns, dropped, day, sources))
        return context.query.search_text

    def _earlier(self, questions: Sequence[str], *, today: date, sources: Sequence[str], memory: Memory | None) -> list[Turn]:
        """Return the turns of all questions but the last."""
        generation = self.generation
        turns: list[Turn] = []
        for number, question in enumerate(questions[:-1], 1):
            key = key_of(generation, today, sources, questions[:number])
            turn = memory.recall(key) if memory else None
            if turn is None:
                *_, turn = self.stream(question, turns=turns, today=today, sources=sources, written=False)
                if memory and turn.answer.index == generation and len(question) <= self._settings.question_characters:
                    memory.remember(key, turn)
            turns.append(turn)
        return turns

    def warm_up(self) -> None:
        """Load everything that the first question would have to wait for; a language model is not asked."""
        for question in WARM_UP:
            list(self.stream(question, written=False))
        if self._author:
            self._author.prepare()


def _unreadable(context: Context, limit: int) -> Draft | None:
    """Refuse a question that is empty, all punctuation, or longer than ``limit`` characters."""
    if len(context.query.asked) > limit:
        return refuse(context, context.messages.say("refusal.too_long", n=limit), status=Status.OUT_OF_SCOPE)
    if not any(character.isalnum() for character in context.query.asked):
        return refuse(context, context.messages.say("refusal.empty"), status=Status.OUT_OF_SCOPE)
    return None
