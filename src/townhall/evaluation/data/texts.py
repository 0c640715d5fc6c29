"""The documents as they stand in the corpus folder: what quotes are held against."""

from __future__ import annotations

import re
from collections.abc import Sequence
from fnmatch import fnmatchcase
from functools import cached_property
from pathlib import Path

from townhall.errors import CorpusError
from townhall.library import files_of, texts_of
from townhall.model import Span

FEWEST_WORDS = 3
"""Of a quote that is found again though its punctuation or case has changed."""


class CorpusTexts:
    """Texts of a corpus folder by source, read from the files and not from the index: an index that is wrong can't prove itself right.

    Raises:
        CorpusError: the folder holds no text that can be read.
    """

    def __init__(self, corpus: Path) -> None:
        self._texts = texts_of(corpus)
        self._files = files_of(corpus)
        if not self._texts:
            raise CorpusError(f"{corpus} holds no text that quotes could be held against.", remedy="Name the corpus folder with --corpus DIR.")

    def holds(self, place: Span, quote: str) -> bool:
        """Whether the document's text between the offsets is ``quote``, character by character."""
        text = self._texts.get(place.source, "")
        return 0 <= place.start < place.end <= len(text) and text[place.start : place.end] == quote

    @property
    def sources(self) -> tuple[str, ...]:
        """The documents' paths, in order."""
        return tuple(self._texts)

    def text(self, source: str) -> str | None:
        """Return a document's text; None where there is no such document."""
        return self._texts.get(source)

    def has(self, source: str) -> bool:
        """Whether there is a file of this path, be it empty."""
        return source in self._files

    def has_any(self, pattern: str) -> bool:
        """Whether there is a document whose path matches a pattern."""
        return pattern in self._texts or any(fnmatchcase(source, pattern) for source in self._texts)

    def holds_run(self, words: Sequence[str]) -> bool:
        """Whether ``words`` stand in a document one after the other, with any white space between them."""
        run = f" {' '.join(words)} "
        return any(run in text for text in self._runs)

    @cached_property
    def _runs(self) -> tuple[str, ...]:
        """The texts with white space folded, and one space at either end."""
        return tuple(f" {' '.join(text.split())} " for text in self._texts.values())

    def find(self, source: str, quote: str) -> tuple[Span, ...]:
        """Return the places of ``quote`` in ``source``, or if there are none, in any document.

        A quote that stands nowhere exactly is looked for with white space folded. Empty if it stands nowhere.
        """
        words = quote.split()
        if not words:
            return ()
        for pattern in (re.escape(quote), r"\s+".join(re.escape(word) for word in words)):
            for sources in ((source,), tuple(self._texts)):
                if places := self._matches(pattern, sources):
                    return places
        return ()

    def find_changed(self, source: str, quote: str) -> tuple[Span, ...]:
        """Return the places of ``quote`` but for case and punctuation, in ``source``, or if there are none, in any document.

        That is how a quote is found again after a small edit. One of fewer than three words is not: too much would do.
        """
        words = re.findall(r"\w+", quote)
        if len(words) < FEWEST_WORDS:
            return ()
        pattern = r"(?<!\w)" + r"[\W_]+".join(words) + r"(?!\w)"
        for sources in ((source,), tuple(self._texts)):
            if places := self._matches(pattern, sources, re.IGNORECASE):
                return places
        return ()

    def _matches(self, pattern: str, sources: tuple[str, ...], flags: re.RegexFlag = re.NOFLAG) -> tuple[Span, ...]:
        return tuple(Span(name, match.start(), match.end()) for name in sources for match in re.finditer(pattern, self._texts.get(name, ""), flags))
