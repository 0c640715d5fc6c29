"""What somebody sent after their session had ended: kept on the page they get, so that it can be sent again once they have signed in."""

from __future__ import annotations

import json
from dataclasses import dataclass

from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.requests import Request

FORM = "application/x-www-form-urlencoded"
MOST_FIELDS = 2000
KEPT_FIELD = "kept"
"""The field of the password's form that carries it along."""


@dataclass(frozen=True, slots=True)
class Unsent:
    """The fields of a form, and the path that it was sent to."""

    to: str
    fields: tuple[tuple[str, str], ...]

    def as_text(self) -> str:
        """Return it as the value of one field."""
        return json.dumps([self.to, self.fields])


async def unsent_of(request: Request, *, without: str) -> Unsent | None:
    """Return what a request would have changed; None where it holds no writing. A form with files isn't read at all: who sends them still has them.

    ``without`` is the field that belongs to the session.
    """
    if request.method != "POST" or not request.headers.get("content-type", "").startswith(FORM):
        return None
    try:
        form = await request.form(max_fields=MOST_FIELDS)
    except (HTTPException, ValueError):  # it is turned away anyway
        return None
    fields = tuple((name, value) for name, value in form.multi_items() if isinstance(value, str) and name != without)
    return Unsent(request.url.path, fields) if fields else None


def unsent_in(form: FormData) -> Unsent | None:
    """Return what the password's form carries along, if it can be read and leads to a page of ours."""
    text = form.get(KEPT_FIELD)
    try:
        to, fields = json.loads(text) if isinstance(text, str) else (None, ())
        kept = tuple((str(name), str(value)) for name, value in fields)
    except (TypeError, ValueError):
        return None
    return Unsent(to, kept) if isinstance(to, str) and to.startswith("/") and not to.startswith(("//", "/\\")) else None
