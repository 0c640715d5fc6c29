"""Fields whose label and value stand on one line."""

from __future__ import annotations

import pytest

from townhall.chunking import outline
from townhall.model import Section, SectionKind

PAGE = """Guild of Norland Ports (GNP)

The Guild of Norland Ports helps harbour towns with digital maps.

Contact: Ivo Novak, Chair, ivo@bees.example

Union of Beekeepers

Contact person : Ada Quay

League of Lake Towns

The League of Lake Towns unites 40 towns. Its motto: boats for everyone. The contact: a boat that comes once a day.
"""


def fields(text: str) -> list[Section]:
    """Return the fields of a text."""
    return [section for section in outline(text, "page.txt") if section.kind is SectionKind.FIELD]


@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_a_value_may_stand_beside_its_label(ending: str) -> None:
    """What follows a known label and a colon on the same line is the field's value, under the entry above it, at its offsets."""
    text = "\ufeff" + PAGE.replace("\n", ending)
    assert [
        (section.parents[-1].text, section.heading.text if section.heading else "", text[section.start : section.end]) for section in fields(text)
    ] == [
        ("Guild of Norland Ports (GNP)", "Contact", "Ivo Novak, Chair, ivo@bees.example"),
        ("Union of Beekeepers", "Contact person", "Ada Quay"),
    ]
    assert all(section.heading and text[section.heading.start : section.heading.end] == section.heading.text for section in fields(text))


def test_an_entry_may_be_a_heading_and_such_a_field() -> None:
    """A heading over a field alone heads an entry, whose body is blank."""
    bodies = {section.heading.text: PAGE[section.start : section.end] for section in outline(PAGE, "page.txt") if section.heading}
    assert bodies["Union of Beekeepers"] == ""


@pytest.mark.parametrize("line", ["Our aim: boats for all of the towns", "The contact of a boat with the pier: loud", "See https://example.org now"])
def test_a_colon_makes_no_field(line: str) -> None:
    """Text with a colon is a field only if what stands before it is a label that is known."""
    assert fields(f"League of Lake Towns\n\nThe League of Lake Towns unites 40 towns in the far north.\n\n{line}\n") == []
