"""The data model: what passes between the stages, and in which units.

Conventions that hold everywhere:

* ``start`` and ``end`` are character offsets into the document's text, ``end`` exclusive: ``text[start:end] == quote``.
* Ranks count from 1. Scores point up: higher is better. Support scores lie in [0, 1].
* "Not there" is ``None`` or an empty tuple, never ``""`` or 0.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Literal, NamedTuple

Progress = Callable[[str, int, int], None]
"""Called with what is being done, how much is done, and of how much."""


BLANK_LINE = re.compile(r"\n[ \t]*\n")
"""What parts a paragraph from the next."""
BROKEN_OFF = " …"
"""What is shown where a sentence breaks off in the document."""
ROW = re.compile(r"\|(?P<cells>.*)\|")
"""A row of a table, as it stands in a text: its cells between vertical bars."""
EMPHASIS = re.compile(r"(?<![\w*_\\])(?P<mark>\*{1,3}|_{1,3})(?=[^\s*_])(?P<text>[^\n]+?)(?<=[^\s\\])(?P=mark)(?![\w*_])")
"""Words between asterisks or underscores, as Markdown and mails set them off; those within a word, and an asterisk alone, are the text's own."""
BETWEEN_CELLS = " · "
"""What stands in the place of the bars where a row is shown."""


@dataclass(frozen=True, slots=True)
class Span:
    """A place in one document: ``source`` is the document's path relative to the corpus."""

    source: str
    start: int
    end: int


# --- the corpus -------------------------------------------------------------------------------------------------------


class BlockKind(StrEnum):
    """What a block of a document is, by the document's own mark-up or lay-out."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    ITEM = "item"
    """An item of a list."""
    ROW = "row"
    """A row of a table whose columns have no names: its cells between vertical bars."""
    RECORD = "record"
    """A row of a table whose columns have names: a line "Name of the column: cell" for each cell that isn't blank."""


@dataclass(frozen=True, slots=True)
class Block:
    """A part of a document's text that stands by itself; blocks come in order and don't overlap."""

    kind: BlockKind
    start: int
    end: int
    level: int = 0
    """Of a heading, from 1, the outermost; 0 for everything else."""


@dataclass(frozen=True, slots=True)
class Document:
    """One file of the corpus: plain text and Markdown decoded, nothing normalised; other formats as the text that was taken out of them."""

    source: str
    text: str
    sha256: str
    """Of the file's bytes, in lower-case hexadecimal."""
    title: str
    publisher: str | None = None
    date: date | None = None
    link: str | None = None
    language: str | None = None
    """ISO 639-1 code."""
    page_starts: tuple[int, ...] = ()
    """Offset of each page's first character, for formats that have pages; page numbers count from 1."""
    author: str | None = None
    blocks: tuple[Block, ...] = ()
    """The structure that the file's format gives; empty for plain text and Markdown, whose structure is in the text."""
    notes: tuple[str, ...] = ()
    """What its owner should know of the reading: pages without text, attachments that were not read."""

    def page_of(self, offset: int) -> int | None:
        """Return the page that holds ``offset``, counted from 1; None for a document without pages."""
        if not self.page_starts:
            return None
        return max(1, sum(start <= offset for start in self.page_starts))


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading as it stands in the text; ``text`` equals the document's text between the offsets."""

    text: str
    start: int
    end: int


class SectionKind(StrEnum):
    """What part a section plays in its document."""

    BODY = "body"
    FIELD = "field"
    """A labelled field under an entry ("Contact person"); its heading is the label."""
    FURNITURE = "furniture"
    """Text of the page and not of the document ("Link to website"); neither indexed nor cited."""


@dataclass(frozen=True, slots=True)
class Section:
    """A headed part of a document: an entry, a bullet's body, a chapter, a field of an entry.

    ``start`` and ``end`` enclose the body without its heading; they are equal where the body is blank. A record that doesn't begin with
    its name holds it.
    """

    kind: SectionKind
    heading: Heading | None
    start: int
    end: int
    parents: tuple[Heading, ...] = ()
    """From the outermost in; without ``heading``."""

    @property
    def path(self) -> tuple[Heading, ...]:
        """The headings from the outermost in, this section's own last."""
        return (*self.parents, self.heading) if self.heading else self.parents


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence, or a line that stands for one (a list item, a name in a field)."""

    text: str
    start: int
    end: int
    complete: bool = True
    """False where the document breaks off before the sentence ends."""

    @property
    def shown(self) -> str:
        """The sentence in words, with three dots where it breaks off."""
        text = in_words(self.text)
        return text if self.complete else text + BROKEN_OFF


def in_words(quote: str) -> str:
    """Return a document's own text as a statement says it: white space folded, nothing set off by marks, of a row the cells that aren't blank."""
    text = " ".join(quote.split())
    while (plain := EMPHASIS.sub(lambda match: match["text"], text)) != text:
        text = plain
    row = ROW.fullmatch(text)
    return BETWEEN_CELLS.join(cell.strip() for cell in row["cells"].split("|") if cell.strip()) if row else text


@dataclass(frozen=True, slots=True)
class Passage:
    """What is indexed and retrieved: consecutive sentences of one section."""

    source: str
    start: int
    end: int
    text: str
    headings: tuple[Heading, ...]
    """The section's path, outermost first."""
    sentences: tuple[Sentence, ...]
    key: str = ""
    """Hash of heading path and text with white space folded: equal for identical entries on several pages."""

    @property
    def heading_path(self) -> tuple[str, ...]:
        """The headings' texts, outermost first."""
        return tuple(heading.text for heading in self.headings)

    def goes_on(self, number: int) -> bool:
        """Whether its sentence of that number, from 0, stands in one paragraph with the one before it; False where there is none of the two."""
        if not 0 < number < len(self.sentences):
            return False
        before, sentence = self.sentences[number - 1 : number + 1]
        return BLANK_LINE.search(self.text, before.end - self.start, sentence.start - self.start) is None


# --- facts ------------------------------------------------------------------------------------------------------------


class FactKind(StrEnum):
    """The kinds of typed statement that are read from structure."""

    ORGANISATION = "organisation"
    CONTACT = "contact"
    DEADLINE = "deadline"
    QUANTITY = "quantity"
    SERIES = "series"
    PERSON = "person"


@dataclass(frozen=True, slots=True)
class FactValue:
    """One value of a fact and the text that shows it.

    ``value`` is normalised (an ISO date, a country code, a decimal number); ``quote`` is the document's own text at the span.
    """

    value: str
    quote: str
    span: Span


@dataclass(frozen=True, slots=True)
class Fact:
    """A typed statement; every value carries its span, so a fact can always be shown.

    Keys of ``values`` by kind; a key that is absent is not known:

    * organisation: ``name``, ``acronym``, ``other_name``, ``country`` (ISO 3166 alpha-2, or ``EU``), ``region``, ``about`` (its first sentence)
    * contact: ``organisation``, ``label`` (the field's label), ``name``, ``role``, ``email``, ``phone``; without ``name`` the field is blank
    * deadline: ``programme``, ``phase``, ``opens``, ``closes`` (the period, ISO), ``from`` (the day it opens, ISO), ``date`` (ISO), ``sentence``
    * quantity: ``number``, ``unit`` (what is counted), ``subject`` (what is said to be so many), ``sentence``
    * person: ``name``, ``role``, ``sentence`` (where the person is quoted)
    * series: ``item1``, ``item2`` …, headings that stand together on one level
    """

    kind: FactKind
    values: Mapping[str, FactValue]
    others: tuple[Mapping[str, FactValue], ...] = ()
    """The same fact on other pages: one mapping a place."""

    def get(self, key: str) -> str | None:
        """Return the normalised value under ``key``, or None."""
        found = self.values.get(key)
        return found.value if found else None


# --- questions --------------------------------------------------------------------------------------------------------


class Kind(StrEnum):
    """What kind of answer a question asks for."""

    SUPPORT = "support"
    """Who supports cities somewhere: an organisation."""
    CONTACT = "contact"
    DEADLINE = "deadline"
    """A date by which something must be done."""
    OPEN = "open"
    """Whether it can still be done today."""
    DATE = "date"
    """Any other date or period: when something happens, was founded, started."""
    DURATION = "duration"
    QUANTITY = "quantity"
    LIST = "list"
    DEFINITION = "definition"
    REASON = "reason"
    ELIGIBILITY = "eligibility"
    SAID = "said"
    """What a named person said."""
    PERSON = "person"
    PLACE = "place"
    OTHER = "other"
    SMALL_TALK = "small_talk"
    """A greeting, thanks, an insult, an attempt to play with the assistant."""


class SlotKey(NamedTuple):
    """What tells one slot from another: the name and the value, whatever words say so."""

    name: str
    value: str


@dataclass(frozen=True, slots=True)
class Slot:
    """Something that a question constrains: a place, an organisation, a phase, an attribute."""

    name: str
    """``place``, ``region``, ``organisation``, ``person``, ``phase`` or ``attribute``."""
    value: str
    """Normalised: a country code, a region's, organisation's or person's name, a number, an attribute's name."""
    text: str
    """The words of the question that say so."""
    inferred: str | None = None
    """What the value was inferred from, if it was: the city's name for a country."""
    carried: bool = False
    """True where it comes from an earlier turn."""

    @property
    def key(self) -> SlotKey:
        """The name and the value."""
        return SlotKey(self.name, self.value)


@dataclass(frozen=True, slots=True)
class Query:
    """The standalone question, understood."""

    text: str
    """The standalone question: what was asked with everything it leaves to earlier turns filled in."""
    asked: str
    """The question as the user put it."""
    language: str
    kind: Kind
    slots: tuple[Slot, ...] = ()
    concepts: frozenset[str] = frozenset()
    """What the question's words do, by the lexicon's names for it."""
    search_text: str = ""
    """What is embedded and matched: the standalone question in the documents' language as far as the lexicon reaches."""
    own_text: str = ""
    """The standalone question in its own language, where that isn't English and the embedding model reads it: embedded instead."""
    parts: tuple[Query, ...] = ()
    """The questions of a message that asks several, each as if asked after the one before it; empty for one question."""

    @property
    def embedded_text(self) -> str:
        """What is embedded."""
        return self.own_text or self.search_text

    def values(self, name: str) -> tuple[str, ...]:
        """Return the values of the slots called ``name``, in order."""
        return tuple(slot.value for slot in self.slots if slot.name == name)


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage that was retrieved."""

    rank: int
    """From 1."""
    score: float
    """Fused score; comparable within one search only."""
    passage: Passage
    similarity: float
    """Cosine of question and passage, in [-1, 1]."""
    lexical: float
    """BM25 score, 0 where no word matched."""
    parts: Mapping[str, int] = field(default_factory=dict)
    """The passage's rank in each list it was fused from: ``dense``, ``lexical``."""
    also_in: tuple[Span, ...] = ()
    """Other places that hold the same text under the same headings."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """A sentence that supports the answer."""

    hit: Hit
    sentence: Sentence
    score: float
    """Support score in [0, 1]."""


# --- answers ----------------------------------------------------------------------------------------------------------


class Status(StrEnum):
    """What became of a question."""

    ANSWERED = "answered"
    PARTIAL = "partial"
    NOT_IN_DOCUMENTS = "not_in_documents"
    OUT_OF_SCOPE = "out_of_scope"
    CLARIFY = "clarify"

    @property
    def shows_an_answer(self) -> bool:
        """Whether the documents' answer is shown, in whole or in part."""
        return self in {Status.ANSWERED, Status.PARTIAL}


class Role(StrEnum):
    """What a citation is for."""

    SUPPORT = "support"
    RELATED = "related"
    """The nearest thing, marked as not the answer."""


@dataclass(frozen=True, slots=True)
class Citation:
    """A quote with its place: ``quote`` is the document's text between the offsets, unchanged."""

    n: int
    """The number of its marker, from 1."""
    role: Role
    source: str
    title: str
    heading: str | None
    """The heading path, joined with `` › ``."""
    start: int
    end: int
    page: int | None
    quote: str
    sha256: str
    also_in: tuple[Span, ...] = ()
    complete: bool = True
    """False where the quoted sentence breaks off in the document."""


@dataclass(frozen=True, slots=True)
class Statement:
    """One sentence of the answer with the numbers of the citations that prove it."""

    text: str
    """Without markers; brackets with digits that stand in the document are not yet escaped."""
    citations: tuple[int, ...]
    lead: bool = False


@dataclass(frozen=True, slots=True)
class CardField:
    """A fact on a card; ``value`` is None where the documents leave it blank."""

    value: str | None
    citation: int | None


@dataclass(frozen=True, slots=True)
class Card:
    """A fact shown as a card."""

    kind: Literal["organisation", "contact", "deadline"]
    fields: Mapping[str, CardField]


@dataclass(frozen=True, slots=True)
class Usage:
    """What a language model took for an answer."""

    prompt_tokens: int
    completion_tokens: int
    cost: float | None = None
    """In the currency of the settings' prices; None where there are none."""
    estimated: bool = False
    """True where the server doesn't count and the tokens are reckoned from the characters."""

    def __add__(self, other: Usage) -> Usage:
        cost = None if self.cost is None and other.cost is None else (self.cost or 0) + (other.cost or 0)
        prompt, completion = self.prompt_tokens + other.prompt_tokens, self.completion_tokens + other.completion_tokens
        return Usage(prompt, completion, cost, estimated=self.estimated or other.estimated)


@dataclass(frozen=True, slots=True)
class Answer:
    """What the user gets. A refusal is an answer: it has a reason and a next step."""

    id: str
    question: str
    standalone: str
    status: Status
    language: str
    mode: Literal["extractive", "llm"]
    statements: tuple[Statement, ...]
    citations: tuple[Citation, ...]
    cards: tuple[Card, ...] = ()
    reason: str | None = None
    next: tuple[str, ...] = ()
    """Questions or steps that would work."""
    carried: tuple[Slot, ...] = ()
    """What came from earlier turns."""
    notes: tuple[str, ...] = ()
    """What was inferred, and what the reader should know of the quotes."""
    support: float | None = None
    """Calibrated probability that the answer is supported; None where none was computed."""
    index: str = ""
    settings: str = ""
    timings_ms: Mapping[str, float] = field(default_factory=dict)
    usage: Usage | None = None
    """What the language model took, where it wrote the answer."""

    @property
    def text(self) -> str:
        """The statements joined, one a line, each with its markers; brackets with digits of the documents' own are escaped."""
        return "\n".join(f"{escape_markers(s.text)} {''.join(f'[{n}]' for n in s.citations)}".rstrip() for s in self.statements)

    @property
    def refusal(self) -> str | None:
        """Why no answer is shown; None where one is."""
        return None if self.status.shows_an_answer else self.reason

    @property
    def missing(self) -> str | None:
        """What the documents don't give of all that was asked, where the rest is shown and no statement says so itself."""
        says_so = any(statement.text == self.reason for statement in self.statements)
        return self.reason if self.status.shows_an_answer and not says_so else None

    @property
    def said(self) -> tuple[Statement, ...]:
        """The statements without the one that only repeats the reason: for whoever gives the reason a place of its own."""
        return tuple(statement for statement in self.statements if statement.citations or statement.text != self.reason)


_LOOKS_LIKE_A_MARKER = re.compile(r"\[(?=\d+\])")


def escape_markers(text: str) -> str:
    """Put a backslash into "[1]" where it is not a marker of ours, so that a marker is always a marker."""
    return _LOOKS_LIKE_A_MARKER.sub(r"[\\", text)


@dataclass(frozen=True, slots=True)
class Turn:
    """One exchange of a conversation."""

    question: str
    query: Query
    answer: Answer
