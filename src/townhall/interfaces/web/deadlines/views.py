"""Deadlines as their page shows them: on a line of time, and as a list by how they stand. No HTML here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from townhall.interfaces.deadlines import Deadline, DeadlineState
from townhall.interfaces.web.deadlines.layout import YEAR, Timeline, timeline_of
from townhall.interfaces.web.links import quote_link, title_of
from townhall.locales.messages import Messages
from townhall.model import Document

ORDER = (DeadlineState.OPEN, DeadlineState.NOT_YET, DeadlineState.PASSED)
"""In which groups follow one another."""
LETTER, PADDING, LINE = 8, 24, 960
"""Pixels that a letter of a label takes, that a label takes beyond its letters, and that the line is long where labels share lanes."""


@dataclass(frozen=True, slots=True)
class DeadlineView:
    """One deadline."""

    id: str
    state: DeadlineState
    title: str
    """The phase where it has one, else the programme."""
    programme: str | None
    """Where the title doesn't say it."""
    language: str | None
    """Of the document, where it isn't the page's."""
    day: str
    iso: str
    standing: str
    """How many days are left, or ago."""
    opens: str | None
    period: str | None
    quote: str
    link: str
    document: str


@dataclass(frozen=True, slots=True)
class Group:
    """The deadlines that stand alike."""

    state: DeadlineState
    deadlines: tuple[DeadlineView, ...]


@dataclass(frozen=True, slots=True)
class Point:
    """One deadline on the line; positions are in [0, 1]."""

    state: DeadlineState
    label: str
    language: str | None
    position: float
    opens: float | None
    lane: int
    start: float
    width: float


@dataclass(frozen=True, slots=True)
class DeadlinesView:
    """The whole page."""

    groups: tuple[Group, ...]
    line: Timeline | None
    """None where there is no deadline."""
    points: tuple[Point, ...]
    ticks: tuple[tuple[float, str], ...]
    summary: str
    """What the line shows, in a sentence."""

    @property
    def upcoming(self) -> bool:
        """Whether there is any that can still be missed."""
        return any(group.state is not DeadlineState.PASSED for group in self.groups)


def deadlines_view(deadlines: Sequence[Deadline], words: Messages, documents: Mapping[str, Document], *, today: date) -> DeadlinesView:
    """Return the page."""
    if not deadlines:
        return DeadlinesView((), None, (), (), "")
    views = [_view(deadline, words, documents) for deadline in deadlines]
    labels = [words.say("deadlines.label", phase=view.title, date=words.short_date(d.day)) for view, d in zip(views, deadlines, strict=True)]
    widths = [(len(label) * LETTER + PADDING) / LINE for label in labels]
    line = timeline_of([(deadline.opens, deadline.day) for deadline in deadlines], today=today, widths=widths)
    points = tuple(
        Point(
            state=deadlines[mark.number].state,
            label=labels[mark.number],
            language=views[mark.number].language,
            position=mark.position,
            opens=mark.opens,
            lane=mark.lane,
            start=mark.label_start,
            width=mark.label_end - mark.label_start,
        )
        for mark in line.marks
    )
    groups = (Group(state, tuple(view for view in views if view.state is state)) for state in ORDER)
    first, last = min(today, deadlines[0].day), max(today, deadlines[-1].day)
    return DeadlinesView(
        groups=tuple(_in_turn(group) for group in groups if group.deadlines),
        line=line,
        points=points,
        ticks=tuple(zip((tick.position for tick in line.ticks), _tick_names([tick.day for tick in line.ticks], line.months, words), strict=True)),
        summary=words.say("deadlines.line", first=words.date(first), last=words.date(last), today=words.date(today)),
    )


def name_of(deadline: Deadline, words: Messages) -> str:
    """Return what a deadline is called wherever it stands alone: its programme and its phase."""
    parts = [value.quote for value in (deadline.programme, deadline.phase) if value]
    return ", ".join(parts) or words.say("deadlines.call")


def _in_turn(group: Group) -> Group:
    """Put what passed last first; what is to come is in order already."""
    return Group(group.state, group.deadlines[::-1]) if group.state is DeadlineState.PASSED else group


def _view(deadline: Deadline, words: Messages, documents: Mapping[str, Document]) -> DeadlineView:
    source = deadline.sentence.span.source
    language = documents[source].language if source in documents else None
    title = deadline.phase or deadline.programme
    period = deadline.period
    return DeadlineView(
        id=deadline.id,
        state=deadline.state,
        title=title.quote if title else words.say("deadlines.call"),
        programme=deadline.programme.quote if deadline.phase and deadline.programme else None,
        language=language if language != words.language else None,
        day=words.date(deadline.day),
        iso=deadline.due.value,
        standing=_standing(deadline, words),
        opens=words.say("deadlines.open_from", date=words.date(deadline.opens)) if deadline.opens else None,
        period=words.say("deadlines.period", opens=words.iso_date(period[0].value), closes=words.iso_date(period[1].value)) if period else None,
        quote=deadline.sentence.value,
        link=quote_link(deadline.sentence.span),
        document=title_of(documents, source),
    )


def _standing(deadline: Deadline, words: Messages) -> str:
    if deadline.state is DeadlineState.PASSED:
        return words.say("deadlines.ago", n=-deadline.days)
    if deadline.days == 0:
        return words.say("deadlines.last_day")
    if deadline.state is DeadlineState.NOT_YET and deadline.opens:
        return words.say("deadlines.opens_in", n=deadline.days - (deadline.day - deadline.opens).days)
    return words.say("deadlines.left", n=deadline.days)


def _tick_names(days: Sequence[date], months: int, words: Messages) -> list[str]:
    """Name ticks: the year where one begins or where ticks are years, else the month. The first tells its year, unless the next does."""
    years = [months >= YEAR or day.month == 1 for day in days]
    names = [str(day.year) if year else words.short_month(day.month) for day, year in zip(days, years, strict=True)]
    if names and not any(years[:2]):
        names[0] += f" {days[0].year}"
    return names
