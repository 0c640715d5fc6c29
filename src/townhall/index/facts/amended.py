"""Deadlines that another sentence, often of another document, has put off: the day given first holds no longer."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from itertools import pairwise
from pathlib import PurePosixPath

from townhall.chunking.tables import is_row
from townhall.index.facts.announced import NEAR, given_up
from townhall.index.facts.page import Page
from townhall.index.lexical import stems_listed, terms_of
from townhall.locales.dates import DateMention, days_in
from townhall.locales.deadlines import announces
from townhall.locales.structure import words
from townhall.locales.words import tokens_of
from townhall.model import Fact, FactKind, FactValue, Section, Sentence

HEAD = 300
"""Characters with which a document begins that say what it amends."""
ALIKE = 2
"""Words that the head of a document must share with a programme's name to amend it, where it doesn't give the day that held before."""


def amended_in(page: Page, sentence: Sentence, dates: Sequence[DateMention]) -> dict[str, FactValue]:
    """Return what a sentence amends: the day that held before, or, where it doesn't give it, that it puts one off; with the head of its document."""
    old = next((date for date in given_up(sentence.text, dates, page.language) if date.full), None)
    if old is not None:
        return amending(page, page.value(old.iso, sentence.start + old.start, sentence.start + old.end))
    if (day := _without_year(page, sentence, dates)) is not None:
        return amending(page, day)
    put_off = page.language == "en" and announces(sentence.text, "amended", page.language)
    return amending(page, page.value("", sentence.start, sentence.end)) if put_off else {}


def _without_year(page: Page, sentence: Sentence, dates: Sequence[DateMention]) -> FactValue | None:
    """Return the day that an English sentence gives up without its year, by the one beside it: "9 July 2030, and no longer 2 July"."""
    new = next((date.full for date in dates if date.full), None)
    for start, end in days_in(sentence.text) if new and page.language == "en" else ():
        before = " ".join(token.text for token in tokens_of(sentence.text[:start])[-NEAR:])
        if not any(date.start <= start < date.end for date in dates) and announces(before, "given_up", "en"):
            years = (page.dates(f"{sentence.text[start:end]} {new.year + after}") for after in (-1, 0, 1)) if new else ()
            days = [date.full for found in years for date in found if date.full]
            nearest = min(days, key=lambda day: abs((day - new).days)) if days and new else None
            return page.value(nearest.isoformat(), sentence.start + start, sentence.start + end) if nearest else None
    return None


def corrected(page: Page, section: Section, facts: Sequence[Fact]) -> list[Fact]:
    """Return a section's deadlines, where it says of a day that it is wrong with the one told beside it in its place.

    "The closing date is given as 3 May 2030. This date is wrong: … The closing date is 10 May 2030."
    """
    found, before = list(facts), None
    for sentence in page.sentences(section) if facts else ():
        told = sentence if _full_dates(page, sentence) else before
        before = sentence
        if told is not None and (wrong := _full_dates(page, told)) and _is_withdrawn(page, sentence):
            day = page.value(wrong[-1].iso, told.start + wrong[-1].start, told.start + wrong[-1].end)
            beside = [fact for fact in found if fact.get("date") != day.value and "amends" not in fact.values]
            new = next((fact for fact in beside if fact.values["date"].span.start > sentence.start), beside[-1] if beside else None)
            if new is not None:
                found = [
                    replace(fact, values={**fact.values, **amending(page, day)}) if fact is new else fact
                    for fact in found
                    if fact.values["date"].span != day.span
                ]
    return found


def put_off(page: Page, section: Section, facts: Sequence[Fact]) -> list[Fact]:
    """Return a section's deadlines in another language than English, where the sentence after one says that it has been put off.

    "Zapisy trwają do 4 maja 2026 r. Termin ten został przedłużony do 11 maja 2026 r." Where that gives no day, none is known to hold.
    """
    found = list(facts)
    for before, sentence in pairwise(page.sentences(section)) if facts and page.language != "en" else ():
        days = _full_dates(page, sentence)
        if len(days) > 1 or is_row(sentence.text) or not announces(sentence.text, "amended", page.language):
            continue
        for fact in [fact for fact in found if before.start <= fact.values["date"].span.start < before.end and "amends" not in fact.values]:
            found.remove(fact)
            new = [page.value(day.iso, sentence.start + day.start, sentence.start + day.end) for day in days if day.iso > (fact.get("date") or "")]
            found = [other for other in found if not any(other.values["date"].span == value.span for value in new)]
            found += [replace(fact, values={**fact.values, "date": value, **amending(page, fact.values["date"])}) for value in new]
    return found


def _full_dates(page: Page, sentence: Sentence) -> list[DateMention]:
    return [date for date in page.dates(sentence.text) if date.full]


def _is_withdrawn(page: Page, sentence: Sentence) -> bool:
    """Whether a sentence says of a day that it is wrong."""
    said = {token.folded for token in tokens_of(sentence.text)}
    return announces(sentence.text, "withdrawn", page.language) and not said.isdisjoint(words("deadlines", "withdrawn_of"))


def amending(page: Page, day: FactValue) -> dict[str, FactValue]:
    """Return the values of a deadline that has taken the place of the one of a ``day``."""
    head = page.document.text[:HEAD]
    return {"amends": day, "head": page.value(f"{page.document.title}\n{head}", 0, len(head))}


def amended(facts: Sequence[Fact]) -> list[Fact]:
    """Return facts without the deadlines that others have taken the place of; these are then of the programme and the phase of those.

    A correction of a day that is no deadline is none either.
    """
    replaced: dict[int, Fact] = {}
    gone: set[int] = set()
    amending_sources = {fact.values["date"].span.source for fact in facts if fact.kind is FactKind.DEADLINE and "amends" in fact.values}
    for number, fact in enumerate(facts):
        if fact.kind is FactKind.DEADLINE and (confirmed := _confirmed_by(fact, facts, amending_sources)) is not None:
            gone.add(confirmed)
            replaced[number] = _taking_over(fact, [facts[confirmed]])
        if fact.kind is FactKind.DEADLINE and "amends" in fact.values:
            others = _replaced_by(fact, facts)
            gone.update(others if others or "corrects" not in fact.values else [number])
            replaced[number] = _taking_over(fact, [facts[other] for other in others])
    return [replaced.get(number, fact) for number, fact in enumerate(facts) if number not in gone]


def _confirmed_by(new: Fact, facts: Sequence[Fact], amending: Collection[str]) -> int | None:
    """Return the one deadline of which a document that puts off others says that it stays: "The deadline for Strand B (10 March) does not change"."""
    source = new.values["date"].span.source
    if "amends" in new.values or source not in amending or not announces(new.values["sentence"].quote, "kept", "en"):
        return None
    found = [
        number
        for number, fact in enumerate(facts)
        if fact.kind is FactKind.DEADLINE and fact.get("date") == new.get("date") and fact.values["date"].span.source not in amending
    ]
    return found[0] if len(found) == 1 and new.get("phase") in {None, facts[found[0]].get("phase")} else None


def _replaced_by(new: Fact, facts: Sequence[Fact]) -> list[int]:
    """Return the deadlines in whose place one has come: those of the day that it gives up, else the one of its phase in another document."""
    day, phase = new.values["amends"].value, new.get("phase")
    found = [
        number
        for number, fact in enumerate(facts)
        if fact.kind is FactKind.DEADLINE and "amends" not in fact.values and fact.get("date") != new.get("date")
        if (fact.get("date") == day and phase in {None, fact.get("phase")} | ({phase} if fact.get("phase") is None else set()))
        or (not day and fact.get("phase") == phase and fact.values["date"].span.source != new.values["date"].span.source)
    ]
    if "corrects" in new.values:
        found = [number for number in found if _is_of_same_matter(new, facts[number])]
    alike = {number: _alike(new, facts[number]) for number in found}
    most = max(alike.values(), default=0)
    several = len({facts[number].get("programme") for number in found}) > 1
    least = 0 if day and not several else 1 if day else ALIKE
    nearest = [number for number in found if alike[number] == most >= least]
    return nearest if day or len(nearest) == 1 else []


def _is_of_same_matter(new: Fact, old: Fact) -> bool:
    """Whether a corrigendum is of the document that gives a deadline: it is that document's own, or its head names the programme or the file."""
    source = old.values["date"].span.source
    usual = stems_listed("values", "things") | stems_listed("deadlines", "cues", "apply")
    named = set(terms_of(f"{old.get('programme') or ''} {PurePosixPath(source).stem}")) - usual
    return source == new.values["date"].span.source or not named.isdisjoint(stem for stem in terms_of(new.get("head") or "") if stem.isalpha())


def _alike(new: Fact, old: Fact) -> int:
    """Return how many words of a programme's name stand in the head of the document that amends a deadline."""
    if new.get("programme") == old.get("programme"):
        return ALIKE + len(terms_of(old.get("programme") or ""))
    return len(set(terms_of(new.get("head") or "")) & set(terms_of(old.get("programme") or "")))


def _taking_over(new: Fact, old: Sequence[Fact]) -> Fact:
    """Return a deadline with the programme, the phase and the first day of one whose place it has taken."""
    own = {key: value for key, value in new.values.items() if key not in {"amends", "head", "corrects"}}
    if not old:
        return replace(new, values=own)
    first = old[0].values
    taken = {key: first[key] for key in ("programme", "phase", "strand") if key in first and (key == "programme" or key not in own)}
    if "from" in first and "from" not in own and first["from"].value < own["date"].value:
        taken["from"] = first["from"]
    return replace(new, values={**own, **taken})
