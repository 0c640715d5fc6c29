"""E-mail, by the standard library: who wrote to whom and when, the message, and the names of what is attached."""

from __future__ import annotations

from datetime import date
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import parsedate_to_datetime

from townhall.corpus.formats.encoding import decode
from townhall.corpus.formats.extracted import Extracted, Metadata, TextBuilder, UnreadableError, folded
from townhall.corpus.formats.html import parse
from townhall.corpus.formats.markup import add_tree
from townhall.model import BlockKind

HEADERS = ("From", "To", "Cc", "Date")


def extract(data: bytes, *, limit: int) -> Extracted:
    """Read a message.

    Raises:
        UnreadableError: it is no message.
    """
    message = message_from_bytes(data, policy=policy.default)
    if not any(message.get(header) for header in (*HEADERS, "Subject")):
        raise UnreadableError("no e-mail message: it names neither sender nor subject")
    builder = TextBuilder(limit=limit)
    subject = _header(message, "Subject")
    builder.add(BlockKind.HEADING, subject, level=1)
    for header in HEADERS:
        if value := _header(message, header):
            builder.add(BlockKind.PARAGRAPH, f"{header}: {value}")
    _add_body(message, builder)
    attached = [name for part in message.iter_attachments() if (name := folded(part.get_filename() or ""))]
    if attached:
        builder.add(BlockKind.PARAGRAPH, f"Attachments: {', '.join(attached)}")
    about = Metadata(subject, _header(message, "From"), _day(message))
    notes = [f"{len(attached)} {'attachment was' if len(attached) == 1 else 'attachments were'} not read: {', '.join(attached)}"] if attached else []
    return builder.done(about, notes=notes)


def _add_body(message: EmailMessage, builder: TextBuilder) -> None:
    """Add the message's text: as the writer typed it where it is there as plain text, else that of its page."""
    body = message.get_body(preferencelist=("plain", "html"))
    if body is None:
        return
    payload = body.get_payload(decode=True)
    data = payload if isinstance(payload, bytes) else b""
    charset = body.get_content_charset()
    try:
        text = data.decode(charset or "ascii")
    except (LookupError, UnicodeDecodeError):
        text, _ = decode(data)
    if body.get_content_subtype() == "html":
        add_tree(parse(text), builder)
        return
    paragraph: list[str] = []
    for line in [*text.splitlines(), ""]:
        if line.strip():
            paragraph.append(line)
        elif paragraph:
            _add_paragraph(paragraph, builder)
            paragraph = []


def _add_paragraph(lines: list[str], builder: TextBuilder) -> None:
    """Add lines that stand together: one paragraph if they are broken to a width, else a line each."""
    wrapped = len(lines) > 1 and all(len(line) >= SHORTEST_WRAPPED for line in lines[:-1])
    for line in [" ".join(lines)] if wrapped else lines:
        builder.add(BlockKind.PARAGRAPH, line)


SHORTEST_WRAPPED = 50
"""Characters of the lines of a paragraph that a program broke to a width, the last one aside."""


def _header(message: EmailMessage, name: str) -> str:
    try:
        return folded(str(message.get(name, "")))
    except (ValueError, IndexError, AttributeError, LookupError):
        # The standard library stumbles over some broken headers; a message without one is still a message.
        return ""


def _day(message: EmailMessage) -> date | None:
    try:
        return parsedate_to_datetime(_header(message, "Date")).date()
    except (ValueError, TypeError, IndexError):
        return None
