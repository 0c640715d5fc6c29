"""The site as one application: its views, the Ask view that Gradio carries, and what keeps them to themselves."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import TYPE_CHECKING

from fastapi import APIRouter, FastAPI, Request
from fastapi.responses import Response
from starlette.exceptions import HTTPException
from starlette.requests import HTTPConnection
from starlette.routing import Route

from townhall.errors import TownhallError
from townhall.interfaces.mcp.endpoint import PATH as MCP_PATH
from townhall.interfaces.mcp.endpoint import Endpoint
from townhall.interfaces.web.admin.administrators import Administrators, TurnedAwayError
from townhall.interfaces.web.admin.door import turned_away
from townhall.interfaces.web.admin.routes import limits
from townhall.interfaces.web.admin.routes import router as admin
from townhall.interfaces.web.ask.blocks import mount
from townhall.interfaces.web.ask.conversation import Conversation
from townhall.interfaces.web.ask.dressing import Dresser
from townhall.interfaces.web.ask.examples import Examples
from townhall.interfaces.web.ask.opinions import feedback
from townhall.interfaces.web.ask.routes import conversations, pulse
from townhall.interfaces.web.assets import router as assets
from townhall.interfaces.web.deadlines.routes import router as deadlines
from townhall.interfaces.web.directory.routes import router as directory
from townhall.interfaces.web.documents.routes import router as documents
from townhall.interfaces.web.guard import Guard
from townhall.interfaces.web.legal import router as legal
from townhall.interfaces.web.operating.lifecycle import Lifecycle
from townhall.interfaces.web.operating.measures import Measures
from townhall.interfaces.web.operating.probes import looked_up, probes
from townhall.interfaces.web.operating.request_log import RequestLog
from townhall.interfaces.web.policy import headers
from townhall.interfaces.web.quality.routes import router as quality
from townhall.interfaces.web.reader import DEFAULT
from townhall.interfaces.web.site import Site
from townhall.interfaces.web.store import Store
from townhall.interfaces.web.visitors import Visitors, door
from townhall.locales.messages import page_words
from townhall.settings import Settings
from townhall.storage import new_token

if TYPE_CHECKING:
    from townhall.assistant import Assistant

log = logging.getLogger(__name__)


def build_app(settings: Settings) -> FastAPI:
    """Return the application: the site and nothing that it doesn't need."""
    from townhall.assistant import Assistant

    return application_of(settings, Assistant(settings))


def application_of(settings: Settings, assistant: Assistant, *, examples: Examples | None = None, lifecycle: Lifecycle | None = None) -> FastAPI:
    """Return the application around an assistant, example questions, and a lifecycle, that are there already."""
    from townhall.interfaces.http.access import Door
    from townhall.interfaces.http.application import ApiRoute, api_of  # it is made from parts of the site, so it comes after them
    from townhall.interfaces.http.errors import is_api
    from townhall.interfaces.http.errors import refuse as api_refuse

    lifecycle = lifecycle or Lifecycle()
    title = page_words(DEFAULT).say("frame.title")
    mcp = Endpoint(settings, assistant)
    application = FastAPI(title=title, docs_url=None, redoc_url=None, openapi_url=None, lifespan=mcp.running)
    measures = Measures(lifecycle, log_questions=settings.log_questions)
    site = Site(settings, assistant, Store(settings), measures)
    visitors = Visitors(site, programs=lambda path: bool(settings.api_keys) and (path == MCP_PATH or is_api(path)))
    conversation, started = Conversation(site), new_token()
    for router in [*views(site), pulse(conversation.running, started=started), probes(site, lifecycle, measures), door(site, visitors)]:
        application.include_router(router)
    application.router.routes.append(Route(MCP_PATH, Door(mcp, site=site)))
    application.router.routes.append(ApiRoute(api_of(site)))
    application.add_exception_handler(HTTPException, _refused(site))
    application.add_exception_handler(TurnedAwayError, turned_away(site))
    application.add_exception_handler(TownhallError, _refused(site))
    own = tuple(application.routes)
    queued = mount(application, conversation, title=title)
    measures.watch(lambda: looked_up(site, lifecycle, queued=queued))
    dress = Dresser(site, examples or Examples(assistant), started=started)

    def refuse(connection: HTTPConnection, status: int) -> Response:
        return api_refuse(connection, status) if is_api(connection.scope["path"]) else site.refuse(connection, status)

    application.add_middleware(
        Guard,
        own=own,
        dress=dress,
        refuse=refuse,
        limits=limits(settings.file_size_limit),
        headers=headers(settings.frame_ancestors),
        turn_away=visitors.turn_away,
    )
    application.add_middleware(RequestLog, count=measures.requested)  # the outermost
    return application


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


def _refused(site: Site) -> Callable[[Request, Exception], Response]:
    def refused(request: Request, error: Exception) -> Response:
        if isinstance(error, TownhallError):  # its cause may name folders: it is for the log, not for everybody
            log.error("%s: %s", request.url.path, error)
        return site.refuse(request, error.status_code if isinstance(error, HTTPException) else 500)

    return refused
