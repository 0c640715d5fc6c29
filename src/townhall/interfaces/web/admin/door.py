"""The administrators' door: the password, and what is told to whoever is turned away."""

from __future__ import annotations

import logging
import math
from collections.abc import Awaitable, Callable

from fastapi import Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import JSONResponse, RedirectResponse
from starlette.responses import Response

from townhall.interfaces.web.admin.administrators import (
    ADDRESS,
    SIGNED_OUT,
    TOKEN_FIELD,
    Administrators,
    TurnedAwayError,
    form_token_of,
    read_form,
    set_cookie,
    wants_json,
)
from townhall.interfaces.web.admin.audit import Audit
from townhall.interfaces.web.admin.unsent import KEPT_FIELD, Unsent, unsent_in, unsent_of
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
    form = await read_form(request)
    password, kept = form.get("password"), unsent_in(form)
    tried = await run_in_threadpool(administrators.sign_in, request, password if isinstance(password, str) else "")
    if tried.token is None:
        log.warning("A password for administrators was refused.")  # not in the audit: anybody could fill it
        return password_page(site, administrators, request, status=403, wait=tried.wait, wrong=True, kept=kept)
    audit.note("signed-in", token=tried.token)
    answer: Response = RedirectResponse(ADDRESS, 303)
    if kept:
        token = (TOKEN_FIELD, form_token_of(tried.token))
        answer = site.page(request, "admin_again.html", title=reader_of(request).words.say("admin.title"), kept=kept, token=token)
    set_cookie(request, answer, tried.token)
    return answer


def password_page(
    site: Site,
    administrators: Administrators,
    request: Request,
    *,
    status: int = 200,
    wait: float = 0,
    wrong: bool = False,
    kept: Unsent | None = None,
) -> Response:
    """Return the page that asks for the password, or says how to set one; it carries along what was ``kept``."""
    words = reader_of(request).words
    answer = site.page(
        request,
        "admin_door.html",
        status=status,
        title=words.say("admin.title"),
        possible=administrators.possible,
        wrong=wrong,
        wait=waiting(wait, words.say) if wait else "",
        kept=kept,
        kept_field=KEPT_FIELD,
    )
    if wait:
        answer.headers["retry-after"] = str(math.ceil(wait))
    return answer


def waiting(seconds: float, say: Say) -> str:
    """Return in words how long to wait."""
    if seconds <= FEW_SECONDS:
        return say("admin.wait.seconds", n=math.ceil(seconds))
    return say("admin.wait.minutes", n=math.ceil(seconds / MINUTE))


def turned_away(site: Site) -> Callable[[Request, Exception], Awaitable[Response]]:
    """Return what answers a request that was turned away: a page, or a sentence for a script; nothing that was written is lost."""
    administrators = Administrators(site)

    async def answer(request: Request, error: Exception) -> Response:
        assert isinstance(error, TurnedAwayError)  # noqa: S101 - what it is registered for
        words = reader_of(request).words
        if error.status == 303:  # noqa: PLR2004 - HTTP's "see other"
            return RedirectResponse(error.leads_to, 303)
        if wants_json(request):
            return JSONResponse({"text": words.say(error.key)}, error.status)
        if error.key == SIGNED_OUT and (kept := await unsent_of(request, without=TOKEN_FIELD)):
            return password_page(site, administrators, request, status=error.status, kept=kept)
        return site.page(
            request, "admin_refused.html", status=error.status, title=words.say("admin.title"), text=words.say(error.key), link=error.leads_to
        )

    return answer
