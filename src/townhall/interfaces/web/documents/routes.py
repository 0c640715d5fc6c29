"""The Documents view's addresses."""

from __future__ import annotations

import mimetypes
from pathlib import PurePosixPath

from fastapi import APIRouter, Request
from fastapi.responses import FileResponse
from starlette.exceptions import HTTPException
from starlette.responses import Response

from townhall.interfaces.web.admin.administrators import Administrators
from townhall.interfaces.web.documents.links import LIST, original_link
from townhall.interfaces.web.documents.listing import asked_by, listing
from townhall.interfaces.web.documents.reading import reading
from townhall.interfaces.web.links import origin_of
from townhall.interfaces.web.reader import reader_of
from townhall.interfaces.web.site import Site
from townhall.library import OpenDocument, holdings, open_document, original_file
from townhall.settings import TIME_ZONE

ORIGINAL = "/original"


def router(site: Site, administrators: Administrators) -> APIRouter:
    """Return the routes."""
    routes = APIRouter()
    settings = site.settings

    @routes.get(LIST)
    def documents(request: Request) -> Response:
        words = reader_of(request).words
        held = holdings(settings)
        return site.page(
            request,
            "documents.html",
            current="documents",
            title=words.say("frame.documents"),
            held=held,
            made=words.moment(held.made.astimezone(TIME_ZONE)) if held.made else "",
            table=listing(held.documents, asked_by(request.query_params), words),
            administrator=administrators.know(request),
        )

    @routes.get(LIST + "/{source:path}")
    def document(request: Request, source: str) -> Response:
        opened = open_document(settings, source)
        if opened is not None:
            return _read(request, opened)
        if source.endswith(ORIGINAL):
            return _original(source.removesuffix(ORIGINAL))
        raise HTTPException(404)

    def _read(request: Request, opened: OpenDocument) -> Response:
        words, asked = reader_of(request).words, request.query_params
        found = opened.document
        return site.page(
            request,
            "document.html",
            current="documents",
            title=found.title,
            document=found,
            origin=origin_of(found),
            state=opened.state.value,
            size=words.size(opened.size) if opened.size is not None else "",
            day=words.iso_date(found.date.isoformat()) if found.date else "",
            language=words.language_name(found.language) if found.language else "",
            foreign=found.language if found.language != words.language else None,
            reading=reading(opened, start=asked.get("start"), end=asked.get("end"), part=asked.get("part")),
            original=original_link(found.source) if original_file(settings, found.source) else None,
            administrator=administrators.know(request),
        )

    def _original(source: str) -> Response:
        """Return the file as it lies in the corpus: to be saved, never to be shown or run as a page of this site."""
        path = original_file(settings, source)
        if path is None:
            raise HTTPException(404)
        kind = mimetypes.guess_type(source)[0] or ""
        media = "text/plain; charset=utf-8" if kind.startswith("text/") else "application/octet-stream"
        return FileResponse(path, media_type=media, filename=PurePosixPath(source).name, headers={"cache-control": "no-cache"})

    return routes
