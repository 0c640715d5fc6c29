"""What the judge makes of the likeliest passages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from townhall.answering.context import Context
from townhall.judge.encoding import Reading
from townhall.judge.model import Verdict
from townhall.model import Hit

PASSAGES = 6
"""Passages that the judge reads."""
TITLE_SEPARATOR = ": "

Verdicts = Mapping[tuple[str, int], Verdict]
"""By the passage's key and the sentence's number in it."""


def judged(context: Context, hits: Sequence[Hit]) -> Verdicts:
    """Return verdicts on the sentences of the first passages of ``hits``, likeliest first; none where no judge reads the question."""
    if context.judge is None or not hits:
        return {}
    read = hits[:PASSAGES]
    readings = [
        Reading(context.query.search_text, heading_of(context, hit), tuple(sentence.text for sentence in hit.passage.sentences)) for hit in read
    ]
    return {
        (hit.passage.key, number): verdict
        for hit, verdicts in zip(read, context.judge.answers(readings), strict=True)
        for number, verdict in enumerate(verdicts)
    }


def heading_of(context: Context, hit: Hit) -> str:
    """Return what a passage stands under: its document's title and its headings."""
    return TITLE_SEPARATOR.join(dict.fromkeys(context.above(hit.passage)))
