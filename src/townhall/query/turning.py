"""Messages that say that they turn to something else, before they ask it: "OK, something else: …"."""

from __future__ import annotations

import re
from functools import cache

from townhall.locales.structure import spellings


def turned_to(text: str) -> str | None:
    """Return what a message asks after it has said in English that this is about something else; None for any other message."""
    match = _turning().match(text)
    return text[match.end() :] if match else None


@cache
def _turning() -> re.Pattern[str]:
    said, before = ("|".join(map(re.escape, spellings("topics", key))) for key in ("turning", "before_turning"))
    return re.compile(rf"(?:(?:{before})\b[\s,.!]*)*(?:{said})\b\s*[:,.;–—-]+\s*(?=\w)", re.IGNORECASE)
