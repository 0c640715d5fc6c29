"""An answer as the text of a chat message: Markdown with markers, then the sources that they mean. What documents say is never markup."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from townhall.interfaces.web.ask.export import escaped, place_of
from townhall.interfaces.web.links import quote_link
from townhall.locales.messages import messages, page_words
from townhall.model import Answer, Citation, Role, Span

LOCAL = frozenset({"127.0.0.1", "localhost", "::1"})
"""Hosts that a link may name without being told so: whoever asks there is on this machine."""


@dataclass(frozen=True, slots=True)
class Links:
    """Addresses of quotes; ``base`` is where people reach the page, None where that isn't known."""

    base: str | None

    def to(self, citation: Citation) -> str:
        """Return the address of a quote: without a base it begins at the page's root."""
        return f"{self.base or ''}{quote_link(Span(citation.source, citation.start, citation.end))}"


def links_of(public_url: str | None, *, scheme: str, host: str, netloc: str) -> Links:
    """Return the links for an answer: as the settings say, else to this machine if the request came to it by a name of its own.

    Another name that a request was sent to may be one that no browser reaches, as within a network of containers.
    """
    if public_url:
        return Links(public_url.rstrip("/"))
    return Links(f"{scheme}://{netloc}" if host in LOCAL else None)


def body(answer: Answer) -> str:
    """Return what an answer says, with its markers; it grows at its end as the answer does."""
    return "\n\n".join(_body(answer))


def _body(answer: Answer) -> Iterator[str]:
    if answer.refusal:
        yield from map(escaped, answer.refusal.splitlines())
    if not answer.status.shows_an_answer and any(statement.citations for statement in answer.said):
        yield f"*{escaped(messages(answer.language).say('refusal.near'))}*"
    for statement in answer.said:
        text = escaped(" ".join(statement.text.split()))
        yield f"{f'**{text}**' if statement.lead else text} {''.join(f'[{n}]' for n in statement.citations)}".rstrip()


def ending(answer: Answer, links: Links) -> str:
    """Return what follows: what is missing, notes, the sources, and questions that would work. It begins with an empty line, or is empty."""
    return "".join(f"\n\n{block}" for block in _ending(answer, links))


def _ending(answer: Answer, links: Links) -> Iterator[str]:
    words = page_words(answer.language)
    if answer.missing:
        yield from map(escaped, answer.missing.splitlines())
    for note in answer.notes:
        yield f"*{escaped(note)}*"
    if answer.citations:
        yield f"**{words.say('sources.title')}**"
        yield "\n".join(_source(citation, links, answer.language) for citation in answer.citations)
    if answer.next:
        yield "\n".join(f"- {escaped(step)}" for step in answer.next)


def _source(citation: Citation, links: Links, language: str) -> str:
    words = page_words(language)
    offsets = escaped(words.say("export.offsets", source=citation.source, start=str(citation.start), end=str(citation.end)))
    above = escaped(place_of(citation, words)).removesuffix(offsets)
    place = f"{above}[{offsets}]({links.to(citation)})" if links.base else f"{above}{offsets}"
    near = f" *{escaped(messages(language).say('refusal.near'))}*" if citation.role is Role.RELATED else ""
    return f"{citation.n}.{near} “{escaped(' '.join(citation.quote.split()))}” {place}"


def annotations_of(text: str, answer: Answer, links: Links) -> list[dict[str, Any]]:
    """Return a citation of OpenAI's form for each of the answer's, in their order; its indices are those of its first marker in ``text``."""
    found = []
    for citation in answer.citations:
        marker = f"[{citation.n}]"
        start = max(0, text.find(marker))
        cited = {"start_index": start, "end_index": start + len(marker), "url": links.to(citation), "title": citation.title}
        found.append({"type": "url_citation", "url_citation": cited})
    return found
