"""An answer, and a whole conversation, as text that can be taken elsewhere with its quotes."""

from __future__ import annotations

import re
from collections.abc import Iterator

from townhall.interfaces.web.ask.carried import names_of
from townhall.interfaces.web.site import notice_key
from townhall.locales.messages import Messages
from townhall.model import Answer, Citation
from townhall.settings import TIME_ZONE
from townhall.storage import Conversation, Exchange, ExchangeKind

_MARKUP = re.compile(r"([\\`*_{}\[\]<>#|~&])")
_LINE_START = re.compile(r"^(\s*)([-+=]|\d+[.)])(?=\s|$)", re.MULTILINE)


def as_text(answer: Answer, words: Messages) -> str:
    """Return an answer as plain text: its sentences with their markers, then each quote with its place."""
    said = [line for line in (answer.refusal, answer.text, missing_of(answer, words)) if line]
    quotes = [f"[{citation.n}] “{citation.quote}”\n{place_of(citation, words)}" for citation in answer.citations]
    return "\n\n".join([*dict.fromkeys(said), *quotes])


def missing_of(answer: Answer, words: Messages) -> str | None:
    """Return what is missing of an answer, introduced as such."""
    return f"{words.say('turn.missing')} {answer.missing}" if answer.missing else None


def place_of(citation: Citation, words: Messages) -> str:
    """Return where a quote stands: the document, the heading, the page, and its offsets."""
    parts = [citation.title, citation.heading, words.say("source.page", n=citation.page) if citation.page else None]
    offsets = words.say("export.offsets", source=citation.source, start=str(citation.start), end=str(citation.end))
    return ", ".join([*(part for part in dict.fromkeys(parts) if part), offsets])


def as_markdown(conversation: Conversation, words: Messages) -> str:
    """Return a conversation as Markdown: each question, its answer with markers, and its numbered quotes.

    What people and documents say is escaped: asterisks and brackets of theirs stay asterisks and brackets.
    """
    day = words.date(conversation.begun.astimezone(TIME_ZONE).date())
    blocks = [f"# {words.say('export.title')}", words.say("export.day", date=day), words.say(notice_of(conversation))]
    for exchange in conversation.exchanges:
        blocks.extend(_blocks(exchange, words))
    return "\n\n".join(blocks) + "\n"


def notice_of(conversation: Conversation) -> str:
    """Return the key of what is said of the automated system beside a conversation: whether a language model worded any of it."""
    return notice_key(written=any(turn.answer.mode == "llm" for turn in conversation.turns))


def _blocks(exchange: Exchange, words: Messages) -> Iterator[str]:
    yield f"## {_one_line(escaped(exchange.question))}"
    yield f"*{escaped(words.say('export.asked', date=words.date(exchange.at.astimezone(TIME_ZONE).date())))}*"
    if without := names_of(exchange.left_out, words):
        yield f"*{escaped(words.say('turn.without', names=without))}*"
    if exchange.turn is None:
        said = {ExchangeKind.STOPPED: words.say("turn.stopped"), ExchangeKind.FAULT: words.say("turn.fault")}.get(exchange.kind, exchange.text or "")
        yield escaped(said)
        return
    answer = exchange.turn.answer
    if answer.refusal:
        yield from map(escaped, answer.refusal.splitlines())
    for statement in answer.said:
        markers = "".join(rf"\[{n}\]" for n in statement.citations)
        yield f"{escaped(statement.text)} {markers}".rstrip()
    if missing := missing_of(answer, words):
        yield from map(escaped, missing.splitlines())
    for note in answer.notes:
        yield f"*{escaped(note)}*"
    if answer.citations:
        yield f"### {words.say('sources.title')}"
    for citation in answer.citations:
        quoted = "\n".join(f"> {line}".rstrip() for line in escaped(citation.quote).splitlines())
        yield f"\\[{citation.n}\\] {escaped(place_of(citation, words))}\n\n{quoted}"


def escaped(text: str) -> str:
    """Return text with a backslash before all that Markdown would take for markup."""
    return _LINE_START.sub(r"\1\\\2", _MARKUP.sub(r"\\\1", text))


def _one_line(text: str) -> str:
    return " ".join(text.split())
