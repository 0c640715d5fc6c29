"""Contacts: the labelled fields under an entry, blank ones included."""

from __future__ import annotations

import re

from townhall.chunking.labels import field_kind
from townhall.index.facts.page import Page
from townhall.model import Fact, FactKind, FactValue, SectionKind

EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
PHONE = re.compile(r"(?<![\w.])\+?\d[\d ()/.-]{6,}\d")
NAME_END = re.compile(r",|\n|;|\s[-–—|]\s|\s\(|:")
DETAILS = re.compile(rf"[\s,;|(–—-]*(?:[\w-]+[.:]{{1,2}}\s*)?(?:{EMAIL.pattern}|{PHONE.pattern}).*")
"""An e-mail address or a telephone number on a line, with its label and all that follows: no part of a name or a role."""


def contacts(page: Page) -> list[Fact]:
    """Return the page's contact fields; one without ``name`` is there and blank."""
    found: list[Fact] = []
    for section in page.sections:
        label = section.heading
        if section.kind is not SectionKind.FIELD or label is None or field_kind(label.text) != "contact" or not section.parents:
            continue
        entry = section.parents[-1]
        values = {"organisation": page.value(entry.text, entry.start, entry.end), "label": page.value(label.text, label.start, label.end)}
        values.update(_person(page, section.start, section.end))
        found.append(Fact(FactKind.CONTACT, values))
    return found


def _person(page: Page, start: int, end: int) -> dict[str, FactValue]:
    """Read name, role, e-mail address and telephone number from a field's value."""
    values: dict[str, FactValue] = {}
    text = page.document.text[start:end]
    for key, pattern in (("email", EMAIL), ("phone", PHONE)):
        if match := pattern.search(text):
            values[key] = page.value(match[0], start + match.start(), start + match.end())
    stop = NAME_END.search(text)
    name_end = stop.start() if stop else len(text)
    name = DETAILS.sub("", text[:name_end]).strip()
    if name:
        values["name"] = page.value(name, start, start + len(name))
        rest = text[stop.end() :] if stop else ""
        role = DETAILS.sub("", rest.split("\n")[0].strip() or rest.strip().split("\n")[0].strip())
        if role:
            where = start + text.index(role, stop.end() if stop else 0)
            values["role"] = page.value(" ".join(role.rstrip(")").split()), where, where + len(role.rstrip(")")))
    return values
