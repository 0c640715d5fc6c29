"""The administrators' page of runs: choose sets, follow the run, stop it, see what it found."""

from __future__ import annotations

from dataclasses import dataclass

from fastapi import APIRouter, Depends, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import HTMLResponse, JSONResponse, RedirectResponse
from starlette.responses import Response

from townhall.interfaces.web.admin.administrators import TOKEN_FIELD, Administrators
from townhall.interfaces.web.quality.runs import Run, Runs, State
from townhall.interfaces.web.quality.sets import set_files
from townhall.interfaces.web.reader import reader_of
from townhall.interfaces.web.site import Site
from townhall.locales.messages import Messages

ADDRESS = "/quality/run"


@dataclass(frozen=True, slots=True)
class RunView:
    """A run as the page shows it."""

    state: str
    text: str
    done: int
    of: int
    fault: str

    @property
    def running(self) -> bool:
        """Whether it goes on."""
        return self.state == State.RUNNING


def run_view(run: Run | None, words: Messages) -> RunView | None:
    """Return how a run stands, in words; None where there was none."""
    if run is None:
        return None
    if run.state is not State.RUNNING:
        return RunView(run.state, words.say(f"quality.run_{run.state}"), 0, 0, run.fault)
    if run.dataset is None:
        text = words.say("quality.run_preparing")
    else:
        text = words.say("quality.run_comparing" if run.compared else "quality.run_asking", set=run.dataset, done=run.done, of=run.of)
    return RunView(run.state, text, run.done, run.of, "")


def run_routes(site: Site, runs: Runs, administrators: Administrators) -> APIRouter:
    """Return the routes of runs, all of them for administrators."""
    routes = APIRouter(dependencies=[Depends(administrators.demand)])

    def page(request: Request, *, status: int = 200, fault: str | None = None) -> HTMLResponse:
        words = reader_of(request).words
        return site.page(
            request,
            "quality_run.html",
            status=status,
            current="quality",
            title=words.say("quality.run"),
            token=(TOKEN_FIELD, administrators.form_token(request)),
            sets=set_files(site.settings),
            run=run_view(runs.current(), words),
            fault=fault,
        )

    @routes.get(ADDRESS)
    def show(request: Request) -> HTMLResponse:
        return page(request)

    @routes.get(f"{ADDRESS}/state")
    def state(request: Request) -> JSONResponse:
        found = run_view(runs.current(), reader_of(request).words)
        told = {"state": found.state, "text": found.text, "done": found.done, "of": found.of} if found else {"state": "none"}
        return JSONResponse(told, headers={"cache-control": "no-store"})

    @routes.post(ADDRESS)
    async def begin(request: Request) -> Response:
        words = reader_of(request).words
        form = await administrators.form(request)
        names = set(form.getlist("set"))
        sets = [each for each in await run_in_threadpool(set_files, site.settings) if each.name in names]
        if not sets:
            return page(request, status=422, fault=words.say("quality.run_none"))
        try:
            begun = await run_in_threadpool(runs.begin, sets)
        except OSError:
            return page(request, status=507, fault=words.say("quality.run_impossible"))
        if not begun:
            return page(request, status=409, fault=words.say("quality.run_busy"))
        return RedirectResponse(ADDRESS, 303)

    @routes.post(f"{ADDRESS}/stop")
    async def stop(request: Request) -> Response:
        await administrators.form(request)
        await run_in_threadpool(runs.stop)
        return RedirectResponse(ADDRESS, 303)

    return routes
