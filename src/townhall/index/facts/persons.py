"""Persons who are quoted: their name, their role, and the sentence."""

from __future__ import annotations

import re

from townhall.index.facts.page import Page
from townhall.locales.words import plain_spaces
from townhall.model import Fact, FactKind

_NAME = r"(?P<name>[^\W\d_a-z][\w'\u2019-]+(?: (?:(?:de|del|van|von|der|den|da|di|la|le) ){0,2}[^\W\d_a-z][\w'\u2019-]+){1,3})"
_ROLE = r"(?P<role>[^\W\d_a-z][^.;\"\u201c\u201d]*?)(?=, [a-z]|[.;\"\u201d]|,? alongside|$)"
_SPEECH = (
    r"(?:said|says|stated|states|noted|notes|added|adds|acknowledged|acknowledges|explained|explains|emphasi[sz]ed|emphasi[sz]es"
    r"|commented|comments|told|remarked|concluded|recalled|according to)"
)
QUOTED = (
    re.compile(rf"\b{_SPEECH} {_NAME}(?:, {_ROLE})?"),
    re.compile(rf"(?:^|[.\u201d\"] ){_NAME}(?:, {_ROLE})?, {_SPEECH}\b"),
)
"""A verb of saying before a name, or after it; the role stands after the name, between commas."""
ALONGSIDE = re.compile(rf"(?:alongside|together with|and) {_NAME}, {_ROLE}")


def persons(page: Page) -> list[Fact]:
    """Return the persons who are quoted on a page, and those who are named beside them."""
    found: list[Fact] = []
    for section in page.bodies:
        for sentence in page.sentences(section):
            text = plain_spaces(sentence.text)
            matches = [match for pattern in QUOTED if (match := pattern.search(text))]
            if matches:
                matches += [match for match in ALONGSIDE.finditer(text) if match["name"] not in {other["name"] for other in matches}]
            for match in matches:
                values = {
                    key: page.value(match[key], sentence.start + match.start(key), sentence.start + match.end(key))
                    for key in ("name", "role")
                    if match[key]
                }
                found.append(Fact(FactKind.PERSON, {**values, "sentence": page.sentence_value(sentence)}))
    return found
