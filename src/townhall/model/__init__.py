"""The data model: what passes between the stages, and in which units.

Conventions that hold everywhere:

* ``start`` and ``end`` are character offsets into the document's text, ``end`` exclusive: ``text[start:end] == quote``.
* Ranks count from 1. Scores point up: higher is better. Support scores lie in [0, 1].
* "Not there" is ``None`` or an empty tuple, never ``""`` or 0.
"""

from collections.abc import Callable

from townhall.model.answers import Answer, Card, CardField, Citation, Role, Statement, Status, Turn, Usage, escape_markers
from townhall.model.documents import Block, BlockKind, Document, Heading, Section, SectionKind, Span
from townhall.model.evidence import Evidence, Hit
from townhall.model.facts import Fact, FactKind, FactValue
from townhall.model.passages import BETWEEN_CELLS, BROKEN_OFF, ROW, Passage, Sentence, in_words
from townhall.model.queries import Kind, Query, Slot, SlotKey

Progress = Callable[[str, int, int], None]
"""Called with what is being done, how much is done, and of how much."""

__all__ = [
    "BETWEEN_CELLS",
    "BROKEN_OFF",
    "ROW",
    "Answer",
    "Block",
    "BlockKind",
    "Card",
    "CardField",
    "Citation",
    "Document",
    "Evidence",
    "Fact",
    "FactKind",
    "FactValue",
    "Heading",
    "Hit",
    "Kind",
    "Passage",
    "Progress",
    "Query",
    "Role",
    "Section",
    "SectionKind",
    "Sentence",
    "Slot",
    "SlotKey",
    "Span",
    "Statement",
    "Status",
    "Turn",
    "Usage",
    "escape_markers",
    "in_words",
]
