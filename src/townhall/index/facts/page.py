"""A document with its outline, as the recognisers of facts see it."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

from townhall.chunking import split_sentences
from townhall.locales.dates import DateMention, dates_in, writes_month_first
from townhall.locales.gazetteer import Gazetteer
from townhall.locales.lexicon import Lexicon, lexicon
from townhall.locales.places import Mention, places_in
from townhall.locales.words import tokens_of
from townhall.model import Document, FactValue, Heading, Section, SectionKind, Sentence, Span


@dataclass(frozen=True)
class Page:
    """What facts are read from."""

    document: Document
    sections: tuple[Section, ...]
    gazetteer: Gazetteer
    _sentences: dict[Section, list[Sentence]] = field(default_factory=dict, init=False, repr=False, compare=False)
    _mentions: dict[tuple[int, int], list[tuple[Mention, int, int]]] = field(default_factory=dict, init=False, repr=False, compare=False)

    @property
    def language(self) -> str:
        """The document's language, English where it isn't known."""
        return self.document.language or "en"

    @property
    def lexicon(self) -> Lexicon:
        """The words of that language."""
        return lexicon(self.language)

    @cached_property
    def bodies(self) -> tuple[Section, ...]:
        """The sections with running text."""
        return tuple(section for section in self.sections if section.kind is SectionKind.BODY)

    @cached_property
    def _parts(self) -> dict[Heading, tuple[Section, ...]]:
        parts: dict[Heading, tuple[Section, ...]] = {}
        for section in self.bodies:
            if section.heading:
                parts[section.heading] = (*parts.get(section.heading, ()), section)
        return parts

    def parts(self, section: Section) -> tuple[Section, ...]:
        """Return the sections with text under one heading, which a labelled field in their midst parts; one without a heading is by itself."""
        return self._parts.get(section.heading, (section,)) if section.heading else (section,)

    def text(self, section: Section) -> str:
        """Return a section's body."""
        return self.document.text[section.start : section.end]

    def sentences(self, section: Section) -> list[Sentence]:
        """Return a section's sentences, which are parted once."""
        if section not in self._sentences:
            self._sentences[section] = split_sentences(self.document.text, section.start, section.end, language=self.language)
        return self._sentences[section]

    def mentions(self, start: int, end: int) -> list[tuple[Mention, int, int]]:
        """Return the places that are named between two offsets, each with its own; they are looked for once."""
        if (start, end) not in self._mentions:
            tokens = tokens_of(self.document.text[start:end])
            found = places_in(tokens, self.lexicon, self.gazetteer)
            self._mentions[start, end] = [(m, start + tokens[m.first].start, start + tokens[m.last - 1].end) for m in found]
        return self._mentions[start, end]

    def is_place(self, text: str) -> bool:
        """Whether a text is the name of a place and nothing else."""
        tokens = tokens_of(text)
        return any(mention.first == 0 and mention.last == len(tokens) for mention in places_in(tokens, self.lexicon, self.gazetteer))

    def dates(self, text: str) -> list[DateMention]:
        """Return the dates in a part of the document, days and months in the order that it writes them in."""
        return dates_in(text, self.language, month_first=self._month_first)

    @cached_property
    def _month_first(self) -> bool:
        return writes_month_first(self.document.text)

    def value(self, value: str, start: int, end: int) -> FactValue:
        """Return a value that the text between two offsets shows."""
        return FactValue(value, self.document.text[start:end], Span(self.document.source, start, end))

    def sentence_value(self, sentence: Sentence) -> FactValue:
        """Return a whole sentence as a value, as it is shown."""
        return self.value(sentence.shown, sentence.start, sentence.end)
