"""What is served as one application: the site, the Ask view that Gradio carries, the API, MCP, and what keeps them to themselves."""

from __future__ import annotations

from fastapi import FastAPI
from starlette.exceptions import HTTPException
from starlette.requests import HTTPConnection
from starlette.responses import Response
from starlette.routing import Route

from townhall.assistant import Assistant
from townhall.errors import TownhallError
from townhall.interfaces.http.access import Door
from townhall.interfaces.http.application import ApiRoute, api_of
from townhall.interfaces.http.errors import is_api
from townhall.interfaces.http.errors import refuse as refuse_program
from townhall.interfaces.mcp.endpoint import PATH as MCP_PATH
from townhall.interfaces.mcp.endpoint import Endpoint
from townhall.interfaces.web.admin.administrators import TurnedAwayError
from townhall.interfaces.web.admin.door import turned_away
from townhall.interfaces.web.admin.routes import limits
from townhall.interfaces.web.ask.blocks import mount
from townhall.interfaces.web.ask.conversation import Conversation
from townhall.interfaces.web.ask.dressing import Dresser
from townhall.interfaces.web.ask.examples import Examples
from townhall.interfaces.web.ask.routes import pulse
from townhall.interfaces.web.guard import Guard
from townhall.interfaces.web.operating.lifecycle import Lifecycle
from townhall.interfaces.web.operating.measures import Measures
from townhall.interfaces.web.operating.probes import looked_up, probes
from townhall.interfaces.web.operating.request_log import RequestLog
from townhall.interfaces.web.policy import headers
from townhall.interfaces.web.reader import DEFAULT
from townhall.interfaces.web.site import Site
from townhall.interfaces.web.store import Store
from townhall.interfaces.web.views import refused, views
from townhall.interfaces.web.visitors import Visitors, door
from townhall.locales.messages import page_words
from townhall.settings import Settings
from townhall.storage import new_token


def application_of(settings: Settings, assistant: Assistant, *, examples: Examples | None = None, lifecycle: Lifecycle | None = None) -> FastAPI:
    """Return the application around an assistant, example questions, and a lifecycle, that are there already."""
    lifecycle = lifecycle or Lifecycle()
    title = page_words(DEFAULT).say("frame.title")
    measures = Measures(lifecycle, log_questions=settings.log_questions)
    site = Site(settings, assistant, Store(settings), measures)
    mcp = Endpoint(settings, assistant, questions=site.questions)
    application = FastAPI(title=title, docs_url=None, redoc_url=None, openapi_url=None, lifespan=mcp.running)
    visitors = Visitors(site, programs=lambda path: bool(settings.api_keys) and (path == MCP_PATH or is_api(path)))
    conversation, started = Conversation(site), new_token()
    for router in [*views(site), pulse(conversation.running, started=started), probes(site, lifecycle, measures), door(site, visitors)]:
        application.include_router(router)
    application.router.routes.append(Route(MCP_PATH, Door(mcp, site=site)))
    application.router.routes.append(ApiRoute(api_of(site)))
    application.add_exception_handler(HTTPException, refused(site))
    application.add_exception_handler(TurnedAwayError, turned_away(site))
    application.add_exception_handler(TownhallError, refused(site))
    own = tuple(application.routes)
    queued = mount(application, conversation, title=title)
    measures.watch(lambda: looked_up(site, lifecycle, queued=queued))
    dress = Dresser(site, examples or Examples(assistant), started=started)

    def refuse(connection: HTTPConnection, status: int) -> Response:
        return refuse_program(connection, status) if is_api(connection.scope["path"]) else site.refuse(connection, status)

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
