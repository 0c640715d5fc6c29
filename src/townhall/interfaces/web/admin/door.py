"""The administrators' door: the password, and the way out."""

from __future__ import annotations

import logging
import math
from collections.abc import Callable

from fastapi import Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import RedirectResponse
from starlette.responses import Response

from townhall.interfaces.web.admin.administrators import ADDRESS, Administrators, TurnedAwayError, read_form, set_cookie
from townhall.interfaces.web.admin.audit import Audit
from townhall.interfaces.web.origin import from_here
from townhall.interfaces.web.reader import reader_of
from townhall.interfaces.web.site import Site

log = logging.getLogger(__name__)

Say = Callable[..., str]
"""A page's words: ``say("section.key", n=1)``."""

MINUTE = 60
FEW_SECONDS = 90
"""Waits up to this are told in seconds."""


async def sign_in(site: Site, administrators: Administrators, audit: Audit, request: Request) -> Response:
    """Answer a password."""
    if not from_here(request):
        raise TurnedAwayError("admin.refused.elsewhere")
    if not administrators.possible:
        return password_page(site, administrators, request, status=403)
    password = (await read_form(request)).get("password")
    tried = await run_in_threadpool(administrators.sign_in, request, password if isinstance(password, str) else "")
    if tried.token is None:
        log.warning("A password for administrators was refused.")  # not in the audit: anybody could fill it
        return password_page(site, administrators, request, status=403, wait=tried.wait, wrong=True)
    audit.note("signed-in", token=tried.token)
    answer = RedirectResponse(ADDRESS, 303)
    set_cookie(request, answer, tried.token)
    return answer


def password_page(
    site: Site, administrators: Administrators, request: Request, *, status: int = 200, wait: float = 0, wrong: bool = False
) -> Response:
    """Return the page that asks for the password, or says how to set one."""
    words = reader_of(request).words
    answer = site.page(
        request,
        "admin_door.html",
        status=status,
        title=words.say("admin.title"),
        possible=administrators.possible,
        wrong=wrong,
        wait=waiting(wait, words.say) if wait else "",
    )
    if wait:
        answer.headers["retry-after"] = str(math.ceil(wait))
    return answer


def waiting(seconds: float, say: Say) -> str:
    """Return in words how long to wait."""
    if seconds <= FEW_SECONDS:
        return say("admin.wait.seconds", n=math.ceil(seconds))
    return say("admin.wait.minutes", n=math.ceil(seconds / MINUTE))
