"""Who is an administrator: signed in with the password, known by a cookie, and asked for it again by every form."""

from __future__ import annotations

import hashlib
import hmac

from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.formparsers import MultiPartException
from starlette.requests import HTTPConnection, Request
from starlette.responses import Response

from townhall.interfaces.web.origin import from_here
from townhall.interfaces.web.site import Site
from townhall.storage import Sessions, SignIn
from townhall.storage.sessions import DURATION

COOKIE = "admin"
TOKEN_FIELD = "form"  # noqa: S105 - the name of the field, not what is in it
"""The field of every form that repeats what only a page of the session can know."""
ADDRESS = "/admin"
SIGNED_OUT = "admin.refused.signed_out"
"""The text for whoever isn't signed in, or not any more."""
FIELDS = 50
"""Fields, and files, that a form may have."""
FIELD_BYTES = 200_000
"""What a field that is no file may hold."""


class TurnedAwayError(Exception):
    """A request that is not answered; ``key`` names the text that says why."""

    def __init__(self, key: str, *, status: int = 403, leads_to: str = ADDRESS) -> None:
        super().__init__(key)
        self.key = key
        self.status = status
        self.leads_to = leads_to


class Administrators:
    """Lets administrators in and knows them again.

    Routes that are theirs alone take ``demand`` as a dependency; those that change something read their form by ``form``.
    """

    def __init__(self, site: Site) -> None:
        self._site = site

    @property
    def _sessions(self) -> Sessions:
        return Sessions(self._site.store.database, self._site.settings.admin_password)

    @property
    def possible(self) -> bool:
        """Whether a password is set."""
        return self._site.settings.admin_password is not None

    def know(self, connection: HTTPConnection) -> bool:
        """Whether an administrator who has signed in makes this request."""
        token = connection.cookies.get(COOKIE, "")
        return bool(token) and self.possible and self._sessions.holds(token)

    def demand(self, request: Request) -> None:
        """Let an administrator's request pass.

        Raises:
            TurnedAwayError: it is nobody's who has signed in, or it changes something and another site made it.
        """
        reading = request.method in {"GET", "HEAD"}
        if not reading and not from_here(request):
            raise TurnedAwayError("admin.refused.elsewhere")
        if not self.know(request):
            raise TurnedAwayError(SIGNED_OUT, status=303 if reading and not wants_json(request) else 403)

    async def form(self, request: Request) -> FormData:
        """Return what a form of an administrator's page holds.

        Raises:
            TurnedAwayError: it can't be read, or isn't one that this session was given.
        """
        fields = await read_form(request)
        given = fields.get(TOKEN_FIELD)
        if not isinstance(given, str) or not hmac.compare_digest(given.encode(), self.form_token(request).encode()):
            raise TurnedAwayError("admin.refused.elsewhere")
        return fields

    def form_token(self, connection: HTTPConnection) -> str:
        """Return what a page puts into its forms."""
        return form_token_of(connection.cookies.get(COOKIE, ""))

    def sign_in(self, connection: HTTPConnection, password: str) -> SignIn:
        """Try a password."""
        return self._sessions.sign_in(password, address=connection.client.host if connection.client else "")

    def sign_out(self, connection: HTTPConnection) -> None:
        """End the session of a request."""
        self._sessions.revoke(connection.cookies.get(COOKIE, ""))


def form_token_of(token: str) -> str:
    """Return what forms of a session hold: it follows from the session's token, and nobody else can tell it."""
    return hmac.new(token.encode(), b"form", hashlib.sha256).hexdigest()


def set_cookie(request: Request, response: Response, token: str | None) -> None:
    """Give the browser a session's token; None takes it back."""
    age = int(DURATION.total_seconds()) if token else 0
    secure = request.url.scheme == "https"
    response.set_cookie(COOKIE, token or "", max_age=age, path="/", secure=secure, httponly=True, samesite="strict")


async def read_form(request: Request) -> FormData:
    """Return what a form holds.

    Raises:
        TurnedAwayError: it can't be read.
    """
    try:
        return await request.form(max_files=FIELDS, max_fields=FIELDS, max_part_size=FIELD_BYTES)
    except (HTTPException, MultiPartException, ValueError) as error:
        raise TurnedAwayError("admin.refused.unreadable", status=400) from error
    except OSError as error:  # what is large is kept on disk while it comes in
        raise TurnedAwayError("admin.refused.full", status=507) from error


def wants_json(connection: HTTPConnection) -> bool:
    """Whether a script of ours asks, rather than somebody who reads pages."""
    return connection.headers.get("accept", "") == "application/json"
