"""Townhall from Python: one class, whose methods mean what the commands of the same name mean, and their asynchronous twins."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from townhall import library
from townhall.assistant import Assistant
from townhall.errors import NoSuchDocumentError, UsageError
from townhall.interfaces.given import settings_of
from townhall.library import IngestReport
from townhall.model import Document, Hit, Turn
from townhall.settings import Settings

if TYPE_CHECKING:
    from townhall.evaluation import EvaluationReport


class Townhall:
    """Answers from a folder of documents, each sentence proved by a quote; safe to use from several threads.

    Making one loads and contacts nothing. The index is opened at the first question, and a newer one is noticed by itself. What a method does
    an asynchronous one does too, in a thread: ``aask`` for ``ask``.
    """

    def __init__(self, corpus: str | Path | None = None, index: str | Path | None = None, **settings: Any) -> None:
        """Work with the documents in ``corpus`` and the index in ``index``.

        Args:
            corpus: the folder of the documents; None for the settings'.
            index: the folder of the index, which ``ingest`` fills; None for the settings'.
            settings: any setting by its name in lower case (``today``, ``candidates``); those that aren't given come from the environment.

        Raises:
            UsageError: there is no such setting, or it can't have this value.
        """
        self.settings: Settings = settings_of(corpus=corpus, index=index, **settings)
        self.assistant = Assistant(self.settings)
        """What answers."""

    def ingest(self, *, rebuild: bool = False) -> IngestReport:
        """Bring the index up to date with the documents, with ``rebuild`` from nothing, and say what that took; only what changed is read.

        Raises:
            CorpusError: there is nothing to read.
            StoreBusyError: another process is ingesting.
        """
        return library.ingest(self.settings, rebuild=rebuild)

    def ask(
        self, question: str, *, after: Turn | Sequence[Turn] = (), sources: Sequence[str] = (), today: date | None = None, language: str | None = None
    ) -> Turn:
        """Answer a question. A refusal is an answer too: see the ``status`` of the turn's ``answer``.

        Args:
            question: in any of the 24 languages; it is answered in the same.
            after: the turn that this one follows, or the whole conversation, oldest first.
            sources: patterns of the documents to keep to (``"calls/*.txt"``).
            today: the day to assume; None for the settings'.
            language: the question's, an ISO 639-1 code, where it is known; None leaves it to be detected.

        Raises:
            StoreError: there is no index, or it is damaged.
        """
        return self.assistant.ask(question, turns=_turns(after), sources=sources, today=today, language=language)

    def stream(
        self,
        question: str,
        *,
        after: Turn | Sequence[Turn] = (),
        sources: Sequence[str] = (),
        today: date | None = None,
        language: str | None = None,
        lasting: bool = False,
    ) -> Iterator[Turn]:
        """Yield the turn as its answer grows, the whole of it last; arguments and errors as in ``ask``.

        What a language model has written may be taken back by the last turn, where too little of the rest holds; with ``lasting`` a growing answer
        has only those statements that stay.
        """
        return self.assistant.stream(question, turns=_turns(after), sources=sources, today=today, language=language, lasting=lasting)

    def search(self, query: str, *, k: int = 10, sources: Sequence[str] = ()) -> list[Hit]:
        """Return up to ``k`` passages for a query, best first, without an answer; ``sources`` and errors as in ``ask``.

        Raises:
            UsageError: ``k`` is below 1.
        """
        if k < 1:
            raise UsageError(f"k is {k}.", remedy="Ask for one passage at least.")
        return self.assistant.search(query, k=k, sources=sources)

    def documents(self) -> tuple[Document, ...]:
        """Return every document of the index, without its text; ``read`` has it."""
        return self.assistant.documents()

    def read(self, source: str) -> Document:
        """Return a document with the text that offsets count in: ``document.text[citation.start:citation.end] == citation.quote``.

        Raises:
            NoSuchDocumentError: the index holds no such document.
        """
        document = self.assistant.document(source)
        if document is None:
            known = ", ".join(sorted(each.source for each in self.documents())[:8])
            raise NoSuchDocumentError(f"The index holds no document {source!r}.", remedy=f"It holds {known}.")
        return document

    def evaluate(self, *datasets: str | Path, baselines: bool = False) -> EvaluationReport:
        """Put the questions of evaluation sets to the assistant and return its figures; no gate is tried and no file is written.

        ``report.datasets[0].overall["right"]`` is the share of right answers with its interval, ``results`` are the answers one by one.

        Args:
            datasets: files as ``docs/datasets.md`` describes them, asked of this corpus.
            baselines: whether the baselines answer the same questions.

        Raises:
            UsageError: no set is named, or two of one name.
            DatasetError: a set can't be used.
        """
        from townhall.evaluation import run_evaluation

        return run_evaluation(self.settings, [Path(each) for each in datasets], gated=False, compared=baselines)

    async def aingest(self, *, rebuild: bool = False) -> IngestReport:
        """As ``ingest``."""
        return await asyncio.to_thread(self.ingest, rebuild=rebuild)

    async def aask(
        self, question: str, *, after: Turn | Sequence[Turn] = (), sources: Sequence[str] = (), today: date | None = None, language: str | None = None
    ) -> Turn:
        """As ``ask``."""
        return await asyncio.to_thread(self.ask, question, after=after, sources=sources, today=today, language=language)

    async def asearch(self, query: str, *, k: int = 10, sources: Sequence[str] = ()) -> list[Hit]:
        """As ``search``."""
        return await asyncio.to_thread(self.search, query, k=k, sources=sources)

    async def aread(self, source: str) -> Document:
        """As ``read``."""
        return await asyncio.to_thread(self.read, source)

    async def aevaluate(self, *datasets: str | Path, baselines: bool = False) -> EvaluationReport:
        """As ``evaluate``."""
        return await asyncio.to_thread(self.evaluate, *datasets, baselines=baselines)


def _turns(after: Turn | Sequence[Turn]) -> Sequence[Turn]:
    return (after,) if isinstance(after, Turn) else after
