"""The tools. Their docstrings and the descriptions of their arguments are what a model reads to choose among them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from fnmatch import fnmatchcase
from typing import Annotated, Any, TypeVar

from mcp.types import CallToolResult, TextContent
from pydantic import BaseModel, Field

from townhall.assistant import Assistant
from townhall.errors import NoSuchDocumentError, UsageError
from townhall.interfaces.contract import answer_object, deadline_object, document_object, hit_object, organisation_object
from townhall.interfaces.deadlines import DeadlineState, deadlines_of
from townhall.interfaces.directory import directory_of
from townhall.interfaces.mcp import texts
from townhall.interfaces.mcp.outputs import AnswerOutput, DeadlinesOutput, DocumentsOutput, OrganisationsOutput, ReadOutput, SearchOutput
from townhall.library import open_document
from townhall.memory import Memory
from townhall.model import FactKind, Turn
from townhall.settings import Settings

MOST_CHARACTERS = 8000
"""Of a document's text in one reading: about 2,000 word pieces of a large model's window."""
PAGE = 50
"""Documents or organisations in one result."""

Pattern = Annotated[str, Field(max_length=1000)]
Sources = Annotated[
    list[Pattern] | None,
    Field(description="Patterns of the documents to keep to, such as `calls/*.txt`; `list_documents` names them.", max_length=100),
]
Today = Annotated[date | None, Field(description="The day to assume, as YYYY-MM-DD. Leave it out for the real one.")]
Offset = Annotated[int, Field(description="Where the page begins: `next_offset` of the one before.", ge=0)]


_T = TypeVar("_T")
Follow = Callable[[Callable[[], Turn]], Turn]
"""Has a question answered, and limits and counts it where there is somebody who wants that."""


class Tools:
    """What the server can do; safe to use from several threads."""

    def __init__(self, settings: Settings, assistant: Assistant, *, follow: Follow) -> None:
        self._settings = settings
        self._follow = follow
        self._assistant = assistant
        self._memory = Memory()

    def ask(
        self,
        question: Annotated[str, Field(description="One whole question, in any official language of the EU, in the user's own words.")],
        language: Annotated[
            str | None, Field(description="Language of the question, ISO 639-1, where it is too short to tell. Leave it out to have it detected.")
        ] = None,
        earlier: Annotated[
            list[str] | None,
            Field(description="The user's earlier questions of this conversation, oldest first, where this one leans on them.", max_length=20),
        ] = None,
        sources: Sources = None,
        today: Today = None,
    ) -> Annotated[CallToolResult, AnswerOutput]:
        """Answer a question from the documents, every sentence proved by a verbatim quote with its place.

        Use it first for anything that the documents may say: who does what, whom to write to, deadlines, numbers, rules, definitions. It answers in
        the question's language with the documents' own sentences, and says so when they don't answer: `status` is then not `answered`. Pass that on;
        don't fill the gap from elsewhere. Keep the markers ([1]) and name the sources when you tell the user. It doesn't summarise, compare or draw
        conclusions: for these, `search` and `read`.
        """
        questions, kept_to = [*(earlier or ()), question], tuple(sources or ())
        turn = self._follow(lambda: self._assistant.converse(questions, language=language, today=today, sources=kept_to, memory=self._memory))
        return _result(answer_object(turn.answer), texts.answer_text(turn.answer), AnswerOutput)

    def search(
        self,
        query: Annotated[str, Field(description="What to look for: key words or a question; English words match most documents best.", min_length=1)],
        k: Annotated[int, Field(description="How many passages.", ge=1, le=50)] = 8,
        sources: Sources = None,
    ) -> Annotated[CallToolResult, SearchOutput]:
        """Find the passages that are nearest to a query, best first, each with its document, headings, characters and text.

        Use it for an overview, for a comparison, or where `ask` found nothing. That a passage is near doesn't mean that it answers: read it. The
        best passages are returned whatever they are worth; there are always some.
        """
        hits = self._assistant.search(query, k=k, sources=tuple(sources or ()))
        pages = [self._assistant.page_of(hit) for hit in hits]
        objects = [hit_object(hit, page) for hit, page in zip(hits, pages, strict=True)]
        return _result({"query": query, "hits": objects}, texts.hits_text(hits, pages), SearchOutput)

    def read(
        self,
        source: Annotated[str, Field(description="The document's path, as citations, passages and `list_documents` give it.")],
        start: Annotated[int, Field(description="The first character, from 0.", ge=0)] = 0,
        end: Annotated[int | None, Field(description=f"Behind the last character; {MOST_CHARACTERS} after `start` at most.", ge=1)] = None,
    ) -> Annotated[CallToolResult, ReadOutput]:
        """Read a stretch of a document: its exact text with the headings and pages that it touches.

        Use it to see what stands around a quote or a passage: take some hundred characters more on each side. One call returns 8,000 characters at
        most; `next_start` says where to go on. Offsets count Unicode characters from 0 and are those of citations and passages.
        """
        opened = open_document(self._settings, source)
        if opened is None:
            known = ", ".join(sorted(document.source for document in self._assistant.documents())[:8])
            raise NoSuchDocumentError(f"There is no document {source!r}.", remedy=f"There are {known}; list_documents has them all.")
        document = opened.document
        length = len(document.text)
        last = min(end if end is not None else length, start + MOST_CHARACTERS, length)
        if start >= last:
            raise UsageError(f"There are no characters {start} to {end} in {source!r}.", remedy=f"It has {length}; `end` lies behind `start`.")
        touched = [section.path for section in opened.sections if section.path and section.path[-1].start < last and start < section.end]
        headings = list(dict.fromkeys(texts.one_line(" › ".join(heading.text for heading in path)) for path in touched))
        first_page, last_page = document.page_of(start), document.page_of(last - 1)
        pages = list(range(first_page, last_page + 1)) if first_page and last_page else []
        text = document.text[start:last]
        found = {
            "source": source,
            "title": document.title,
            "start": start,
            "end": last,
            "headings": headings,
            "pages": pages,
            "characters": length,
            "next_start": last if last < length else None,
            "text": text,
        }
        head = [f"{texts.place(source, start, last)} of {length}{f', pages {pages[0]} to {pages[-1]}' if pages else ''}. {texts.DATA}"]
        head += [texts.quoted(f"[under: {heading}]") for heading in headings]
        go_on = f"\n\nIt goes on at start={last}." if last < length else ""
        return _result(found, "\n".join([*head, "", texts.quoted(text)]) + go_on, ReadOutput)

    def list_documents(
        self,
        pattern: Annotated[Pattern, Field(description="Of the documents' paths: `calls/*.txt`.")] = "*",
        offset: Offset = 0,
    ) -> Annotated[CallToolResult, DocumentsOutput]:
        """List the documents that answers come from: path, title, publisher, date, language.

        Use it to learn what there is, or to find the patterns for `sources`. 50 are returned at a time; `next_offset` says where to go on.
        """
        matching = [document for document in self._assistant.documents() if fnmatchcase(document.source, pattern)]
        shown, following = _page(matching, offset)
        found = {"total": len(matching), "next_offset": following, "documents": [document_object(document) for document in shown]}
        return _result(found, _with_more(texts.documents_text(shown, len(matching)), following), DocumentsOutput)

    def list_organisations(
        self,
        country: Annotated[
            str | None, Field(description="ISO 3166 alpha-2 code (`SI`), or `EU` for organisations of no one country.", pattern="^[A-Za-z]{2}$")
        ] = None,
        offset: Offset = 0,
    ) -> Annotated[CallToolResult, OrganisationsOutput]:
        """List the organisations that the documents describe: name, country, what it does, and its contact where the documents have one.

        Use it for "all of them", or for those of a country; `countries` says which countries have any. A contact that is `blank` is a field that the
        documents leave empty: say so, and don't guess one. 50 are returned at a time; `next_offset` says where to go on.
        """
        directory = directory_of(self._assistant.facts(FactKind.ORGANISATION), self._assistant.facts(FactKind.CONTACT))
        countries = sorted({entry.code for entry in directory.entries if entry.code})
        entries = directory.of(country.upper()) if country else directory.entries
        shown, following = _page(entries, offset)
        found = {
            "total": len(entries),
            "next_offset": following,
            "countries": countries,
            "organisations": [organisation_object(entry) for entry in shown],
        }
        return _result(found, _with_more(texts.organisations_text(shown, len(entries), countries), following), OrganisationsOutput)

    def list_deadlines(
        self,
        open_only: Annotated[  # noqa: FBT002 - clients name what they give
            bool, Field(description="Only those that can be met on that day: not passed, and not yet to open.")
        ] = False,
        today: Today = None,
    ) -> Annotated[CallToolResult, DeadlinesOutput]:
        """List the deadlines that stand in the documents in the order of their days: for what, until when, and whether each is open.

        Use it for "what is open", "what is next", or a calendar. `days` counts from `today`; dates are those of the documents, which may be old.
        """
        day = today or self._settings.current_date()
        deadlines = deadlines_of(self._assistant.facts(FactKind.DEADLINE), today=day)
        shown = [deadline for deadline in deadlines if not open_only or deadline.state is DeadlineState.OPEN]
        found = {"today": day.isoformat(), "deadlines": [deadline_object(deadline) for deadline in shown]}
        return _result(found, texts.deadlines_text(shown, day.isoformat()), DeadlinesOutput)


def _result(found: dict[str, Any], text: str, output: type[BaseModel]) -> CallToolResult:
    """Return a tool's result: what its schema names as structured output, and the same to read."""
    return CallToolResult(content=[TextContent(type="text", text=text)], structured_content=output.model_validate(found).model_dump(mode="json"))


def _page(of: Sequence[_T], offset: int) -> tuple[Sequence[_T], int | None]:
    """Return a page of a list and where the next one begins, None at its end."""
    following = offset + PAGE
    return of[offset:following], following if following < len(of) else None


def _with_more(text: str, following: int | None) -> str:
    return text if following is None else f"{text}\n\nThe list goes on at offset={following}."
