"""Routes of the Ask view beside its page: earlier conversations, what people think of answers, and how a question stands."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from fastapi import APIRouter, Depends, Request
from fastapi.responses import RedirectResponse, Response
from starlette.exceptions import HTTPException

from townhall.interfaces.web.ask.conversation import views_of
from townhall.interfaces.web.ask.export import as_markdown, notice_of, place_of
from townhall.interfaces.web.ask.rendering import Renderer
from townhall.interfaces.web.ask.visitor import only_from_here, owner_of
from townhall.interfaces.web.reader import reader_of
from townhall.settings import TIME_ZONE
from townhall.storage import Conversation, Owner

if TYPE_CHECKING:
    from townhall.interfaces.web.ask.running import Running
    from townhall.interfaces.web.site import Site

FRESH = {"cache-control": "private, no-store"}


def conversations(site: Site) -> APIRouter:
    """Return the routes of earlier conversations: each reader's own."""
    routes = APIRouter(prefix="/conversations")

    @routes.get("")
    def listed(request: Request) -> Response:
        owner, words = owner_of(request.cookies), reader_of(request).words
        kept = site.store.conversations.list(owner) if owner else ()
        entries = [(summary, words.date(summary.used.astimezone(TIME_ZONE).date())) for summary in kept]
        return site.page(request, "conversations.html", title=words.say("conversations.title"), entries=entries, days=site.settings.retention_days)

    @routes.get("/{id}.md")
    def markdown(id: str, request: Request) -> Response:
        words = reader_of(request).words
        text = as_markdown(_own(site, request, id), words)
        name = {"content-disposition": 'attachment; filename="conversation.md"'}
        return Response(text, media_type="text/markdown; charset=utf-8", headers=FRESH | name)

    @routes.get("/{id}/print")
    def printable(id: str, request: Request) -> Response:
        words = reader_of(request).words
        kept = _own(site, request, id)
        views = views_of(kept, Renderer(site.assistant, words, today=site.settings.current_date()))
        entries = [
            (view, words.date(exchange.at.astimezone(TIME_ZONE).date()), exchange.turn.answer.citations if exchange.turn else ())
            for view, exchange in zip(views, kept.exchanges, strict=True)
        ]
        title = words.say("export.title")
        return site.page(
            request,
            "conversation_print.html",
            title=title,
            entries=entries,
            place=lambda citation: place_of(citation, words),
            conversation=kept.id,
            notice=notice_of(kept),
        )

    @routes.post("/{id}/delete", dependencies=[Depends(only_from_here)])
    def delete(id: str, request: Request) -> Response:
        if owner := owner_of(request.cookies):
            site.store.conversations.delete(owner, id)
        return _back()

    @routes.post("/delete-all", dependencies=[Depends(only_from_here)])
    def delete_all(request: Request) -> Response:
        if owner := owner_of(request.cookies):
            site.store.conversations.delete_all(owner)
        return _back()

    return routes


def pulse(running: Running, *, started: str) -> APIRouter:
    """Return the route that tells a page which run of the server it reaches, and how its question stands."""
    routes = APIRouter()

    @routes.get("/pulse")
    def beat(asked: str = "") -> dict[str, Any]:
        return {"started": started, "asked": running.state(asked)}

    return routes


def _own(site: Site, request: Request, id: str) -> Conversation:
    """Return a conversation of the reader's own.

    Raises:
        HTTPException: 404 where there is none; somebody else's is none.
    """
    owner: Owner | None = owner_of(request.cookies)
    kept = site.store.conversations.load(owner, id) if owner else None
    if kept is None:
        raise HTTPException(404)
    return kept


def _back() -> Response:
    return RedirectResponse("/conversations", 303)
