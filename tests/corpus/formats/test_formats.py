"""What is taken out of each format: text in the order of reading, structure, pages, and what the file says of itself."""

from __future__ import annotations

import csv
from collections.abc import Callable, Mapping, Sequence
from datetime import date

import pytest
from fpdf import FPDF

from townhall.corpus.formats import Extracted, UnreadableError
from townhall.corpus.formats.encoding import decode
from townhall.corpus.formats.html import extract as extract_html
from townhall.corpus.formats.registry import extract
from townhall.corpus.formats.sheets import delimiter_of
from townhall.model import BlockKind

Read = Callable[[str], Extracted]


def blocks(found: Extracted, kind: BlockKind) -> list[str]:
    """Return the texts of the blocks of a kind."""
    return [found.text[block.start : block.end] for block in found.blocks if block.kind is kind]


def test_headings_of_a_pdf_are_told_by_how_they_are_set(read: Read) -> None:
    """Large print is a heading, running text isn't."""
    assert blocks(read("paper.pdf"), BlockKind.HEADING) == ["Pilots and fees", "In two columns"]


def test_a_pdf_keeps_its_pages(read: Read) -> None:
    """Each page's start is where its first character stands."""
    found = read("paper.pdf")
    assert len(found.page_starts) == 4
    assert found.text[found.page_starts[2] :].startswith("In two columns")
    assert found.text[found.page_starts[3] :].startswith("Boats may be repaired")


def test_a_paragraph_that_runs_over_is_one(read: Read, columns: tuple[str, str]) -> None:
    """A paragraph that a page's end breaks is one block, with the next page's start within it."""
    found = read("paper.pdf")
    start = found.text.index(" ".join(columns))
    assert start < found.page_starts[1] < start + len(" ".join(columns))
    assert any(block.start == start for block in found.blocks)


def test_running_heads_are_left_out(read: Read) -> None:
    """What every page repeats, and its number, is no part of the text."""
    text = read("paper.pdf").text
    assert "volume nine" not in text
    assert "of 4" not in text


def test_columns_are_read_one_after_the_other(read: Read, columns: tuple[str, str]) -> None:
    """The left column is a paragraph, and the right one after it another."""
    left, right = columns
    paragraphs = blocks(read("paper.pdf"), BlockKind.PARAGRAPH)
    assert paragraphs.index(right) == paragraphs.index(left) + 1


def test_a_word_that_was_parted_is_one_again(read: Read) -> None:
    """A hyphen at a line's end goes, unless the document writes the word with it elsewhere."""
    text = read("paper.pdf").text
    assert "in the harbour, and long-term berths are let by the year at the fishmarket." in text


QUAYS = [
    ("Quay", "What it is for", "Metres", "Fee"),
    ("A - North", "Ferries, boats", "120", "8,000"),
    ("", "that carry cars", "", ""),
    ("B - South", "Fishing boats", "80", "5,000"),
    ("", "and the boats", "", ""),
    ("", "of the pilots", "", ""),
    ("C - Mole", "Visitors", "40", "3,000"),
]
EVERY_CELL = [
    ("Berth", "Highest", "Metres"),
    ("", "fee (EUR)", ""),
    ("A Ferries and", "8,000", "120"),
    ("boats", "", ""),
    ("B Boats of", "5,000", "80"),
    ("pilots", "", ""),
]
"""A table in which a line of cells never stands right below another one."""


@pytest.mark.parametrize(
    ("lines", "rows"),
    [
        (
            QUAYS,
            [
                "| Quay | What it is for | Metres | Fee |",
                "| A - North | Ferries, boats that carry cars | 120 | 8,000 |",
                "| B - South | Fishing boats and the boats of the pilots | 80 | 5,000 |",
                "| C - Mole | Visitors | 40 | 3,000 |",
            ],
        ),
        (EVERY_CELL, ["| Berth | Highest fee (EUR) | Metres |", "| A Ferries and boats | 8,000 | 120 |", "| B Boats of pilots | 5,000 | 80 |"]),
    ],
)
def test_a_cell_of_several_lines_is_one(lines: Sequence[Sequence[str]], rows: Sequence[str]) -> None:
    """What stands below a cell of a row is of that cell, and the row after it is one more; what follows the table is no part of it."""
    pdf = FPDF()
    pdf.add_page()
    pdf.set_font("Helvetica", size=11)
    pdf.multi_cell(0, 6, "The quays are let by the season. Who wants one writes to the harbour office before the end of March.")
    for line in lines:
        for cell, x in zip(line, (20, 60, 110, 150), strict=False):
            if cell:
                pdf.text(x, pdf.get_y() + 8, cell)
        pdf.set_y(pdf.get_y() + 5)
    pdf.set_y(pdf.get_y() + 12)
    pdf.multi_cell(0, 6, "Fees are due in April. Whoever pays late loses the quay for the season and has to ask for another.")
    found = extract("quays.pdf", bytes(pdf.output()), limit=1_000_000)
    assert blocks(found, BlockKind.ROW) == rows
    assert blocks(found, BlockKind.PARAGRAPH)[-1].startswith("Fees are due in April.")


def test_bullets_of_a_font_of_symbols_are_bullets(pytestconfig: pytest.Config) -> None:
    """A word processor's bullets stand where no letter has its place; they are read as the ones that a list is told by."""
    paper = pytestconfig.rootpath / "evals" / "corpora" / "alpine" / "call-small-works.pdf"
    text = extract(paper.name, paper.read_bytes(), limit=1_000_000).text
    assert "• Purchase of land or buildings" in text
    assert "\uf0b7" not in text


def test_rows_of_a_table_stay_together(read: Read) -> None:
    """Cells that stand on one line are a row."""
    assert blocks(read("paper.pdf"), BlockKind.ROW) == ["| Town | Boats | Pilots |", "| Eastmouth | 120 | 4 |", "| Westmouth | 80 | 3 |"]


def test_a_scan_is_called_a_scan(samples: Mapping[str, bytes]) -> None:
    """Pages that are pictures and hold no text are reported as such."""
    with pytest.raises(UnreadableError) as caught:
        extract("scan.pdf", samples["scan.pdf"], limit=1000)
    assert "scan" in caught.value.reason
    assert "2 pages" in caught.value.reason


@pytest.mark.parametrize(
    ("name", "title", "author", "day"),
    [
        ("paper.pdf", "Notices of the harbour", "Harbour office", None),
        ("rules.docx", "Rules of the harbour", "Anna Nowak", None),
        ("text.odt", "Harbour", "Ida Berg", date(2026, 3, 3)),
        ("mail.eml", "Gebühren im Hafen", "Anna Nowak <anna@example.org>", date(2026, 3, 3)),
        ("page.html", "Pilots - Harbour office", "Ida Berg", date(2026, 3, 3)),
    ],
)
def test_what_a_file_says_of_itself_is_kept(read: Read, name: str, title: str, author: str, day: date | None) -> None:
    """Title, author and day come from the file; a day that a library makes up as of now is only looked for."""
    found = read(name)
    assert (found.title, found.author) == (title, author)
    assert found.date == day if day else found.date is not None


def test_structure_of_a_word_document(read: Read) -> None:
    """Headings with their levels, items of lists, and rows of a table with names as records."""
    found = read("rules.docx")
    assert [(found.text[b.start : b.end], b.level) for b in found.blocks if b.kind is BlockKind.HEADING] == [("Pilots", 1), ("Who may ask", 2)]
    assert blocks(found, BlockKind.ITEM) == ["• towns of the coast", "• owners of boats"]
    assert blocks(found, BlockKind.RECORD) == ["Town: Eastmouth\nBoats: 120\nAdviser: Bo Lund", "Town: Westmouth\nBoats: 80\nAdviser: Ida Berg"]


def test_a_slide_is_a_page(read: Read) -> None:
    """Each slide begins a page with its title; what was said to it comes along."""
    found = read("slides.pptx")
    assert [found.text[start : start + 4] for start in found.page_starts] == ["Pilo", "Fees"]
    assert "Length: long\nFee: 90 crowns" in blocks(found, BlockKind.RECORD)
    assert "Mention that fishing boats pay nothing." in found.text


def test_rows_of_a_workbook_are_records(read: Read) -> None:
    """Each row stands under the names of its columns, as it is shown; a title above the table is none of them, a hidden sheet isn't read."""
    found = read("desks.xlsx")
    assert blocks(found, BlockKind.HEADING) == ["Desks", "Fees"]
    assert "No: 1\nName: Bo Lund\nTown: Eastmouth\nShare: 25%\nSince: 2021-03-04" in blocks(found, BlockKind.RECORD)
    assert "Boat: long\nFee: 90.5" in blocks(found, BlockKind.RECORD)
    assert "Desks of the harbour office" in blocks(found, BlockKind.PARAGRAPH)
    assert "do not" not in found.text
    assert found.notes == ("1 hidden sheet was not read",)


def test_an_opendocument_text_without_its_comments(read: Read) -> None:
    """Notes stand in brackets where they belong; comments and what was deleted are left out; the language is its own."""
    found = read("text.odt")
    assert found.text == "Pilots\n\nWhoever needs a pilot (or two) writes to the desk.\n\n• towns of the coast\n"
    assert found.language == "de"


def test_cells_of_an_opendocument_sheet_as_they_are_shown(read: Read) -> None:
    """A cell's text is what people see, and blank rows by the million take no time."""
    assert blocks(read("fees.ods"), BlockKind.RECORD) == ["Boat: short\nFee: 40,00 €", "Boat: long\nFee: 90,50 €"]


def test_a_message_names_what_it_brings(read: Read) -> None:
    """Sender, day and text are read; an attachment is named, not read, and its owner is told."""
    found = read("mail.eml")
    assert "From: Anna Nowak <anna@example.org>" in found.text
    assert "the fee for boats that are longer than forty metres is ninety crowns a day." in found.text
    assert "Attachments: form.pdf" in found.text
    assert found.notes == ("1 attachment was not read: form.pdf",)


def test_a_page_without_its_menus(read: Read) -> None:
    """The main element is read, with headings, items and records; menu, footer, banner and script are not."""
    found = read("page.html")
    assert found.text == (
        "Pilots\n\nWhoever needs a pilot writes to the desk of the nearest town. It answers soon.\n\nFees\n\n"
        "• short boats: 40 crowns\n• long boats: 90 crowns\n\nTown: Eastmouth\nAdviser: Bo Lund\n"
    )


def test_a_page_that_marks_nothing() -> None:
    """Where no element is the main one, what is called a menu, and a list of links, is left out all the same."""
    links = "".join(f'<li><a href="/{number}">Topic {number}</a></li>' for number in range(8))
    menu = "<div class='mainNav'><p>Start</p></div>"
    page = f"<html><body>{menu}<ul>{links}</ul><h1>Fees</h1><p>{'A long boat pays ninety crowns. ' * 9}</p></body></html>"
    text = extract_html(page.encode(), limit=10_000).text
    assert text.startswith("Fees")
    assert "Topic" not in text
    assert "Start" not in text


def test_terms_and_what_is_said_of_them() -> None:
    """A term with one run of text is a line with a label; a question, and a term with several, stay as they are."""
    entries = "<dt>Adult</dt><dd>4 euros</dd><dt>Locker:</dt><dd>1 <b>euro</b></dd><dt>May I bring a ball?</dt><dd>A soft one.</dd>"
    page = f"<html><body><h1>Lido</h1><dl>{entries}<dt>Hours</dt><dd>9–12</dd><dd>14–18</dd><div><dt>Dog</dt><dd>free</dd></div></dl></body></html>"
    text = extract_html(page.encode(), limit=10_000).text
    assert text == "Lido\n\nAdult: 4 euros\nLocker: 1 euro\n\nMay I bring a ball?\n\nA soft one.\n\nHours\n\n9–12\n\n14–18\n\nDog: free\n"


@pytest.mark.parametrize(
    ("text", "page"),
    [
        ("Name;Ort;Gebühr\nMüller;Köln;12 €\n", "cp1252"),
        ("NAME;ORT;GEBÜHR\nMÜLLER;KÖLN;12 €\n", "cp1252"),
        ("nom;n°;titre\nHélène;n°5;«Été» l’œuvre\n", "cp1252"),
        ("name,city\nJosé,Málaga\nIñaki,A Coruña\n", "iso8859-1"),
        ("namn;ort\nÅsa;Malmö\nÖrjan;Växjö\n", "cp1252"),
        ("name;contact\nRiver;Zoë Müller\nSea;Åsa and José, 5 £\n", "cp1252"),
        ("note\nO’Brien – desk 20°C §5 ½ mile… 5\u00a0% ™ µg\n", "cp1252"),
        ("nazwa;miasto\nŁukasz;Łódź\nŻaneta;Kraków\n", "cp1250"),
        ("jméno;město\nTomáš;Plzeň\nŘehoř;Ústí nad Labem\n", "iso8859-2"),
        ("név;város\nErzsébet;Győr\nÖdön;Székesfehérvár\n", "cp1250"),
        ("vardas;miestas\nŽydrūnas;Šiauliai\nRūta;Panevėžys\n", "cp1257"),
        ("όνομα;πόλη\nΓιώργος;Αθήνα\n", "cp1253"),
        ("име;град\nГеорги;София\n", "cp1251"),
    ],
)
def test_a_few_words_in_a_code_page(text: str, page: str) -> None:
    """A short table in the code page of a language of the Union is read as what it says, whatever other pages would make of its bytes."""
    assert decode(text.encode(page))[0] == text


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "iso-8859-1", "windows-1252"])
def test_a_page_in_any_encoding(encoding: str) -> None:
    """A page is decoded as it says, or as its first bytes say."""
    page = f'<html><head><meta charset="{encoding}"></head><body><p>Größe für Bürger</p></body></html>'
    assert extract_html(page.encode(encoding), limit=1000).text == "Größe für Bürger\n"


@pytest.mark.parametrize(
    ("said", "data", "text", "encoding"),
    [
        ("utf8", "Größe".encode(), "Größe", "utf-8"),
        ("UTF-16", b"Groesse ", "Groesse ", "utf-8"),
        ("iso8859-1", "“Größe”".encode("cp1252"), "“Größe”", "cp1252"),
        ("windows-1250", "Łódź".encode("cp1250"), "Łódź", "cp1250"),
        ("base64", b"R3Jv", "R3Jv", "utf-8"),
        ("no-such", b"Groesse", "Groesse", "utf-8"),
    ],
)
def test_what_a_page_says_of_its_encoding(said: str, data: bytes, text: str, encoding: str) -> None:
    """It is read under whichever name it has, as the web reads it; what can't be true isn't believed."""
    head = f'<meta charset="{said}">'
    assert decode(head.encode() + data, declared=True) == (head + text, encoding)


@pytest.mark.parametrize(
    ("text", "delimiter"),
    [("a,b\n1,2\n", ","), ("a;b\n1,5;2,5\n3,5;4\n", ";"), ("a\tb\n1, 2\t3\n", "\t"), ('a|b\n"1|2"|3\n', "|"), ("one\ntwo\n", ",")],
)
def test_what_parts_the_columns_of_a_table(text: str, delimiter: str) -> None:
    """The character that gives every row the same number of columns parts them, be there other ones within cells."""
    assert delimiter_of(text) == delimiter


def test_quoted_cells_of_a_table(read: Read) -> None:
    """A delimiter in quotes is part of the cell."""
    assert blocks(read("people.csv"), BlockKind.RECORD)[1] == "Name: Berg; Ida\nTown: Westmouth\nSince: 2020"


@pytest.mark.parametrize(
    "name", ["paper.pdf", "rules.docx", "slides.pptx", "desks.xlsx", "text.odt", "fees.ods", "mail.eml", "page.html", "people.csv"]
)
def test_blocks_hold_every_visible_character(read: Read, name: str) -> None:
    """Blocks come in order, and between them there are line ends and nothing else."""
    found = read(name)
    position = 0
    for block in found.blocks:
        assert not found.text[position : block.start].strip()
        assert found.text[block.start : block.end].strip() == found.text[block.start : block.end] != ""
        position = block.end
    assert not found.text[position:].strip()


def test_a_text_beyond_the_limit_is_refused(samples: Mapping[str, bytes]) -> None:
    """A file that holds more text than is wanted is reported, in every format."""
    for name, data in samples.items():
        if name != "scan.pdf":
            with pytest.raises(UnreadableError, match="more than 10 characters"):
                extract(name, data, limit=10)


def test_the_limit_of_a_table_is_its_own() -> None:
    """Reading a table under a limit leaves what other tables of the process may hold as it was."""
    usual = csv.field_size_limit()
    with pytest.raises(UnreadableError):
        extract("table.csv", b"name,role\nAnna Kos of the archive,keeper of maps\n", limit=10)
    assert csv.field_size_limit() == usual


@pytest.mark.parametrize("title", ["0000764478-23-000041", "Microsoft Word - report", "minutes.docx"])
def test_what_a_program_calls_a_file_is_no_title(title: str) -> None:
    """A number, a program's name or a file's name that stands where a title belongs is none."""
    pdf = FPDF()
    pdf.set_title(title)
    pdf.add_page()
    pdf.set_font("Helvetica", size=11)
    pdf.multi_cell(0, 6, "The harbour is closed in March.")
    assert extract("notice.pdf", bytes(pdf.output()), limit=1_000_000).title is None
