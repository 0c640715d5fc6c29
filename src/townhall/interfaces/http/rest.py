"""The routes under ``/api``: the same objects that the command line prints."""

from __future__ import annotations

import logging
from collections.abc import Generator, Iterator
from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, Response

from townhall.guard import check, reader
from townhall.interfaces.contract import (
    answer_object,
    citation_object,
    deadline_object,
    document_object,
    hit_object,
    organisation_object,
    statement_object,
    verdict_object,
)
from townhall.interfaces.deadlines import deadlines_of
from townhall.interfaces.directory import directory_of
from townhall.interfaces.http import responses
from townhall.interfaces.http.access import asker_of
from townhall.interfaces.http.errors import problem, status_of
from townhall.interfaces.http.reading import JsonRoute
from townhall.interfaces.http.requests import HITS, PATTERNS_IN_ADDRESS, Asked, Claimed, Day, Pattern, Searched
from townhall.interfaces.http.streaming import AT_WORK, EVENTS, begun, event, streamed
from townhall.interfaces.web.operating.questions import ByDoor
from townhall.interfaces.web.site import Site
from townhall.library import OpenDocument, State, holdings, open_document
from townhall.locales.lexicon import LANGUAGES
from townhall.memory import Memory
from townhall.model import FactKind, Turn
from townhall.version import __version__

log = logging.getLogger(__name__)

MOST_DOCUMENTS = 1000
"""Documents of one page of the list."""
OFFSET = 10**9
"""Beyond the end of any text or list."""


def router(site: Site, memory: Memory) -> APIRouter:
    """Return the routes."""
    routes = APIRouter(prefix="/api")
    for part in (_asking(site, memory), _searching(site, memory), _documents(site), _facts(site), _about(site)):
        routes.include_router(part)
    return routes


def _asking(site: Site, memory: Memory) -> APIRouter:
    routes = APIRouter(tags=["Answers"], route_class=JsonRoute)
    judge = reader(site.settings)
    grows = {
        "description": "The answer; with `stream` events: `statement` for each new sentence with its citations, and last `answer` with the whole.",
        "content": {EVENTS: {}},
    }

    @routes.post("/ask", summary="Answer a question", response_model=responses.Answer, responses={200: grows})
    async def ask(request: Request, asked: Asked) -> Response:
        asker = asker_of(request, ByDoor.API)
        dropped = [each.key for each in asked.dropped]
        options: Any = {"dropped": dropped, "today": asked.today, "sources": asked.sources, "id": asked.id, "memory": memory}
        if asked.stream:
            await run_in_threadpool(site.questions.admit, asker)
            turns = site.questions.growing(asker, site.assistant.play(asked.questions, lasting=True, **options))
            return streamed(_growing(await begun(turns)))
        turn = await run_in_threadpool(site.questions.answered, asker, lambda: site.assistant.converse(asked.questions, **options))
        return JSONResponse(answer_object(turn.answer))

    @routes.post("/verify", summary="Say whether texts support a statement", response_model=responses.Verdict)
    def verify(claimed: Claimed) -> dict[str, Any]:
        """Every number, date, name and address of the statement must be in the texts and said of the same thing, and its wording borne out."""
        return verdict_object(check(claimed.statement, claimed.evidence, language=claimed.language, judge=judge), id=claimed.id)

    return routes


def _growing(turns: Iterator[Turn]) -> Generator[bytes]:
    """Yield an event for each sentence as it comes, and one of the whole answer."""
    told, last = 0, None
    try:
        for last in turns:
            answer = last.answer
            if len(answer.statements) <= told:
                yield AT_WORK
            for number, statement in enumerate(answer.statements[told:], told):
                cited = [citation_object(citation) for citation in answer.citations if citation.n in statement.citations]
                yield event({"index": number, **statement_object(statement), "cited": cited}, name="statement")
            told = max(told, len(answer.statements))
    except Exception as error:  # the status is sent already: what went wrong is an event
        log.exception("An answer broke off.")
        yield event(problem(status_of(error)), name="error")
        return
    if last is not None:
        yield event(answer_object(last.answer), name="answer")


def _searching(site: Site, memory: Memory) -> APIRouter:
    routes = APIRouter(tags=["Answers"], route_class=JsonRoute)

    def found(searched: Searched) -> dict[str, Any]:
        assistant = site.assistant
        text = assistant.search_text(searched.questions, sources=searched.sources, memory=memory)
        hits = assistant.search(text, k=searched.k, sources=searched.sources)
        return {"id": searched.id, "query": text, "hits": [hit_object(hit, assistant.page_of(hit)) for hit in hits]}

    @routes.post("/search", summary="Find passages", response_model=responses.Hits, operation_id="search_body")
    def search_body(searched: Searched) -> dict[str, Any]:
        return found(searched)

    @routes.get("/search", summary="Find passages", response_model=responses.Hits, operation_id="search")
    def search(
        q: Annotated[str, Query(description="What to search for.", examples=["deadline of phase 2"])],
        source: Annotated[
            list[Pattern], Query(default_factory=list, max_length=PATTERNS_IN_ADDRESS, description="Patterns of the documents to keep to.")
        ],
        k: Annotated[int, Query(ge=1, le=HITS, description="How many passages at most.")] = 10,
    ) -> dict[str, Any]:
        return found(Searched(query=q, k=k, sources=source))

    return routes


def _documents(site: Site) -> APIRouter:
    routes = APIRouter(tags=["Documents"])

    @routes.get("/documents", summary="List the documents", response_model=responses.Documents)
    def documents(
        limit: Annotated[int, Query(ge=1, le=MOST_DOCUMENTS)] = 100,
        offset: Annotated[int, Query(ge=0, le=OFFSET, description="How many to pass over, in the order of their paths.")] = 0,
    ) -> dict[str, Any]:
        held = holdings(site.settings)
        known = {document.source: document for document in site.assistant.documents()}
        read = [holding for holding in held.documents if holding.state is not State.NEW and holding.source in known]
        return {
            "index": held.generation,
            "total": len(read),
            "documents": [
                {**document_object(known[holding.source]), "state": holding.state.value, "size": holding.size, "parts": holding.parts}
                for holding in read[offset : offset + limit]
            ],
        }

    @routes.get("/documents/{source:path}", summary="Read a document, or a stretch of it", response_model=responses.DocumentText)
    def document(
        source: str,
        start: Annotated[int, Query(ge=0, le=OFFSET, description="Offset of the first character.")] = 0,
        end: Annotated[int | None, Query(ge=0, le=OFFSET, description="Offset behind the last one; without it the text to its end.")] = None,
    ) -> dict[str, Any]:
        opened = open_document(site.settings, source)
        if opened is None:
            raise HTTPException(404, "The index holds no such document; /api/documents lists those that it holds.")
        return _stretch(opened, start, end)

    return routes


def _stretch(opened: OpenDocument, start: int, end: int | None) -> dict[str, Any]:
    """Return a document with a stretch of its text; what lies beyond the text's end is cut off."""
    document = opened.document
    size = len(document.text)
    first = min(start, size)
    last = max(first, size if end is None else min(end, size))
    return {
        **document_object(document),
        "state": opened.state.value,
        "size": opened.size,
        "parts": opened.parts,
        "characters": size,
        "start": first,
        "end": last,
        "text": document.text[first:last],
        "page_starts": list(document.page_starts),
    }


def _facts(site: Site) -> APIRouter:
    routes = APIRouter(tags=["Facts"])
    assistant = site.assistant

    @routes.get("/organisations", summary="List the organisations", response_model=responses.Organisations)
    def organisations(
        country: Annotated[
            str | None, Query(pattern="^[A-Za-z]{2}$", description="ISO 3166 alpha-2, or `EU`, in either case; without it all of them.")
        ] = None,
    ) -> dict[str, Any]:
        directory = directory_of(assistant.facts(FactKind.ORGANISATION), assistant.facts(FactKind.CONTACT))
        return {"organisations": [organisation_object(entry) for entry in (directory.of(country.upper()) if country else directory.entries)]}

    @routes.get("/deadlines", summary="List the deadlines", response_model=responses.Deadlines)
    def deadlines(today: Annotated[Day | None, Query(description="The day to compare them with; without it the day of the server.")] = None) -> Any:
        day: date = today or site.settings.current_date()
        known = deadlines_of(assistant.facts(FactKind.DEADLINE), today=day)
        return {"today": day.isoformat(), "deadlines": [deadline_object(deadline) for deadline in known]}

    return routes


def _about(site: Site) -> APIRouter:
    routes = APIRouter(tags=["About"])

    @routes.get("/about", summary="Say what answers", response_model=responses.About)
    def about() -> dict[str, Any]:
        return {
            "name": "townhall",
            "version": __version__,
            "index": site.assistant.generation,
            "made": site.assistant.made.isoformat(),
            "settings": site.settings.answer_hash(),
            "today": site.settings.current_date().isoformat(),
            "documents": len(site.assistant.documents()),
            "languages": list(LANGUAGES),
            "question_characters": site.settings.question_characters,
        }

    return routes
