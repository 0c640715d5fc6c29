"""Days that a corrigendum puts in the place of others: 'For "17 March 2026, 15:00" read "31 March 2026, 15:00".'."""

from __future__ import annotations

from townhall.index.facts.amended import amending
from townhall.index.facts.page import Page
from townhall.locales.corrigenda import corrections_in
from townhall.model import Fact, FactKind, FactValue


def corrigenda(page: Page) -> list[Fact]:
    """Return the deadlines that a page corrects, each with the day that held before; what is none of them is dropped where facts are merged."""
    found: list[Fact] = []
    for section in page.bodies:
        for sentence in page.sentences(section):
            for correction in corrections_in(sentence.text, page.language):
                old, new = (_day(page, sentence.text, sentence.start, side) for side in correction)
                if old and new and old.value != new.value:
                    values = {"date": new, "sentence": page.sentence_value(sentence)}
                    found.append(Fact(FactKind.DEADLINE, {**values, **amending(page, old), "corrects": old}))
    return found


def _day(page: Page, text: str, start: int, side: tuple[int, int]) -> FactValue | None:
    """Return the one day that a side of a correction gives; None where it gives none, or several."""
    days = [date for date in page.dates(text[slice(*side)]) if date.full]
    return page.value(days[0].iso, start + side[0] + days[0].start, start + side[0] + days[0].end) if len(days) == 1 else None
