"""The form of every field of a row, as JSON Schema: what a file's values may look like before they are held against the documents."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from townhall.evaluation.data.question import Category
from townhall.model import Status

Form = Mapping[str, Any]

TEXT: Form = {"type": "string", "pattern": r"\S"}
"""A text that is not blank."""
DAY: Form = {"type": "string", "pattern": r"^\d{4}-\d{2}-\d{2}$", "format": "date"}
"""Validators check the pattern always, and that there is such a day where they are told to check formats."""


def _object(required: Mapping[str, Form], optional: Mapping[str, Form] | None = None) -> dict[str, Any]:
    properties = {**required, **(optional or {})}
    return {"type": "object", "properties": properties, "required": list(required), "additionalProperties": False}


FACT: Form = {
    "oneOf": [
        {
            "description": "One of the alternatives stands in the answer, whatever its case, white space, quotation marks and dashes.",
            **_object({"text": {"type": "array", "items": TEXT, "minItems": 1}}),
        },
        {
            "description": "The answer names the number, however it is written; with a unit only where one of its spellings stands by it.",
            **_object({"number": {"type": "number"}}, {"unit": {"type": "array", "items": TEXT, "minItems": 1}}),
        },
        {"description": "The answer names the day, however it is written.", **_object({"date": DAY})},
    ]
}

ID: Form = {"description": "Unique in the file.", **TEXT}
MESSAGES: Form = {
    "description": "What the user says, in order; the assistant answers each, and the last answer is judged.",
    "type": "array",
    "minItems": 1,
    "items": _object({"role": {"const": "user"}, "content": TEXT}),
}
STATUS: Form = {
    "description": "Acceptable statuses, preferred first; the last three of the list are refusals.",
    "type": "array",
    "minItems": 1,
    "uniqueItems": True,
    "items": {"enum": [status.value for status in Status]},
}
FACTS: Form = {"description": "All must be in the answer.", "type": "array", "items": FACT, "default": []}
FORBIDDEN: Form = {"description": "None may be in the answer: the tempting wrong name or date.", "type": "array", "items": FACT, "default": []}
SPANS: Form = {
    "description": "Text of the documents that supports the answer; each must be cited.",
    "type": "array",
    "items": _object({"source": TEXT, "quote": TEXT}),
    "default": [],
}
CATEGORY: Form = {"description": "For the breakdown.", "enum": [category.value for category in Category]}
LANGUAGE: Form = {"description": "Of the question: ISO 639-1.", "type": "string", "pattern": "^[a-z]{2}$"}
GROUP: Form = {
    "description": "Shared by questions that mean the same; they have the same statuses.",
    "anyOf": [TEXT, {"type": "null"}],
    "default": None,
}
TODAY: Form = {"description": "The date to assume, so that the answer doesn't change by itself.", **DAY}
LIST: Form = {"description": "True where a list of many items was asked for: then the answer may be long.", "type": "boolean", "default": False}
ANSWERS: Form = {
    "description": "Gold answers in the documents' words, for exact match and token F1; empty where none is due, null where that isn't measured.",
    "anyOf": [{"type": "array", "items": TEXT}, {"type": "null"}],
    "default": None,
}
RELEVANT: Form = {
    "description": "Documents that are relevant, each once, with a grade from 1: for measures of retrieval, and one of them must be cited.",
    "type": "array",
    "items": _object({"source": TEXT, "grade": {"type": "integer", "minimum": 1}}),
    "default": [],
}
SOURCES: Form = {"description": "Patterns of the documents that are asked; all where empty.", "type": "array", "items": TEXT, "default": []}
