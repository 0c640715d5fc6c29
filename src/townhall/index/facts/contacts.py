"""Contacts: the labelled fields of an entry, blank ones included, and those that its text names."""

from __future__ import annotations

import re

from townhall.chunking.labels import field_kind, is_blank
from townhall.index.facts.entries import Entry, entries, is_record
from townhall.index.facts.fields import DETAILS, EMAIL, PHONE, Field
from townhall.index.facts.page import Page
from townhall.model import Fact, FactKind, FactValue

NAME_END = re.compile(r",|\n|;|\s[-–—|]\s|\s\(|:")
AFTER_NAME = re.compile(rf"[\s,;|(–—-]*(?:[\w-]+[.:]{{1,2}}\s*)?(?:{EMAIL.pattern}|{PHONE.pattern}).*")
"""An e-mail address or a telephone number on a line, with its label and all that follows: no part of a name or a role."""
_PERSON = r"[^\W\d_a-z][\w'\u2019-]+(?: (?:(?:de|del|van|von|der|den|da|di|la|le|\u00d3|O') ){0,2}[^\W\d_a-z][\w'\u2019-]+){1,3}"
_AND = rf"(?P<name>{_PERSON})(?: and (?P<second>{_PERSON}))?"
ANOTHER = re.compile(rf"(?:{EMAIL.pattern}|{PHONE.pattern})\)?\s*(?:[,;/]|\band\b)\s*(?={_PERSON}\b[^@\n]*?{EMAIL.pattern})")
"""What ends one person's entry in a field and begins another's, who has an address too."""
IN_TEXT = (
    re.compile(rf"\b(?P<label>[Aa]sk for|[Pp]lease (?:ask for|contact|write to)|[Cc]ontact is) {_AND}"),
    re.compile(
        rf"\b(?P<label>(?:[Qq]uestions?|[Rr]equests?|[Ee]nquiries|[Ll]etters)(?: [\w ]{{1,40}}?)? "
        rf"(?:go(?:es)?|are (?:put|sent|answered|taken)|(?:can|should|may) be (?:put|sent)) (?:to|by)) {_AND}"
    ),
    re.compile(rf"\b(?P<label>(?:is|are) (?:led|headed|run|directed|chaired|managed|coordinated) by) {_AND}"),
    re.compile(
        r"\b(?:[Oo]ur|[Ii]ts|[Tt]heir)(?: (?:two|three))? "
        rf"(?P<label>(?:director|manager|head|coordinator|co-ordinator|secretary|chair|president|adviser|advisor)s?), {_AND}"
    ),
    re.compile(
        r"\b[Tt]he (?P<label>person in charge|person to ask|contact person|coordinator|co-ordinator|director|head|manager|secretary)"
        rf"(?: of [\w ]{{1,30}}?)? is {_AND}"
    ),
)
"""How running text names whom to write to."""


def contacts(page: Page, organisations: frozenset[int] | None = None) -> list[Fact]:
    """Return the contacts of the page's entries; one without ``name`` is there and blank.

    ``organisations`` are the offsets of the entries' names that are known for organisations: only of those is running text read.
    """
    found: list[Fact] = []
    for entry in entries(page):
        labelled_there = _labelled(page, entry)
        found += labelled_there or (_in_text(page, entry) if organisations and entry.name.start in organisations else [])
    return found


def has_contact(page: Page, entry: Entry) -> bool:
    """Whether an entry has a field for a contact, or its text names one."""
    return bool(contact_fields(page, entry)) or bool(_in_text(page, entry))


def _labelled(page: Page, entry: Entry) -> list[Fact]:
    """Read an entry's fields: each contact, with the role, the address and the number that stand in fields of their own."""
    fields = contact_fields(page, entry)
    details = {kind: field for kind in ("role", "email", "phone") if (field := entry.field(kind)) and field.value and not _names(field, entry)}
    if not fields:
        fields = [field for kind, field in details.items() if kind != "role" and not entry.is_section]
    found: list[Fact] = []
    for field in fields[:1] if entry.is_section is False else fields:
        organisation = {"organisation": page.value(entry.name.text, entry.name.start, entry.name.end), "label": field.label}
        persons = _persons(page, field.value) if field.kind in {"contact", "name"} and field.value else [{}]
        for kind, detail in details.items():
            for values in persons[:1]:
                if kind not in values and detail.value and (kind != "role" or "name" in values) and (value := _detail(page, kind, detail.value)):
                    values[kind] = value
        if field.kind == "contact" and field.value and not persons[0]:
            persons[0]["remark"] = field.value
        found.extend(Fact(FactKind.CONTACT, {**organisation, **values}) for values in persons)
    return found


def _names(field: Field, entry: Entry) -> bool:
    """Whether a field gives what the entry is called: the title of a course is no person's."""
    return field.value is not None and field.value.span.start == entry.name.start


def contact_fields(page: Page, entry: Entry) -> list[Field]:
    """Return an entry's fields for a contact, else the names beside its own with which somebody's post is given: "Member | Name | Role"."""
    of_contact = [field for field in entry.fields if field.kind == "contact"]
    if of_contact or not any(field.kind == "role" for field in entry.fields):
        return of_contact
    named = [field for field in entry.fields if field.kind == "name" and not (field.value and field.value.span.start == entry.name.start)]
    return named if not entry.is_section or is_record(page, entry) else []


def _detail(page: Page, kind: str, value: FactValue) -> FactValue | None:
    pattern = DETAILS.get(kind)
    if pattern is None:
        return value
    match = pattern.search(value.quote)
    return page.value(match[0], value.span.start + match.start(), value.span.start + match.end()) if match else None


def _in_text(page: Page, entry: Entry) -> list[Fact]:
    """Read the contacts that an entry's running text names; an address beside the name is theirs."""
    text = page.document.text
    for pattern in IN_TEXT:
        match = pattern.search(text, entry.start, entry.end)
        if match is None:
            continue
        label = page.value(match["label"], match.start("label"), match.end("label"))
        organisation = page.value(entry.name.text, entry.name.start, entry.name.end)
        found: list[Fact] = []
        for key in ("name", "second"):
            if match[key]:
                values = {"organisation": organisation, "label": label, "name": page.value(match[key], match.start(key), match.end(key))}
                if email := re.compile(rf"[ ,(]+({EMAIL.pattern})").match(text, match.end(key), entry.end):
                    values["email"] = page.value(email[1], email.start(1), email.end(1))
                found.append(Fact(FactKind.CONTACT, values))
        return found
    return []


def _persons(page: Page, field: FactValue) -> list[dict[str, FactValue]]:
    """Read a field that names one person, or several with their addresses: "Ivo Novak, ivo@bees.example, Ada Blum (loans), ada@bees.example"."""
    text, start, end = page.document.text, field.span.start, field.span.end
    starts = [start, *(match.end() for match in ANOTHER.finditer(text, start, end))]
    return [_person(page, first, last) for first, last in zip(starts, [*starts[1:], end], strict=True)]


def _person(page: Page, start: int, end: int) -> dict[str, FactValue]:
    """Read name, role, e-mail address and telephone number from a field's value."""
    values: dict[str, FactValue] = {}
    text = page.document.text[start:end]
    for key, pattern in DETAILS.items():
        if match := pattern.search(text):
            values[key] = page.value(match[0], start + match.start(), start + match.end())
    stop = NAME_END.search(text)
    name_end = stop.start() if stop else len(text)
    name = AFTER_NAME.sub("", text[:name_end]).strip()
    if name and not is_blank(name):
        values["name"] = page.value(name, start, start + len(name))
        rest = text[stop.end() :] if stop else ""
        role = AFTER_NAME.sub("", rest.split("\n")[0].strip() or rest.strip().split("\n")[0].strip())
        if role and field_kind(role) not in DETAILS:  # "Ana Kos, telephone 01 555 0100"
            where = start + text.index(role, stop.end() if stop else 0)
            values["role"] = page.value(" ".join(role.rstrip(")").split()), where, where + len(role.rstrip(")")))
    return values
