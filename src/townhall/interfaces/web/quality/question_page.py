"""The administrators' pages of questions: the list of an open set, and the form in which one is written or changed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import HTMLResponse, JSONResponse, RedirectResponse
from starlette.exceptions import HTTPException
from starlette.responses import Response

from townhall.errors import DatasetError, TownhallError
from townhall.evaluation.data.editing import RowChangedError, WrittenRow
from townhall.evaluation.data.question import Category
from townhall.interfaces.web.admin.administrators import TOKEN_FIELD, Administrators
from townhall.interfaces.web.quality.drafting import draft_of_entry
from townhall.interfaces.web.quality.form import KINDS, Faults, QuestionFields, fields_of_form, fields_of_row
from townhall.interfaces.web.quality.names import language_name
from townhall.interfaces.web.quality.question_files import Questions
from townhall.interfaces.web.quality.questions import Wanted, question_list
from townhall.interfaces.web.quality.sets import SetFile
from townhall.interfaces.web.reader import reader_of
from townhall.interfaces.web.site import Site
from townhall.locales.lexicon import LANGUAGES
from townhall.model import Status
from townhall.storage import Entry

ADDRESS = "/quality/questions"
MOST_FIELDS = 2000
"""Of the form of a question: each fact, quote and turn has its own."""


@dataclass(frozen=True, slots=True)
class Opened:
    """A form that is shown."""

    fields: QuestionFields
    set: SetFile
    version: str = ""
    """Of the row that is changed; empty where one is added."""
    faults: Faults | None = None
    entry: Entry | None = None
    """The feedback that it is drafted from."""


def question_routes(site: Site, questions: Questions, administrators: Administrators) -> APIRouter:
    """Return the routes of questions, all of them for administrators."""
    routes = APIRouter(dependencies=[Depends(administrators.demand)])
    routes.include_router(_list_routes(site, questions))
    routes.include_router(_form_routes(site, questions, administrators))
    routes.include_router(_picking_routes(questions))
    return routes


def _list_routes(site: Site, questions: Questions) -> APIRouter:
    routes = APIRouter()

    @routes.get(ADDRESS)
    def listed(request: Request) -> HTMLResponse:
        words, asked = reader_of(request).words, request.query_params
        sets = questions.sets()
        chosen = questions.set_named(asked["set"]) if "set" in asked else sets[0]
        wanted = Wanted(asked.get("q", ""), asked.get("category", ""), asked.get("language", ""))
        only_faulty = "faulty" in asked
        fault, faulty = "", frozenset[int]()
        rows: tuple[WrittenRow, ...] = ()
        try:
            rows = questions.rows(chosen)
            faulty = questions.faulty(chosen)
        except TownhallError as error:
            fault = str(error)
        kept = [(name, value) for name, value in asked.multi_items() if name not in {"page", "lang", "saved"}]
        return site.page(
            request,
            "quality_questions.html",
            current="quality",
            title=words.say("quality.questions"),
            sets=sets,
            chosen=chosen,
            wanted=wanted,
            only_faulty=only_faulty,
            faulty=len(faulty),
            fault=fault,
            found=question_list(rows, wanted, faulty=faulty, only_faulty=only_faulty, page=asked.get("page")),
            link=lambda to: f"{ADDRESS}?{urlencode([*kept, ('page', to)])}",
            saved=asked.get("saved", ""),
            language_name=lambda code: language_name(words, code),
        )

    return routes


def _form_routes(site: Site, questions: Questions, administrators: Administrators) -> APIRouter:
    routes = APIRouter()

    def form_page(request: Request, opened: Opened, *, status: int = 200, fault: str = "") -> HTMLResponse:
        words = reader_of(request).words
        texts = questions.corpora.texts(opened.set.corpus)
        groups = sorted({str(group) for row in questions.rows(opened.set) if (group := row.values.get("group"))})
        return site.page(
            request,
            "quality_question.html",
            status=status,
            current="quality",
            title=words.say("quality.form_edit" if opened.version else "quality.form_new"),
            token=(TOKEN_FIELD, administrators.form_token(request)),
            opened=opened,
            fields=opened.fields,
            faults=opened.faults or {},
            fault=fault,
            sets=questions.sets(),
            documents=texts.sources,
            groups=groups,
            kinds=KINDS,
            statuses=[each.value for each in Status],
            categories=[each.value for each in Category],
            codes={code: language_name(words, code) for code in dict.fromkeys([*LANGUAGES, *filter(None, [opened.fields.language])])},
        )

    @routes.get(f"{ADDRESS}/new")
    def new(request: Request) -> HTMLResponse:
        asked = request.query_params
        sets = questions.sets()
        chosen = questions.set_named(asked["set"]) if "set" in asked else next(each for each in sets if not each.own_corpus)
        entry_id = asked.get("feedback")
        entry = site.store.feedback.get(entry_id) if entry_id else None
        if entry_id and entry is None:
            raise HTTPException(404)
        return form_page(request, Opened(_proposed(site, entry, reader_of(request).language), chosen, entry=entry))

    @routes.get(f"{ADDRESS}/edit")
    def edit(request: Request) -> HTMLResponse:
        chosen = questions.set_named(request.query_params.get("set", ""))
        id = request.query_params.get("id", "")
        row = next((row for row in questions.rows(chosen) if row.id == id), None)
        if row is None:
            raise HTTPException(404)
        return form_page(request, Opened(fields_of_row(row.values), chosen, version=row.version))

    @routes.post(f"{ADDRESS}/save")
    async def save(request: Request) -> Response:
        words = reader_of(request).words
        await request.form(max_fields=MOST_FIELDS)  # read once: what asks for it next gets the same
        form = await administrators.form(request)
        chosen = questions.set_named(str(form.get("set", "")))
        version, entry_id = str(form.get("version", "")), str(form.get("feedback", ""))
        fields = fields_of_form(form)
        entry = await run_in_threadpool(lambda: site.store.feedback.get(entry_id)) if entry_id else None
        try:
            written, faults = await run_in_threadpool(questions.save, chosen, fields, version)
        except RowChangedError:
            opened = Opened(fields, chosen, version=version, entry=entry)
            return await run_in_threadpool(form_page, request, opened, status=409, fault=words.say("quality.form_changed"))
        except DatasetError as error:
            opened = Opened(fields, chosen, version=version, entry=entry)
            return await run_in_threadpool(form_page, request, opened, status=507, fault=str(error))
        if faults is not None:
            opened = Opened(written if version else replace(written, id=fields.id), chosen, version=version, faults=faults, entry=entry)
            return await run_in_threadpool(form_page, request, opened, status=422)
        return RedirectResponse(f"{ADDRESS}?{urlencode({'set': chosen.name, 'saved': written.id})}", 303)

    return routes


def _proposed(site: Site, entry: Entry | None, language: str) -> QuestionFields:
    """Return what a new question begins with: what an entry of the feedback says, or nothing but the language and the day."""
    today = site.settings.current_date()
    if entry is None:
        return QuestionFields(language=language, today=today.isoformat())
    return fields_of_row(draft_of_entry(entry, site.assistant, today=today).as_row())


def _picking_routes(questions: Questions) -> APIRouter:
    """Return what the script asks for with which quotes are picked in their document."""
    routes = APIRouter()

    @routes.get(f"{ADDRESS}/document")
    def document(request: Request) -> JSONResponse:
        asked = request.query_params
        text = questions.corpora.texts(questions.set_named(asked.get("set", "")).corpus).text(asked.get("source", ""))
        if text is None:
            raise HTTPException(404)
        return JSONResponse({"text": text}, headers={"cache-control": "no-store"})

    @routes.get(f"{ADDRESS}/find")
    def find(request: Request) -> JSONResponse:
        asked, words = request.query_params, reader_of(request).words
        texts = questions.corpora.texts(questions.set_named(asked.get("set", "")).corpus)
        source, quote = asked.get("source", ""), asked.get("quote", "")
        places = texts.find(source, quote)
        changed = () if places else texts.find_changed(source, quote)
        found = (places or changed)[0].source if places or changed else None
        if places:
            text = words.say("quality.form_stands", n=len(places), document=found)
        else:
            text = words.say("quality.form_almost", document=found) if changed else words.say("quality.form_nowhere")
        return JSONResponse({"source": found, "text": text}, headers={"cache-control": "no-store"})

    return routes
