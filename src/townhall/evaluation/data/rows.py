"""One row of an evaluation set: read field by field; what is wrong is told with file, line, field and remedy, all of it at once.

``forms.py`` has the same as JSON Schema, for other programs.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Any, NoReturn, TypeVar

from townhall.errors import DatasetError
from townhall.evaluation.data import forms
from townhall.evaluation.data.facts import DateFact, ExpectedFact, NumberFact, TextFact
from townhall.evaluation.data.forms import Form
from townhall.evaluation.data.question import Category, ExpectedSpan, Question, Relevant
from townhall.evaluation.data.texts import CorpusTexts
from townhall.locales.spelling import same_spelling
from townhall.model import Status

Read = TypeVar("Read")


class RowError(DatasetError):
    """What is wrong with one row of a file."""

    def __init__(self, path: Path, line: int, name: str, problem: str, *, remedy: str) -> None:
        place = f"line {line}" + (f", field {name}" if name else "")
        super().__init__(f"{path}, {place}: {problem}.", remedy=remedy)
        self.line = line
        """From 1."""
        self.field = name
        """With its place in a list: ``spans[0].quote``. Empty where the row as a whole is wrong."""
        self.problem = problem


class Row:
    """A line that is being read; it knows where it stands, for the errors.

    Raises:
        RowError: the line is no JSON object.
    """

    def __init__(self, path: Path, line: int, text: str) -> None:
        self.path = path
        self.line = line
        self.faults: list[RowError] = []
        """What is wrong so far, in the order in which it was found."""
        try:
            values = json.loads(text, object_pairs_hook=_unique, parse_constant=_no_constant)
        except ValueError as error:
            self.fail("", f"not JSON: {error}", "Write one JSON object a line.")
        if not isinstance(values, dict):
            self.fail("", f"{shown(values)} is not an object", "Write one JSON object a line.")
        self.values: dict[str, Any] = values

    def fail(self, name: str, problem: str, remedy: str) -> NoReturn:
        """Refuse the row.

        Raises:
            RowError: always; it names file, line and field.
        """
        raise RowError(self.path, self.line, name, problem, remedy=remedy)

    def attempt(self, read: Callable[[], Read], otherwise: Read) -> Read:
        """Return what ``read`` returns; if it refuses the row, keep that among the faults and return ``otherwise``, so that reading goes on."""
        try:
            return read()
        except RowError as error:
            self.faults.append(error)
            return otherwise

    def only(self, name: str, value: dict[str, Any], known: Iterable[str]) -> None:
        """Refuse keys of ``value`` that are not ``known``."""
        known = list(known)
        if unknown := [key for key in value if key not in known]:
            self.fail(f"{name}.{unknown[0]}" if name else unknown[0], "unknown field", f"Known are {', '.join(known)}.")

    def string(self, name: str, value: Any) -> str:
        """Return a text that is not blank."""
        if not isinstance(value, str) or not value.strip():
            self.fail(name, f"{shown(value)} is not a text", "Write a text in quotation marks, not blank.")
        return value

    def items(self, name: str, value: Any) -> list[Any]:
        """Return a list."""
        if not isinstance(value, list):
            self.fail(name, f"{shown(value)} is not a list", "Write a list in [square brackets].")
        return value

    def date(self, name: str, value: Any) -> date:
        """Return a day that is written as YYYY-MM-DD."""
        text = self.string(name, value)
        try:
            day = date.fromisoformat(text)
        except ValueError:
            day = None
        if day is None or day.isoformat() != text:
            self.fail(name, f"{shown(value)} is not a date", "Write it as YYYY-MM-DD.")
        return day


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    values = dict(pairs)
    if len(values) < len(pairs):
        names = [name for name, _ in pairs]
        repeated = next(name for name in names if names.count(name) > 1)
        raise ValueError(f"{repeated!r} stands twice in one object")
    return values


def _no_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not JSON")


def shown(value: Any) -> str:
    """Return a value as an error shows it: as JSON, a long one by its beginning."""
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 80 else f"{text[:77]}..."  # noqa: PLR2004 - so that an error stays one line


def question_of(row: Row, texts: CorpusTexts) -> Question | None:
    """Return the question that a row holds, its spans looked up in ``texts``; None where anything is wrong, which ``row.faults`` tells.

    Fields are missing, unknown or of another form, quotes are in no document, or fields contradict each other.
    """
    row.attempt(partial(row.only, "", row.values, FIELDS), None)
    row.attempt(partial(_check_complete, row), None)
    values = {name: row.attempt(partial(_field, row, name, field), None) for name, field in FIELDS.items()}
    spans = [
        row.attempt(partial(_span, row, f"spans[{index}]", source, quote, texts), None) for index, (source, quote) in enumerate(values["spans"] or ())
    ]
    for name, found in (("relevant", values["relevant"]), ("sources", values["sources"])):
        row.attempt(partial(_check_documents, row, name, found or (), texts), None)
    if row.faults:
        return None
    question = Question(
        id=values["id"],
        turns=values["messages"],
        status=values["status"],
        facts=values["facts"],
        forbidden=values["forbidden"],
        spans=tuple(span for span in spans if span),
        category=values["category"],
        language=values["language"],
        group=values["group"],
        today=values["today"],
        wants_list=values["list"],
        answers=values["answers"],
        relevant=values["relevant"],
        sources=values["sources"],
    )
    row.attempt(partial(_check_consistent, row, question), None)
    return None if row.faults else question


def _field(row: Row, name: str, field: Field) -> Any:
    """Return a field's value, or its default."""
    return field.read(row, name, row.values[name]) if name in row.values else field.default


def _check_complete(row: Row) -> None:
    required = [name for name, field in FIELDS.items() if field.required]
    if missing := [name for name in required if name not in row.values]:
        row.fail(", ".join(missing), "missing", f"Every row has {', '.join(required)}.")


def _group(row: Row, name: str, value: Any) -> str | None:
    return None if value is None else row.string(name, value)


def _messages(row: Row, name: str, value: Any) -> tuple[str, ...]:
    turns: list[str] = []
    for index, message in enumerate(row.items(name, value)):
        place = f"{name}[{index}]"
        if not isinstance(message, dict):
            row.fail(place, f"{shown(message)} is not a message", 'Write {"role": "user", "content": "..."}.')
        row.only(place, message, ("role", "content"))
        if message.get("role") != "user":
            row.fail(f"{place}.role", f"{shown(message.get('role'))} is not user", "Write user turns only; the assistant answers them in order.")
        turns.append(row.string(f"{place}.content", message.get("content")))
    if not turns:
        row.fail(name, "no message", 'Write at least one {"role": "user", "content": "..."}.')
    return tuple(turns)


def _status(row: Row, name: str, value: Any) -> tuple[Status, ...]:
    known = [status.value for status in Status]
    listed = row.items(name, value)
    for index, status in enumerate(listed):
        if status not in known:
            row.fail(f"{name}[{index}]", f"unknown status {shown(status)}", f"Known are {', '.join(known)}.")
    if not listed or len(set(listed)) < len(listed):
        row.fail(name, f"{shown(listed)} is empty or names a status twice", "List each acceptable status once, preferred first.")
    return tuple(Status(status) for status in listed)


def _category(row: Row, name: str, value: Any) -> Category:
    known = [category.value for category in Category]
    if value not in known:
        row.fail(name, f"unknown category {shown(value)}", f"Known are {', '.join(known)}.")
    return Category(value)


def _language(row: Row, name: str, value: Any) -> str:
    code = row.string(name, value)
    if not re.fullmatch("[a-z]{2}", code):
        row.fail(name, f"{shown(code)} is not a language code", "Write two lower-case letters as in ISO 639-1, en for English.")
    return code


def _list(row: Row, name: str, value: Any) -> bool:
    if not isinstance(value, bool):
        row.fail(name, f"{shown(value)} is not true or false", "Write true where a list of many items was asked for.")
    return value


def _facts(row: Row, name: str, value: Any) -> tuple[ExpectedFact, ...]:
    return tuple(_fact(row, f"{name}[{index}]", fact) for index, fact in enumerate(row.items(name, value)))


def _fact(row: Row, name: str, value: Any) -> ExpectedFact:
    kinds = ("text", "number", "date", "unit")
    named = [key for key in value if key != "unit"] if isinstance(value, dict) else []
    if not isinstance(value, dict) or len(named) != 1 or ("unit" in value and named != ["number"]):
        row.fail(
            name,
            f"{shown(value)} is not one fact",
            'Write {"text": ["...", "..."]}, {"number": 12}, {"number": 44, "unit": ["%"]} or {"date": "2024-06-17"}.',
        )
    row.only(name, value, kinds)
    kind, content = named[0], value[named[0]]
    place = f"{name}.{kind}"
    if kind == "date":
        return DateFact(row.date(place, content))
    if kind == "number":
        if isinstance(content, bool) or not isinstance(content, int | float):
            row.fail(place, f"{shown(content)} is not a number", "Write digits without quotation marks.")
        return NumberFact(Decimal(str(content)), _alternatives(row, f"{name}.unit", value["unit"]) if "unit" in value else ())
    return TextFact(_alternatives(row, place, content))


def _alternatives(row: Row, name: str, value: Any) -> tuple[str, ...]:
    alternatives = tuple(row.string(f"{name}[{index}]", text) for index, text in enumerate(row.items(name, value)))
    if not alternatives:
        row.fail(name, "no alternative", "List at least one text; one of them suffices.")
    return alternatives


def _spans(row: Row, name: str, value: Any) -> tuple[tuple[str, str], ...]:
    spans: list[tuple[str, str]] = []
    for index, span in enumerate(row.items(name, value)):
        place = f"{name}[{index}]"
        if not isinstance(span, dict):
            row.fail(place, f"{shown(span)} is not a span", 'Write {"source": "file.txt", "quote": "..."}.')
        row.only(place, span, ("source", "quote"))
        spans.append((row.string(f"{place}.source", span.get("source")), row.string(f"{place}.quote", span.get("quote"))))
    return tuple(spans)


def _span(row: Row, name: str, source: str, quote: str, texts: CorpusTexts) -> ExpectedSpan:
    places = texts.find(source, quote)
    if not places and (places := texts.find_changed(source, quote)):
        return ExpectedSpan(source, quote, places, changed=True)
    if not places:
        row.fail(f"{name}.quote", f"{shown(quote)} is in no document", f"Copy the quote from {source} as it stands there now.")
    return ExpectedSpan(source, quote, places)


def _answers(row: Row, name: str, value: Any) -> tuple[str, ...] | None:
    return None if value is None else _texts(row, name, value)


def _texts(row: Row, name: str, value: Any) -> tuple[str, ...]:
    return tuple(row.string(f"{name}[{index}]", text) for index, text in enumerate(row.items(name, value)))


def _relevant(row: Row, name: str, value: Any) -> tuple[Relevant, ...]:
    found: dict[str, Relevant] = {}
    for index, judged in enumerate(row.items(name, value)):
        place = f"{name}[{index}]"
        if not isinstance(judged, dict):
            row.fail(place, f"{shown(judged)} is not a judgement", 'Write {"source": "file.txt", "grade": 1}.')
        row.only(place, judged, ("source", "grade"))
        source, grade = row.string(f"{place}.source", judged.get("source")), judged.get("grade")
        if isinstance(grade, bool) or not isinstance(grade, int) or grade < 1:
            row.fail(f"{place}.grade", f"{shown(grade)} is not a grade", "Write a whole number from 1; leave out what isn't relevant.")
        if source in found:
            row.fail(f"{place}.source", f"{shown(source)} is judged twice", "Judge each document once.")
        found[source] = Relevant(source, grade)
    return tuple(found.values())


def _check_documents(row: Row, name: str, found: Iterable[Relevant | str], texts: CorpusTexts) -> None:
    """Refuse documents, or patterns of documents, that the corpus lacks."""
    for index, each in enumerate(found):
        source = each.source if isinstance(each, Relevant) else each
        if not (texts.has(source) if isinstance(each, Relevant) else texts.has_any(source)):
            row.fail(f"{name}[{index}]", f"{shown(source)} is no document of the corpus", "Name a document as its path in the corpus folder.")


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a row."""

    read: Callable[[Row, str, Any], Any]
    """Given the row, the field's name and its value as JSON, it returns the value as the question has it, or refuses the row."""
    form: Form
    """The same as a JSON Schema."""
    default: Any = None
    """What the question has where the row says nothing."""
    required: bool = False


FIELDS: Mapping[str, Field] = {
    "id": Field(Row.string, forms.ID, required=True),
    "messages": Field(_messages, forms.MESSAGES, required=True),
    "status": Field(_status, forms.STATUS, required=True),
    "facts": Field(_facts, forms.FACTS, ()),
    "forbidden": Field(_facts, forms.FORBIDDEN, ()),
    "spans": Field(_spans, forms.SPANS, ()),
    "category": Field(_category, forms.CATEGORY, required=True),
    "language": Field(_language, forms.LANGUAGE, required=True),
    "group": Field(_group, forms.GROUP),
    "today": Field(Row.date, forms.TODAY, required=True),
    "list": Field(_list, forms.LIST, default=False),
    "answers": Field(_answers, forms.ANSWERS),
    "relevant": Field(_relevant, forms.RELEVANT, ()),
    "sources": Field(_texts, forms.SOURCES, ()),
}
"""Every field of a row, by name, in the order in which ``townhall eval new`` writes them."""


def _check_consistent(row: Row, question: Question) -> None:
    """Refuse a row that no answer could satisfy, or that expects an answer and doesn't say which."""
    if question.wants_refusal and question.spans:
        row.fail("spans", f"status {question.status[0]} is a refusal, which cites no support", "Leave spans empty, or mend status.")
    if question.wants_refusal and (question.answers or question.relevant):
        name = "answers" if question.answers else "relevant"
        row.fail(name, f"status {question.status[0]} is a refusal, to which nothing answers", f"Leave {name} empty, or mend status.")
    if question.status[0].shows_an_answer and not _is_converted(question):
        for name, given in (("facts", question.facts), ("spans", question.spans)):
            if not given:
                row.fail(name, f"empty, and status is {question.status[0]}", f"Say what a right answer must hold: at least one of {name}.")
    for fact in question.facts:
        for forbidden in question.forbidden:
            if clash := _clash(fact, forbidden):
                row.fail("forbidden", f"{clash} is expected by facts as well", "Keep it in one of the two.")


def _is_converted(question: Question) -> bool:
    """Whether a row is held to what other people's data know of it: gold answers, relevant documents, or no more than which documents are asked."""
    return question.answers is not None or bool(question.relevant or question.sources)


def _clash(fact: ExpectedFact, forbidden: ExpectedFact) -> str | None:
    """Return what holds the fact and is forbidden at once, or None."""
    match fact, forbidden:
        case TextFact(wanted), TextFact(unwanted):
            return next((repr(text) for text in unwanted for other in wanted if same_spelling(text) in same_spelling(other)), None)
        case _ if fact == forbidden:
            return fact.shown
    return None
