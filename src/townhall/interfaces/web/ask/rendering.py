"""An answer, made ready to be shown: everything in the page's words, its quotes found in their sections. No HTML here."""

from __future__ import annotations

from townhall.interfaces.web.ask.cards import card_view
from townhall.interfaces.web.ask.carried import carried_views
from townhall.interfaces.web.ask.sources import DocumentOf, SectionOf, other_language, sources_of
from townhall.interfaces.web.ask.views import StatementView, TurnView
from townhall.locales.messages import Messages, messages
from townhall.model import Answer, Role, Statement, Status, Turn

QUESTION = 600
"""Characters of a question that are shown; what is longer was hardly typed."""


def waiting(number: int, question: str, words: Messages, *, without: str | None = None) -> TurnView:
    """Return a question whose answer is being looked for."""
    return TurnView(number, shortened(question), "waiting", words.say("status.waiting"), done=False, without=without)


def stopped(number: int, question: str, words: Messages) -> TurnView:
    """Return a question that its author stopped."""
    return TurnView(
        number, shortened(question), "stopped", words.say("status.stopped"), opening=words.say("turn.stopped"), questions=_again(question)
    )


def fault(number: int, question: str, words: Messages, *, cause: str | None = None, remedy: str | None = None) -> TurnView:
    """Return a question that a fault kept from being answered."""
    return TurnView(
        number,
        shortened(question),
        "fault",
        words.say("status.fault"),
        opening=cause or words.say("turn.fault"),
        steps=(remedy or words.say("turn.fault_next"),),
        questions=_again(question),
    )


def shortened(question: str) -> str:
    """Return a question as it is shown: a very long one by its beginning."""
    return question if len(question) <= QUESTION else f"{question[:QUESTION].rstrip()} …"


def _again(question: str) -> tuple[str, ...]:
    return (question,) if len(question) <= QUESTION else ()


def answered(number: int, turn: Turn, words: Messages, *, without: str | None = None, section_of: SectionOf, document_of: DocumentOf) -> TurnView:
    """Return a question with its answer, complete; ``without`` names what it was not to take over."""
    question, answer = turn.question, turn.answer
    explained = bool(answer.carried or without) or _folded(answer.standalone) in {"", _folded(question)}
    shows = answer.status.shows_an_answer
    questions = tuple(item for item in answer.next if item.rstrip().endswith(("?", "\N{GREEK QUESTION MARK}")))
    # The reason stands in a place of its own; among the statements it would be there twice.
    statements = tuple(
        _statement(statement, answer, words, document_of) for statement in answer.statements if statement.citations or statement.text != answer.reason
    )
    said = any(statement.text == answer.reason for statement in statements)
    return TurnView(
        number=number,
        question=shortened(question),
        status=str(answer.status),
        status_words=status_words(answer, words),
        language=other_language(answer.language, words),
        without=without,
        read_as=None if explained else shortened(answer.standalone),
        opening=None if shows else answer.reason,
        statements=statements,
        nearest=not shows,
        missing=answer.reason if shows and not said else None,
        cards=tuple(card_view(card, words) for card in answer.cards),
        notes=answer.notes,
        carried=carried_views(answer.carried, words),
        questions=questions,
        steps=tuple(item for item in answer.next if item not in questions),
        sources=sources_of(answer.citations, words=words, section_of=section_of, document_of=document_of),
    )


def status_words(answer: Answer, words: Messages) -> str:
    """Return what became of the question, in a few words."""
    documents = {citation.source for citation in answer.citations if citation.role is Role.SUPPORT}
    if answer.status is Status.ANSWERED and documents:
        return words.say("status.documents", n=len(documents))
    return messages(words.language).say(f"status.{answer.status}")


def announcement(view: TurnView) -> str:
    """Return the reply as one text, for those who listen to it: said once, when it is complete."""
    parts = [view.status_words, view.opening, *(statement.text for statement in view.statements), view.missing, *view.steps, *view.questions]
    return " ".join(part if part.endswith((".", "!", "?", ":", "…")) else f"{part}." for part in parts if part)


def _statement(statement: Statement, answer: Answer, words: Messages, document_of: DocumentOf) -> StatementView:
    cited = [citation for citation in answer.citations if citation.n in statement.citations]
    quoted = next((citation for citation in cited if citation.quote == statement.text), None)
    document = document_of(quoted.source) if quoted else None
    language = document.language if document else answer.language
    return StatementView(
        statement.text, statement.citations, statement.lead, not all(citation.complete for citation in cited), other_language(language, words)
    )


def _folded(text: str) -> str:
    return " ".join(text.split()).casefold()
