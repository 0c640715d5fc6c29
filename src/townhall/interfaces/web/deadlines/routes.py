"""The addresses of deadlines: the page, and calendar files of each and of all."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response
from starlette.exceptions import HTTPException

from townhall.interfaces.deadlines import Deadline, deadlines_of
from townhall.interfaces.web.deadlines.calendar import calendar_of
from townhall.interfaces.web.deadlines.views import deadlines_view, name_of
from townhall.interfaces.web.links import quote_link, title_of
from townhall.interfaces.web.reader import reader_of
from townhall.interfaces.web.site import Site
from townhall.model import Document, FactKind


def router(site: Site) -> APIRouter:
    """Return the routes of deadlines."""
    routes = APIRouter()

    def read() -> tuple[Deadline, ...]:
        return deadlines_of(site.assistant.facts(FactKind.DEADLINE), today=site.settings.current_date())

    def titles() -> dict[str, Document]:
        return {document.source: document for document in site.assistant.documents()}

    def file(request: Request, deadlines: Sequence[Deadline], name: str) -> Response:
        words, documents = reader_of(request).words, titles()
        data = calendar_of(
            deadlines,
            made=datetime.now(UTC),
            name=words.say("deadlines.calendar"),
            summary=lambda deadline: words.say("deadlines.event", label=name_of(deadline, words)),
            place=lambda deadline: words.say(
                "deadlines.event_place",
                title=title_of(documents, deadline.sentence.span.source),
                source=deadline.sentence.span.source,
                start=deadline.sentence.span.start,
                end=deadline.sentence.span.end,
            ),
            link=lambda deadline: f"{str(request.base_url).rstrip('/')}{quote_link(deadline.sentence.span)}",
        )
        headers = {"content-disposition": f'attachment; filename="{name}.ics"', "cache-control": "no-cache"}
        return Response(data, media_type="text/calendar; charset=utf-8", headers=headers)

    @routes.get("/deadlines")
    def deadlines(request: Request) -> HTMLResponse:
        words, today = reader_of(request).words, site.settings.current_date()
        view = deadlines_view(read(), words, titles(), today=today)
        return site.page(request, "deadlines.html", current="deadlines", title=words.say("frame.deadlines"), view=view, today=today)

    @routes.get("/deadlines.ics")
    def every(request: Request) -> Response:
        return file(request, read(), "deadlines")

    @routes.get("/deadlines/{name}.ics")
    def one(request: Request, name: str) -> Response:
        found = [deadline for deadline in read() if deadline.id == name]
        if not found:
            raise HTTPException(404)
        return file(request, found, f"deadline-{found[0].day.isoformat()}")

    return routes
