"""Organisations: the entries of directory pages, and sections that say of their heading that it is one."""

from __future__ import annotations

import re
from dataclasses import dataclass

from townhall.chunking.lines import PROSE_WORDS
from townhall.index.facts.contacts import contact_fields, has_contact
from townhall.index.facts.entries import Entry, entries, is_record, sentences_of
from townhall.index.facts.located import countries_beside, country_by_field, country_told, coverage, region
from townhall.index.facts.page import Page
from townhall.locales.structure import words
from townhall.locales.words import STOP_WORDS, fold, folded_phrase, tokens_of
from townhall.model import Fact, FactKind, FactValue, Heading, Section, Sentence

_CAPITAL = r"[A-Z\u00c0-\u00d6\u00d8-\u00de\u0391-\u03a9\u0410-\u042f]"
ACRONYM = re.compile(rf"\b(?={_CAPITAL}[^\W_a-z]*{_CAPITAL})[^\W_]{{2,10}}\b(?!-(?:\w+-)?\d)")
"""Two capitals or more, and no lower-case letter before the second one; "CR-2026-02" is a reference."""
BRACKETS = re.compile(r"\(([^()]*)\)")
DIVISION = re.compile(rf"(?:{'|'.join(sorted(words('organisations', 'divisions')))}) (?:\d|[ivxlc]+\b|[a-z]\b)")
"""How the heading of a part of a statute or a report begins: "Article 6 – General Assembly" is no name of a body."""
QUESTION_MARK = "?"
"""What ends a heading that asks, and so names nothing: "VOOR WIE?"."""
DIRECTORY_SHARE = 0.6
DIRECTORY_ENTRIES = 3
SHOUTED = 3
"""Words in capitals alone that are no acronyms but a way to set a heading."""
COPULA_REACH = 12
"""Words after "is" within which the noun must come that makes something an organisation."""


@dataclass(frozen=True, slots=True)
class _Evidence:
    """What speaks for a section's heading being an organisation's name."""

    named_so: bool
    """The heading is built on a noun for organisations, or holds an acronym."""
    has_contact: bool
    in_text: bool
    """The running text names a contact."""
    subject: bool
    """The body speaks of the heading by its name or acronym."""
    defined: bool
    """The body says that it is a network, an association …"""

    @property
    def enough(self) -> bool:
        return self.has_contact or self.defined or (self.named_so and self.subject)

    @property
    def enough_on_a_directory_page(self) -> bool:
        return self.enough or self.named_so or self.subject


def organisations(page: Page) -> list[tuple[Entry, Fact]]:
    """Return the page's organisations with their entries; one that a table names again is one still."""
    found = [entry for entry in entries(page) if not (_is_held(page, entry) or (entry.is_section and DIVISION.match(folded_phrase(entry.name.text))))]
    headed = [(entry, _evidence(page, entry)) for entry in found if entry.is_section and not entry.name.text.rstrip().endswith(QUESTION_MARK)]
    headed = [(entry, evidence) for entry, evidence in headed if evidence.defined or not _is_plain(entry.name.text)]
    headed = [(entry, evidence) for entry, evidence in headed if evidence.in_text or not page.is_place(entry.name.text)]  # "GREECE"
    letters = sum(evidence.in_text for _, evidence in headed) >= DIRECTORY_ENTRIES
    sure = sum(evidence.enough or (letters and evidence.in_text) for _, evidence in headed)
    spoken = sum(bool(page.text(entry.section)) for entry, _ in headed)
    directory = sure >= DIRECTORY_ENTRIES and sure >= DIRECTORY_SHARE * spoken
    kept = {id(entry) for entry, evidence in headed if evidence.enough or (directory and (evidence.in_text or evidence.enough_on_a_directory_page))}
    facts: list[tuple[Entry, Fact]] = []
    named: set[str] = set()
    for entry in found:
        if id(entry) in kept or (not entry.is_section and entry.name.text not in named):
            facts.append((entry, _fact(page, entry)))
            named.add(entry.name.text)
    return facts


def _is_held(page: Page, entry: Entry) -> bool:
    """Whether an entry is a course, a meeting or a call in a table: it gives the day on which it is held, and whom to write to about it."""
    if entry.is_section and not is_record(page, entry):
        return False
    return any(
        folded_phrase(field.label.value) in words("labels", "held_on") and field.value and page.dates(field.value.quote) for field in entry.fields
    )


def _evidence(page: Page, entry: Entry) -> _Evidence:
    heading, section_heading = entry.name, entry.section.heading
    names = _names(page, entry.section, heading)
    heading_words = [token.folded for token in tokens_of(heading.text)]
    first = next(iter(sentences_of(page, entry)), None)
    opening = tokens_of(first.text) if first else []
    said = [token.folded for token in opening]
    nouns = words("organisations", "nouns").intersection(heading_words)
    letter = section_heading is not None and heading.start > section_heading.start
    record = is_record(page, entry)  # the line that gives its name says nothing of it
    itself = (letter and said[:1] == ["we"]) or (len(said) > 1 and said[0] == "the" and said[1] in {*heading_words[-1:], *nouns})
    return _Evidence(
        named_so=bool(nouns) or not (entry.is_headed or record) or _has_acronym(page, entry),
        has_contact=bool(contact_fields(page, entry)) or _is_of_directory(page, entry),
        in_text=has_contact(page, entry),
        subject=itself or (first is not None and not record and any(fold(name) in fold(first.text) for name in names)),
        defined=_is_defined(said, names),
    )


def _is_of_directory(page: Page, entry: Entry) -> bool:
    """Whether an entry is a record that gives a country and an address or a number, as only those of bodies do."""
    reached = any((field := entry.field(kind)) and field.value for kind in ("email", "phone"))
    return is_record(page, entry) and entry.field("country") is not None and reached


def _has_acronym(page: Page, entry: Entry) -> bool:
    return any(not _is_in_small(acronym, page.text(entry.section)) for acronym in acronyms(entry.name.text, ""))


def _is_plain(heading: str) -> bool:
    """Whether a heading is made of words that name a part of a page or a notice: "Key facts", "Office closed", but not "Information Office"."""
    said = [token.folded for token in tokens_of(heading) if token.folded not in STOP_WORDS]
    nouns = words("organisations", "nouns")
    return bool(said) and said[-1] not in nouns and words("organisations", "headings").union(nouns).issuperset(said)


def _names(page: Page, section: Section, heading: Heading) -> list[str]:
    """Return what the body may call the organisation: the heading without brackets, its parts, its acronyms."""
    plain = BRACKETS.sub("", heading.text).strip()
    parts = [part.strip() for part in re.split(r"\s[-–—]\s", plain)]
    return [name for name in dict.fromkeys([plain, *parts, *acronyms(heading.text, page.text(section))]) if len(name) > 1]


def _is_in_small(acronym: str, text: str) -> bool:
    """Whether a text writes a word of capitals otherwise too: what it calls "Notice" is no acronym in its heading."""
    return any(token.text.upper() == acronym and not token.text.isupper() for token in tokens_of(text))


def _is_defined(opening: list[str], names: list[str]) -> bool:
    """Whether a first sentence says "NAME is a … network"."""
    copula = next((i for i, word in enumerate(opening) if word in words("organisations", "copulas")), None)
    if copula is None or copula + 1 >= len(opening) or opening[copula + 1] not in {"a", "an", "the"}:
        return False
    subject = " ".join(opening[:copula])
    predicate = opening[copula + 1 : copula + 1 + COPULA_REACH]
    named = any(folded_phrase(name) in subject for name in names)
    return named and bool(words("organisations", "nouns").intersection(predicate))


def acronyms(heading: str, body: str) -> list[str]:
    """Return the acronyms of what a heading names: its own, those made of its initials, and one that the body gives in brackets after it."""
    plain = BRACKETS.sub("", heading).strip()
    shouted = heading.isupper() and len(tokens_of(heading)) >= SHOUTED
    own = [] if shouted else [match[0] for match in ACRONYM.finditer(heading)]
    initials = "".join(token.text[0] for token in tokens_of(plain) if token.capitalised).upper()
    made = [match[0] for match in ACRONYM.finditer(body) if match[0].upper() == initials]
    given = re.findall(rf"{re.escape(plain)}\s*\(({ACRONYM.pattern})\)", body)
    excluded = words("organisations", "not_acronyms")
    return [acronym for acronym in dict.fromkeys([*own, *made, *given]) if fold(acronym) not in excluded]


def _fact(page: Page, entry: Entry) -> Fact:
    heading, section = entry.name, entry.section
    values: dict[str, FactValue] = {"name": page.value(heading.text, heading.start, heading.end)}
    body = page.document.text[entry.start : entry.end]
    for number, acronym in enumerate(acronyms(heading.text, body if entry.is_section else "")):
        inside = heading.text.find(acronym)
        start = heading.start + inside if inside >= 0 else entry.start + body.index(acronym)
        values[f"acronym{number + 1 if number else ''}"] = page.value(acronym, start, start + len(acronym))
    if "acronym" not in values and (acronym_given := entry.field("acronym")) and acronym_given.value:
        values["acronym"] = acronym_given.value
    if (other := _other_name_by_field(entry) or (_other_name(page, section, heading) if entry.is_section else None)) is not None:
        values["other_name"] = other
    if (country := country_by_field(page, entry) or country_told(page, entry)) is not None:
        values["country"] = country
        values |= {f"country{number}": beside for number, beside in enumerate(countries_beside(page, entry, country), start=2)}
        if (of_region := region(page, entry, country.value)) is not None:
            values["region"] = of_region
        values.update(coverage(page, entry))
    fields = {field.label.span.start for field in entry.fields if field.kind}
    said = sentences_of(page, entry)
    sentences = [one for one in said if one.start not in fields and not _only_names(one, heading)] or said
    about = next((sentence for sentence in sentences if len(sentence.text.split()) >= PROSE_WORDS), sentences[0] if sentences else None)
    if about is not None:
        values["about"] = page.sentence_value(about)
    return Fact(FactKind.ORGANISATION, values)


def _only_names(sentence: Sentence, heading: Heading) -> bool:
    """Whether a sentence is the line that gives a name, and says little beside it."""
    named = sentence.start <= heading.start < sentence.end
    return named and len(sentence.text.split()) - len(heading.text.split()) < PROSE_WORDS


def _other_name_by_field(entry: Entry) -> FactValue | None:
    field = entry.field("other_name")
    return field.value if field else None


def _other_name(page: Page, section: Section, heading: Heading) -> FactValue | None:
    """Return the other name that a heading gives in brackets, or the long one that the body gives before the heading's acronym."""
    if match := BRACKETS.search(heading.text):
        name = re.sub(rf"\s*[-–—]\s*(?:{ACRONYM.pattern})\s*$", "", match[1]).strip()
        if len(name.split()) > 1 and not ACRONYM.fullmatch(name.split()[0]):
            start = heading.start + match.start(1)
            return page.value(name, start, start + len(name))
    if ACRONYM.fullmatch(heading.text):
        long_name = re.match(rf"(?:The )?(?P<name>[^().]{{4,100}}?)\s*\({re.escape(heading.text)}\)", page.text(section))
        if long_name:
            return page.value(long_name["name"], section.start + long_name.start("name"), section.start + long_name.end("name"))
    return None
