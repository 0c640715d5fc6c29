"""Sentences, how they are shown, and the passages that are indexed."""

from __future__ import annotations

import re
from dataclasses import dataclass

from townhall.model.documents import Heading

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
