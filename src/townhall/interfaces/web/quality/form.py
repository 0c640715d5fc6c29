"""A question as a form: a row of an evaluation set in fields that people fill in, and back. What is wrong with it the row's own check says."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from starlette.datastructures import FormData

from townhall.evaluation.data.draft import Draft, new_id
from townhall.evaluation.data.question import Category
from townhall.evaluation.data.row import RowError
from townhall.evaluation.data.texts import CorpusTexts
from townhall.model import Status

KINDS = ("text", "number", "date")
"""Of facts."""
_WHOLE, _NUMBER = re.compile(r"-?\d{1,300}"), re.compile(r"-?\d{1,300}\.\d{1,300}")
_PLACE = re.compile(r"(?P<name>[a-z]+)(?:\[(?P<index>\d+)\])?")


@dataclass(frozen=True, slots=True)
class FactFields:
    """A fact that an answer must, or must not, hold."""

    kind: str = "text"
    value: str = ""
    """Of a text its alternatives, one a line; a number in digits; a day as YYYY-MM-DD."""
    unit: str = ""
    """Spellings of a number's unit, one a line."""


@dataclass(frozen=True, slots=True)
class SpanFields:
    """A quote that must be cited; without a source it is looked for in all documents."""

    source: str = ""
    quote: str = ""


@dataclass(frozen=True, slots=True)
class RelevantFields:
    """A document that has to do with the question."""

    source: str = ""
    grade: str = "1"


@dataclass(frozen=True, slots=True)
class QuestionFields:
    """What the form holds, as it was typed."""

    id: str = ""
    turns: tuple[str, ...] = ()
    status: str = Status.ANSWERED.value
    """The preferred one."""
    also: tuple[str, ...] = ()
    """Others that are acceptable."""
    facts: tuple[FactFields, ...] = ()
    forbidden: tuple[FactFields, ...] = ()
    spans: tuple[SpanFields, ...] = ()
    category: str = Category.EXPLAIN.value
    language: str = "en"
    group: str = ""
    today: str = ""
    wants_list: bool = False
    measured: bool = False
    """Whether the answer's words are compared with those of ``answers``."""
    answers: tuple[str, ...] = ()
    relevant: tuple[RelevantFields, ...] = ()
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that is wrong with the form, beside the field that it is about."""

    index: int | None
    """Of a list which one, from 0."""
    text: str
    """In English: the check's own words; empty where ``key`` says it."""
    key: str = ""


Faults = Mapping[str, Sequence[Fault]]
"""By the name of the row's field; "" for what is wrong with the row as a whole."""


def fields_of_row(row: Mapping[str, Any]) -> QuestionFields:
    """Return the form of a row; what it can't show, because it is of another form than rows have, is left empty."""
    status = [str(each) for each in _list(row.get("status"))]
    return QuestionFields(
        id=str(row.get("id", "")),
        turns=tuple(str(each.get("content", "")) for each in _list(row.get("messages")) if isinstance(each, dict)),
        status=status[0] if status else "",
        also=tuple(status[1:]),
        facts=tuple(_fact_fields(each) for each in _list(row.get("facts"))),
        forbidden=tuple(_fact_fields(each) for each in _list(row.get("forbidden"))),
        spans=tuple(
            SpanFields(str(each.get("source", "")), str(each.get("quote", ""))) for each in _list(row.get("spans")) if isinstance(each, dict)
        ),
        category=str(row.get("category", "")),
        language=str(row.get("language", "")),
        group=str(row.get("group") or ""),
        today=str(row.get("today", "")),
        wants_list=row.get("list") is True,
        measured=isinstance(row.get("answers"), list),
        answers=tuple(str(each) for each in _list(row.get("answers"))),
        relevant=tuple(
            RelevantFields(str(each.get("source", "")), str(each.get("grade", ""))) for each in _list(row.get("relevant")) if isinstance(each, dict)
        ),
        sources=tuple(str(each) for each in _list(row.get("sources"))),
    )


def fields_of_form(form: FormData) -> QuestionFields:
    """Return what was typed; lines of lists that were left empty are left out."""
    status = _one(form, "status")
    return QuestionFields(
        id=_one(form, "id").strip(),
        turns=tuple(turn for turn in _all(form, "turn") if turn.strip()),
        status=status,
        also=tuple(each for each in _all(form, "also") if each != status),
        facts=tuple(_facts(form, "fact")),
        forbidden=tuple(_facts(form, "forbidden")),
        spans=tuple(
            SpanFields(source, quote) for source, quote in zip(_all(form, "span_source"), _all(form, "span_quote"), strict=False) if quote.strip()
        ),
        category=_one(form, "category"),
        language=_one(form, "language").strip(),
        group=_one(form, "group").strip(),
        today=_one(form, "today").strip(),
        wants_list=bool(_one(form, "list")),
        measured=bool(_one(form, "measured")),
        answers=tuple(each for each in _all(form, "answer") if each.strip()),
        relevant=tuple(
            RelevantFields(source, grade.strip())
            for source, grade in zip(_all(form, "relevant_source"), _all(form, "relevant_grade"), strict=False)
            if source
        ),
        sources=tuple(_lines(_one(form, "sources"))),
    )


def row_of_fields(fields: QuestionFields, texts: CorpusTexts) -> dict[str, Any]:
    """Return the row that the form means, every field of it. What can't be read goes in as it is: the row's check says what is wrong."""
    answers = list(fields.answers) if fields.measured or fields.answers else None
    return {
        "id": fields.id,
        "messages": [{"role": "user", "content": turn} for turn in fields.turns],
        "status": [fields.status, *fields.also],
        "facts": [_fact(fact) for fact in fields.facts],
        "forbidden": [_fact(fact) for fact in fields.forbidden],
        "spans": [{"source": span.source or _found_in(span.quote, texts), "quote": span.quote} for span in fields.spans],
        "category": fields.category,
        "language": fields.language,
        "group": fields.group or None,
        "today": fields.today,
        "list": fields.wants_list,
        "answers": answers,
        "relevant": [{"source": each.source, "grade": int(each.grade) if _WHOLE.fullmatch(each.grade) else each.grade} for each in fields.relevant],
        "sources": list(fields.sources),
    }


def proposed_id(fields: QuestionFields, taken: Sequence[str]) -> str:
    """Return an id for a question that was given none."""
    draft = Draft("", fields.turns or ("",), (), (), (), (), fields.category, fields.language, None, date.min, wants_list=False)
    return new_id(draft, taken)


def placed(faults: Sequence[RowError], *, line: int) -> dict[str, list[Fault]]:
    """Return what is wrong with the row of a line by its fields; what is wrong elsewhere because of it comes under ""."""
    found: dict[str, list[Fault]] = {}
    for fault in faults:
        text = f"{fault.problem[:1].upper()}{fault.problem[1:]}. {fault.remedy}"
        if fault.line != line:
            found.setdefault("", []).append(Fault(None, f"Line {fault.line}, {fault.field}: {text}"))
            continue
        for place in fault.field.split(", ") if fault.field else [""]:
            match = _PLACE.match(place)
            name, index = (match["name"], match["index"]) if match else ("", None)
            nowhere = name == "spans" and place.endswith(".source")
            key = "quality.form_nowhere" if nowhere else ""
            found.setdefault(name, []).append(Fault(int(index) if index else None, "" if nowhere else text, key))
    return found


def _facts(form: FormData, name: str) -> Iterator[FactFields]:
    for kind, value, unit in zip(_all(form, f"{name}_kind"), _all(form, f"{name}_value"), _all(form, f"{name}_unit"), strict=False):
        if value.strip():
            yield FactFields(kind, value, unit)


def _fact(fact: FactFields) -> dict[str, Any]:
    if fact.kind == "date":
        return {"date": fact.value.strip()}
    if fact.kind == "number":
        text = fact.value.strip()
        number: Any = int(text) if _WHOLE.fullmatch(text) else float(text) if _NUMBER.fullmatch(text) else text
        units = _lines(fact.unit)
        return {"number": number, **({"unit": units} if units else {})}
    return {"text": _lines(fact.value)}


def _fact_fields(fact: Any) -> FactFields:
    if isinstance(fact, dict):
        if "date" in fact:
            return FactFields("date", str(fact["date"]))
        if "number" in fact:
            return FactFields("number", str(fact["number"]), "\n".join(str(each) for each in _list(fact.get("unit"))))
        return FactFields("text", "\n".join(str(each) for each in _list(fact.get("text"))))
    return FactFields("text", str(fact))


def _found_in(quote: str, texts: CorpusTexts) -> str:
    """Return the first document that a quote stands in; empty where there is none."""
    places = texts.find("", quote) or texts.find_changed("", quote)
    return places[0].source if places else ""


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.split("\n") if line.strip()]


def _one(form: FormData, name: str) -> str:
    return next(iter(_all(form, name)), "")


def _all(form: FormData, name: str) -> list[str]:
    """Return the values of a field, with the line ends that documents and sets have: browsers send others."""
    return [value.replace("\r\n", "\n") for value in form.getlist(name) if isinstance(value, str)]
