"""What people think of answers: a thumb, a reason, a few words, and the answer that they are about."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any

from fastapi import APIRouter, Depends, Request
from fastapi.responses import JSONResponse, Response

from townhall.errors import TownhallError
from townhall.interfaces.web.ask.rendering import key_of
from townhall.interfaces.web.ask.visitor import only_from_here, owner_of
from townhall.interfaces.web.reader import reader_of
from townhall.settings import TIME_ZONE
from townhall.storage import COMMENT_CHARACTERS, Reason, Receipt, Verdict

if TYPE_CHECKING:
    from townhall.interfaces.web.site import Site

log = logging.getLogger(__name__)

MOST, SECONDS = 60, 3600
"""Opinions from one address in what time: a whole office may share one."""
WITHDRAWN = "withdrawn"
"""What stands for a verdict where an opinion is taken back."""


@dataclass(frozen=True, slots=True)
class Opinion:
    """What a page sent."""

    verdict: Verdict | None
    """None: it is taken back."""
    reason: Reason | None
    comment: str
    receipt: Receipt | None
    """Of the same page's earlier opinion on the same answer."""

    @classmethod
    def of(cls, data: Mapping[str, Any]) -> Opinion:
        """Read an opinion.

        Raises:
            ValueError: it is none.
        """
        verdict, reason, id, secret = (str(data.get(name) or "") for name in ("verdict", "reason", "id", "secret"))
        comment = str(data.get("comment") or "").strip()[:COMMENT_CHARACTERS]
        return cls(
            None if verdict == WITHDRAWN else Verdict(verdict), Reason(reason) if reason else None, comment, Receipt(id, secret) if id else None
        )


async def _sent(request: Request) -> Mapping[str, Any]:
    """Return what a page's script (JSON) or form sent."""
    if request.headers.get("content-type", "").startswith("application/json"):
        try:
            data = await request.json()
        except ValueError:
            return {}
        return data if isinstance(data, dict) else {}
    return {name: value for name, value in (await request.form()).items() if isinstance(value, str)}


def feedback(site: Site) -> APIRouter:
    """Return the route that takes opinions."""
    routes = APIRouter()

    @routes.post("/feedback", dependencies=[Depends(only_from_here)])
    def say(request: Request, data: Annotated[Any, Depends(_sent)]) -> Response:
        outcome = _outcome(site, request, data)
        said = reader_of(request).words.say(f"feedback.{outcome.key}")
        if request.headers.get("content-type", "").startswith("application/json"):
            receipt = {"id": outcome.receipt.id, "secret": outcome.receipt.secret} if outcome.receipt else {}
            return JSONResponse({"said": said, **receipt}, outcome.status)
        return site.page(request, "message.html", status=outcome.status, title=said, text="")

    return routes


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of an opinion: an HTTP status, the key of what to say, and what it takes to change the opinion."""

    status: int
    key: str
    receipt: Receipt | None = None


def _outcome(site: Site, request: Request, data: Mapping[str, Any]) -> Outcome:
    try:
        opinion = Opinion.of(data)
        if not site.store.limits.allow("feedback", request.client.host if request.client else "", most=MOST, seconds=SECONDS):
            return Outcome(429, "too_often")
        return _withdrawn(site, opinion) if opinion.verdict is None else _taken(site, request, opinion.verdict, opinion, data)
    except ValueError:
        return Outcome(400, "unreadable")
    except TownhallError:
        log.exception("An opinion couldn't be kept.")
        return Outcome(503, "fault")


def _withdrawn(site: Site, opinion: Opinion) -> Outcome:
    if opinion.receipt is None:
        return Outcome(400, "unreadable")
    site.store.feedback.withdraw(opinion.receipt)
    return Outcome(200, "withdrawn")


def _taken(site: Site, request: Request, verdict: Verdict, opinion: Opinion, data: Mapping[str, Any]) -> Outcome:
    if opinion.receipt and site.store.feedback.change(opinion.receipt, verdict, reason=opinion.reason, comment=opinion.comment):
        return Outcome(200, "thanks", opinion.receipt)
    owner = owner_of(request.cookies)
    kept = site.store.conversations.load(owner, str(data.get("conversation") or "")) if owner else None
    exchange = next((each for each in kept.exchanges if key_of(each) == data.get("exchange")), None) if kept else None
    if kept is None or exchange is None or exchange.turn is None:
        return Outcome(404, "gone")
    before = [other.question for other in kept.exchanges if other.number in exchange.before]
    day = site.settings.today or exchange.at.astimezone(TIME_ZONE).date()
    receipt = site.store.feedback.add(exchange.turn.answer, verdict, day=day, before=before, reason=opinion.reason, comment=opinion.comment)
    return Outcome(200, "thanks", receipt)
