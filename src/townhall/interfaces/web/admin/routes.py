"""The administrators' addresses: those of the door are open to everybody, those of the desk to administrators alone."""

from __future__ import annotations

from collections.abc import Callable

from fastapi import APIRouter, Depends, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import JSONResponse, RedirectResponse
from starlette.datastructures import FormData, UploadFile
from starlette.responses import Response

from townhall.interfaces.web.admin.administrators import ADDRESS, COOKIE, Administrators, set_cookie, wants_json
from townhall.interfaces.web.admin.audit import Audit
from townhall.interfaces.web.admin.desk import Desk
from townhall.interfaces.web.admin.door import password_page, sign_in
from townhall.interfaces.web.admin.job import Job
from townhall.interfaces.web.admin.views import Notice, job_view
from townhall.interfaces.web.reader import reader_of
from townhall.interfaces.web.site import Site
from townhall.interfaces.web.templates import fragment
from townhall.library import Added, add_document, remove_document, replace_document, restore_document

UPLOAD, REPLACE = "/admin/documents", "/admin/replace"
"""Where forms with files go."""
FORM_BYTES = 1_000_000
"""What a form with a file may hold beside it."""


def router(site: Site, administrators: Administrators) -> APIRouter:
    """Return all of the administrators' routes."""
    folder = site.settings.removed_folder().parent
    audit = Audit(folder / "changes.jsonl")
    desk = Desk(site, administrators, audit, Job(site.settings, folder / "last-ingest.json"))
    routes = APIRouter()

    @routes.get(ADDRESS)
    def desk_or_door(request: Request) -> Response:
        return desk.page(request) if administrators.know(request) else password_page(site, administrators, request)

    @routes.post(ADDRESS)
    async def try_password(request: Request) -> Response:
        return await sign_in(site, administrators, audit, request)

    for part in (_session(desk), _files_in(desk), _files_out(desk)):
        routes.include_router(part, dependencies=[Depends(administrators.demand)])
    return routes


def limits(file_size_limit: int) -> dict[str, int]:
    """Return how many bytes requests with files may have, by path."""
    return dict.fromkeys((UPLOAD, REPLACE), file_size_limit + FORM_BYTES)


def _session(desk: Desk) -> APIRouter:
    """Return the routes that change no document by themselves."""
    routes = APIRouter()

    @routes.get("/admin/job")
    def how_it_stands(request: Request) -> JSONResponse:
        words = reader_of(request).words
        view = job_view(desk.job.state, words)
        return JSONResponse({"running": view.running, "words": view.words, "html": fragment("admin_job.html", words, job=view)})

    @routes.post("/admin/read")
    async def read(request: Request) -> Response:
        await desk.administrators.form(request)
        desk.audit.note("read", token=request.cookies.get(COOKIE, ""))
        desk.job.start()
        return desk.back(request)

    @routes.post("/admin/sign-out")
    async def sign_out(request: Request) -> Response:
        await desk.administrators.form(request)
        await run_in_threadpool(desk.administrators.sign_out, request)
        desk.audit.note("signed-out", token=request.cookies.get(COOKIE, ""))
        answer = RedirectResponse(ADDRESS, 303)
        set_cookie(request, answer, None)
        return answer

    return routes


def _files_in(desk: Desk) -> APIRouter:
    """Return the routes by which files come in."""
    routes = APIRouter()

    @routes.post(UPLOAD)
    async def add(request: Request) -> Response:
        fields = await desk.administrators.form(request)
        works = [_adding(desk, file, replace=bool(fields.get("replace"))) for file in _files(fields, "files")]
        found = [await run_in_threadpool(desk.change, request, "added", work) for work in works]
        if not fields.get("more"):  # a script sends one file after the other: they are read together
            desk.job.start()
        if wants_json(request):
            return JSONResponse([{"done": notice.done, "text": notice.text, "detail": notice.detail} for notice in found])
        return desk.back(request, *(found or [_no_file(request)]))

    @routes.get(REPLACE)
    def ask_for_file(request: Request, source: str = "") -> Response:
        return desk.confirm(request, "admin_replace.html", source)

    @routes.post(REPLACE)
    async def replace(request: Request) -> Response:
        fields = await desk.administrators.form(request)
        files = _files(fields, "file")
        if not files:
            return desk.back(request, _no_file(request))
        return await _changed(desk, request, "replaced", lambda: replace_document(desk.site.settings, _text(fields, "source"), files[0].file))

    return routes


def _files_out(desk: Desk) -> APIRouter:
    """Return the routes by which documents go and come back."""
    routes = APIRouter()
    settings = desk.site.settings

    @routes.get("/admin/remove")
    def ask_whether(request: Request, source: str = "") -> Response:
        return desk.confirm(request, "admin_remove.html", source)

    @routes.post("/admin/remove")
    async def remove(request: Request) -> Response:
        source = _text(await desk.administrators.form(request), "source")
        return await _changed(desk, request, "removed", lambda: remove_document(settings, source).source)

    @routes.post("/admin/restore")
    async def restore(request: Request) -> Response:
        id = _text(await desk.administrators.form(request), "id")
        return await _changed(desk, request, "restored", lambda: restore_document(settings, id).source)

    return routes


async def _changed(desk: Desk, request: Request, what: str, work: Callable[[], Added | str]) -> Response:
    notice = await run_in_threadpool(desk.change, request, what, work)
    desk.job.start()
    return desk.back(request, notice)


def _adding(desk: Desk, file: UploadFile, *, replace: bool) -> Callable[[], Added]:
    return lambda: add_document(desk.site.settings, file.filename or "", file.file, replace=replace)


def _files(fields: FormData, name: str) -> list[UploadFile]:
    """Return the files of a field; a field that was left empty holds one without a name."""
    return [file for file in fields.getlist(name) if isinstance(file, UploadFile) and file.filename]


def _text(fields: FormData, name: str) -> str:
    value = fields.get(name)
    return value if isinstance(value, str) else ""


def _no_file(request: Request) -> Notice:
    return Notice(done=False, text=reader_of(request).words.say("admin.problem.no_file"))
