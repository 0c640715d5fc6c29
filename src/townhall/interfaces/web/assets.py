"""What pages load: styles, scripts, the icon. Their addresses change with their contents, so browsers keep them for good."""

from __future__ import annotations

import mimetypes

from fastapi import APIRouter
from fastapi.responses import Response
from starlette.exceptions import HTTPException

from townhall.interfaces.web.templates import asset


def router() -> APIRouter:
    """Return the route of all such files."""
    routes = APIRouter()

    @routes.get("/page/{name}")
    def file(name: str) -> Response:
        try:
            content = asset(name)
        except OSError as error:
            raise HTTPException(404) from error
        kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
        return Response(content, media_type=kind, headers={"Cache-Control": "public, max-age=31536000, immutable"})

    return routes
