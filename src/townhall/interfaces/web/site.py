"""What every view of the site is made from."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from fastapi.responses import HTMLResponse
from starlette.requests import HTTPConnection

from townhall.assistant import Assistant
from townhall.interfaces.web.operating.lifecycle import Lifecycle
from townhall.interfaces.web.operating.measures import Measures
from townhall.interfaces.web.operating.questions import Questions
from townhall.interfaces.web.reader import language_cookie, reader_of
from townhall.interfaces.web.store import Store
from townhall.interfaces.web.templates import page
from townhall.settings import Settings

REFUSED = {403: "refused.elsewhere", 404: "refused.not_found", 413: "refused.too_much"}
"""What a page says in place of a view, by HTTP status; of any other status that something went wrong."""


@dataclass(frozen=True, slots=True)
class Site:
    """The assistant, the settings, the store and the figures that all views share."""

    settings: Settings
    assistant: Assistant
    store: Store
    measures: Measures = field(default_factory=lambda: Measures(Lifecycle()))

    @property
    def questions(self) -> Questions:
        """What every question passes."""
        return Questions(self.settings, self.store, self.measures)

    @property
    def notice(self) -> str:
        """The key of what every page says of the automated system."""
        return notice_key(written=self.settings.writes)

    def page(self, connection: HTTPConnection, template: str, *, status: int = 200, current: str | None = None, **values: Any) -> HTMLResponse:
        """Return a whole page in the language of whoever asks for it; ``current`` is its view's key, ``values`` are what its template names."""
        values = {"notice": self.notice, **values}
        return as_page(connection, page(template, reader_of(connection), current=current, **values), status=status)

    def refuse(self, connection: HTTPConnection, status: int) -> HTMLResponse:
        """Return a page that says why there is nothing."""
        words = reader_of(connection).words
        return self.page(connection, "message.html", status=status, title=words.say(REFUSED.get(status, "refused.fault")), text="")


def notice_key(*, written: bool) -> str:
    """Return the key of what is said of the automated system: whether a language model words its answers."""
    return "frame.notice_model" if written else "frame.notice"


def as_page(connection: HTTPConnection, html: str, *, status: int = 200) -> HTMLResponse:
    """Return HTML as the answer to a request; a language that its address names is kept."""
    response = HTMLResponse(html, status_code=status, headers={"cache-control": "no-cache", "vary": "cookie, accept-language"})
    if cookie := language_cookie(connection):
        response.headers.append("set-cookie", cookie)
    return response
