"""Puts the parts of understanding a question together."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from functools import cache, cached_property, partial

from townhall.errors import UsageError
from townhall.index.lexical import terms_of
from townhall.locales.detector import LanguageDetector
from townhall.locales.gazetteer import Gazetteer
from townhall.locales.grouped import with_plain_numbers
from townhall.locales.lexicon import LANGUAGES, Lexicon, lexicon
from townhall.locales.ordinals import numbers_before
from townhall.locales.remarks import asks_to_make
from townhall.locales.words import STOP_WORDS, Token, tokens_of
from townhall.model import Kind, Query, Slot, SlotKey, Status, Turn
from townhall.query.conversation import Before, Standalone, latest, stand_alone
from townhall.query.language import detect_language
from townhall.query.names import KnownNames
from townhall.query.parse import Message, parse
from townhall.query.remarks import remarked
from townhall.query.several import questions_of
from townhall.query.sized import with_other_number
from townhall.query.spelling import SMALL, mend
from townhall.query.telling import asking_words, named_alone, told_and_asked
from townhall.query.topics import asked_of_another, asked_of_first
from townhall.query.turning import turned_to
from townhall.query.vocabulary import english_stems, english_words
from townhall.query.wording import in_brackets, of_year_beside, with_named_years

DURATION = "duration"
"""The notion that a question for how long is searched by in another language, whatever word asks for it: "Kauanko … kestää?"."""


class QueryReader:
    """Reads questions against what one generation of the index knows.

    ``languages`` are those that its documents are in, ``embedded`` those beside English that its embedding model reads.
    """

    def __init__(
        self,
        names: KnownNames,
        gazetteer: Gazetteer,
        detector: LanguageDetector,
        vocabulary: Callable[[], frozenset[str]],
        *,
        languages: frozenset[str] = frozenset(),
        embedded: frozenset[str] = frozenset(),
    ) -> None:
        self._names = names
        self._gazetteer = gazetteer
        self._detector = detector
        self._vocabulary = vocabulary
        self._languages = languages
        self._embedded = embedded

    def read(
        self,
        question: str,
        turns: Sequence[Turn] = (),
        *,
        dropped: Collection[SlotKey] = (),
        language: str | None = None,
        fallback: str | None = None,
    ) -> Query:
        """Return the standalone question, understood; ``turns`` are the conversation before it, ``dropped`` is not taken over from it.

        ``language`` is the question's where the caller knows it; None leaves it to be detected. What doesn't tell its language is read in the
        likeliest and answered in ``fallback``: that of the page, say; None is English.

        Raises:
            UsageError: questions of that language can't be read.
        """
        if language is not None and language not in LANGUAGES:
            raise UsageError(f"There is no language {language!r}.", remedy=f"Give one of {', '.join(LANGUAGES)}, or none.")
        rest = turned_to(question)
        return self._read(question if rest is None else rest, turns if rest is None else (), dropped, language, fallback)

    def _read(self, question: str, turns: Sequence[Turn], dropped: Collection[SlotKey], language: str | None, fallback: str | None) -> Query:
        asked = " ".join(question.split())
        tokens = tokens_of(asked)
        before = latest(turns)
        spoken = turns[-1].query.language if turns else None
        guess = detect_language(*self._without_names(asked, tokens), self._detector, before=spoken, held=self._languages)
        own = language or (detect_language(asked, tokens, self._detector, held=self._languages).language if turns else guess.language)
        if remark := remarked(question, tokens, before, language=own, fallback=language or spoken or fallback or "en"):
            return remark
        answered_in = language or (guess.language if guess.sure else fallback or "en")
        language = language or guess.language
        words = lexicon(language)
        everyday, stems = (english_words(), english_stems()) if language == "en" else (frozenset(), frozenset())

        def known(token: Token) -> bool:
            return token.folded in everyday or (bool(stems) and stems.issuperset(terms_of(token.text))) or self._is_known(token, words)

        spellings = partial(self._spellings, words)
        small = [word for word in STOP_WORDS if len(word) >= SMALL] if language == "en" else ()
        held = language in self._languages
        mended = partial(mend, asked, tokens, known=known, spellings=spellings, inflected=language != "en", held=held, small=small)
        text = asked if asks_to_make(tokens, language) else mended()
        text = with_plain_numbers(text) if language == "en" else text
        asked_back = bool(turns) and turns[-1].answer.status is Status.CLARIFY

        @cache
        def read(part: str) -> Message:
            return parse(part, words, self._names, self._gazetteer, place_expected=asked_back)

        told, asked = told_and_asked(text, language)
        asked = with_named_years(asked, language)
        if not told and language == "en":
            asked = of_what_was_told(asked, read)
        if told and (story := read(told)).names_something:
            before = Before(Query(told, told, answered_in, story.kind, slots=story.slots()))
        if before is not None and (beside := of_year_beside(asked, before.query.text, language)) is not None:
            asked, before = beside[0], replace(before, query=replace(before.query, text=beside[1]))
        if (of_first := asked_of_first(asked, language)) is not None:
            asked, before = of_first, None
        queries: list[Query] = []
        for message in questions_of(asked, read, words):
            leaned_on = None if message.whole and queries else before
            standalone = self._of_another(message, leaned_on, read) or stand_alone(message, leaned_on, dropped=dropped)
            if told:
                standalone = _said_before(standalone)
            queries.append(
                Query(
                    text=standalone.text,
                    asked=message.text,
                    language=answered_in,
                    kind=standalone.kind,
                    slots=standalone.slots,
                    concepts=standalone.concepts,
                    search_text=_search_text(standalone, language, held=language in self._languages),
                    own_text=standalone.searched or standalone.text if language != "en" and language in self._embedded else "",
                )
            )
            before = Before(queries[-1])
        return replace(queries[0], asked=question) if len(queries) == 1 else _as_one(queries, text, question)

    def _of_another(self, message: Message, before: Before | None, read: Callable[[str], Message]) -> Standalone | None:
        """Return the question before, asked of the thing that a message names alone; None where it does anything else."""
        if before is None or before.asked_back:
            return None
        if not before.query.parts and before.query.language == "en" and (text := with_other_number(message, before.query.text)):
            anew = read(text)
            return Standalone(anew.text, anew.kind, anew.slots(), anew.concepts)
        found = asked_of_another(message, before.query)
        if found is None:
            return None
        text, thing = found
        anew = read(text)
        return Standalone(anew.text, anew.kind, (*anew.slots(), Slot("topic", thing, thing)), anew.concepts)

    def _without_names(self, text: str, tokens: list[Token]) -> tuple[str, list[Token]]:
        """Return a question without the organisations that it names: their names say nothing of its language."""
        named = {i for found in self._names.find_organisations(tokens) for i in range(found.first, found.last)}
        left = [token for i, token in enumerate(tokens) if i not in named]
        return (" ".join(token.text for token in left), left) if named and left else (text, tokens)

    def _is_known(self, token: Token, words: Lexicon) -> bool:
        if numbers_before([token], words.language):
            return True
        if words.concepts.find([token]) or words.terms.find([token]) or words.countries.find([token]):
            return True
        if token.folded in words.concepts.words or token.folded in self._name_words:
            return True
        return bool(self._gazetteer.named(token.folded)) or self._vocabulary().issuperset(terms_of(token.text))

    @cached_property
    def _name_words(self) -> frozenset[str]:
        texts = [value.value for fact in (*self._names.organisations, *self._names.contacts) for value in fact.values.values()]
        return frozenset(token.folded for text in texts for token in tokens_of(text))

    def _spellings(self, words: Lexicon) -> list[str]:
        pool = words.concepts.words | words.terms.words | words.countries.words | self._name_words
        return sorted(word for word in pool if word.isalpha() and word not in STOP_WORDS)


def of_what_was_told(text: str, read: Callable[[str], Message]) -> str:
    """Return an English question that says nothing by itself ("What are these?") with the one name that is told of before it; else all of a text."""
    tokens = tokens_of(text)
    first, last = asking_words(text, tokens, "en")
    if first == 0 or last < len(tokens):
        return text
    told, asked = text[: tokens[first].start].rstrip(), text[tokens[first].start :]
    question, name = read(asked), named_alone(told, tokens_of(told))
    if name is None or question.said or question.names_something or "pronoun" not in question.concepts or read(told).places:
        return text
    return in_brackets(asked, [name])


def _said_before(standalone: Standalone) -> Standalone:
    """Return a question that leans on what its own message tells: nothing of that comes from an earlier one."""
    return replace(standalone, slots=tuple(replace(slot, carried=False) for slot in standalone.slots))


def _as_one(parts: Sequence[Query], text: str, question: str) -> Query:
    """Return several questions as one of the first one's kind, with what all of them name; the later ones' own is not carried over."""
    first, later = parts[0], parts[1:]
    leans = any(part.text != part.asked for part in parts)
    return replace(
        first,
        text=" ".join(part.text for part in parts) if leans else text,
        asked=question,
        slots=tuple(dict.fromkeys([*first.slots, *(slot for part in later for slot in part.slots if not slot.carried)])),
        concepts=first.concepts.union(*(part.concepts for part in later)),
        search_text=" ".join(dict.fromkeys(part.search_text for part in parts)),
        own_text=" ".join(dict.fromkeys(part.own_text for part in parts)),
        parts=tuple(parts),
    )


def _search_text(standalone: Standalone, language: str, *, held: bool) -> str:
    """Return what is searched for: the question itself in English, else the English words that the lexicon has for it.

    Where documents are ``held`` in the question's language its own words come before those.
    """
    text = standalone.searched or standalone.text
    if language == "en":
        return text
    tokens = tokens_of(text)
    terms = [match.name for match in lexicon(language).terms.find(tokens)]
    if standalone.kind is Kind.DURATION and DURATION not in terms:
        terms.append(DURATION)
    by_value = {"organisation", "person", "phase", "topic"}
    names = [slot.value if slot.name in by_value else slot.text for slot in standalone.slots if slot.name != "attribute"]
    own = [text] if held else []
    return " ".join(dict.fromkeys([*own, *names, *terms])) or text
