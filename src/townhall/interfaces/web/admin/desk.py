"""The administrators' desk: its page, and what came of what they did, told on the next page."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from threading import Lock

from fastapi import Request
from fastapi.responses import RedirectResponse
from starlette.responses import Response

from townhall.errors import DocumentError, StoreBusyError
from townhall.interfaces.web.admin.administrators import ADDRESS, COOKIE, Administrators, TurnedAwayError
from townhall.interfaces.web.admin.audit import Audit
from townhall.interfaces.web.admin.job import Job
from townhall.interfaces.web.admin.views import Notice, act_view, added_notice, job_view, refused_notice, removed_view
from townhall.interfaces.web.reader import reader_of
from townhall.interfaces.web.site import Site
from townhall.library import READ_SUFFIXES, Added, discard_removed, holdings, removed_documents

ACTS = 20
"""Lines of what was done that are shown."""
SESSIONS = 100
"""Sessions whose notices are kept until they are shown."""


class Notices:
    """What came of something, kept for each session until its next page shows it."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._kept: OrderedDict[str, list[Notice]] = OrderedDict()

    def add(self, token: str, notice: Notice) -> None:
        """Keep a notice."""
        with self._lock:
            self._kept.setdefault(token, []).append(notice)
            while len(self._kept) > SESSIONS:
                self._kept.popitem(last=False)

    def take(self, token: str) -> list[Notice]:
        """Return a session's notices; the next call returns them no more."""
        with self._lock:
            return self._kept.pop(token, [])


class Desk:
    """What the administrators' routes are made from."""

    def __init__(self, site: Site, administrators: Administrators, audit: Audit, job: Job) -> None:
        self.site = site
        self.administrators = administrators
        self.audit = audit
        self.job = job
        self._notices = Notices()

    def change(self, request: Request, what: str, work: Callable[[], Added | str]) -> Notice:
        """Change something, note it, and say what came of it; ``what`` is what it is called in the audit."""
        words, token = reader_of(request).words, request.cookies.get(COOKIE, "")
        try:
            done = work()
        except DocumentError as error:
            return refused_notice(error, words, self.site.settings)
        except StoreBusyError:
            return Notice(done=False, text=words.say("admin.problem.busy"))
        discard_removed(self.site.settings)
        if isinstance(done, Added):
            self.audit.note("replaced" if done.replaced else what, token=token, document=done.source, sha256=done.sha256)
            return added_notice(done, words)
        self.audit.note(what, token=token, document=done)
        return Notice(done=True, text=words.say(f"admin.notice.{what}", name=done))

    def back(self, request: Request, *found: Notice) -> Response:
        """Lead back to the page with what is to be told."""
        for notice in found:
            self._notices.add(request.cookies.get(COOKIE, ""), notice)
        return RedirectResponse(ADDRESS, 303)

    def page(self, request: Request) -> Response:
        """Return the administrators' page."""
        words, settings = reader_of(request).words, self.site.settings
        formats = sorted(READ_SUFFIXES)
        job = job_view(self.job.state, words)
        return self.site.page(
            request,
            "admin.html",
            title=words.say("admin.title"),
            token=self.administrators.form_token(request),
            accept=",".join(formats),
            formats=words.join(formats),
            limit=settings.file_size_limit,
            limit_words=words.size(settings.file_size_limit),
            notices=self._notices.take(request.cookies.get(COOKIE, "")),
            job=job,
            waiting=0 if job.running else holdings(settings).waiting,
            removed=[removed_view(removed, words) for removed in removed_documents(settings)],
            days=settings.removed_days,
            acts=[act_view(act, words) for act in self.audit.last(ACTS)],
        )

    def confirm(self, request: Request, template: str, source: str) -> Response:
        """Return a page that is about one document of the corpus.

        Raises:
            TurnedAwayError: there is none.
        """
        state = holdings(self.site.settings)
        known = next((holding for holding in (*state.documents, *state.skipped) if holding.source == source and holding.size is not None), None)
        if known is None:
            raise TurnedAwayError("admin.refused.gone", status=404)
        return self.site.page(
            request,
            template,
            title=reader_of(request).words.say("admin.title"),
            holding=known,
            accept=source[source.rfind(".") :].lower(),
            token=self.administrators.form_token(request),
            days=self.site.settings.removed_days,
        )
