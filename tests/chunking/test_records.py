"""Forms that are filled in line by line, one after the other."""

from __future__ import annotations

from townhall.chunking import outline, split_sentences
from townhall.model import SectionKind

FORMS = """BODIES OF THE NORTH

Numbered as they came in, each with what it told us about itself.

1.
Name: Hedge Office
Country: Denmark
Contact: Signe Holt
E-mail:

2.
Name: Green Point
Country: Estonia
Contact:
E-mail: point@green.example

Remarks

Both were shortened by us, and neither of them has seen the text since then.
"""


def test_each_form_is_a_section_under_its_name() -> None:
    """The name heads the section, all other lines are its body, blank ones too; the number before it is no text of the document."""
    sections = [section for section in outline(FORMS, "page.txt") if section.kind is SectionKind.BODY]
    assert [(section.heading.text if section.heading else None, FORMS[section.start : section.end].splitlines()[0]) for section in sections] == [
        ("BODIES OF THE NORTH", "Numbered as they came in, each with what it told us about itself."),
        ("Hedge Office", "Country: Denmark"),
        ("Green Point", "Country: Estonia"),
        ("Remarks", "Both were shortened by us, and neither of them has seen the text since then."),
    ]
    assert FORMS[sections[1].start : sections[1].end].endswith("E-mail:")


def test_a_calendar_is_no_form() -> None:
    """Lines with labels that stand once and name nothing stay one body."""
    text = (
        "2. Calendar\n\nThe call has two phases, and each has a day of its own.\n\nOpening: 1 May 2031\nPhase 1: 2 June 2031\nPhase 2: 3 July 2031\n"
    )
    assert len(outline(text, "page.txt")) == 1


def test_each_row_of_a_table_is_a_sentence() -> None:
    """A row stays whole, and the line under a table's head says nothing."""
    text = "| Day | What |\n| --- | --- |\n| 1 May. | Opening. It rains. |\n| 2 May | Closing |\n"
    assert [sentence.text for sentence in split_sentences(text, 0, len(text))] == [
        "| Day | What |",
        "| 1 May. | Opening. It rains. |",
        "| 2 May | Closing |",
    ]
    assert all(sentence.complete for sentence in split_sentences(text, 0, len(text)))
