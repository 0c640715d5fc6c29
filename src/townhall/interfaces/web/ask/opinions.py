"""What people think of answers: a thumb, a reason, a few words, and the answer that they are about."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from fastapi import APIRouter, Depends, Request
from fastapi.responses import JSONResponse, RedirectResponse, Response

from townhall.errors import TownhallError
from townhall.interfaces.web.ask.rendering import key_of
from townhall.interfaces.web.ask.visitor import owner_of
from townhall.interfaces.web.origin import only_from_here
from townhall.interfaces.web.reader import reader_of
from townhall.settings import TIME_ZONE
from townhall.storage import COMMENT_CHARACTERS, Exchange, Reason, Receipt, Verdict
from townhall.storage import Conversation as Kept

if TYPE_CHECKING:
    from collections.abc import Mapping

    from townhall.interfaces.web.site import Site

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
    def say(request: Request, data: Mapping[str, Any] = Depends(_sent)) -> Response:  # noqa: B008 - FastAPI's way
        words = reader_of(request).words
        status, key, receipt = _taken(site, request, data)
        said = words.say(f"feedback.{key}")
        if request.headers.get("content-type", "").startswith("application/json"):
            return JSONResponse({"said": said, "id": receipt.id if receipt else None, "secret": receipt.secret if receipt else None}, status)
        if status >= 400:  # noqa: PLR2004 - HTTP's line between done and not done
            return site.page(request, "message.html", status=status, title=said, text="")
        return site.page(request, "message.html", title=said, text="")

    return routes


def _taken(site: Site, request: Request, data: Mapping[str, Any]) -> tuple[int, str, Receipt | None]:
    """Take an opinion; return the status, the key of what to say, and what it takes to change the opinion."""
    try:
        opinion = Opinion.of(data)
    except ValueError:
        return 400, "unreadable", None
    try:
        if not site.store.limits.allow("feedback", request.client.host if request.client else "", most=MOST, seconds=SECONDS):
            return 429, "too_often", None
        if opinion.receipt and opinion.verdict is None:
            site.store.feedback.withdraw(opinion.receipt)
            return 200, "withdrawn", None
        if opinion.verdict is None:
            return 400, "unreadable", None
        if opinion.receipt and site.store.feedback.change(opinion.receipt, opinion.verdict, reason=opinion.reason, comment=opinion.comment):
            return 200, "thanks", opinion.receipt
        owner = owner_of(request.cookies)
        kept = site.store.conversations.load(owner, str(data.get("conversation") or "")) if owner else None
        exchange = next((each for each in kept.exchanges if key_of(each) == data.get("exchange")), None) if kept else None
        if kept is None or exchange is None or exchange.turn is None:
            return 404, "gone", None
        return 200, "thanks", _added(site, kept, exchange, opinion.verdict, opinion)
    except TownhallError:
        return 503, "fault", None


def _added(site: Site, kept: Kept, exchange: Exchange, verdict: Verdict, opinion: Opinion) -> Receipt | None:
    if exchange.turn is None:
        return None
    before = [other.question for other in kept.exchanges if other.number in exchange.before]
    day = site.settings.today or exchange.at.astimezone(TIME_ZONE).date()
    return site.store.feedback.add(exchange.turn.answer, verdict, day=day, before=before, reason=opinion.reason, comment=opinion.comment)
