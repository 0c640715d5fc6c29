"""The fields of a row, each with what reads its value as JSON, and its form.

``forms.py`` has the same as JSON Schema, for other programs.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from townhall.evaluation.data import forms
from townhall.evaluation.data.facts import DateFact, ExpectedFact, NumberFact, TextFact
from townhall.evaluation.data.forms import Form
from townhall.evaluation.data.question import Category, Relevant
from townhall.evaluation.data.row import Row, shown
from townhall.model import Status


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
