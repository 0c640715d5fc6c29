"""The legal pages."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from townhall.interfaces.web.legal.about import installation_of, language_model_of, operator_of
from townhall.interfaces.web.legal.kept import cookies, database_host, in_words, kept
from townhall.interfaces.web.legal.statement import statement
from townhall.interfaces.web.reader import reader_of
from townhall.interfaces.web.site import Site


def router(site: Site) -> APIRouter:
    """Return the routes of the legal pages."""
    routes = APIRouter()
    settings = site.settings
    operator = operator_of(settings)

    @routes.get("/about")
    def about(request: Request) -> HTMLResponse:
        words = reader_of(request).words
        return site.page(
            request, "about.html", title=words.say("about.title"), operator=operator, installation=installation_of(settings, site.assistant)
        )

    @routes.get("/privacy")
    def privacy(request: Request) -> HTMLResponse:
        words = reader_of(request).words
        return site.page(
            request,
            "privacy.html",
            title=words.say("privacy.title"),
            operator=operator,
            cookies=[(cookie, in_words(cookie.lasts, words)) for cookie in cookies(settings)],
            kept=[(kind, in_words(kind.lasts, words) if kind.lasts else "") for kind in kept(settings)],
            host=database_host(settings),
            language_model=language_model_of(settings),
        )

    @routes.get("/accessibility")
    def accessibility(request: Request) -> HTMLResponse:
        words = reader_of(request).words
        return site.page(request, "accessibility.html", title=words.say("accessibility.title"), operator=operator, statement=statement())

    return routes
