"""What a message tells, and what it then asks: "They scrapped the fees. Did people stop …?" asks for no fee."""

from __future__ import annotations

import re
from collections.abc import Sequence

from townhall.locales.lexicon import lexicon
from townhall.locales.words import STOP_WORDS, Token, fold, tokens_of

ASKING_CLAUSE = re.compile(
    r",\s+(?:and |so |but )?(?=(?:what|how|which|who|where|when|do|does|did|can|could|is|are|will|would|may|should) )", re.IGNORECASE
)
"""What parts what is told from what is asked in one sentence."""
SENTENCE_END = re.compile(r"(?<=[.!?])\s+")
GREEK_SENTENCE_END = re.compile(r"(?<=[.!?;\u037e])\s+")
MARKS = ("?", ";", "\u037e")
"""What a question ends with; the semicolon in Greek."""
LONG = 60
"""Words up to which a message is searched for as a whole; a longer one tells a story first."""
TOLD = 4
"""Words from which a sentence tells something; a shorter one is a greeting, or ends in what is shortened: "St. Gallen"."""
SHORTENED = re.compile(r"(?:^|[\s(.])(?P<word>\w{1,2})\.$")
"""A full stop that more likely shortens a word than ends a sentence, but for words like "it"."""


def told_and_asked(text: str, language: str) -> tuple[str, str]:
    """Return what a long message tells, and what it then asks: its last questions, or its last sentence. A short message asks with all it says."""
    if len(tokens_of(text)) <= LONG:
        return "", text
    sentences, marks = _sentences(text, language)
    last = next((i for i in reversed(range(len(sentences))) if sentences[i].endswith(marks)), len(sentences) - 1)
    first = last
    while first and sentences[first - 1].endswith(marks):
        first -= 1
    return " ".join([*sentences[:first], *sentences[last + 1 :]]), " ".join(sentences[first : last + 1])


def asking_words(text: str, tokens: Sequence[Token], language: str) -> tuple[int, int]:
    """Return the first word with which a message asks and the one after the last; those of the whole where nothing is told before that.

    What comes after a question belongs to it ("Give me the number too."), unless it says what isn't meant.
    """
    sentences, marks = _sentences(text, language)
    first = next((i for i, sentence in enumerate(sentences) if sentence.endswith(marks)), 0)
    last = len(sentences)
    while last > first + 1 and not sentences[last - 1].endswith(marks) and _denies(sentences[last - 1], language):
        last -= 1
    told = [sentence for sentence in (*sentences[:first], *sentences[last:]) if len(tokens_of(sentence)) >= TOLD]
    if not told or any(_is_shortened(sentence, language) for sentence in sentences):
        return 0, len(tokens)
    starts = _starts(text, sentences)
    begin, end = starts[first], starts[last - 1] + len(sentences[last - 1])
    within = [i for i, token in enumerate(tokens) if begin <= token.start < end]
    return (within[0], within[-1] + 1) if within else (0, len(tokens))


def _is_shortened(sentence: str, language: str) -> bool:
    """Whether a sentence ends with what may be no end: "in St."."""
    match = SHORTENED.search(sentence)
    if match is None or match["word"].isdigit():
        return match is not None and language != "en"  # an ordinal: "am 20. Januar"
    return fold(match["word"]) not in STOP_WORDS | lexicon(language).function_words


def _denies(sentence: str, language: str) -> bool:
    """Whether a sentence says what isn't meant."""
    return any(match.name == "negation" for match in lexicon(language).concepts.find(tokens_of(sentence)))


def named_alone(text: str, tokens: Sequence[Token]) -> str | None:
    """Return the one name that a text tells of; None where it tells of several, or of none. A sentence's first word has its capital anyway."""
    beginning = set(_starts(text, _sentences(text, "en")[0]))
    usual = {i for match in lexicon("en").concepts.find(tokens) for i in range(match.first, match.last)}
    named = [
        i
        for i, token in enumerate(tokens)
        if token.capitalised and token.folded not in STOP_WORDS and (token.start not in beginning or (i not in usual and token.text.isupper()))
    ]
    if not named or named != list(range(named[0], named[-1] + 1)):
        return None
    return text[tokens[named[0]].start : tokens[named[-1]].end]


def _sentences(text: str, language: str) -> tuple[list[str], tuple[str, ...]]:
    """Return the sentences of a message, and what a question ends with in its language."""
    greek = language == "el"
    return (GREEK_SENTENCE_END if greek else SENTENCE_END).split(text.strip()), MARKS if greek else MARKS[:1]


def _starts(text: str, sentences: Sequence[str]) -> list[int]:
    starts: list[int] = []
    place = 0
    for sentence in sentences:
        place = text.index(sentence, place)
        starts.append(place)
        place += len(sentence)
    return starts
