"""The OpenAPI document, made whole: every error of every address, and the document in the order in which people read it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from townhall.interfaces.http.errors import CHAT, DETAILS, PROBLEM
from townhall.interfaces.http.responses import Problem

ERROR = {
    "title": "Error",
    "type": "object",
    "required": ["error"],
    "properties": {
        "error": {
            "type": "object",
            "required": ["message", "type", "param", "code"],
            "properties": {
                "message": {"type": "string"},
                "type": {"type": "string"},
                "param": {"type": ["string", "null"]},
                "code": {"type": ["string", "null"]},
            },
        }
    },
}
"""An error of OpenAI's shape, as JSON Schema."""
DEFAULT = "Successful Response"
"""What FastAPI says of an answer that nothing is said of."""
ALWAYS = (404, 405, 429, 500, 503)
WITH_BODY = (400, 411, 413, 415)


@dataclass(frozen=True, slots=True)
class Operation:
    """One method of one address."""

    method: str
    path: str
    tag: str
    summary: str
    description: str
    parameters: tuple[dict[str, Any], ...]
    body: str | None
    """The name of the schema of what it reads."""
    answer: str | None
    """The name of the schema of what it answers."""
    told: str
    """What is said of that answer, beyond its name."""


def completed(document: dict[str, Any], *, keyed: bool) -> dict[str, Any]:
    """Return FastAPI's document with the errors that are answered in place of those that it supposes; ``keyed`` where keys are asked for."""
    schemas = document["components"]["schemas"]
    for name in ("HTTPValidationError", "ValidationError"):
        schemas.pop(name, None)
    schemas["Problem"] = Problem.model_json_schema(ref_template="#/components/schemas/{model}")
    schemas["Error"] = ERROR
    for path, methods in document["paths"].items():
        for operation in methods.values():
            operation["responses"].pop("422", None)
            chat = path.startswith(CHAT)
            unread = 400 if chat else 422
            for status in sorted({*ALWAYS, unread, *(WITH_BODY if "requestBody" in operation else ()), *((401,) if keyed else ())}):
                operation["responses"][str(status)] = _error(status, chat=chat)
    return document


def _error(status: int, *, chat: bool) -> dict[str, Any]:
    kind, schema = ("application/json", "Error") if chat else (PROBLEM, "Problem")
    content = {kind: {"schema": {"$ref": f"#/components/schemas/{schema}"}}}
    return {"description": f"{HTTPStatus(status).phrase}. {DETAILS[status]}", "content": content}


def operations_of(document: dict[str, Any]) -> list[Operation]:
    """Return the operations in the order of their paths as they were declared."""
    return [_operation(path, method, what) for path, methods in document["paths"].items() for method, what in methods.items()]


def _operation(path: str, method: str, what: dict[str, Any]) -> Operation:
    answer = what["responses"]["200"]
    return Operation(
        method=method.upper(),
        path=path,
        tag=next(iter(what.get("tags", ())), ""),
        summary=what.get("summary", ""),
        description=what.get("description", ""),
        parameters=tuple(what.get("parameters", ())),
        body=next(_schemas(what.get("requestBody", {})), None),
        answer=next(_schemas(answer), None),
        told="" if answer["description"] == DEFAULT else answer["description"],
    )


def _schemas(holder: dict[str, Any]) -> Iterator[str]:
    for content in holder.get("content", {}).values():
        if reference := content.get("schema", {}).get("$ref"):
            yield reference.rsplit("/", 1)[-1]
