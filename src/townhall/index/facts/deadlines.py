"""Deadlines: days by which something must be done, with the phase and the period that they belong to."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from itertools import pairwise

from townhall.chunking.lines import labelled, lines_of
from townhall.chunking.tables import is_row
from townhall.index.facts.amended import amended_in, corrected, put_off
from townhall.index.facts.announced import End, Told, end_told, in_force, is_of_applying
from townhall.index.facts.page import Page
from townhall.index.facts.phases import headed_phase, phase_in
from townhall.index.facts.tabled import deadlines_in_tables, is_of_dates
from townhall.locales.dates import DateMention
from townhall.locales.deadlines import announces, is_label, links
from townhall.locales.structure import words
from townhall.locales.words import folded_phrase
from townhall.model import Fact, FactKind, FactValue, Heading, Section, Sentence

WEEKDAY = re.compile(r"\b(?:mon|tues|wednes|thurs|fri|satur|sun)day\b")
TAKEN = re.compile(
    r"\b(?:applications?|proposals?|bids?|tenders?|entries|submissions?|registrations?|nominations?)\b[^.]{0,40}"
    r"\b(?:accepted|open|opens|received|taken|submitted|sent|possible)\b[^.]{0,20}$",
    re.IGNORECASE,
)
STEP_WORDS = 4
"""Words up to which the name of a record that speaks of dates is that of a step."""
SEVERAL = 2
"""Programmes beside each other from which a page describes several."""


def deadlines(page: Page) -> list[Fact]:
    """Return the page's deadlines in order."""
    found: list[tuple[Section, list[Fact]]] = []
    for section in page.bodies:
        before: Sentence | Heading | None = section.heading if page.language != "en" else None
        dated = False
        opening: dict[str, FactValue] = {}
        openings: list[tuple[str | None, FactValue]] = []
        here: list[Fact] = []
        for sentence in page.sentences(section):
            if is_row(sentence.text):
                continue
            dates = page.dates(sentence.text)
            label = labelled(sentence.text) if dates else None  # as in a calendar: what its line says holds for its own date alone
            own = label is not None and not _is_label(page, label["label"])
            if label and own and not here and _holds(page, label["label"], "opening") and (date := _first_day(page, sentence)):
                opening["from"] = page.value(date.iso, sentence.start + date.start, sentence.start + date.end)
            announced = bool(dates) and not (own and dated) and _announces(page, before)
            facts = _of_phase(
                _in_sentence(page, sentence, announced=announced) if dates else [], headed_phase(page, section, sentence) if dates else None
            )
            here.extend(facts)
            if page.language != "en" and dates and not facts:
                openings.extend(_openings(page, sentence))
            before, dated = sentence, bool(facts)
        if opening and here:
            here[0] = Fact(FactKind.DEADLINE, {**here[0].values, **{key: value for key, value in opening.items() if key not in here[0].values}})
        here = [_opened(fact, openings) for fact in here]
        found.append((section, put_off(page, section, corrected(page, section, here)) + deadlines_in_tables(page, section)))
    several = _one_of_several(page) if any(facts for _, facts in found) else frozenset()
    return [fact for section, facts in found if facts for fact in _of_programme(facts, _programme(page, section, several))]


def _announces(page: Page, before: Sentence | Heading | None) -> bool:
    """Whether what stands before a sentence, the one before it or the heading, says that a deadline follows."""
    return before is not None and (_is_label if isinstance(before, Heading) else _is_strong)(page, before.text)


def _openings(page: Page, sentence: Sentence) -> list[tuple[str | None, FactValue]]:
    """Return the days on which a sentence says that something opens, with the phase that does."""
    found: list[tuple[str | None, FactValue]] = []
    for position, date in enumerate(dates := page.dates(sentence.text)):
        start = dates[position - 1].end if position else 0
        if date.full and end_told(page, sentence.text, start, date, Told(announced=False, phased=False)) is End.FIRST:
            phase = phase_in(page, sentence.text, sentence.start, date.start)
            found.append((phase.value if phase else None, page.value(date.iso, sentence.start + date.start, sentence.start + date.end)))
    return found


def _opened(fact: Fact, openings: list[tuple[str | None, FactValue]]) -> Fact:
    """Return a deadline with the day from which one can apply, where another sentence of its section tells one for its phase."""
    own = [day for phase, day in openings if phase == fact.get("phase") and day.value < fact.values["date"].value]
    return replace(fact, values={"from": own[0], **fact.values}) if len(own) == 1 else fact


def _of_phase(facts: list[Fact], phase: FactValue | None) -> list[Fact]:
    """Return a sentence's deadlines with the phase that it is of, where they don't say it themselves."""
    return [replace(fact, values={"phase": phase, **fact.values}) for fact in facts] if phase else facts


def _of_programme(facts: list[Fact], programme: FactValue | None) -> list[Fact]:
    """Return a section's deadlines with what they are of, where they don't say it themselves."""
    return [replace(fact, values={"programme": programme, **fact.values}) for fact in facts] if programme else facts


def _first_day(page: Page, sentence: Sentence) -> DateMention | None:
    return next((date for date in page.dates(sentence.text) if date.full), None)


def _holds(page: Page, text: str, key: str) -> bool:
    return announces(text, key, page.language)


def _is_strong(page: Page, text: str) -> bool:
    return _holds(page, text, "strong")


def _is_label(page: Page, text: str) -> bool:
    return is_label(text, page.language)


def _in_sentence(page: Page, sentence: Sentence, *, announced: bool) -> list[Fact]:
    dates = page.dates(sentence.text)
    amends = amended_in(page, sentence, dates)
    dates = in_force(sentence.text, dates, page.language)
    periods = _periods(page, sentence.text, dates)
    in_period = {date for pair in periods for date in pair}
    told = Told(announced, phased=phase_in(page, sentence.text, sentence.start) is not None)
    opening: dict[str, FactValue] = {}
    found: list[dict[str, FactValue]] = []
    for position, date in enumerate(dates):
        if date.full is None or date in in_period:
            continue
        end = end_told(page, sentence.text, dates[position - 1].end if position else 0, date, told)
        if end is End.FIRST:
            opening["from"] = page.value(date.iso, sentence.start + date.start, sentence.start + date.end)
        elif end is End.LAST:
            values = _values(page, sentence, date)
            if phase := _phase_before(page, sentence, dates[position - 1].end if position else 0, date):
                values["phase"] = phase
            values.update(_period(page, sentence, periods, after=phase.span.start - sentence.start if phase else 0, before=date.start))
            found.append(values)
    if not found and (period := _applications(page, sentence.text, periods)):
        values = _values(page, sentence, period[1])
        for key, date in (("opens", period[0]), ("closes", period[1]), ("from", period[0])):
            values[key] = page.value(date.iso, sentence.start + date.start, sentence.start + date.end)
        if phase := phase_in(page, sentence.text, sentence.start, period[0].start):
            values["phase"] = phase
        found.append(values)
    return [Fact(FactKind.DEADLINE, {**opening, **values, **(amends if len(found) == 1 else {})}) for values in found]


def _phase_before(page: Page, sentence: Sentence, after: int, date: DateMention) -> FactValue | None:
    """Return the phase that a day is of: the one that is spoken of between it and the day before it, else before it."""
    near = sentence.text[after : date.start]
    own = phase_in(page, near, sentence.start + after) if after else None
    return own or phase_in(page, sentence.text, sentence.start, date.start)


def _applications(page: Page, text: str, periods: list[tuple[DateMention, DateMention]]) -> tuple[DateMention, DateMention] | None:
    """Return the period, between two days, in which a sentence says that applications are taken."""
    for first, last in periods:
        if first.full and last.full and (TAKEN.search(text, 0, first.start) if page.language == "en" else is_of_applying(page, text, first, last)):
            return first, last
    return None


def _period(page: Page, sentence: Sentence, periods: list[tuple[DateMention, DateMention]], *, after: int, before: int) -> dict[str, FactValue]:
    """Return the two ends of the period that is named between a phase and its deadline."""
    for first, last in periods:
        if after <= first.start < before:
            return {
                "opens": page.value(first.iso, sentence.start + first.start, sentence.start + first.end),
                "closes": page.value(last.iso, sentence.start + last.start, sentence.start + last.end),
            }
    return {}


def _values(page: Page, sentence: Sentence, date: DateMention) -> dict[str, FactValue]:
    return {
        "date": page.value(date.iso, sentence.start + date.start, sentence.start + date.end),
        "sentence": page.sentence_value(sentence),
    }


def _programme(page: Page, section: Section, several: frozenset[Section]) -> FactValue | None:
    """Return what a section's deadlines are of: the record that it is, or one of the ``several`` programmes that a page describes in turn.

    Else it is the document's title as far as it stands in the text, else a heading.
    """
    if section.heading and (section in several or (_is_record(page, section.heading) and not _is_step(page, section.heading.text))):
        return page.value(section.heading.text, section.heading.start, section.heading.end)
    for part in re.split(r"[:|–—]", page.document.title):
        name = part.strip()
        start = page.document.text.find(name)
        if len(name.split()) > 1 and start >= 0:
            return page.value(name, start, start + len(name))
    if section.path:
        heading = section.path[0]
        if not page.document.text[: heading.start].strip("\ufeff# \t\r\n"):
            return page.value(heading.text, heading.start, heading.end)
    if (first := next(iter(lines_of(page.document.text)), None)) and first.could_be_heading and not first.is_prose:
        return page.value(first.text, first.start, first.end)
    if section.path:
        heading = section.path[0]
        return page.value(heading.text, heading.start, heading.end)
    return None


def _one_of_several(page: Page) -> frozenset[Section]:
    """Return the sections that are headed by the name of a programme, as another one beside them is."""
    named = [section for section in page.bodies if section.parents and _is_programme(page, section)]
    beside = Counter(section.parents for section in named)
    return frozenset(section for section in named if beside[section.parents] >= SEVERAL)


def _is_programme(page: Page, section: Section) -> bool:
    """Whether a section's heading names a programme: by its noun ("Courtyard Grant"), or since the text below calls it so."""
    heading = folded_phrase(section.heading.text) if section.heading else ""
    if not heading or is_of_dates(page, heading) or phase_in(page, heading, 0):
        return False
    words_of_heading = heading.split()
    text = page.text(section)
    named = (
        len(words_of_heading) > 1 and f" {heading} " in f" {folded_phrase(text)} " and section.heading is not None and section.heading.text in text
    )
    return words_of_heading[-1] in words("deadlines", "programmes") or named


def _is_step(page: Page, heading: str) -> bool:
    """Whether a record is no programme but a part or a step of one: "Phase 2", "Deadline for bids"."""
    short = len(heading.split()) <= STEP_WORDS or _is_strong(page, heading)  # "Talking before the cranes move" is the title of a course
    return phase_in(page, heading, 0) is not None or (short and is_of_dates(page, heading))


def _is_record(page: Page, heading: Heading) -> bool:
    """Whether a heading is the name of a record: the value of its first field, as a table's rows are given ("Programme: Green Streets")."""
    line = page.document.text.rfind("\n", 0, heading.start) + 1
    return labelled(page.document.text[line : heading.start]) is not None


def _periods(page: Page, text: str, dates: list[DateMention]) -> list[tuple[DateMention, DateMention]]:
    """Return pairs of dates that are the two ends of a period: nothing but a linking word stands between them."""
    pairs: list[tuple[DateMention, DateMention]] = []
    for first, last in pairwise(dates):
        between = WEEKDAY.sub("", text[first.end : last.start].lower()).strip(" ,")
        if between in words("deadlines", "period_links") or folded_phrase(between) in links(page.language) or between in {"–", "-", "—"}:
            pairs.append((first, last))
    return pairs
