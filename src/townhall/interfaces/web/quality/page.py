"""The page that everybody can read: the last report, one set of it closer, and the history."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse
from starlette.exceptions import HTTPException
from starlette.responses import Response

from townhall.errors import TownhallError
from townhall.evaluation.reports.stored import StoredReport, StoredSet
from townhall.interfaces.web.admin.administrators import Administrators
from townhall.interfaces.web.policy import REPORT, with_ancestors
from townhall.interfaces.web.quality.chart import SHOWN, history_view
from townhall.interfaces.web.quality.paging import page_asked, pages_of
from townhall.interfaces.web.quality.report_view import FEW, LOWER, PARTS, WRONG_AT_ONCE, report_view, set_view
from townhall.interfaces.web.quality.reports import Reports
from townhall.interfaces.web.reader import reader_of
from townhall.interfaces.web.site import Site


def page_routes(site: Site, reports: Reports, administrators: Administrators) -> APIRouter:
    """Return the routes of the report."""
    routes = APIRouter()

    @routes.get("/quality")
    def quality(request: Request) -> HTMLResponse:
        words = reader_of(request).words
        found = reports.newest()
        values: dict[str, Any] = {"report": None, "administrator": administrators.know(request), "possible": administrators.possible}
        if found:
            chosen = _chosen(found.report, request.query_params.get("set"))
            pages = pages_of(len(chosen.wrong or ()), WRONG_AT_ONCE)
            page = page_asked(request.query_params.get("wrong"), pages)
            values |= {
                "report": report_view(found.report, words, time=found.time, serving=_serving(site)),
                "chosen": set_view(chosen, words, gates=reports.gates(), page=page),
                "history": history_view(chosen.name, reports.history(), reports.baseline(), words),
                "whole": found.page.is_file(),
                "page": page,
                "pages": pages,
                "few": FEW,
                "lower": LOWER,
                "parts_shown": PARTS,
                "followed": SHOWN,
            }
        return site.page(request, "quality.html", current="quality", title=words.say("frame.quality"), **values)

    @routes.get("/quality/report")
    def report() -> Response:
        found = reports.newest()
        try:
            html = found.page.read_bytes() if found else b""
        except OSError as error:
            raise HTTPException(404) from error
        if not html:
            raise HTTPException(404)
        policy = with_ancestors(REPORT, site.settings.frame_ancestors)
        return HTMLResponse(html, headers={"cache-control": "no-cache", "content-security-policy": policy})

    return routes


def _chosen(report: StoredReport, name: str | None) -> StoredSet:
    """Return the set of that name, or else the first of which there is most to see."""
    named = next((each for each in report.sets if each.name == name), None)
    return named or next((each for each in report.sets if not each.frozen), report.sets[0])


def _serving(site: Site) -> str | None:
    try:
        return site.assistant.generation
    except TownhallError:
        return None
