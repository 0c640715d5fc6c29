"""The directory's addresses: the page, and its table as a file."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response

from townhall.interfaces.directory import Directory, directory_of
from townhall.interfaces.web.directory.europe import europe
from townhall.interfaces.web.directory.table import csv_of
from townhall.interfaces.web.directory.views import COLUMNS, directory_view
from townhall.interfaces.web.reader import reader_of
from townhall.interfaces.web.site import Site
from townhall.model import FactKind


def router(site: Site) -> APIRouter:
    """Return the routes of the directory."""
    routes = APIRouter()

    def read() -> Directory:
        return directory_of(site.assistant.facts(FactKind.ORGANISATION), site.assistant.facts(FactKind.CONTACT))

    @routes.get("/directory")
    def directory(request: Request, country: str = "", q: str = "", sort: str = "") -> HTMLResponse:
        words = reader_of(request).words
        documents = {document.source: document for document in site.assistant.documents()}
        view = directory_view(read(), words, documents, country=country, query=q, sort=sort)
        return site.page(request, "directory.html", current="directory", title=words.say("frame.directory"), view=view, map=europe(), columns=COLUMNS)

    @routes.get("/directory.csv")
    def table(request: Request) -> Response:
        text = csv_of(read(), country=reader_of(request).words.country)
        headers = {"content-disposition": 'attachment; filename="directory.csv"', "cache-control": "no-cache"}
        return Response(text.encode(), media_type="text/csv; charset=utf-8", headers=headers)

    return routes
