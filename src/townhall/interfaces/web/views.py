"""The views of the site but Ask, which is Gradio's page, and what stands in the place of one that fails."""

from __future__ import annotations

import logging
from collections.abc import Callable

from fastapi import APIRouter, Request
from fastapi.responses import Response
from starlette.exceptions import HTTPException

from townhall.errors import TownhallError
from townhall.interfaces.web.admin.administrators import Administrators
from townhall.interfaces.web.admin.routes import router as admin
from townhall.interfaces.web.ask.opinions import feedback
from townhall.interfaces.web.ask.routes import conversations
from townhall.interfaces.web.assets import router as assets
from townhall.interfaces.web.deadlines.routes import router as deadlines
from townhall.interfaces.web.directory.routes import router as directory
from townhall.interfaces.web.documents.routes import router as documents
from townhall.interfaces.web.legal import router as legal
from townhall.interfaces.web.quality.routes import router as quality
from townhall.interfaces.web.site import Site

log = logging.getLogger(__name__)


def views(site: Site) -> list[APIRouter]:
    """Return the routes of every view but Ask, which is Gradio's page."""
    administrators = Administrators(site)
    return [
        assets(),
        conversations(site),
        feedback(site),
        directory(site),
        deadlines(site),
        documents(site, administrators),
        quality(site, administrators),
        admin(site, administrators),
        legal(site),
    ]


def refused(site: Site) -> Callable[[Request, Exception], Response]:
    """Return what answers a fault: a page that says that something went wrong, and nothing of what."""

    def answered(request: Request, error: Exception) -> Response:
        if isinstance(error, TownhallError):  # its cause may name folders: it is for the log, not for everybody
            log.error("%s: %s", request.url.path, error)
        return site.refuse(request, error.status_code if isinstance(error, HTTPException) else 500)

    return answered
