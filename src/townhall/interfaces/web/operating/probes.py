"""Addresses for whoever looks after the server: is it alive, is it ready, what do its figures say."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, PlainTextResponse, Response
from prometheus_client import CONTENT_TYPE_LATEST
from starlette.exceptions import HTTPException

from townhall.errors import TownhallError
from townhall.interfaces.web.operating.lifecycle import Lifecycle
from townhall.interfaces.web.operating.measures import Measures
from townhall.library import check_vectors, is_writing
from townhall.storage import same

if TYPE_CHECKING:
    from townhall.interfaces.web.site import Site

log = logging.getLogger(__name__)

PATHS = frozenset({"/healthz", "/readyz", "/metrics"})
"""Open to everybody, or to whoever shows the key; no visitor's password is asked for."""
SCHEME = "Bearer "


def probes(site: Site, lifecycle: Lifecycle, measures: Measures) -> APIRouter:
    """Return the routes."""
    routes = APIRouter()

    @routes.get("/healthz")
    async def alive() -> Response:
        return PlainTextResponse("ok\n", headers={"cache-control": "no-store"})

    @routes.get("/readyz")
    def ready() -> Response:
        checks = checked(site, lifecycle)
        fine = all(checks.values())
        told = {"ready": fine, "checks": {name: "ok" if good else "failed" for name, good in checks.items()}}
        return JSONResponse(told, 200 if fine else 503, headers={"cache-control": "no-store"})

    @routes.get("/metrics")
    def metrics(request: Request) -> Response:
        key = site.settings.metrics_key
        if key is None:
            raise HTTPException(404)
        if not same(request.headers.get("authorization", ""), SCHEME + key.get_secret_value()):
            raise HTTPException(401, headers={"www-authenticate": "Bearer"})
        return Response(measures.text(), media_type=CONTENT_TYPE_LATEST, headers={"cache-control": "no-store"})

    return routes


def checked(site: Site, lifecycle: Lifecycle) -> dict[str, bool]:
    """Look at everything that an answer needs; why something isn't there stands in the log alone."""
    return {
        "serving": not lifecycle.ending.is_set(),
        "warm": lifecycle.warm.is_set(),
        "index": _works("index", lambda: site.assistant.generation),
        "vectors": _works("vectors", lambda: check_vectors(site.settings)),
        "database": _works("database", lambda: site.store.database.check()),  # noqa: PLW0108 - opening it may fail too
    }


def looked_up(site: Site, lifecycle: Lifecycle, *, queued: Callable[[], int]) -> Mapping[str, float]:
    """Return the gauges as they stand."""
    found: dict[str, float] = {
        "questions_queued": queued(),
        "questions_running": lifecycle.running,
        "ingest_running": is_writing(site.settings),
        "ready": all(checked(site, lifecycle).values()),
    }
    try:
        found |= {
            "index_age_seconds": (datetime.now(UTC) - site.assistant.made).total_seconds(),
            "documents": len(site.assistant.documents()),
            "passages": site.assistant.passages,
        }
    except TownhallError as error:
        log.warning("The index can't be counted: %s", error)
    return found


def _works(name: str, look: Callable[[], object]) -> bool:
    try:
        look()
    except TownhallError as error:
        log.warning("Not ready, %s: %s", name, error)
        return False
    return True
