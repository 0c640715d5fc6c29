"""Files of every format, made by the libraries that write them; each holds the same kind of notice."""

from __future__ import annotations

import io
import zipfile
from email.message import EmailMessage

from fpdf import FPDF

LEFT = (
    "The harbour office helps towns on the coast with maps of the sea bed and with pilots. It was founded by nine towns and has a desk in each of "
    "them. Whoever needs a pilot writes to the desk of the nearest town, and gets an answer within three working days, or within one day in winter."
)
RIGHT = (
    "Boats that are longer than forty metres pay a fee of ninety crowns for each day in the harbour. Fishing boats of the nine towns pay nothing. "
    "The fee is paid at the desk before the boat leaves, in cash or by card, and a receipt is given that other harbours of the coast accept too."
)


class Paper(FPDF):
    """A PDF with the same line at the head of every page, and a number at its foot."""

    def header(self) -> None:
        """Write the head."""
        self.set_font("Helvetica", size=8)
        self.cell(0, 6, "Harbour notices, volume nine", new_x="LMARGIN", new_y="NEXT")
        self.ln(6)

    def footer(self) -> None:
        """Write the number."""
        self.set_y(-15)
        self.set_font("Helvetica", size=8)
        self.cell(0, 6, f"Page {self.page_no()} of 4", align="C")


def paper() -> bytes:
    """Return four pages: a heading and paragraphs, of which one runs over to the second page, two columns, a table."""
    pdf = Paper()
    pdf.set_title("Notices of the harbour")
    pdf.set_author("Harbour office")
    pdf.add_page()
    pdf.set_font("Helvetica", "B", 18)
    pdf.cell(0, 12, "Pilots and fees", new_x="LMARGIN", new_y="NEXT")
    pdf.set_font("Helvetica", size=11)
    for number in range(15):
        pdf.multi_cell(0, 6, f"Notice {number + 1}. {LEFT[:134]}", align="L", new_x="LMARGIN", new_y="NEXT")
        pdf.ln(3)
    pdf.multi_cell(0, 6, f"{LEFT} {RIGHT}", align="L", new_x="LMARGIN", new_y="NEXT")
    pdf.add_page()
    pdf.set_font("Helvetica", "B", 18)
    pdf.cell(0, 12, "In two columns", new_x="LMARGIN", new_y="NEXT")
    pdf.set_font("Helvetica", size=11)
    top = pdf.get_y()
    pdf.set_xy(10, top)
    pdf.multi_cell(88, 6, LEFT, align="L")
    pdf.set_xy(112, top)
    pdf.multi_cell(88, 6, RIGHT, align="L")
    pdf.add_page()
    pdf.set_font("Helvetica", size=11)
    for line in (
        "Boats may be repaired in the har-",
        "bour, and long-",
        "term berths are let by the year at the fish-",
        "market. The harbour has a shipyard.",
    ):
        pdf.cell(0, 6, line, new_x="LMARGIN", new_y="NEXT")
    pdf.cell(0, 6, "A long-term berth is cheaper.", new_x="LMARGIN", new_y="NEXT")
    pdf.ln(10)
    for row in (("Town", "Boats", "Pilots"), ("Eastmouth", "120", "4"), ("Westmouth", "80", "3")):
        for cell in row:
            pdf.cell(60, 7, cell)
        pdf.ln(7)
    return bytes(pdf.output())


def scan() -> bytes:
    """Return a PDF whose two pages are pictures."""
    from PIL import Image

    pdf = FPDF()
    for shade in (40, 200):
        pdf.add_page()
        pdf.image(Image.new("RGB", (200, 280), (shade, shade, shade)), x=10, y=10, w=180)
    return bytes(pdf.output())


def word() -> bytes:
    """Return a Word document with headings, a list, a table, a footnote-like note and a title of its own."""
    import docx

    document = docx.Document()
    document.core_properties.title = "Rules of the harbour"
    document.core_properties.author = "Anna Nowak"
    document.add_heading("Pilots", 1)
    document.add_paragraph(LEFT)
    document.add_heading("Who may ask", 2)
    document.add_paragraph("towns of the coast", style="List Bullet")
    document.add_paragraph("owners of boats", style="List Bullet")
    table = document.add_table(rows=0, cols=3)
    for row in (("Town", "Boats", "Adviser"), ("Eastmouth", "120", "Bo Lund"), ("Westmouth", "80", "Ida Berg")):
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def slides() -> bytes:
    """Return a presentation of two slides, the second with a table and notes."""
    from pptx import Presentation
    from pptx.util import Inches

    presentation = Presentation()
    for title, text in (("Pilots", "Nine towns\nOne desk each"), ("Fees", "Paid before leaving")):
        slide = presentation.slides.add_slide(presentation.slide_layouts[1])
        slide.shapes.title.text = title
        slide.placeholders[1].text = text
    slide.notes_slide.notes_text_frame.text = "Mention that fishing boats pay nothing."
    table = slide.shapes.add_table(3, 2, Inches(1), Inches(4), Inches(4), Inches(1)).table
    for number, row in enumerate((("Length", "Fee"), ("short", "40 crowns"), ("long", "90 crowns"))):
        for column, text in enumerate(row):
            table.cell(number, column).text = text
    out = io.BytesIO()
    presentation.save(out)
    return out.getvalue()


def workbook() -> bytes:
    """Return a workbook of two sheets, with dates, shares, a title above a table, and a hidden sheet."""
    from datetime import date

    from openpyxl import Workbook

    book = Workbook()
    first = book.active
    assert first is not None
    first.title = "Desks"
    first.append(["Desks of the harbour office"])
    first.append([])
    first.append(["No", "Name", "Town", "Share", "Since"])
    first.append([1, "Bo Lund", "Eastmouth", 0.25, date(2021, 3, 4)])
    first.append([2, "Ida Berg", "Westmouth", 0.5, date(2020, 1, 15)])
    for row_number in (4, 5):
        first.cell(row_number, 4).number_format = "0%"
    second = book.create_sheet("Fees")
    second.append(["Boat", "Fee"])
    second.append(["short", 40])
    second.append(["long", 90.5])
    book.create_sheet("Secret").append(["do not", "read"])
    book["Secret"].sheet_state = "hidden"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def open_document(kind: str, content: str) -> bytes:
    """Return an OpenDocument file of a kind (``text``, ``spreadsheet``) with the given content."""
    spaces = " ".join(f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "text", "table", "meta"))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", f"application/vnd.oasis.opendocument.{kind}")
        archive.writestr(
            "content.xml",
            f"<office:document-content {spaces}><office:body><office:{kind}>{content}</office:{kind}></office:body></office:document-content>",
        )
        archive.writestr(
            "meta.xml",
            f'<office:document-meta {spaces} xmlns:dc="http://purl.org/dc/elements/1.1/"><office:meta><dc:title>Harbour</dc:title>'
            "<dc:creator>Ida Berg</dc:creator><dc:date>2026-03-03T10:00:00</dc:date><dc:language>de-AT</dc:language></office:meta>"
            "</office:document-meta>",
        )
    return out.getvalue()


def open_text() -> bytes:
    """Return an OpenDocument text with a heading, a list, a note, a comment and a deleted paragraph."""
    return open_document(
        "text",
        "<text:tracked-changes><text:changed-region><text:p>deleted words</text:p></text:changed-region></text:tracked-changes>"
        '<text:h text:outline-level="1">Pilots</text:h>'
        "<text:p>Whoever needs a<text:s/>pilot<text:note><text:note-citation>1</text:note-citation><text:note-body><text:p>or two</text:p>"
        "</text:note-body></text:note> writes<text:line-break/>to the desk.<office:annotation><text:p>a comment</text:p></office:annotation></text:p>"
        "<text:list><text:list-item><text:p>towns of the coast</text:p></text:list-item></text:list>",
    )


def open_sheet() -> bytes:
    """Return an OpenDocument spreadsheet with cells that are repeated, shown otherwise than stored, and a million blank rows."""
    row = "<table:table-row><table:table-cell><text:p>{}</text:p></table:table-cell><table:table-cell><text:p>{}</text:p></table:table-cell>"
    return open_document(
        "spreadsheet",
        '<table:table table:name="Fees">'
        + "".join(row.format(*cells) + "</table:table-row>" for cells in (("Boat", "Fee"), ("short", "40,00 €"), ("long", "90,50 €")))
        + '<table:table-row table:number-rows-repeated="1048576"><table:table-cell table:number-columns-repeated="16384"/></table:table-row>'
        "</table:table>",
    )


def mail() -> bytes:
    """Return a message with an attachment."""
    message = EmailMessage()
    message["From"], message["To"] = "Anna Nowak <anna@example.org>", "office@example.org"
    message["Subject"], message["Date"] = "Gebühren im Hafen", "Tue, 03 Mar 2026 10:00:00 +0100"
    message.set_content("Dear all,\n\nthe fee for boats that are longer than forty metres\nis ninety crowns a day.\n")
    message.add_attachment(b"%PDF-1.4", maintype="application", subtype="pdf", filename="form.pdf")
    return message.as_bytes()


PAGE = b"""<!DOCTYPE html><html lang="en"><head><title>Pilots - Harbour office</title><meta name="author" content="Ida Berg">
<meta property="article:published_time" content="2026-03-03T08:00:00Z"><script>var hidden = "script";</script></head><body>
<nav><ul><li><a href="/">Home</a></li><li><a href="/fees">Fees overview</a></li></ul></nav>
<div class="cookie-banner"><p>We use cookies.</p></div>
<main><h1>Pilots</h1><p>Whoever needs a pilot writes to the <b>desk</b>&nbsp;of the nearest town.<br>It answers soon.</p>
<h2>Fees</h2><ul><li>short boats: 40 crowns</li><li>long boats: 90 crowns</li></ul>
<table><tr><th>Town</th><th>Adviser</th></tr><tr><td>Eastmouth</td><td>Bo Lund</td></tr></table></main>
<footer>Imprint of the page</footer></body></html>"""

CSV = b'Name;Town;Since\nBo Lund;Eastmouth;2021\n"Berg; Ida";Westmouth;2020\n'


def samples() -> dict[str, bytes]:
    """Return a file of each format by its name."""
    return {
        "paper.pdf": paper(),
        "scan.pdf": scan(),
        "rules.docx": word(),
        "slides.pptx": slides(),
        "desks.xlsx": workbook(),
        "text.odt": open_text(),
        "fees.ods": open_sheet(),
        "mail.eml": mail(),
        "page.html": PAGE,
        "people.csv": CSV,
    }


NAMES = ("paper.pdf", "scan.pdf", "rules.docx", "slides.pptx", "desks.xlsx", "text.odt", "fees.ods", "mail.eml", "page.html", "people.csv")
"""The samples' names."""
