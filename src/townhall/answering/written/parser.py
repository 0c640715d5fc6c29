"""What a model writes, read as it comes: statements with the numbers of the sentences that they cite.

It is asked for one JSON object a line. What models make of that is read too: an array, objects within an object, code fences, thoughts before the
answer, and as a last resort sentences with markers ("The fee is 5 euros [1]."). Nothing raises; what can't be read yields nothing.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

LONGEST = 2000
"""Characters of a statement; a longer one is none."""
MOST = 20
"""Statements that are read; whatever comes after them is not."""
OBJECT = 2 * LONGEST
"""Characters of an object that isn't closed yet, from which on it is given up."""
NUMBERS = 12
"""Numbers that a statement may cite."""
_THOUGHTS = re.compile(r"<(think|thinking|reasoning)>.*?(?:</\1>|\Z)", re.DOTALL)
_TEXTS = ("text", "statement", "sentence")
_CITATIONS = ("citations", "citation", "cites", "sources")
_MARKERS = re.compile(r"\[\s*(\d{1,4}(?:\s*[,;]\s*\d{1,4})*)\s*\]")
_CITED = re.compile(r"[^\[\]\n]+?[.!?…]?\s*(?:\[\s*\d[\d\s,;]*\]\s*)+[.!?…]?")
_NUMBER = re.compile(r"\d{1,4}")


@dataclass(frozen=True, slots=True)
class Written:
    """A statement as the model put it."""

    text: str
    numbers: tuple[int, ...]
    """Those of the sentences that it cites, each once, unchecked."""


@dataclass
class StatementReader:
    """Reads pieces of text, whatever their borders; ``feed`` and ``close`` return the statements that are complete since the last call."""

    _text: str = ""
    """What hasn't been read yet, from the beginning of an open object."""
    _prose: list[str] = field(default_factory=list)
    """What stands outside objects."""
    _starts: list[int] = field(default_factory=list)
    """Where the open objects begin, in ``_text``."""
    _at: int = 0
    """How far ``_text`` is read."""
    _in_string: bool = False
    _escaped: bool = False
    _thinking: bool = False
    count: int = 0
    """Statements so far."""

    @property
    def full(self) -> bool:
        """Whether no further statement is read."""
        return self.count >= MOST

    def feed(self, piece: str) -> list[Written]:
        """Read on."""
        self._text += piece
        return list(self._objects())

    def close(self) -> list[Written]:
        """Read what is left; where there was no object, sentences with markers."""
        if self.count:
            return []
        prose = _THOUGHTS.sub(" ", "".join(self._prose))
        found = [written for match in _CITED.finditer(prose) if (written := _of_prose(match[0])) is not None][:MOST]
        self.count += len(found)
        return found

    def _objects(self) -> Iterator[Written]:
        """Yield the statements of the objects that are closed by now; an object within another counts by itself."""
        while self._at < len(self._text) and not self.full:
            character = self._text[self._at]
            self._at += 1
            if not self._starts and character != "{":
                self._note(character)
            elif self._in_string:
                self._within_string(character)
            elif character == '"':
                self._in_string = True
            elif character == "{":
                self._starts.append(self._at - 1)
            elif character == "}" and (written := self._closed()):
                yield written
            if self._starts and self._at - self._starts[-1] > OBJECT:
                self._drop()
        if not self._starts:
            self._drop()

    def _closed(self) -> Written | None:
        """Return the statement of the object that ends here."""
        written = _of_object(self._text[self._starts.pop() : self._at])
        if not self._starts:
            self._drop()
        self.count += written is not None
        return written

    def _within_string(self, character: str) -> None:
        if self._escaped:
            self._escaped = False
        elif character == "\\":
            self._escaped = True
        elif character == '"':
            self._in_string = False
        elif character == "\n":  # no JSON: a quotation mark is missing, and what follows is read anew
            self._drop()

    def _note(self, character: str) -> None:
        """Keep what stands outside objects, as much as a last resort may need."""
        if len(self._prose) < MOST * LONGEST:
            self._prose.append(character)

    def _drop(self) -> None:
        """Forget what is read."""
        self._text = self._text[self._at :]
        self._at = 0
        self._starts = []
        self._in_string = self._escaped = False


def known(written: Written, count: int) -> Written:
    """Return a statement without the numbers of sentences that don't exist: there are ``count``, from 1."""
    return Written(written.text, tuple(number for number in written.numbers if 1 <= number <= count))


def _of_object(text: str) -> Written | None:
    """Return the statement that an object is; None where it is none."""
    try:
        data = json.loads(text, strict=False)
    except (ValueError, RecursionError):
        return None
    said = next((data[key] for key in _TEXTS if isinstance(data.get(key), str)), None)
    if said is None:
        return None
    cited: Any = next((data[key] for key in _CITATIONS if key in data), [])
    return _written(said, [*_numbers(cited), *(int(number) for match in _MARKERS.findall(said) for number in _NUMBER.findall(match))])


def _of_prose(text: str) -> Written | None:
    numbers = [int(number) for match in _MARKERS.findall(text) for number in _NUMBER.findall(match)]
    return _written(re.sub(r"^\s*(?:[-*•]|\d{1,2}[.)])\s+", "", text), numbers)


def _written(said: str, numbers: Sequence[int]) -> Written | None:
    text = " ".join(_MARKERS.sub("", said).split())
    text = re.sub(r"\s+([.,;:!?])", r"\1", text)
    return Written(text, tuple(dict.fromkeys(numbers))[:NUMBERS]) if text and len(text) <= LONGEST else None


def _numbers(cited: Any) -> Iterator[int]:
    """Yield the numbers in whatever a model puts for a list of them: numbers, texts with numbers, or one alone."""
    for item in cited if isinstance(cited, list) else [cited]:
        if isinstance(item, bool):
            continue
        if isinstance(item, int):
            yield item
        elif isinstance(item, str):
            yield from (int(number) for number in _NUMBER.findall(item))
