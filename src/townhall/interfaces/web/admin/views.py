"""What the administrators' page shows, as plain values: no HTML, and every text in the reader's language."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from townhall.errors import DocumentError, Problem
from townhall.interfaces.web.admin.audit import Act
from townhall.interfaces.web.admin.job import JobState
from townhall.library import READ_SUFFIXES, Added, Removed
from townhall.locales.messages import Messages
from townhall.settings import TIME_ZONE, Settings

STEPS = {
    "Reading documents": "documents",
    "Preparing the model": "starting",
    "Cutting passages": "structure",
    "Preparing the list of places": "places",
    "Finding facts": "facts",
    "Embedding passages": "parts",
    "Writing the index": "writing",
}
"""By what ``Progress`` calls a step, the key of the words for it."""


@dataclass(frozen=True, slots=True)
class JobView:
    """The ingest as it stands, or how the last one went."""

    running: bool
    words: str
    """What is going on, or what came of it."""
    done: int = 0
    of: int = 0
    """0: nobody knows of how much."""
    count: str = ""
    """How much is done, in words."""
    failed: bool = False
    detail: str = ""
    """What went wrong, in English."""
    ended: str = ""
    lists: tuple[tuple[str, tuple[str, ...]], ...] = ()
    """What was added, updated, removed: a heading and names."""
    skipped: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class ActView:
    """Something that was done."""

    at: str
    words: str
    document: str


@dataclass(frozen=True, slots=True)
class RemovedView:
    """A document that can be brought back."""

    id: str
    source: str
    words: str
    at: str
    size: str


@dataclass(frozen=True, slots=True)
class Notice:
    """What came of something, told once."""

    done: bool
    text: str
    detail: str = ""
    """What a reader of a format said, in English."""


def job_view(state: JobState, words: Messages) -> JobView:
    """Return how the ingest stands."""
    if state.running:
        step = words.say(f"admin.job.step.{STEPS.get(state.step, 'starting')}")
        if state.of <= 1:
            return JobView(running=True, words=step)
        what = "parts" if state.step == "Embedding passages" else "documents"
        return JobView(running=True, words=step, done=state.done, of=state.of, count=words.say(f"admin.job.{what}", n=state.of, done=state.done))
    ended = words.moment(datetime.fromisoformat(state.ended).astimezone(TIME_ZONE)) if state.ended else ""
    if state.fault is not None:
        said = words.say("admin.job.busy" if state.busy else "admin.job.fault")
        return JobView(running=False, words=said, failed=True, detail="" if state.busy else state.fault, ended=ended)
    if state.changes is None:
        return JobView(running=False, words=words.say("admin.job.none"))
    changes = state.changes
    named = (("added", changes.added), ("updated", changes.updated), ("removed", changes.removed))
    lists = tuple((words.say(f"admin.job.{key}", n=len(sources)), sources) for key, sources in named if sources)
    said = words.say("admin.job.done" if lists or changes.changed else "admin.job.nothing")
    return JobView(running=False, words=said, ended=ended, lists=lists, skipped=changes.skipped)


def act_view(act: Act, words: Messages) -> ActView:
    """Return something that was done."""
    key = f"admin.act.{act.what.replace('-', '_')}"
    return ActView(_moment(act.at, words), words.say(key) if words.has(key) else act.what, act.document or "")


def removed_view(removed: Removed, words: Messages) -> RemovedView:
    """Return a document that can be brought back."""
    said = words.say("admin.removed.replaced" if removed.replaced else "admin.removed.removed")
    return RemovedView(removed.id, removed.source, said, _moment(removed.at, words), words.size(removed.size))


def added_notice(added: Added, words: Messages) -> Notice:
    """Tell of a document that was added or replaced."""
    return Notice(done=True, text=words.say("admin.notice.replaced" if added.replaced else "admin.notice.added", name=added.source))


def refused_notice(error: DocumentError, words: Messages, settings: Settings) -> Notice:
    """Tell why nothing was changed."""
    known = words.join(sorted(READ_SUFFIXES))
    text = words.say(
        f"admin.problem.{error.problem}", name=error.name, other=error.other or "", formats=known, limit=words.size(settings.file_size_limit)
    )
    return Notice(done=False, text=text, detail=error.other or "" if error.problem is Problem.UNREADABLE else "")


def _moment(text: str, words: Messages) -> str:
    try:
        return words.moment(datetime.fromisoformat(text).astimezone(TIME_ZONE))
    except ValueError:
        return text
