"""The schema of a row as JSON Schema, for editors and other programs: ``evals/schema.json`` is what this writes."""

from __future__ import annotations

from typing import Any

from townhall.evaluation.data.fields import FIELDS

DRAFT = "https://json-schema.org/draft/2020-12/schema"
TITLE = "A question of an evaluation set of Townhall: one line of a JSONL file"


def row_schema() -> dict[str, Any]:
    """Return the JSON Schema (draft 2020-12) of a row.

    What only the documents or the rest of the file can tell is not in it: that quotes are there, that ids are unique, that a row doesn't contradict
    itself or its group. ``townhall eval check`` checks that too.
    """
    return {
        "$schema": DRAFT,
        "title": TITLE,
        "type": "object",
        "properties": {name: dict(field.form) for name, field in FIELDS.items()},
        "required": [name for name, field in FIELDS.items() if field.required],
        "additionalProperties": False,
    }
