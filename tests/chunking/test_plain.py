"""Sections of plain text: the traps that real pages hold, each in a small document of its own."""

from __future__ import annotations

from time import monotonic

import pytest

from townhall.chunking import outline, split_sentences
from townhall.model import Section, SectionKind

DIRECTORY = """Guild of Norland Ports (GNP)

The Guild of Norland Ports helps harbour towns with digital maps. It also trains officials.

Contact person:

Ada Quay,\u00a0Head of Office\u00a0

Institute for Hill Villages

The institute advises villages above 800 metres; it publishes guidelines, lends equipment to all of them and arranges meetings for mayo

Contact person:

League of Lake Towns

The League of Lake Towns unites 40 towns around the great lakes and speaks for them in the capital.

\u00a0

Contact person

Bo Lake
Innovation adviser

Office of Island Affairs

The office lends boats to islands and repairs their piers in every season of the year.

Promoted by
"""

OVERVIEW = """In times of change, towns look for tools that help people enjoy living and working in them.

Digital tools are broad and include approaches to transport, energy and housing.


  • Money & funds

The money group combines the forces of its members to fund the change of towns.

  • Measuring

Shared numbers are key. The group validates indicators for towns everywhere.


  • Harbour Towns

Harbour Towns is the network of large ports. Its members are the elected councils of ports.

  • MAPS

MAPS (Makers And Planners Society) is a society that sets standards for town maps, driven by its members.


The Northern Lights Laboratories Network (NLLN) is the federation of laboratories in the north. Founded in 1999, it has grown ever since.

  • Council of Rivers

The Council of Rivers is the voice of river towns. It advises on new laws that have an impact on rivers.

Link to website"""

ARTICLE = """Opening the digital doors of valley towns

The Valley Office is calling on towns across the valley to join its help desk. The desk supports towns that begin.
Why join?
The desk offers tailored advice to towns. Participants receive a check of their systems.
"We learned a great deal," said Cy Vale, mayor of Upper Vale.
Roads and maps
Each town gets a map of its roads, which gives detailed guidance on what is needed next.
How to take part?
The deadlines are as follows. Round 1 has a deadline of 3 May 2021, while Round 2 requires applications by 4 June 2022.
For more information, please click here.
"""


def headings(text: str) -> list[str]:
    """Return the headings of a text's sections, in order; "" for a section without one."""
    return [section.heading.text if section.heading else "" for section in outline(text, "page.txt") if section.kind is SectionKind.BODY]


def body(text: str, heading: str) -> str:
    """Return the body under a heading."""
    section = next(section for section in outline(text, "page.txt") if section.heading and section.heading.text == heading)
    return text[section.start : section.end]


def fields(text: str) -> list[tuple[str, str]]:
    """Return each field's entry and value."""
    found = [section for section in outline(text, "page.txt") if section.kind is SectionKind.FIELD]
    return [(section.parents[-1].text if section.parents else "", text[section.start : section.end]) for section in found]


def furniture(text: str) -> list[str]:
    """Return the text's furniture."""
    return [text[section.start : section.end] for section in outline(text, "page.txt") if section.kind is SectionKind.FURNITURE]


def test_directory_entries_are_sections() -> None:
    """On a directory page a line above a paragraph is an entry's heading; nothing else is."""
    assert headings(DIRECTORY) == ["Guild of Norland Ports (GNP)", "Institute for Hill Villages", "League of Lake Towns", "Office of Island Affairs"]
    assert body(DIRECTORY, "Guild of Norland Ports (GNP)").endswith("It also trains officials.")


def test_a_field_belongs_to_the_entry_above() -> None:
    """A contact's label and value are a field of its own, under the entry that they follow."""
    assert fields(DIRECTORY)[0] == ("Guild of Norland Ports (GNP)", "Ada Quay,\u00a0Head of Office")


def test_a_blank_field_takes_nothing_from_the_next_entry() -> None:
    """A label with nothing under it is a blank field; the next entry's heading is not its value."""
    assert fields(DIRECTORY)[1] == ("Institute for Hill Villages", "")


def test_a_field_may_have_two_lines_and_stand_after_blank_ones() -> None:
    """Name and role on lines of their own are one value; a line of no-break spaces before the label is blank."""
    assert fields(DIRECTORY)[2] == ("League of Lake Towns", "Bo Lake\nInnovation adviser")


def test_an_entry_that_breaks_off_ends_where_it_ends() -> None:
    """A body that stops in mid-word is kept as it is, and the label after it is not its continuation."""
    assert body(DIRECTORY, "Institute for Hill Villages").endswith("meetings for mayo")


def test_page_furniture_is_no_content() -> None:
    """Lines of the page ("Promoted by", "Link to website") are furniture, at the end of an entry or of a bullet."""
    assert furniture(DIRECTORY) == ["Promoted by"]
    assert furniture(OVERVIEW) == ["Link to website"]


def test_bullets_head_what_stands_under_them() -> None:
    """A bulleted line above a paragraph is a heading, without its bullet; text before the first has none."""
    assert headings(OVERVIEW) == [
        "",
        "Money & funds",
        "Measuring",
        "Harbour Towns",
        "MAPS",
        "Northern Lights Laboratories Network (NLLN)",
        "Council of Rivers",
    ]


def test_a_name_without_a_bullet_is_not_cited_under_the_bullet_above() -> None:
    """A paragraph that opens with its own name, acronym and verb is a section of its own."""
    assert body(OVERVIEW, "MAPS").endswith("driven by its members.")
    assert body(OVERVIEW, "Northern Lights Laboratories Network (NLLN)").startswith("The Northern Lights")


def test_a_wider_gap_ends_a_bullet() -> None:
    """A paragraph that a wider gap parts from a bullet's body is not under that bullet, even if it opens with no name."""
    text = OVERVIEW.replace("The Northern Lights Laboratories Network (NLLN) is", "All of these groups together are")
    assert body(text, "MAPS").endswith("driven by its members.")


def test_headings_of_an_article_need_no_blank_lines() -> None:
    """A short line between paragraphs, after a full stop, is a heading; a quotation and a last line are not."""
    assert headings(ARTICLE) == ["Opening the digital doors of valley towns", "Why join?", "Roads and maps", "How to take part?"]
    assert body(ARTICLE, "How to take part?").endswith("please click here.")


def test_a_title_is_the_parent_of_the_headings_below() -> None:
    """The first line of an article, set unlike the other headings, stands above them all."""
    sections = outline(ARTICLE, "page.txt")
    assert [parent.text for parent in sections[1].parents] == ["Opening the digital doors of valley towns"]
    assert [section.parents for section in outline(DIRECTORY, "page.txt") if section.kind is SectionKind.BODY] == [()] * 4


def test_numbered_headings_nest_by_their_numbers() -> None:
    """A heading "1.2 …" stands under "1 …"."""
    text = (
        "1. Rules for towns\n\nTowns follow the rules that are given below.\n\n1.1 Fees of towns\n\nEvery town pays ten crowns in the whole year."
        "\n\n2. Other things\n\nAll that is not said above is said here at last.\n"
    )
    assert [[heading.text for heading in section.path] for section in outline(text, "page.txt")] == [
        ["1. Rules for towns"],
        ["1. Rules for towns", "1.1 Fees of towns"],
        ["2. Other things"],
    ]


def test_wrapped_paragraphs_hold_no_heading() -> None:
    """The short last line of a paragraph that is broken to a width is no heading, nor is its first."""
    text = (
        "The office of the northern towns helps all its members with\nthe digital maps that they have drawn in many years of work and\n"
        "which they now share\n\n"
        "Another paragraph says that the maps are shared by all of the towns.\n"
    )
    assert headings(text) == [""]


def test_list_items_are_content() -> None:
    """Bullets without a body under them are items of a list, not headings."""
    text = "What we offer\n\nThe desk offers three things to all of the towns:\n\n• maps\n• training\n• boats\n\nIt is open on every single day.\n"
    assert headings(text) == ["What we offer"]
    assert "training" in body(text, "What we offer")


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"], ids=["lf", "crlf", "cr"])
@pytest.mark.parametrize("start", ["", "\ufeff"], ids=["no-bom", "bom"])
@pytest.mark.parametrize("text", [DIRECTORY, OVERVIEW, ARTICLE], ids=["directory", "overview", "article"])
def test_structure_does_not_hang_on_line_ends(text: str, ending: str, start: str) -> None:
    """The same text with other line ends and a byte order mark has the same structure, at its own offsets."""
    changed = start + text.replace("\n", ending)

    def shape(whole: str, sections: list[Section]) -> list[tuple[str, list[str], str]]:
        return [(s.kind, [h.text for h in s.path], "\n".join(whole[s.start : s.end].splitlines())) for s in sections]

    assert shape(changed, outline(changed, "page.txt")) == shape(text, outline(text, "page.txt"))


def test_a_label_need_not_be_known_if_it_repeats() -> None:
    """A short line with a colon that comes again and again labels a field, whatever its words."""
    text = "".join(
        f"{name} Society\n\nThe {name} Society supports its towns with maps and people.\n\nSpokesperson:\n\n{person}\n\n"
        for name, person in (("Hill", "Ada Quay"), ("Lake", "Bo Lake"))
    )
    assert fields(text) == [("Hill Society", "Ada Quay"), ("Lake Society", "Bo Lake")]


@pytest.mark.parametrize("text", ["", "\n", " \u00a0 ", "\ufeff", "\ufeff\n"])
def test_no_text_has_no_sections(text: str) -> None:
    """A text without a visible character has no section."""
    assert outline(text, "page.txt") == []


def test_a_numbered_line_above_labelled_ones_is_a_heading() -> None:
    """What stands by itself, numbered or in capitals, above the lines of a form heads them, though no running text follows."""
    text = "Town baths\n\nThe baths of the town are run by the town itself, all the year round.\n\n2. FEES\n\nAdults: 5 euros\nChildren: 2 euros\n"
    headings = [section.heading.text for section in outline(text, "baths.txt") if section.heading]
    assert "2. FEES" in headings


@pytest.mark.parametrize("below", ["Guidelines for members, version 2", "Newsletter no. 7\nspring 2027"])
def test_a_title_may_have_lines_of_its_own_below_it(below: str) -> None:
    """A first line with a subtitle, a version or a day right below it stands above all headings, though no running text follows it."""
    text = (
        f"GUILD OF PORTS\n{below}\n\nABOUT\nThe guild was founded by all of the ports in a year that nobody remembers.\n\n"
        "FEES\nEvery port pays the same fee, which is set by the assembly in every spring.\n"
    )
    assert [[heading.text for heading in section.path] for section in outline(text, "page.txt")] == [
        ["GUILD OF PORTS"],
        ["GUILD OF PORTS", "ABOUT"],
        ["GUILD OF PORTS", "FEES"],
    ]


def test_lines_of_an_entry_are_no_title() -> None:
    """The first entry of a list of addresses heads nothing but itself, and nor does a title alone."""
    text = "Ada Quay\nHead of Office\n\nBo Lake\nInnovation adviser\n\nCy Moor\nClerk\n"
    assert all(section.heading is None for section in outline(text, "page.txt"))


@pytest.mark.parametrize("heading", ["3. Contact", "3. Who may join"])
def test_what_is_set_like_a_heading_is_one(heading: str) -> None:
    """A line that stands apart with a number as other headings have heads what follows, be it names or a list; an item of a list doesn't."""
    text = (
        "1. Aim\nThe guild helps all the harbour towns of the northern coast with maps.\n\n"
        "2. Fees\nEvery port pays the same fee, which is set by the assembly in spring.\n\n"
        f"{heading}\nThese may be:\n- ports\n- towns\n\n"
        "4. Tides\nThe tides are told by the guild to all of its members, three at a time:\n\n1. high\n2. low\n"
    )
    assert headings(text) == ["1. Aim", "2. Fees", heading, "4. Tides"]
    assert body(text, heading).startswith("These may be:")


def test_a_long_heading_in_capitals_is_no_part_of_the_paragraph_below() -> None:
    """However wide a line in capitals is, the paragraph right below it doesn't go on from it."""
    text = (
        "MAPS OF OLD HARBOURS: WHAT WE HAVE LEARNED SO FAR\nThe maps were drawn by hand. They are kept in the town hall of every port.\n\n"
        "BOATS\nThe boats are lent to islands and repaired by us in every season of the year.\n"
    )
    assert headings(text) == ["MAPS OF OLD HARBOURS: WHAT WE HAVE LEARNED SO FAR", "BOATS"]


NUMBERED = """HALLIARD - TOWNS ON RIVERS
Minutes of the meeting of the board

1. Budget 2031
The director presented a budget of 1,284,000 euros, of which 212,000 euros for workshops and
study visits and 64,000 euros for equipment. Reserves stood at 310,000 euros at the end of 2030.
Mr Brook asked why travel had gone up by a fifth. The director answered that the board now
meets in person twice a year instead of once. The budget was adopted with one abstention.

2. Workshop prices for all others
Ms Fenn proposed to let others attend workshops free of charge for one year, in order to win
new towns in the east. The proposal was rejected by five votes to three.

Action points
A1  Publish the notice in the east     Ada Quay             by 6 March
A2  Order noise meters                 Joris Marsh          by 20 March

Next meeting: Tuesday 9 June 2031, online.
"""


def test_numbered_headings_may_stand_right_above_their_text() -> None:
    """A numbered line that ends early heads the paragraph below it, of which no line is a heading, though it begins a sentence."""
    titled = [section.heading.text for section in outline(NUMBERED, "minutes.txt") if section.heading]
    assert titled == ["HALLIARD - TOWNS ON RIVERS", "1. Budget 2031", "2. Workshop prices for all others", "Action points"]


def test_lines_in_columns_are_a_sentence_each() -> None:
    """What blanks set in columns doesn't run on from line to line."""
    section = next(section for section in outline(NUMBERED, "minutes.txt") if section.heading and section.heading.text == "Action points")
    assert [sentence.shown for sentence in split_sentences(NUMBERED, section.start, section.end)] == [
        "A1 Publish the notice in the east Ada Quay by 6 March",
        "A2 Order noise meters Joris Marsh by 20 March",
        "Next meeting: Tuesday 9 June 2031, online.",
    ]


JUSTIFIED = """Grants for towns

The  grants  of the council are  meant for  small towns in the region,
and they  are given  once a year.  Towns  apply by  letter, which  has
to be  signed by  the mayor.  The council  decides in  June.  What  is
left over goes to the next year.
"""
PRICED = """Prices of the hall

Name of the room     3  persons and more        12 euros
Hall by the river   40  persons at the most     90 euros
Room on the hill     8  persons at the most     20 euros
"""


def test_blanks_that_stretch_a_paragraph_are_no_columns() -> None:
    """Lines that end at one place, with their gaps here and there, are a paragraph; where the gaps stand below each other, each line is a row."""

    def shown(text: str) -> list[str]:
        return [sentence.shown for part in outline(text, "page.txt") for sentence in split_sentences(text, part.start, part.end)]

    assert shown(JUSTIFIED)[-2:] == ["The council decides in June.", "What is left over goes to the next year."]
    assert shown(PRICED)[-2:] == ["Hall by the river 40 persons at the most 90 euros", "Room on the hill 8 persons at the most 20 euros"]


def test_long_blocks_are_read_in_a_moment() -> None:
    """Many long lines without a blank one between them take time by their number, and not by its square."""
    text = "\n".join(f"Entry {number} of the log has some words on what has happened{'.' if number % 3 else ''}" for number in range(20_000))
    started = monotonic()
    assert outline(text, "log.txt")
    assert monotonic() - started < 10  # seconds; by the square it is half a minute
