"""The administrators' pages of questions: the list of an open set, and the form in which one is written or changed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import HTMLResponse, JSONResponse, RedirectResponse
from filelock import FileLock
from starlette.exceptions import HTTPException
from starlette.responses import Response

from townhall.errors import DatasetError, TownhallError
from townhall.evaluation.data.dataset import read_rows
from townhall.evaluation.data.editing import RowChangedError, RowRefusedError, WrittenRow, add_row, change_row, written_rows
from townhall.evaluation.data.question import Category
from townhall.interfaces.web.admin.administrators import TOKEN_FIELD, Administrators
from townhall.interfaces.web.quality.drafting import draft_of_entry
from townhall.interfaces.web.quality.form import (
    KINDS,

    Faults,
    QuestionFields,
    fields_of_form,
    fields_of_row,
    placed,
    proposed_id,
    row_of_fields,
)
from townhall.interfaces.web.quality.questions import Wanted, question_list
from townhall.interfaces.web.quality.report_view import language_name
from townhall.interfaces.web.quality.sets import Corpora, SetFile, open_sets
from townhall.interfaces.web.reader import reader_of
from townhall.interfaces.web.site import Site
from townhall.locales.lexicon import LANGUAGES
from townhall.model import Status
from townhall.storage import Entry, Feedback

ADDRESS = "/quality/questions"
LOCK = "reports/.questions.lock"
"""Under the folder of the evaluation: held while a set is written."""
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


class Questions:
    """What the pages of questions do with files; no HTML."""

    def __init__(self, site: Site) -> None:
        self._settings = site.settings
        self.corpora = Corpora()

    def sets(self) -> tuple[SetFile, ...]:
        """Return the open sets."""
        return open_sets(self._settings)

    def set_named(self, name: str) -> SetFile:
        """Return an open set.

        Raises:
            HTTPException: 404: there is none of that name; a frozen one counts as not there.
        """
        found = next((each for each in self.sets() if each.name == name), None)
        if found is None:
            raise HTTPException(404)
        return found

    def rows(self, chosen: SetFile) -> tuple[WrittenRow, ...]:
        """Return the rows of a set; none where its file isn't there yet."""
        return written_rows(chosen.path) if chosen.path.is_file() else ()

    def faulty(self, chosen: SetFile) -> frozenset[int]:
        """Return the numbers of the lines of a set that don't pass the check."""
        texts = self.corpora.texts(chosen.corpus)
        return frozenset(fault.line for fault in read_rows(chosen.path, chosen.path.read_bytes(), texts)[1]) if chosen.path.is_file() else frozenset()

    def save(self, chosen: SetFile, fields: QuestionFields, version: str) -> tuple[QuestionFields, Faults | None]:
        """Write a question; return its fields as they were written, and what is wrong where it wasn't.

        Raises:
            DatasetError: the file can't be read or written, or its row has changed.
        """
        texts = self.corpora.texts(chosen.corpus)
        (self._settings.evals / LOCK).parent.mkdir(parents=True, exist_ok=True)
        with FileLock(self._settings.evals / LOCK):
            rows = self.rows(chosen)
            if not fields.id and not version:
                fields = replace(fields, id=proposed_id(fields, [row.id for row in rows]))
            row = row_of_fields(fields, texts)
            try:
                if version:
                    change_row(chosen.path, version, row, texts)
                else:
                    add_row(chosen.path, {name: value for name, value in row.items() if value not in ([], None, False)}, texts)
            except RowRefusedError as error:
                last = max((fault.line for fault in error.faults), default=0)
                line = next((row.line for row in rows if row.version == version), last)
                return fields, placed(error.faults, line=line)
        return fields, None


def question_routes(site: Site, questions: Questions, feedback: Callable[[], Feedback], administrators: Administrators) -> APIRouter:
    """Return the routes of questions, all of them for administrators."""
    routes = APIRouter(dependencies=[Depends(administrators.demand)])

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

    @routes.get(ADDRESS)
    def listed(request: Request) -> HTMLResponse:
        words, asked = reader_of(request).words, request.query_params
        sets = questions.sets()
        chosen = questions.set_named(asked["set"]) if "set" in asked else sets[0]
        wanted = Wanted(asked.get("q", ""), asked.get("category", ""), asked.get("language", ""))
        number, only_faulty = asked.get("page", ""), "faulty" in asked
        fault, faulty, rows = "", frozenset[int](), ()
        try:
            rows = questions.rows(chosen)
            faulty = questions.faulty(chosen)
        except TownhallError as error:
            fault = str(error)
        page = int(number) if number.isascii() and number.isdigit() and len(number) < 6 else 1  # noqa: PLR2004 - no set has so many pages
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
            found=question_list(rows, wanted, faulty=faulty, only_faulty=only_faulty, page=page),
            link=lambda to: f"{ADDRESS}?{urlencode([*kept, ('page', to)])}",
            saved=asked.get("saved", ""),
            language_name=lambda code: language_name(words, code),
        )

    @routes.get(f"{ADDRESS}/new")
    def new(request: Request) -> HTMLResponse:
        asked = request.query_params
        sets = questions.sets()
        chosen = questions.set_named(asked["set"]) if "set" in asked else next(each for each in sets if not each.own_corpus)
        today = site.settings.current_date().isoformat()
        if id := asked.get("feedback"):
            entry = feedback().get(id)
            if entry is None:
                raise HTTPException(404)
            draft = draft_of_entry(entry, site.assistant, today=site.settings.current_date())
            return form_page(request, Opened(fields_of_row(draft.as_row()), chosen, entry=entry))
        fields = QuestionFields(language=reader_of(request).language, today=today)
        return form_page(request, Opened(fields, chosen))

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
        entry = await run_in_threadpool(lambda: feedback().get(entry_id)) if entry_id else None
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


