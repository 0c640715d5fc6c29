"""The API as one application within the site's: its routes, its door, its errors, and the document that describes it."""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI, Request, Security
from fastapi.openapi.utils import get_openapi
from fastapi.security import HTTPBearer
from starlette.middleware.cors import CORSMiddleware
from starlette.responses import HTMLResponse
from starlette.routing import BaseRoute, Match, NoMatchFound
from starlette.types import Receive, Scope, Send

from townhall.interfaces.http import rest
from townhall.interfaces.http.access import Door
from townhall.interfaces.http.chat import routes as chat
from townhall.interfaces.http.description import completed, operations_of
from townhall.interfaces.http.errors import handle_errors, is_api
from townhall.interfaces.web.site import Site
from townhall.memory import Memory
from townhall.version import __version__

DOCUMENT, PAGE = "/api/openapi.json", "/api/docs"
TITLE = "Townhall's API"
DESCRIPTION = (
    "Answers from a folder of documents, every sentence with the quote it rests on. Offsets count characters of a document's text, from 0, "
    "`end` exclusive: `text[start:end] == quote`."
)
TOLD = ("RateLimit-Limit", "RateLimit-Remaining", "RateLimit-Reset", "Retry-After")
"""Headers that scripts of other sites may read."""


def api_of(site: Site) -> FastAPI:
    """Return the application that answers under ``/api`` and ``/v1``."""
    settings = site.settings
    memory = Memory()
    keyed = [Security(HTTPBearer(scheme_name="key", description="One of the server's keys.", auto_error=False))] if settings.api_keys else []
    api = FastAPI(title=TITLE, description=DESCRIPTION, version=__version__, docs_url=None, redoc_url=None, openapi_url=None, redirect_slashes=False)
    api.include_router(rest.router(site, memory), dependencies=keyed)
    api.include_router(chat.router(site, memory), dependencies=keyed)

    def described() -> dict[str, Any]:
        if api.openapi_schema is None:
            raw = get_openapi(title=api.title, version=api.version, description=api.description, routes=api.routes)
            api.openapi_schema = completed(raw, keyed=bool(keyed))
        return api.openapi_schema

    @api.get(DOCUMENT, include_in_schema=False)
    def document() -> dict[str, Any]:
        return described()

    @api.get(PAGE, include_in_schema=False)
    def page(request: Request) -> HTMLResponse:
        return site.page(request, "api.html", title=TITLE, document=described(), operations=operations_of(described()))

    handle_errors(api)
    api.add_middleware(Door, site=site)
    if settings.api_origins:
        api.add_middleware(
            CORSMiddleware,
            allow_origins=list(settings.api_origins),
            allow_methods=["GET", "POST"],
            allow_headers=["Authorization", "Content-Type"],
            expose_headers=list(TOLD),
        )
    return api


class ApiRoute(BaseRoute):
    """Hands every request for the API on to its application, with its path as it is."""

    def __init__(self, api: FastAPI) -> None:
        self._api = api

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        """Say whether a request is for the API."""
        return (Match.FULL if scope["type"] == "http" and is_api(scope["path"]) else Match.NONE), {}

    def url_path_for(self, name: str, /, **path_params: Any) -> Any:
        """Make no address: those of the API are fixed."""
        raise NoMatchFound(name, path_params)

    async def handle(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        await self._api(scope, receive, send)
