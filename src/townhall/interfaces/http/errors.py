"""Errors of the API: problem details (RFC 9457), and under ``/v1`` in OpenAI's shape. They say what mends them and nothing of the machine."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException
from starlette.requests import HTTPConnection
from starlette.routing import Match

from townhall.errors import NoSuchDocumentError, StoreError, TooManyError, TownhallError, UsageError

log = logging.getLogger(__name__)

PROBLEM = "application/problem+json"
REST, CHAT = "/api", "/v1"
"""What the addresses of the two parts begin with."""
METHODS = ("GET", "POST")
"""All that any address answers."""
DETAILS = {
    400: "The request can't be read: its body must be JSON.",
    401: "This address needs a key: send the header “Authorization: Bearer KEY”.",
    403: "Pages of other sites aren't answered here.",
    404: "There is nothing at this address, or no document that “sources” means.",
    405: "This address doesn't answer that method; the header Allow names those that it answers.",
    411: "The request must tell its length: send the header Content-Length.",
    413: "The request is too long: a million bytes are read.",
    415: "The body must be JSON: send the header “Content-Type: application/json”.",
    421: "The header Host names no server that is known here: whoever runs it names it by TOWNHALL_PUBLIC_URL or TOWNHALL_API_HOSTS.",
    422: "The request isn't of the form that this address reads; “errors” says where.",
    429: "Too many requests: the header Retry-After says for how many seconds to wait.",
    500: "Something went wrong here, and the log of the server says what.",
    503: "The documents, or what is kept beside them, can't be read at the moment: try again later.",
}
"""What is said with a status where nothing more is known."""
_TYPES = {401: "authentication_error", 429: "rate_limit_error"}
_CODES = {401: "invalid_api_key", 404: "not_found", 429: "rate_limit_exceeded"}


class ChatError(Exception):
    """A request under ``/v1`` that is refused; ``param`` names what is wrong in it."""

    def __init__(self, message: str, *, status: int = 400, param: str | None = None, code: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.status = status
        self.param = param
        self.code = code


def is_api(path: str) -> bool:
    """Whether a path is one of the API."""
    return any(path == part or path.startswith(f"{part}/") for part in (REST, CHAT))


def refuse(
    connection: HTTPConnection,
    status: int,
    *,
    detail: str | None = None,
    headers: Mapping[str, str] | None = None,
    errors: Sequence[Mapping[str, str]] = (),
) -> JSONResponse:
    """Return the error that answers a request, in the shape of the part of the API that it is for."""
    if status == HTTPStatus.REQUEST_ENTITY_TOO_LARGE and "content-length" not in connection.headers:
        status = HTTPStatus.LENGTH_REQUIRED
    said = detail or DETAILS.get(status) or HTTPStatus(status).phrase
    path = connection.scope["path"]
    if path == CHAT or path.startswith(f"{CHAT}/"):
        return _as_chat(status, said, headers=headers)
    return JSONResponse(problem(status, said, errors=errors), status, headers=headers, media_type=PROBLEM)


def problem(status: int, detail: str | None = None, *, errors: Sequence[Mapping[str, str]] = ()) -> dict[str, Any]:
    """Return a problem's details as an object."""
    said = {"type": "about:blank", "title": HTTPStatus(status).phrase, "status": int(status), "detail": detail or DETAILS[status]}
    return {**said, "errors": list(errors)} if errors else said


def chat_error(status: int, message: str, *, param: str | None = None, code: str | None = None) -> dict[str, Any]:
    """Return an error as OpenAI's clients read it."""
    kind = _TYPES.get(status) or ("server_error" if status >= HTTPStatus.INTERNAL_SERVER_ERROR else "invalid_request_error")
    return {"error": {"message": message, "type": kind, "param": param, "code": code or _CODES.get(status)}}


def handle_errors(application: FastAPI) -> None:
    """Have an application answer every error in these shapes."""

    def refused(request: Request, error: Exception) -> JSONResponse:
        assert isinstance(error, HTTPException)  # noqa: S101 - what it is registered for
        headers = {name.lower(): value for name, value in (error.headers or {}).items()}
        if error.status_code == HTTPStatus.METHOD_NOT_ALLOWED:
            headers["allow"] = ", ".join(_methods(application, request))
        own = error.detail != HTTPStatus(error.status_code).phrase
        return refuse(request, error.status_code, detail=str(error.detail) if own else None, headers=headers)

    def unreadable(request: Request, error: Exception) -> JSONResponse:
        assert isinstance(error, RequestValidationError)  # noqa: S101 - likewise
        found = error.errors()
        if any(each["type"] == "json_invalid" for each in found):
            return refuse(request, 400)
        errors = [{"where": _where(each["loc"]), "detail": str(each["msg"])} for each in found]
        if request.url.path.startswith(CHAT):
            first = errors[0]
            return _as_chat(400, f"{first['where']}: {first['detail']}", param=first["where"])
        return refuse(request, 422, errors=errors)

    def chat(_request: Request, error: Exception) -> JSONResponse:
        assert isinstance(error, ChatError)  # noqa: S101 - likewise
        return _as_chat(error.status, error.message, param=error.param, code=error.code)

    def too_many(request: Request, error: Exception) -> JSONResponse:
        assert isinstance(error, TooManyError)  # noqa: S101 - likewise
        return refuse(request, 429, detail=str(error), headers={"retry-after": str(error.wait)})

    def misused(request: Request, error: Exception) -> JSONResponse:
        return refuse(request, status_of(error), detail=str(error))

    def fault(request: Request, error: Exception) -> JSONResponse:
        log.error("%s: %s", request.url.path, error)
        return refuse(request, status_of(error))

    application.add_exception_handler(HTTPException, refused)
    application.add_exception_handler(RequestValidationError, unreadable)
    application.add_exception_handler(ChatError, chat)
    application.add_exception_handler(TooManyError, too_many)
    application.add_exception_handler(UsageError, misused)
    application.add_exception_handler(TownhallError, fault)
    application.add_exception_handler(Exception, fault)


def status_of(error: Exception) -> int:
    """Return the HTTP status that tells of a fault."""
    if isinstance(error, UsageError):
        return 404 if isinstance(error, NoSuchDocumentError) else 400
    return 503 if isinstance(error, StoreError) else 500


def _as_chat(
    status: int, message: str, *, param: str | None = None, code: str | None = None, headers: Mapping[str, str] | None = None
) -> JSONResponse:
    return JSONResponse(chat_error(status, message, param=param, code=code), status, headers=headers)


def _where(place: Sequence[str | int]) -> str:
    """Return where in the request something is wrong, as ``messages.0.content``; ``body`` for all of it."""
    return ".".join(str(part) for part in (place[1:] or place))


def _methods(application: FastAPI, request: Request) -> list[str]:
    """Return the methods that an address answers: several routes may share it."""
    scope = request.scope
    return [method for method in METHODS if any(route.matches({**scope, "method": method})[0] is Match.FULL for route in application.routes)]
