"""Organisations, contacts and deadlines in the layouts that documents set them in."""

from __future__ import annotations

import pytest
from facts_read import read

from townhall.chunking import outline
from townhall.corpus.formats.registry import extract
from townhall.index.facts import extract_facts
from townhall.locales.gazetteer import Gazetteer
from townhall.model import Document, FactKind

TABLE = """# Members

| Organisation | Country | City | Contact | E-mail |
|---|---|---|---|---|
| Bog Institute | Sweden | Umeå | Elof Sundkvist | elof@bog.example |
| Turve Liit | Estonia | Pärnu | n/a | info@turve.example |
"""
GROUPED = """Country,Member,Name in English,Contact person,Role,E-mail,What it does
Finland,Suoliitto (SUL),Bog League,Aino Räme,Head,aino@sul.example,Keeps maps of mires.
Finland,Åkärr Öforum (ÅÖF),Bog Forum,Not yet appointed,,post@aof.example,Repairs duckboards.
Estonia,Rabakogu,,,,info@raba.example,Plants cranberries.
"""
UNDER_COUNTRIES = """# Members

## Ireland

### Peatland Trust

The trust restores bogs together with county councils and lends them diggers for a season.

- **Contact person:** Niamh Gilhooly, field work
- **E-mail:**
- **Phone:** +353 00 123 4567
"""
NAMED_BELOW = """# Regional offices

## Province of Quillon

The Quillon Bog Service (QBS) advises nine villages on peat, water and paths, but lends out no diggers.

- Contact: Ysolde Marn, head of field work, marn@qbs.example
- Phone: +999 41 220 17

## Estonia

The Estonian Association of Bog Villages buys diggers together for its members and keeps a map of all ditches.

- Contact: Jüri Turvas, map keeper

The Turf Circle (TC) publishes a yearly almanac of mosses.

- Contact:
"""
HEADED_BELOW = """# Members

## PORTUGAL

The Association of Bog Towns acts for the whole country and for nobody else.

### Association of Bog Towns (ABT)

- Contact person: Tomás Turfa, secretary
"""
ITEMS = """# Vans

- **Bavaria** – Moor Van. Visits villages in turn. Person to ask: Alois Huber. E-mail: van@moor.example
- **Lombardy** – Palude. Works by video. Person to ask: none named. E-mail: none
- **Alentejo** – Turfa Ao Lado. Draws maps. Person to ask: Rui Sarmento.
"""
LETTERS = """From the Moss Bureau

We are the bureau of the Scottish crofters. Our director, Ailsa Mac Donald, signs every answer herself, and she likes letters.

From Sphagnum

Sphagnum is the office of the Dutch moor towns and of nobody else. Questions go to Roelof Zand, who sits next to the telephone.

From the Fen Circle

We help Hungarian villages to keep their fens wet during the whole of the summer. Ask for Piroska Tóth.
"""
CALENDAR = """HEATHER FUND: CALL 2031
Hedges along roads and paths

1. What it is for

The fund gives small grants to towns that plant hedges along their roads.

2. Calendar

The call has two phases.

Opening of the call: 1 May 2031
Phase 1, outlines due: 2 June 2031
Invitations to phase 2: 3 July 2031
Phase 2, proposals due: 4 August 2031
"""
CUT_OFFS = """# Hedge Fund

| Cut-off | Results by |
| --- | --- |
| 16/03/2031 | 30/04/2031 |
| 15/06/2031 | 31/07/2031 |
"""

STEPS = """# Willow Programme

| Step | First call | Second call |
| --- | --- | --- |
| Call opens | 1 May 2031 | 1 November 2031 |
| Deadline for applications | 2 June 2031 | 3 December 2031 |
"""
BYELAWS = """# Byelaws of the Moss Club

## Article 3 – Moss Committee

The Moss Committee has eleven members.

## Section IV – Fen Council

The Fen Council meets in May.
"""
CONTACT_BELOW = """# Willow Programme

It pays for willows.

## Contact

Contact person: Sorrel Quick, department of trees
"""


@pytest.mark.parametrize(
    ("text", "source", "expected"),
    [
        (TABLE, "page.md", [("Bog Institute", "SE"), ("Turve Liit", "EE")]),
        (UNDER_COUNTRIES, "page.md", [("Peatland Trust", "IE")]),
        (ITEMS, "page.md", [("Moor Van", "DE"), ("Palude", "IT"), ("Turfa Ao Lado", "PT")]),
        (LETTERS, "page.txt", [("Moss Bureau", "GB"), ("Sphagnum", "NL"), ("Fen Circle", "HU")]),
        (NAMED_BELOW, "page.md", [("Quillon Bog Service", None), ("Estonian Association of Bog Villages", "EE"), ("Turf Circle", "EE")]),
        (HEADED_BELOW, "page.md", [("Association of Bog Towns (ABT)", "PT")]),
    ],
)
def test_organisations_have_their_country(text: str, source: str, expected: list[tuple[str, str]], gazetteer: Gazetteer) -> None:
    """A column, the heading above, the place that an item begins with, and a letter's own words tell the country; a place's name is nobody's."""
    assert [(fact.get("name"), fact.get("country")) for fact in read(text, source, FactKind.ORGANISATION, gazetteer)] == expected


@pytest.mark.parametrize(
    ("text", "source", "expected"),
    [
        (TABLE, "page.md", [("Elof Sundkvist", None, "elof@bog.example", None), (None, None, "info@turve.example", None)]),
        (UNDER_COUNTRIES, "page.md", [("Niamh Gilhooly", "field work", None, "+353 00 123 4567")]),
        (ITEMS, "page.md", [("Alois Huber", None, "van@moor.example", None), (None, None, None, None), ("Rui Sarmento", None, None, None)]),
        (LETTERS, "page.txt", [("Ailsa Mac Donald", None, None, None), ("Roelof Zand", None, None, None), ("Piroska Tóth", None, None, None)]),
        (
            NAMED_BELOW,
            "page.md",
            [
                ("Ysolde Marn", "head of field work", "marn@qbs.example", "+999 41 220 17"),
                ("Jüri Turvas", "map keeper", None, None),
                (None, None, None, None),
            ],
        ),
    ],
)
def test_contacts_have_their_details(text: str, source: str, expected: list[tuple[str | None, ...]], gazetteer: Gazetteer) -> None:
    """Name, role, address and number stand in cells, in lines or in sentences; a dash or "none" is nobody's name."""
    contacts = read(text, source, FactKind.CONTACT, gazetteer)
    assert [tuple(fact.get(key) for key in ("name", "role", "email", "phone")) for fact in contacts] == expected


def test_what_is_handed_in_is_a_deadline_by_its_row(gazetteer: Gazetteer) -> None:
    """A row of a timetable that is called by what is handed in gives a deadline of that; what comes of it gives none."""
    text = """# Moss Call

| Step | Date |
| --- | --- |
| Questions in writing | until 20 March 2031 |
| Concept note (all strands) | 7 April 2031, 17:00 |
| Invitation to send a full proposal | 12 May 2031 |
| Full proposal, strand C | 14 July 2031 |
| Application review | 18 September 2031 |
"""
    found = read(text, "page.md", FactKind.DEADLINE, gazetteer)
    assert [(fact.get("date"), fact.get("programme")) for fact in found] == [
        ("2031-03-20", "Questions in writing"),
        ("2031-04-07", "Concept note (all strands)"),
        ("2031-07-14", "Full proposal, strand C"),
    ]


def test_a_phase_with_what_is_handed_in_is_a_deadline(gazetteer: Gazetteer) -> None:
    """A row called by a phase and by what one applies with gives its deadline, also where no rule sets the head of its table apart."""
    text = """# Moss Call

| Step | Date |
| Phase 1: expression of interest (two pages) | 16 April 2031, 17.00 |
| Feedback to all | 12 May 2031 |
| Phase 2: full application | 2 July 2031, 17.00 |
| Results | 25 September 2031 |
"""
    found = read(text, "page.md", FactKind.DEADLINE, gazetteer)
    assert [(fact.get("date"), fact.get("phase")) for fact in found] == [("2031-04-16", "1"), ("2031-07-02", "2")]


@pytest.mark.parametrize("title", ["Talking to neighbours before the mire floods", "What the moss towns of 2024 learned", "From fence to fen"])
def test_a_course_is_called_by_its_title(title: str, gazetteer: Gazetteer) -> None:
    """A record is named by its title and not by its day, abbreviated as it is; words of time in a title make it no step of something else."""
    rows = f"W1,Thu 19 March 2026,{title},2026-03-10\nW2,Wed 27 May 2026,Pumps without surprises,2026-05-13\n"
    extracted = extract("courses.csv", f"No.,Date,Title,Register by\n{rows}".encode(), limit=100_000)
    document = Document("courses.csv", extracted.text, "", "Courses 2026")
    found = extract_facts([(document, outline(extracted.text, "courses.csv", extracted.blocks))], gazetteer)
    assert [fact.get("programme") for fact in found if fact.kind is FactKind.DEADLINE] == [title, "Pumps without surprises"]


def test_a_calendar_gives_deadlines_and_no_more(gazetteer: Gazetteer) -> None:
    """Only the lines that speak of one are deadlines, of the programme that the page begins with; the opening belongs to the first."""
    deadlines = read(CALENDAR, "page.txt", FactKind.DEADLINE, gazetteer)
    assert [(fact.get("date"), fact.get("phase"), fact.get("from")) for fact in deadlines] == [
        ("2031-06-02", "1", "2031-05-01"),
        ("2031-08-04", "2", None),
    ]
    assert {fact.get("programme") for fact in deadlines} == {"HEATHER FUND: CALL 2031"}


def test_a_column_of_cut_offs_gives_a_deadline_a_row(gazetteer: Gazetteer) -> None:
    """The head of the column says what its days are; those of other columns are none."""
    assert [fact.get("date") for fact in read(CUT_OFFS, "page.md", FactKind.DEADLINE, gazetteer)] == ["2031-03-16", "2031-06-15"]


def test_columns_are_phases_of_their_own(gazetteer: Gazetteer) -> None:
    """In a table of steps each column is a phase, named by its head; it opens when its own column says."""
    deadlines = read(STEPS, "page.md", FactKind.DEADLINE, gazetteer)
    assert [(fact.get("date"), fact.values["phase"].quote, fact.get("from")) for fact in deadlines] == [
        ("2031-06-02", "First call", "2031-05-01"),
        ("2031-12-03", "Second call", "2031-11-01"),
    ]


def test_a_contact_under_its_own_heading_is_that_of_what_stands_above(gazetteer: Gazetteer) -> None:
    """A heading that is but a label is nobody's name: the contact belongs to the heading over it."""
    assert [fact.get("organisation") for fact in read(CONTACT_BELOW, "page.md", FactKind.CONTACT, gazetteer)] == ["Willow Programme"]
    assert [fact.get("name") for fact in read(CONTACT_BELOW, "page.md", FactKind.ORGANISATION, gazetteer)] == ["Willow Programme"]


@pytest.mark.parametrize(
    ("other", "expected"), [("", "2031-04-03"), ("It closes on 04/30/2031.", "2031-03-04"), ("On 30/04/2031 it rained.", "2031-04-03")]
)
def test_the_rest_of_a_page_tells_whether_the_day_comes_first(other: str, expected: str, gazetteer: Gazetteer) -> None:
    """03/04 is the third of April unless another date of the page can only be read month first."""
    text = f"# Fund\n\nThe deadline is 03/04/2031.\n\n{other}\n"
    assert next(fact.get("date") for fact in read(text, "page.md", FactKind.DEADLINE, gazetteer)) == expected


@pytest.mark.parametrize(
    "said",
    [
        "Applications can be submitted from 1.3.2031 until 31.5.2031.",
        "Applications are accepted from Monday, March 3, 2031 to Saturday, May 31, 2031.",
    ],
)
def test_the_end_of_the_time_for_applications_is_a_deadline(said: str, gazetteer: Gazetteer) -> None:
    """Where a sentence names only the period in which applications are taken, its last day is the deadline."""
    (deadline,) = read(f"# Fund\n\n{said}\n", "page.md", FactKind.DEADLINE, gazetteer)
    assert (deadline.get("date"), (deadline.get("from") or "")[:7]) == ("2031-05-31", "2031-03")


def test_the_parts_of_a_statute_are_no_organisations(gazetteer: Gazetteer) -> None:
    """A heading with the number of an article or a section names what the part is about, and no organisation."""
    assert read(BYELAWS, "page.md", FactKind.ORGANISATION, gazetteer) == []


@pytest.mark.parametrize(
    ("heading", "body"),
    [
        ("NOTICE", "Notice is hereby given that the council meets on 4 May."),
        ("OFFICE CLOSED", "The office is closed on public holidays."),
        ("Key facts", "**Contact:** Ada Quay, clerk@hollin.example"),
        ("OPENING HOURS", "The hours below are for the main desk.\nContact: desk@hollin.example"),
        ("MEMORANDUM", "This memorandum was sent to every household."),
    ],
)
def test_a_notice_is_no_organisation(heading: str, body: str, gazetteer: Gazetteer) -> None:
    """A heading of plain words names nobody, whatever contact stands below it; in capitals it is no acronym where the text writes it small."""
    assert read(f"# {heading}\n\n{body}\n", "page.md", FactKind.ORGANISATION, gazetteer) == []


@pytest.mark.parametrize("heading", ["UNCLE", "Hollin Information Office"])
def test_an_organisation_stays_one(heading: str, gazetteer: Gazetteer) -> None:
    """An acronym that the text writes in capitals too, and a noun for bodies at the end, name an organisation."""
    (fact,) = read(f"# {heading}\n\n{heading} helps the towns of the valley with maps.\n", "page.md", FactKind.ORGANISATION, gazetteer)
    assert fact.get("name") == heading


def test_a_word_that_is_a_town_abroad_tells_no_country(gazetteer: Gazetteer) -> None:
    """In a document in another language than English a town counts only where that is spoken: "Boden" lies in Sweden, and is German for soil."""
    text = "# Zentrum Wasser und Boden\n\nDas Zentrum Wasser und Boden hilft allen Gemeinden mit bis zu 75.000 Euro.\n\n- Kontakt: Ute Bach\n"
    document = Document("page.md", text, "", "Page", language="de")
    (fact,) = (fact for fact in extract_facts([(document, outline(text, "page.md"))], gazetteer) if fact.kind is FactKind.ORGANISATION)
    assert (fact.get("name"), fact.get("country")) == ("Zentrum Wasser und Boden", None)


@pytest.mark.parametrize("layout", ["csv", "md"])
def test_bodies_beside_their_countries_are_named_by_themselves(layout: str, gazetteer: Gazetteer) -> None:
    """Where a table gives the country first, its rows are the members and not the countries; whoever isn't named yet is no contact."""
    rows = [line.split(",") for line in GROUPED.splitlines()]
    if layout == "md":
        text = "\n".join(f"| {' | '.join(row)} |" for row in [rows[0], ["---"] * len(rows[0]), *rows[1:]])
        document = Document("members.md", f"# Members\n\n{text}\n", "", "Members")
    else:
        found = extract("members.csv", GROUPED.encode(), limit=100_000)
        document = Document("members.csv", found.text, "", "Members", blocks=found.blocks)
    facts = extract_facts([(document, outline(document.text, document.source, document.blocks))], gazetteer)
    bodies = {fact.get("name"): fact for fact in facts if fact.kind is FactKind.ORGANISATION}
    assert {name: fact.get("country") for name, fact in bodies.items()} == {"Suoliitto (SUL)": "FI", "Åkärr Öforum (ÅÖF)": "FI", "Rabakogu": "EE"}
    assert [bodies["Åkärr Öforum (ÅÖF)"].get(key) for key in ("acronym", "other_name")] == ["ÅÖF", "Bog Forum"]
    contacts = {fact.get("organisation"): (fact.get("name"), fact.get("email")) for fact in facts if fact.kind is FactKind.CONTACT}
    assert contacts == {
        "Suoliitto (SUL)": ("Aino Räme", "aino@sul.example"),
        "Åkärr Öforum (ÅÖF)": (None, "post@aof.example"),
        "Rabakogu": (None, "info@raba.example"),
    }


OTHERS = {
    "representatives": """Member state;National contact point;Acronym;Representative;Phone
Austria;Alpine Bog Forum;ABF;Hanna Egger;+43 555 1
Spain;Red de Turberas;RDT;(vacant);+34 555 2
Spain;Liga del Musgo;LDM;Marta Olmedo;+34 555 3
""",
    "names": """Country,Member,Name,Function,E-mail
Austria,Alpine Bog Forum,Hanna Egger,Chair,h@abf.example
Spain,Red de Turberas,,,i@rdt.example
Spain,Liga del Musgo,Marta Olmedo,Head,m@ldm.example
""",
}


@pytest.mark.parametrize("table", list(OTHERS.values()), ids=list(OTHERS))
def test_members_and_their_persons_are_told_apart_whatever_their_columns_are_called(table: str, gazetteer: Gazetteer) -> None:
    """The column of names beside countries is that of the bodies, and the one called a name, with a post beside it, that of persons."""
    found = extract("members.csv", table.encode(), limit=100_000)
    document = Document("members.csv", found.text, "", "Members", blocks=found.blocks)
    facts = extract_facts([(document, outline(document.text, document.source, document.blocks))], gazetteer)
    bodies = {fact.get("name"): fact.get("country") for fact in facts if fact.kind is FactKind.ORGANISATION}
    assert bodies == {"Alpine Bog Forum": "AT", "Red de Turberas": "ES", "Liga del Musgo": "ES"}
    named = {fact.get("organisation"): fact.get("name") for fact in facts if fact.kind is FactKind.CONTACT and fact.get("name")}
    assert named == {"Alpine Bog Forum": "Hanna Egger", "Liga del Musgo": "Marta Olmedo"}


PARTED = """Lithuania

Peat Bureau

Kaunas and Vilnius regions. Advice on wooden houses.

Contact: Jonas Kalnas, jonas@peat.example

Languages: Lithuanian, Polish

Moss Bureau

It goes wherever bogs are drained and gives advice on moss to whoever asks for it in time.

Contact: Rasa Upe, rasa@moss.example

Opening hours: Mondays
"""


def test_an_entry_that_a_field_parts_is_one_organisation(gazetteer: Gazetteer) -> None:
    """What stands below its contact belongs to it as what stands above, which says for which places it is."""
    found = read(PARTED, "page.txt", FactKind.ORGANISATION, gazetteer)
    assert [(fact.get("name"), fact.get("covers")) for fact in found] == [("Peat Bureau", "Kaunas; Vilnius"), ("Moss Bureau", None)]


def test_what_is_held_on_a_day_is_no_organisation(gazetteer: Gazetteer) -> None:
    """A course in a table has a contact too."""
    rows = [("Damp walls", "Deventer", "5 May 2031"), ("Lime and earth", "Porto", "6 to 17 July 2031"), ("Noise", "Split", "3 December 2031")]
    text = "\n\n".join(f"Title: {title}\nPlace: {place}\nDate: {day}\nContact: Ivo Novak, ivo@walls.example" for title, place, day in rows)
    assert read(f"Courses\n\n{text}\n", "page.txt", FactKind.ORGANISATION, gazetteer) == []


FEES = "Inhabitants,Fee per year,Votes\nUnder 20000,450 euros,1\n20000 to 49999,900 euros,2\n50000 and more,1950 euros,3\nAssociate,1200 euros,0\n"


def test_rows_without_a_name_go_by_what_they_begin_with(gazetteer: Gazetteer) -> None:
    """Where hardly a row of a table has a name, an amount is none: each goes by its first value; none of them is an organisation."""
    extracted = extract("fees.csv", FEES.encode(), limit=100_000)
    sections = outline(extracted.text, "fees.csv", extracted.blocks)
    assert [section.heading.text for section in sections if section.heading][-4:] == ["Under 20000", "20000 to 49999", "50000 and more", "Associate"]
    facts = extract_facts([(Document("fees.csv", extracted.text, "", "Fees"), sections)], gazetteer)
    assert not [fact for fact in facts if fact.kind is FactKind.ORGANISATION]
