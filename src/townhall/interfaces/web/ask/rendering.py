"""An exchange, made ready to be shown: everything in the page's words, its quotes found in their sections. No HTML here."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from townhall.errors import TownhallError
from townhall.interfaces.deadlines import deadlines_of
from townhall.interfaces.web.ask.cards import Day, card_views
from townhall.interfaces.web.ask.carried import carried_views, names_of
from townhall.interfaces.web.ask.export import as_text
from townhall.interfaces.web.ask.sources import other_language, sources_of
from townhall.interfaces.web.ask.views import StatementView, TurnView
from townhall.locales.messages import Messages, messages
from townhall.model import Answer, Document, FactKind, Role, Statement, Status, Turn, in_words
from townhall.settings import TIME_ZONE
from townhall.storage import Exchange, ExchangeKind

if TYPE_CHECKING:
    from townhall.assistant import Assistant
    from townhall.catalogue import SectionView

QUESTION = 600
"""Characters of a question that are shown; what is longer was hardly typed."""


def key_of(exchange: Exchange) -> str:
    """Return what a page names an exchange by: another one in its place has another key."""
    return f"{exchange.number}.{exchange.at.timestamp():.6f}"


def waiting(number: int, question: str, words: Messages, *, without: str | None = None) -> TurnView:
    """Return a question whose answer is being looked for."""
    return TurnView(number, shortened(question), "waiting", words.say("status.waiting"), done=False, without=without)


def growing(view: TurnView, words: Messages) -> TurnView:
    """Return an answer that isn't whole yet: its statements, and that there is more to come."""
    return replace(view, status="waiting", status_words=words.say("status.waiting"), done=False)


def stopped(number: int, question: str, words: Messages) -> TurnView:
    """Return a question that its author stopped."""
    return TurnView(number, shortened(question), "stopped", words.say("status.stopped"), opening=words.say("turn.stopped"), again=True)


def fault(number: int, question: str, words: Messages, *, cause: str | None = None, remedy: str | None = None) -> TurnView:
    """Return a question that a fault kept from being answered."""
    return TurnView(
        number,
        shortened(question),
        "fault",
        words.say("status.fault"),
        opening=cause or words.say("turn.fault"),
        steps=(remedy or words.say("turn.fault_next"),),
        again=True,
    )


def shortened(question: str) -> str:
    """Return a question as it is shown: a very long one by its beginning."""
    return question if len(question) <= QUESTION else f"{question[:QUESTION].rstrip()} …"


class Renderer:
    """Makes exchanges ready: with the documents as they are now, in one language."""

    def __init__(self, assistant: Assistant, words: Messages, *, today: date) -> None:
        self._assistant = assistant
        self._words = words
        self._today = today

    def kept(self, number: int, exchange: Exchange) -> TurnView:
        """Return an exchange that was kept; it needs neither the index nor the documents that it came from."""
        words = self._words
        if exchange.turn:
            view = self.answered(number, exchange.turn, without=names_of(exchange.left_out, words))
        elif exchange.kind is ExchangeKind.STOPPED:
            view = stopped(number, exchange.question, words)
        elif exchange.kind is ExchangeKind.FAULT:
            view = fault(number, exchange.question, words)
        else:
            view = self._by_its_text(number, exchange)
        return replace(view, key=key_of(exchange), asked_on=self._other_day(exchange.at), judged=exchange.turn is not None)

    def answered(self, number: int, turn: Turn, *, without: str | None = None) -> TurnView:
        """Return a question with its answer, complete; ``without`` names what it was not to take over."""
        words, question, answer = self._words, turn.question, turn.answer
        explained = bool(answer.carried or without) or _folded(answer.standalone) in {"", _folded(question)}
        questions = tuple(item for item in answer.next if item.rstrip().endswith(("?", "\N{GREEK QUESTION MARK}")))
        return TurnView(
            number=number,
            question=shortened(question),
            status=str(answer.status),
            status_words=status_words(answer, words),
            language=other_language(answer.language, words),
            without=without,
            read_as=None if explained else shortened(answer.standalone),
            opening=answer.refusal,
            statements=tuple(self._statement(statement, answer) for statement in answer.said),
            nearest=not answer.status.shows_an_answer,
            missing=answer.missing,
            cards=card_views(answer, words, self._day(answer)),
            notes=answer.notes,
            carried=carried_views(answer.carried, words),
            questions=questions,
            steps=tuple(item for item in answer.next if item not in questions),
            sources=sources_of(answer.citations, words=words, section_of=self._section, document_of=self._document),
            copyable=as_text(answer, words),
            link=f"/?{urlencode({'q': shortened(answer.standalone or question), 'lang': words.language})}",
        )

    def _by_its_text(self, number: int, exchange: Exchange) -> TurnView:
        """Return an answer that an older version wrote: what it said, without what only that version can read."""
        words = self._words
        statements = tuple(StatementView(text, (), lead=False, broken=False, language=None) for text in (exchange.text or "").splitlines())
        return TurnView(
            number,
            shortened(exchange.question),
            "stopped",
            words.say("status.kept"),
            statements=statements,
            remark=words.say("turn.text_only"),
            copyable=exchange.text or "",
        )

    def _statement(self, statement: Statement, answer: Answer) -> StatementView:
        cited = [citation for citation in answer.citations if citation.n in statement.citations]
        quoted = next((citation for citation in cited if in_words(citation.quote) == statement.text), None)
        document = self._document(quoted.source) if quoted else None
        language = document.language if document else answer.language
        broken = not all(citation.complete for citation in cited)
        return StatementView(statement.text, statement.citations, statement.lead, broken, other_language(language, self._words))

    def _other_day(self, at: datetime) -> date | None:
        day = at.astimezone(TIME_ZONE).date()
        return None if day == datetime.now(TIME_ZONE).date() else day

    def _day(self, answer: Answer) -> Day:
        if not any(card.kind == "deadline" for card in answer.cards):
            return Day(self._today)
        try:
            return Day(self._today, deadlines_of(self._assistant.facts(FactKind.DEADLINE), today=self._today))
        except TownhallError:
            return Day(self._today)

    def _document(self, source: str) -> Document | None:
        try:
            return self._assistant.document(source)
        except TownhallError:
            return None

    def _section(self, source: str, start: int, end: int) -> SectionView:
        return self._assistant.section(source, start, end)


def status_words(answer: Answer, words: Messages) -> str:
    """Return what became of the question, in a few words."""
    documents = {citation.source for citation in answer.citations if citation.role is Role.SUPPORT}
    if answer.status is Status.ANSWERED and documents:
        return words.say("status.documents", n=len(documents))
    return messages(words.language).say(f"status.{answer.status}")


def announcement(view: TurnView) -> str:
    """Return the reply as one text, for those who listen to it: said once, when it is complete."""
    parts = [
        view.status_words, view.opening, *(statement.text for statement in view.statements), view.missing, view.remark, *view.steps, *view.questions
    ]  # fmt: skip
    return " ".join(part if part.endswith((".", "!", "?", ":", "…")) else f"{part}." for part in parts if part)


def _folded(text: str) -> str:
    return " ".join(text.split()).casefold()
