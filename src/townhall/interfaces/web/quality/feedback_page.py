"""The administrators' page of feedback: what users thought of answers, newest first; to be deleted, or made into a question."""

from __future__ import annotations

from dataclasses import dataclass

from fastapi import APIRouter, Depends, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import HTMLResponse, RedirectResponse
from starlette.responses import Response

from townhall.interfaces.web.admin.administrators import TOKEN_FIELD, Administrators
from townhall.interfaces.web.links import quote_link
from townhall.interfaces.web.quality.names import status_name
from townhall.interfaces.web.quality.paging import page_asked, pages_of
from townhall.interfaces.web.quality.wrong_view import QuoteView
from townhall.interfaces.web.reader import reader_of
from townhall.interfaces.web.site import Site
from townhall.locales.messages import Messages
from townhall.model import Span
from townhall.settings import TIME_ZONE
from townhall.storage import Entry, Verdict

ADDRESS = "/quality/feedback"
AT_ONCE = 20


@dataclass(frozen=True, slots=True)
class EntryView:
    """One entry."""

    id: str
    up: bool
    time: str
    reason: str
    comment: str
    before: tuple[str, ...]
    question: str
    language: str
    status: str
    answer: str
    quotes: tuple[QuoteView, ...]


def entry_view(entry: Entry, words: Messages) -> EntryView:
    """Return an entry as the page shows it."""
    local = entry.created.astimezone(TIME_ZONE)
    said = entry.said
    citations = [each for each in said.get("citations") or () if isinstance(each, dict) and each.get("role") == "support"]
    return EntryView(
        id=entry.id,
        up=entry.verdict is Verdict.UP,
        time=f"{words.date(local.date())}, {local:%H:%M}",
        reason=words.say(f"quality.reason.{entry.reason}") if entry.reason else "",
        comment=entry.comment,
        before=entry.before,
        question=str(said.get("question", "")),
        language=str(said.get("language", "")),
        status=status_name(words, str(said.get("status", ""))),
        answer=str(said.get("answer") or said.get("reason") or ""),
        quotes=tuple(
            QuoteView(str(each["quote"]), str(each["source"]), quote_link(Span(str(each["source"]), int(each["start"]), int(each["end"]))))
            for each in citations
        ),
    )


def feedback_routes(site: Site, administrators: Administrators) -> APIRouter:
    """Return the routes of feedback, all of them for administrators."""
    routes = APIRouter(dependencies=[Depends(administrators.demand)])

    @routes.get(ADDRESS)
    def show(request: Request) -> HTMLResponse:
        words, asked = reader_of(request).words, request.query_params
        verdict = Verdict(asked["verdict"]) if asked.get("verdict") in {each.value for each in Verdict} else None
        count = site.store.feedback.count(verdict=verdict)
        pages = pages_of(count, AT_ONCE)
        page = page_asked(asked.get("page"), pages)
        entries = site.store.feedback.list(verdict=verdict, limit=AT_ONCE, offset=AT_ONCE * (page - 1))
        return site.page(
            request,
            "quality_feedback.html",
            current="quality",
            title=words.say("quality.feedback"),
            token=(TOKEN_FIELD, administrators.form_token(request)),
            entries=[entry_view(entry, words) for entry in entries],
            verdict=verdict.value if verdict else "",
            count=count,
            page=page,
            pages=pages,
            days=site.settings.retention_days,
        )

    @routes.post(f"{ADDRESS}/delete")
    async def delete(request: Request) -> Response:
        form = await administrators.form(request)
        await run_in_threadpool(lambda: site.store.feedback.delete(str(form.get("id", ""))))
        return RedirectResponse(ADDRESS, 303)

    return routes
