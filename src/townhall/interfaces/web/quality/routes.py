"""The routes of the Quality view."""

from __future__ import annotations

from fastapi import APIRouter

from townhall.interfaces.web.admin.administrators import Administrators
from townhall.interfaces.web.quality.feedback_page import feedback_routes
from townhall.interfaces.web.quality.page import page_routes
from townhall.interfaces.web.quality.question_files import Questions
from townhall.interfaces.web.quality.question_page import question_routes
from townhall.interfaces.web.quality.reports import Reports
from townhall.interfaces.web.quality.run_page import run_routes
from townhall.interfaces.web.quality.runs import Runs
from townhall.interfaces.web.site import Site


def router(site: Site, administrators: Administrators) -> APIRouter:
    """Return the routes of the Quality view; what changes something is for ``administrators``."""
    routes = APIRouter()
    routes.include_router(page_routes(site, Reports(site.settings.evals), administrators))
    routes.include_router(run_routes(site, Runs(site.settings), administrators))
    routes.include_router(question_routes(site, Questions(site), administrators))
    routes.include_router(feedback_routes(site, administrators))
    return routes
