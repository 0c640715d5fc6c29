"""What the page of deadlines is made of: how each stands today, where it lies on a line of time, and calendar files. No HTML here."""

from townhall.interfaces.deadlines import Deadline, DeadlineState, deadlines_of
from townhall.interfaces.web.deadlines.calendar import calendar_of
from townhall.interfaces.web.deadlines.layout import Mark, Tick, Timeline, timeline_of

__all__ = ["Deadline", "DeadlineState", "Mark", "Tick", "Timeline", "calendar_of", "deadlines_of", "timeline_of"]
